"""The simulator's own door: `sim://HOST:PORT/CAMERA` (simulator/cameras/ptz_door.py)."""

from urllib.parse import quote

from backend.camera_addresses import Address
from backend.gateway.http import Http, Limits
from backend.ptz.adapter import Position
from wire.ptz import Patrol, PatrolOrder, Preset


class SimAdapter:
    tells = True

    def __init__(self, address: Address, limits: Limits, login: str) -> None:
        self._http = Http(f"http://{address.host}", limits, login)
        self._path = "/ptz/" + quote("/".join(address.parts), safe="")

    def move(self, pan: float, tilt: float, zoom: float, seconds: float) -> None:
        self._http.call("POST", f"{self._path}/move", {"pan": pan, "tilt": tilt, "zoom": zoom})

    def stop(self) -> None:
        self._http.call("POST", f"{self._path}/stop")

    def absolute(self, pan: float, tilt: float, zoom: float) -> None:
        self._http.call("POST", f"{self._path}/absolute", {"pan": pan, "tilt": tilt, "zoom": zoom})

    def aim(self, x: float, y: float, width: float, height: float) -> None:
        self._http.call("POST", f"{self._path}/aim", {"x": x, "y": y, "width": width, "height": height})

    def go_to(self, number: int) -> None:
        self._http.call("POST", f"{self._path}/presets/{number}")

    def presets(self) -> list[Preset]:
        return [Preset(number=int(number), name=name) for number, name in self._http.call("GET", f"{self._path}/presets").items()]

    def put_preset(self, number: int, name: str) -> None:
        self._http.call("PUT", f"{self._path}/presets/{number}", {"name": name})

    def drop_preset(self, number: int) -> None:
        self._http.call("DELETE", f"{self._path}/presets/{number}")

    def patrols(self) -> list[Patrol]:
        return [Patrol(number=int(number), name=name) for number, name in self._http.call("GET", f"{self._path}/patrols").items()]

    def put_patrol(self, number: int, order: PatrolOrder) -> None:
        round_ = {"name": order.name, "presets": ",".join(map(str, order.presets)), "dwell": order.dwell_s}
        self._http.call("PUT", f"{self._path}/patrols/{number}", round_)

    def start_patrol(self, number: int) -> None:
        self._http.call("POST", f"{self._path}/patrols/{number}")

    def end_patrol(self, number: int) -> None:
        self.stop()

    def position(self) -> Position:
        told = self._http.call("GET", self._path)
        return Position(told["pan"], told["tilt"], told["zoom"])
