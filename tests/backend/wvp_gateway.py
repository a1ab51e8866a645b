"""A gateway that speaks the REST shape of WVP-GB28181-pro 2.7.3, as far as cameras are turned and listed; it writes down what it was asked."""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

DEVICE, CHANNEL = "34020000001320000001", "34020000001310000001"
COMMANDS = frozenset({"left", "right", "up", "down", "upleft", "upright", "downleft", "downright", "zoomin", "zoomout", "stop"})
LIMITS = {"horizonSpeed": 255, "verticalSpeed": 255, "zoomSpeed": 15}
LISTS = "/api/device/query/devices"
BOX = ("length", "width", "midpointx", "midpointy", "lengthx", "lengthy")


class WvpGateway:
    """`asked`: paths without device and channel, with their parameters, in order."""

    def __init__(self, name: str = "admin", password: str = "secret") -> None:
        self.login = name, hashlib.md5(password.encode(), usedforsecurity=False).hexdigest()
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.presets = {1: "东门", 2: ""}
        self.cruises: dict[int, list[int]] = {}
        self.listed: dict[str, list[dict[str, Any]]] = {}  # channels by device
        self.lists: list[tuple[str, dict[str, str]]] = []
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                split = urlsplit(self.path)
                body = json.dumps(gateway.answer(split.path, dict(parse_qsl(split.query)), self.headers.get("access-token", ""))).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port

    def answer(self, path: str, given: dict[str, str], token: str) -> dict[str, Any]:
        if path == "/api/user/login":
            right = (given.get("username"), given.get("password")) == self.login
            return _good({"accessToken": "the-token"}) if right else _bad(100, "用户名或密码错误")
        if token != "the-token":
            return _bad(401, "请登录后重新请求")
        if path.startswith(LISTS):
            self.lists.append((path, given))
            return _good(self._page(path.removeprefix(LISTS).split("/"), int(given["page"]), int(given["count"])))
        place = f"/{DEVICE}/{CHANNEL}"
        if path == "/api/device/control/drag_zoom/zoom_in":
            right = (given.get("deviceId"), given.get("channelId")) == (DEVICE, CHANNEL) and all(given.get(name, "").isdecimal() for name in BOX)
        elif not path.endswith(place):
            return _bad(100, "设备不存在")
        else:
            path = path.removesuffix(place)
            right = self._is_right(path.removeprefix("/api/front-end/"), given)
        if not right:
            return _bad(100, "参数错误")
        self.asked.append((path, given))
        if path.endswith(("cruise/point/add", "cruise/point/delete")):
            points = self.cruises.setdefault(int(given["cruiseId"]), [])
            points.append(int(given["presetId"])) if path.endswith("add") else points.clear()
        if path.endswith("preset/query"):
            return _good([{"presetId": str(number), "presetName": name or None} for number, name in self.presets.items()])
        return _good(None)

    def _page(self, parts: list[str], page: int, count: int) -> dict[str, Any]:
        """Of all devices, or of the channels of one."""
        them = self.listed[parts[1]] if parts[-1] == "channels" else [{"deviceId": device, "onLine": True} for device in self.listed]
        return {"total": len(them), "list": them[(page - 1) * count : page * count], "pageNum": page}

    @staticmethod
    def _is_right(act: str, given: dict[str, str]) -> bool:
        if act == "ptz":
            fast = all(given.get(name, "").isdecimal() and int(given[name]) <= most for name, most in LIMITS.items())
            return fast and given.get("command") in COMMANDS
        if act in ("preset/add", "preset/call", "preset/delete"):
            return given.get("presetId", "").isdecimal() and 1 <= int(given["presetId"]) <= 255
        if act in ("cruise/start", "cruise/stop"):
            return given.get("cruiseId", "").isdecimal()
        if act in ("cruise/point/add", "cruise/point/delete"):
            least = 1 if act.endswith("add") else 0  # 0: all of them
            return given.get("cruiseId", "").isdecimal() and given.get("presetId", "").isdecimal() and least <= int(given["presetId"]) <= 255
        if act == "cruise/time":
            return given.get("cruiseId", "").isdecimal() and given.get("time", "").isdecimal()
        return act == "preset/query"

    def __enter__(self) -> "WvpGateway":
        self._thread = threading.Thread(target=self._server.serve_forever, name="wvp")
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _good(data: Any) -> dict[str, Any]:
    return {"code": 0, "msg": "成功", "data": data}


def _bad(code: int, msg: str) -> dict[str, Any]:
    return {"code": code, "msg": msg, "data": None}
