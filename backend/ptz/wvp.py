"""A camera of a WVP (`backend.gateway.wvp`): `wvp://HOST:PORT/DEVICE/CHANNEL`, `wvps://` over TLS.

`GET /api/front-end/ptz/{device}/{channel}` moves, `…/front-end/preset/{add,call,delete,query}/…` are the presets,
`…/front-end/cruise/{start,stop,time,point/add,point/delete}/…` the patrols (巡航, by `cruiseId`), which it does not list;
`/api/device/control/drag_zoom/zoom_in` is the box. GB/T 28181 tells no position, takes no name for a preset, and turns to no given
place; this interface of it turns or zooms, not both at once.
"""

from urllib.parse import quote

from backend.camera_addresses import Address
from backend.gateway.http import Limits
from backend.gateway.wvp import Wvp
from backend.ptz.adapter import Position
from backend.refusals import Outside
from wire.ptz import Patrol, PatrolOrder, Preset

TURN, ZOOM = 255, 15  # the full speeds
WINDOW = 1000  # a box is told in pixels of a window of this size


class WvpAdapter:
    tells = False

    def __init__(self, address: Address, limits: Limits, login: str) -> None:
        if len(address.parts) != 2:
            raise Outside("bad_ptz_url", "The address of a camera at a WVP names device and channel.")
        self._wvp = Wvp(f"{address.scheme}://{address.host}", limits, login)
        self._device, self._channel = address.parts

    def move(self, pan: float, tilt: float, zoom: float, seconds: float) -> None:
        turning = ("up" if tilt > 0 else "down" if tilt < 0 else "") + ("right" if pan > 0 else "left" if pan < 0 else "")
        command = turning or ("zoomin" if zoom > 0 else "zoomout" if zoom < 0 else "stop")
        self._turn(command, round(abs(pan) * TURN), round(abs(tilt) * TURN), round(abs(zoom) * ZOOM))

    def stop(self) -> None:
        self._turn("stop", 0, 0, 0)

    def absolute(self, pan: float, tilt: float, zoom: float) -> None:
        raise Outside("ptz_refused", "GB/T 28181 cannot turn a camera to a given place.")

    def aim(self, x: float, y: float, width: float, height: float) -> None:
        window = {"length": WINDOW, "width": WINDOW}
        box = {"midpointx": round(x * WINDOW), "midpointy": round(y * WINDOW), "lengthx": round(width * WINDOW), "lengthy": round(height * WINDOW)}
        self._wvp.ask("/api/device/control/drag_zoom/zoom_in", {"deviceId": self._device, "channelId": self._channel, **window, **box})

    def go_to(self, number: int) -> None:
        self._wvp.ask(self._front_end("preset/call"), {"presetId": number})

    def presets(self) -> list[Preset]:
        found = self._wvp.ask(self._front_end("preset/query"), {}) or []
        return [Preset(number=int(each["presetId"]), name=each.get("presetName") or str(each["presetId"])) for each in found]

    def put_preset(self, number: int, name: str) -> None:
        self._wvp.ask(self._front_end("preset/add"), {"presetId": number})

    def drop_preset(self, number: int) -> None:
        self._wvp.ask(self._front_end("preset/delete"), {"presetId": number})

    def patrols(self) -> list[Patrol]:
        return []

    def put_patrol(self, number: int, order: PatrolOrder) -> None:
        """What there was under this number is emptied first: preset 0 stands for all of its points."""
        self._wvp.ask(self._front_end("cruise/point/delete"), {"cruiseId": number, "presetId": 0})
        for preset in order.presets:
            self._wvp.ask(self._front_end("cruise/point/add"), {"cruiseId": number, "presetId": preset})
        self._wvp.ask(self._front_end("cruise/time"), {"cruiseId": number, "time": order.dwell_s})

    def start_patrol(self, number: int) -> None:
        self._wvp.ask(self._front_end("cruise/start"), {"cruiseId": number})

    def end_patrol(self, number: int) -> None:
        self._wvp.ask(self._front_end("cruise/stop"), {"cruiseId": number})

    def position(self) -> Position | None:
        return None

    def _turn(self, command: str, horizontal: int, vertical: int, zoom: int) -> None:
        self._wvp.ask(self._front_end("ptz"), {"command": command, "horizonSpeed": horizontal, "verticalSpeed": vertical, "zoomSpeed": zoom})

    def _front_end(self, act: str) -> str:
        return f"/api/front-end/{act}/{quote(self._device, safe='')}/{quote(self._channel, safe='')}"
