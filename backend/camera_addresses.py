"""What may stand in the addresses of a camera (`wire.cameras.Camera`)."""

import math
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from backend.refusals import Outside

STREAMS = ("rtsp", "rtsps", "http", "https")
TURNED = {"onvif": 1, "wvp": 2, "sim": 1}  # parts of the path that each needs at least


class Address(NamedTuple):
    """`parts` are those of the path. Of the last four, in degrees, those are None that nobody has measured."""

    scheme: str
    host: str  # with the port
    parts: list[str]
    north: float | None
    span: float | None
    wide: float | None
    tele: float | None

    def azimuth(self, pan: float) -> float | None:
        return None if self.north is None or self.span is None else (self.north + pan * self.span) % 360

    def view_angle(self, zoom: float) -> float | None:
        """What is seen grows with the tangent of half the angle."""
        if self.wide is None or self.tele is None:
            return None
        wide, tele = (math.tan(math.radians(angle) / 2) for angle in (self.wide, self.tele))
        return math.degrees(2 * math.atan(wide * (tele / wide) ** zoom))


def address_of(url: str) -> Address:
    """`Outside` with the code bad_ptz_url when it cannot be read."""
    try:
        split = urlsplit(url)
        told = dict(parse_qsl(split.query))
        degrees = [float(told[name]) if name in told else None for name in ("north", "span", "wide", "tele")]
        if not split.hostname or any(value is not None and not math.isfinite(value) for value in degrees):
            raise ValueError(url)
        for angle in degrees[2:]:
            if angle is not None and not 0 < angle < 180:
                raise ValueError(url)
    except ValueError as error:
        raise Outside("bad_ptz_url", "The address at which this camera is turned cannot be read.") from error
    return Address(split.scheme, split.netloc, [unquote(part) for part in split.path.split("/") if part], *degrees)


def is_stream(url: str) -> bool:
    """Can a stream be opened at such an address?"""
    try:
        split = urlsplit(url)
        return split.scheme in STREAMS and bool(split.hostname) and split.port != 0
    except ValueError:
        return False


def turns(url: str) -> bool:
    """Can a camera be turned at such an address?"""
    try:
        address = address_of(url)
    except Outside:
        return False
    return len(address.parts) >= TURNED.get(address.scheme, math.inf)
