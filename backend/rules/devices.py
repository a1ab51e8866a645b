"""What position devices say, as fixes: the OsmAnd protocol in a query or a form, and the JSON of the Traccar client from version 9."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from backend.refusals import FixRefused, Malformed
from wire.problem import FieldError
from wire.units import FixBatch, Signals

KNOT = 1852 / 3600  # m/s
FLAGS = {"true": True, "1": True, "false": False, "0": False}
MILLISECONDS = 1e11  # a time in seconds reaches this in the year 5138, one in milliseconds did in 1973


class Coords(msgspec.Struct):
    """Speed in m/s; what the phone does not know is missing, null or -1."""

    latitude: float
    longitude: float
    accuracy: float | None = None
    speed: float | None = None
    heading: float | None = None


class Location(msgspec.Struct):
    """`mock` of the client itself, `isMocked` of the library below it."""

    timestamp: str | float
    coords: Coords
    mock: Any = None
    is_mocked: Any = msgspec.field(default=None, name="isMocked")


class Message(msgspec.Struct):
    device_id: str
    location: Location | list[Location]


def batch_of_fields(fields: Mapping[str, str], now: datetime) -> FixBatch:
    """One fix from a query or a form. Speed comes in knots; a fix without a time is of now."""
    code = fields.get("id") or fields.get("deviceid") or ""
    if not code:
        raise _missing("id")
    lat, lon = fields.get("lat"), fields.get("lon")
    if "location" in fields:
        lat, _, lon = fields["location"].partition(",")
    speed = _known(_number("speed", fields.get("speed")))
    fix = {
        "at": _time(fields["timestamp"]) if fields.get("timestamp") else now,
        "lon": _place("lon", lon),
        "lat": _place("lat", lat),
        "speed": None if speed is None else speed * KNOT,
        "heading": _known(_number("bearing", fields.get("bearing") or fields.get("heading"))),
        "accuracy": _known(_number("accuracy", fields.get("accuracy"))),
        "signals": _signals(fields),
        "mock": _is_true(fields.get("mock")) or _is_true(fields.get("isMocked")),
    }
    return _batch(code, [fix])


def batch_of_json(body: bytes) -> FixBatch:
    """One or more fixes from the Traccar client. Speed comes in m/s."""
    try:
        message = msgspec.json.decode(body, type=Message)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed(f"This is no message of a Traccar client: {error}.") from error
    locations = message.location if isinstance(message.location, list) else [message.location]
    return _batch(message.device_id, [_fix(location) for location in locations])


def _signals(fields: Mapping[str, str]) -> dict[str, bool] | None:
    """What a truck's terminal says beside its place, as attributes of the OsmAnd protocol."""
    said = {name: _flag(name, fields[name]) for name in Signals.__struct_fields__ if fields.get(name)}
    return said or None


def _flag(name: str, text: str) -> bool:
    if text.lower() not in FLAGS:
        raise FixRefused(f"{name} is neither true nor false: {text[:40]!r}.")
    return FLAGS[text.lower()]


def _fix(location: Location) -> dict[str, Any]:
    coords = location.coords
    return {
        "at": _time(str(location.timestamp)),
        "lon": coords.longitude,
        "lat": coords.latitude,
        "speed": _known(coords.speed),
        "heading": _known(coords.heading),
        "accuracy": _known(coords.accuracy),
        "mock": _is_true(location.mock) or _is_true(location.is_mocked),
    }


def _batch(code: str, fixes: list[dict[str, Any]]) -> FixBatch:
    try:
        return msgspec.convert({"code": code, "fixes": fixes}, FixBatch)
    except msgspec.ValidationError as error:
        raise FixRefused(f"This is no fix: {error}.") from error


def _is_true(value: Any) -> bool:
    """As the many ways to write it are meant; nobody loses a fix over this."""
    return value is True or str(value).strip().lower() in ("1", "true", "yes")


def _known(value: float | None) -> float | None:
    return value if value is not None and 0 <= value < math.inf else None


def _number(name: str, text: str | None) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise FixRefused(f"{name} is no number: {text[:40]!r}.") from None


def _place(name: str, text: str | None) -> float:
    value = _number(name, text)
    if value is None:
        raise _missing(name)
    if not math.isfinite(value):
        raise FixRefused(f"{name} is no number of degrees.")
    return value


def _time(text: str) -> datetime:
    """Seconds or milliseconds since 1970, or ISO 8601, which is in UTC when it names no zone."""
    try:
        number = float(text)
    except ValueError:
        number = None
    try:
        if number is not None:
            return datetime.fromtimestamp(number / 1000 if abs(number) >= MILLISECONDS else number, UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        raise FixRefused(f"timestamp is no time: {text[:40]!r}.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _missing(name: str) -> FixRefused:
    refusal = FixRefused(f"A fix needs {name}.")
    refusal.errors = [FieldError(path=name, detail="is missing")]
    return refusal
