"""ONVIF Profile S: `onvif://HOST:PORT/PROFILE`; without a profile the first one that can be turned.

The library (onvif-zeep-async) is asynchronous and an order is one call of a thread, so each has a loop of its own. Where a device has its services,
by how much its clock is off and which profile it turns is asked once. The library reads its WSDLs on first use: 0.3 s.
"""

import asyncio
import importlib
import logging
import math
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from backend.camera_addresses import Address
from backend.gateway.http import Limits
from backend.ptz.adapter import Position
from backend.ptz.numbers import TokenBook
from backend.refusals import Outside
from backend.tables.ptz import TokenKind
from wire.ptz import Patrol, PatrolOrder, Preset

T = TypeVar("T")
log = logging.getLogger("backend")
PORT = 80
FOV = "http://www.onvif.org/ver10/tptz/PanTiltSpaces/TranslationSpaceFov"
CALLS = 3  # that an order may need, each with its own limit


class Known(NamedTuple):
    """What a device has told of itself."""

    services: dict[str, str]
    off: timedelta | None
    profile: str


_known: dict[tuple[str, str], Known] = {}


@cache
def _library() -> Any:
    """With its import it sets up the log of the whole process, which is ours to do."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    module = importlib.import_module("onvif")
    root.handlers[:], root.level = handlers, level
    logging.getLogger("onvif").setLevel(logging.WARNING)
    return module


class OnvifAdapter:
    tells = True

    def __init__(self, address: Address, limits: Limits, login: str, book: TokenBook) -> None:
        self._address, self._limits, self._book = address, limits, book
        host, _, port = address.host.rpartition(":")
        self._host, self._port = (host, int(port)) if port.isdecimal() and host else (address.host, PORT)
        self._name, _, self._password = login.partition(":")
        self._key = address.host, "/".join(address.parts)

    def move(self, pan: float, tilt: float, zoom: float, seconds: float) -> None:
        velocity = {"PanTilt": {"x": pan, "y": tilt}, "Zoom": {"x": zoom}}
        self._ask("ContinuousMove", Velocity=velocity, Timeout=timedelta(seconds=seconds))

    def stop(self) -> None:
        self._ask("Stop", PanTilt=True, Zoom=True)

    def absolute(self, pan: float, tilt: float, zoom: float) -> None:
        self._ask("AbsoluteMove", Position={"PanTilt": {"x": pan, "y": tilt}, "Zoom": {"x": zoom}})

    def aim(self, x: float, y: float, width: float, height: float) -> None:
        """The device turns by shares of what it sees; how much nearer it has to go for a box follows from its view angles."""
        translation: dict[str, Any] = {"PanTilt": {"x": 2 * x - 1, "y": 1 - 2 * y, "space": FOV}}
        if max(width, height) < 1:
            wide, tele = self._address.view_angle(0), self._address.view_angle(1)
            if wide is None or tele is None or wide == tele:
                raise Outside("ptz_refused", "For a box the view angles of this camera must be known: wide and tele in its ptz_url.")
            across = math.tan(math.radians(tele) / 2) / math.tan(math.radians(wide) / 2)
            translation["Zoom"] = {"x": math.log(max(width, height)) / math.log(across)}
        self._ask("RelativeMove", Translation=translation)

    def go_to(self, number: int) -> None:
        self._ask("GotoPreset", PresetToken=self._token(number))

    def presets(self) -> list[Preset]:
        return [Preset(number=number, name=name) for number, (_, name) in self._numbered().items()]

    def put_preset(self, number: int, name: str) -> None:
        """A device gives a new preset a token of its own, which is known by this number from then on."""
        known = self._numbered()
        token = known.get(number, ("", ""))[0]
        given = self._ask("SetPreset", PresetName=name, **({"PresetToken": token} if token else {}))
        if not token:
            self._book.keep(TokenKind.PRESET, str(given) if given else self._new(known, "GetPresets"), number)

    def drop_preset(self, number: int) -> None:
        self._ask("RemovePreset", PresetToken=self._token(number))

    def patrols(self) -> list[Patrol]:
        return [Patrol(number=number, name=name) for number, (_, name) in self._rounds().items()]

    def put_patrol(self, number: int, order: PatrolOrder) -> None:
        """A device makes a new preset tour, with a token of its own, before it is told where it leads: what it refuses then is taken away again."""
        known, stay = self._numbered(), timedelta(seconds=order.dwell_s)
        spots = [{"PresetDetail": {"PresetToken": _in(known, preset, "preset")}, "StayTime": stay} for preset in order.presets]
        rounds = self._rounds()
        token = rounds.get(number, ("", ""))[0]
        made = "" if token else str(self._ask("CreatePresetTour") or self._new(rounds, "GetPresetTours"))
        tour = {
            "token": token or made,
            "Name": order.name,
            "Status": {"State": "Idle"},
            "AutoStart": False,
            "StartingCondition": {},
            "TourSpot": spots,
        }
        try:
            self._ask("ModifyPresetTour", PresetTour=tour)
        except Outside:
            if made:
                self._take_away(made)
            raise
        if made:
            self._book.keep(TokenKind.PATROL, made, number)

    def start_patrol(self, number: int) -> None:
        self._ask("OperatePresetTour", PresetTourToken=self._round(number), Operation="Start")

    def end_patrol(self, number: int) -> None:
        self._ask("OperatePresetTour", PresetTourToken=self._round(number), Operation="Stop")

    def position(self) -> Position | None:
        status = self._ask("GetStatus")
        place = status.Position if status is not None else None
        if place is None or place.PanTilt is None:
            return None
        return Position(place.PanTilt.x, place.PanTilt.y, place.Zoom.x if place.Zoom is not None else 0.0)

    def _take_away(self, tour: str) -> None:
        """What does not work either is not what the hall is to be told of."""
        try:
            self._ask("RemovePresetTour", PresetTourToken=tour)
        except Outside as error:
            log.warning("the preset tour %s of the camera at %s could not be taken away: %s", tour, self._address.host, error.detail)

    def _numbered(self) -> dict[int, tuple[str, str]]:
        """Tokens and names by number."""
        return self._by_number(TokenKind.PRESET, self._ask("GetPresets"))

    def _rounds(self) -> dict[int, tuple[str, str]]:
        """The preset tours likewise."""
        return self._by_number(TokenKind.PATROL, self._ask("GetPresetTours"))

    def _by_number(self, kind: TokenKind, told: Any) -> dict[int, tuple[str, str]]:
        names = {str(each.token): each.Name or "" for each in told or []}
        return {number: (token, names[token]) for token, number in sorted(self._book.numbers(kind, list(names)).items(), key=itemgetter(1))}

    def _new(self, known: dict[int, tuple[str, str]], verb: str) -> str:
        """The token of what a device has made without saying so: it is told now, and was not before."""
        told = {str(each.token) for each in self._ask(verb) or []} - {token for token, _ in known.values()}
        if len(told) != 1:
            raise Outside("ptz_refused", "The camera does not say what it has made.")
        return told.pop()

    def _round(self, number: int) -> str:
        return _in(self._rounds(), number, "patrol")

    def _token(self, number: int) -> str:
        return _in(self._numbered(), number, "preset")

    def _ask(self, verb: str, **parameters: Any) -> Any:
        async def ask(camera: Any, profile: str) -> Any:
            service = await camera.create_ptz_service()
            return await getattr(service, self._spoken(verb))({"ProfileToken": profile, **parameters})

        return asyncio.run(self._within_limits(ask))

    def _spoken(self, verb: str) -> str:
        """The library's name for the same without a login."""
        return verb if self._name else f"authless_{verb}"

    async def _within_limits(self, ask: Callable[[Any, str], Awaitable[T]]) -> T:
        """Whatever goes wrong has its name; what was known of a device that fails is asked anew the next time."""
        try:
            _, writer = await asyncio.wait_for(asyncio.open_connection(self._host, self._port), self._limits.connect_s)
            writer.close()
        except (OSError, TimeoutError) as error:
            raise Outside("ptz_unreachable", "The camera cannot be reached.") from error
        try:
            return await asyncio.wait_for(self._with_camera(ask), CALLS * self._limits.read_s)
        except Outside:
            raise
        except Exception as error:
            _known.pop(self._key, None)
            raise _named(error) from error

    async def _with_camera(self, ask: Callable[[Any, str], Awaitable[T]]) -> T:
        camera = _library().ONVIFCamera(self._host, self._port, self._name, self._password, no_cache=True, adjust_time=True, nat_override=True)
        try:
            known = _known.get(self._key)
            if known is None:
                await camera.update_xaddrs()
                known = Known(dict(camera.xaddrs), camera.dt_diff, await self._profile(camera))
            else:
                camera.xaddrs, camera.dt_diff = dict(known.services), known.off
            answer = await ask(camera, known.profile)
            _known[self._key] = known
            return answer
        finally:
            await camera.close()

    async def _profile(self, camera: Any) -> str:
        if self._address.parts:
            return "/".join(self._address.parts)
        profiles = await getattr(await camera.create_media_service(), self._spoken("GetProfiles"))()
        turned = [str(each.token) for each in profiles or [] if each.PTZConfiguration is not None]
        if not turned:
            raise Outside("ptz_refused", "The device has no profile that can be turned.")
        return turned[0]


def _in(known: dict[int, tuple[str, str]], number: int, what: str) -> str:
    if number not in known:
        raise Outside("ptz_refused", f"The camera has no {what} {number}.")
    return known[number][0]


def _named(error: Exception) -> Outside:
    said = str(error)
    chain = f"{said} {getattr(error, 'subcodes', '')} {getattr(error, 'status_code', '')}"
    if isinstance(error, TimeoutError) or "imeout" in type(error).__name__:
        return Outside("ptz_silent", "The camera has not answered in time.")
    if "NotAuthorized" in chain or "not authorized" in chain.lower() or "401" in chain:
        return Outside("ptz_login", "The camera does not take the login that the backend has for it.")
    return Outside("ptz_refused", f"The camera refuses: {said[:200] or type(error).__name__}.")
