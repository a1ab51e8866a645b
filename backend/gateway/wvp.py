"""WVP-GB28181-pro, the REST interface of its version 2.7.3, at `wvp://HOST:PORT`, `wvps://` over TLS.

It answers `{"code": 0, "msg": …, "data": …}`, and is logged in by `/api/user/login` with the MD5 of the password. Its cameras are the channels of
its devices: `GET /api/device/query/devices` and `…/devices/{device}/channels`, both by pages (`page` from 1, `count`; `total` and `list`).
"""

import hashlib
import math
import threading
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from backend.gateway.http import Http, Limits
from backend.refusals import Outside

PAGE = 200
CAMERAS = ("131", "132")  # of GB/T 28181's 20 digits those from the eleventh: a camera, one in a network
TURNED = (1, 4, 5)  # of the kinds of PTZType: a dome, a bullet and a half dome that can be turned
TOWARDS = {1: 90.0, 2: 270.0, 3: 180.0, 4: 0.0, 5: 135.0, 6: 45.0, 7: 225.0, 8: 315.0}  # of DirectionType, degrees from north


class Channel(NamedTuple):
    """A camera, as the gateway knows it: codes of 20 digits, degrees in the datum that the device was told in; none where it says none."""

    device: str
    code: str
    name: str
    online: bool
    lon: float | None
    lat: float | None
    turned: bool
    azimuth: float | None


class Wvp:
    """One gateway. Whatever goes wrong is an `Outside`; it logs in when it is asked for the first time."""

    def __init__(self, url: str, limits: Limits, login: str, stopped: threading.Event | None = None) -> None:
        """`login` is "name:password" or empty. Nothing more is asked once it is `stopped`."""
        split = urlsplit(url)
        self._http = Http(f"{'https' if split.scheme == 'wvps' else 'http'}://{split.netloc}", limits)
        self._login, self._token, self._stopped = login, "", stopped

    def ask(self, path: str, params: dict[str, Any]) -> Any:
        if self._stopped is not None and self._stopped.is_set():
            raise Outside("ptz_silent", "Nobody waits for the answer any more.")
        if self._login and not self._token:
            name, _, password = self._login.partition(":")
            hashed = hashlib.md5(password.encode(), usedforsecurity=False).hexdigest()
            self._token = _data(self._http.call("GET", "/api/user/login", {"username": name, "password": hashed}), "ptz_login")["accessToken"]
        return _data(self._http.call("GET", path, params, {"access-token": self._token} if self._token else None))

    def channels(self) -> list[Channel]:
        """All its cameras, in the order of their devices."""
        try:
            devices = [str(device["deviceId"]) for device in self._all("/api/device/query/devices")]
            listed = [(device, each) for device in devices for each in self._all(f"/api/device/query/devices/{quote(device, safe='')}/channels")]
            return [_channel(device, each) for device, each in listed if str(each["deviceId"])[10:13] in CAMERAS]
        except (KeyError, TypeError, ValueError) as error:
            raise Outside("ptz_refused", "What the gateway says of its cameras cannot be read.") from error

    def _all(self, path: str) -> Iterator[dict[str, Any]]:
        page = seen = 0
        while True:
            page += 1
            told = self.ask(path, {"page": page, "count": PAGE})
            yield from told["list"]
            seen += len(told["list"])
            if not told["list"] or seen >= int(told["total"]):
                return


def _channel(device: str, told: dict[str, Any]) -> Channel:
    lon, lat = _degrees(told.get("longitude"), 180), _degrees(told.get("latitude"), 90)
    placed = lon is not None and lat is not None and (lon, lat) != (0, 0)
    return Channel(
        device=device,
        code=str(told["deviceId"]),
        name=str(told.get("name") or told["deviceId"]),
        online=str(told.get("status") or "").upper() == "ON",
        lon=lon if placed else None,
        lat=lat if placed else None,
        turned=told.get("ptzType") in TURNED,
        azimuth=TOWARDS.get(told.get("directionType") or 0),
    )


def _degrees(told: Any, most: float) -> float | None:
    value = math.nan if told is None else float(told)
    return value if abs(value) <= most else None


def _data(answer: Any, code: str = "ptz_refused") -> Any:
    if not isinstance(answer, dict) or answer.get("code") != 0:
        said = answer.get("msg") if isinstance(answer, dict) else None
        refused = "ptz_login" if isinstance(answer, dict) and answer.get("code") == 401 else code
        raise Outside(refused, f"The gateway refuses: {said or 'it does not say why'}.")
    return answer.get("data")
