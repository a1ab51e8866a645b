"""The simulator's own way of turning a camera, over HTTP:

GET    /ptz/CAMERA                            {"pan", "tilt", "zoom", "moving"}
POST   /ptz/CAMERA/move?pan=&tilt=&zoom=      shares of the full speed, until it is stopped
POST   /ptz/CAMERA/stop
POST   /ptz/CAMERA/absolute?pan=&tilt=&zoom=
POST   /ptz/CAMERA/aim?x=&y=&width=&height=   fill the picture with this box of it
GET    /ptz/CAMERA/presets                    {"1": "name"}
PUT    /ptz/CAMERA/presets/N?name=            keep the view of now
POST   /ptz/CAMERA/presets/N                  turn there
DELETE /ptz/CAMERA/presets/N
GET    /ptz/CAMERA/patrols                    {"1": "name"}
PUT    /ptz/CAMERA/patrols/N?name=&presets=1,2&dwell=  go round by these presets, so many seconds at each
POST   /ptz/CAMERA/patrols/N                  begin; any other command ends it
"""

import json
import urllib.parse
from typing import Any

from simulator.cameras.mount import Mount, Mounts, Round
from simulator.cameras.request import BadRequest, Request

PATH = "ptz"
MOVES = {"move": ("pan", "tilt", "zoom"), "absolute": ("pan", "tilt", "zoom"), "aim": ("x", "y", "width", "height"), "stop": ()}
NO_SUCH: dict[str, Any] = {"error": "there is no such thing"}


def answer(request: Request, mounts: Mounts) -> bytes:
    """The whole answer; `BadRequest` for figures that are none."""
    status, said = _act(request, mounts)
    body = json.dumps(said, ensure_ascii=False).encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def _act(request: Request, mounts: Mounts) -> tuple[str, Any]:
    names = [urllib.parse.unquote(part) for part in request.path[1:]]
    asked = dict(urllib.parse.parse_qsl(request.query))
    if not names:
        return "404 Not Found", NO_SUCH
    mount, rest = mounts.get(names[0]), names[1:]
    if not rest and request.method == "GET":
        return "200 OK", mount.view()._asdict() | {"moving": mount.moving}
    if len(rest) == 1 and rest[0] in MOVES and request.method == "POST":
        getattr(mount, rest[0])(*(_number(asked, name) for name in MOVES[rest[0]]))
        return "200 OK", {}
    if rest[:1] == ["patrols"]:
        return _patrols(request.method, mount, rest[1:], asked)
    if rest[:1] == ["presets"]:
        return _presets(request.method, mount, rest[1:], asked)
    return "404 Not Found", NO_SUCH


def _presets(method: str, mount: Mount, rest: list[str], asked: dict[str, str]) -> tuple[str, Any]:
    if not rest and method == "GET":
        return "200 OK", {str(number): name for number, (name, _) in sorted(mount.presets.items())}
    number = int(rest[0]) if len(rest) == 1 and rest[0].isdecimal() else 0
    if number and method == "PUT":
        mount.keep(number, asked.get("name", rest[0]))
    elif not (number in mount.presets and method in ("POST", "DELETE")):
        return "404 Not Found", NO_SUCH
    elif method == "POST":
        mount.go_to(number)
    else:
        del mount.presets[number]
    return "200 OK", {}


def _patrols(method: str, mount: Mount, rest: list[str], asked: dict[str, str]) -> tuple[str, Any]:
    if not rest and method == "GET":
        return "200 OK", {str(number): patrol.name for number, patrol in sorted(mount.patrols.items())}
    number = int(rest[0]) if len(rest) == 1 and rest[0].isdecimal() else 0
    if number and method == "PUT":
        try:
            presets, dwell_s = tuple(int(each) for each in asked.get("presets", "").split(",")), float(asked.get("dwell", "10"))
        except ValueError as error:
            raise BadRequest("presets and dwell are numbers") from error
        if not set(presets) <= mount.presets.keys() or not dwell_s > 0:
            return "404 Not Found", NO_SUCH
        mount.patrols[number] = Round(asked.get("name", rest[0]), presets, dwell_s)
        return "200 OK", {}
    return ("200 OK", {}) if method == "POST" and mount.go_round(number) else ("404 Not Found", NO_SUCH)


def _number(asked: dict[str, str], name: str) -> float:
    try:
        value = float(asked.get(name, "0"))
    except ValueError as error:
        raise BadRequest(f"{name} is no number") from error
    if not abs(value) <= 1:
        raise BadRequest(f"{name} is beyond -1 and 1")
    return value
