"""The backend as devices, citizens and officials reach it: requests with time-outs, retries by the caller, and named refusals.

DoorError
├── Unreachable   no answer, or a 5xx: the same call may be made again
├── Refused       a rule or a check says no: `status`, `code`, `detail`
└── Resync        410: the cursor is of another epoch, the snapshot must be taken again
"""

import threading
from collections.abc import Mapping
from typing import Any

import msgspec
import requests

TIMEOUT = 5.0, 35.0  # seconds to connect, and between two bytes: the feed waits 25


class DoorError(Exception): ...


class Unreachable(DoorError): ...


class Resync(DoorError): ...


class Refused(DoorError):
    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.status, self.code, self.detail = status, code, detail


class Doors:
    """All users of one backend; safe in threads. Logs in when a token is needed, and again when it has ended."""

    def __init__(self, server: str, passwords: Mapping[str, str]) -> None:
        self._server, self._passwords = server.rstrip("/"), passwords
        self._local, self._lock = threading.local(), threading.Lock()
        self._tokens: dict[str, str] = {}

    def knows(self, user: str) -> bool:
        """Whether there is a password of such a user."""
        return user in self._passwords

    def get(self, user: str, path: str, **query: Any) -> requests.Response:
        return self.call(user, "GET", path, params=query)

    def put(self, user: str, path: str, order: Any) -> requests.Response:
        return self.call(user, "PUT", path, order)

    def post(self, user: str, path: str, order: Any, key: str | None = None, version: int | None = None) -> requests.Response:
        headers = {"Idempotency-Key": key} if key else {}
        headers |= {"If-Match": f'"{version}"'} if version is not None else {}
        return self.call(user, "POST", path, order, headers=headers)

    def photo(self, user: str, body: bytes) -> str:
        """The id of an uploaded JPEG."""
        answer = self.call(user, "POST", "/v1/photos", body, headers={"Content-Type": "image/jpeg"})
        return str(answer.json()["id"])

    def form(self, user: str, path: str, fields: Mapping[str, Any], key: str | None = None) -> requests.Response:
        """A form at a door for devices or the public, with the user's token as `api_key`."""
        return self._as(user, "POST", path, key_in_query=True, data=fields, headers={"Idempotency-Key": key} if key else {})

    def call(self, user: str, method: str, path: str, order: Any = None, **options: Any) -> requests.Response:
        headers = {"Accept": "application/json", **options.pop("headers", {})}
        if order is not None:
            options["data"] = order if isinstance(order, bytes) else msgspec.json.encode(order)
            headers.setdefault("Content-Type", "application/json")
        return self._as(user, method, path, headers=headers, **options)

    def _as(self, user: str, method: str, path: str, key_in_query: bool = False, **options: Any) -> requests.Response:
        for attempt in (1, 2):
            token = self._token(user)
            if key_in_query:
                options["params"] = {"api_key": token}
            else:
                options["headers"] = {**options.get("headers", {}), "Authorization": f"Bearer {token}"}
            try:
                return self._checked(method, path, **options)
            except Refused as refusal:
                if refusal.status != 401 or attempt == 2:
                    raise
                with self._lock:
                    self._tokens.pop(user, None)
        raise AssertionError("not reached")

    def _token(self, user: str) -> str:
        with self._lock:
            known = self._tokens.get(user)
        if known is None:
            body = msgspec.json.encode({"name": user, "password": self._passwords[user]})
            known = str(self._checked("POST", "/v1/login", data=body, headers={"Content-Type": "application/json"}).json()["token"])
            with self._lock:
                self._tokens[user] = known
        return known

    def _checked(self, method: str, path: str, **options: Any) -> requests.Response:
        try:
            answer = self._session().request(method, self._server + path, timeout=TIMEOUT, **options)
        except requests.RequestException as error:
            raise Unreachable(f"no answer from {self._server}: {type(error).__name__}") from error
        if answer.status_code == 410:
            raise Resync(path)
        if answer.status_code >= 500:
            raise Unreachable(f"{method} {path} answered {answer.status_code}")
        if answer.status_code >= 400:
            raise _refusal(answer)
        return answer

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.trust_env = False  # no proxy and no .netrc comes between
        session: requests.Session = self._local.session
        return session


def _refusal(answer: requests.Response) -> Refused:
    try:
        body = answer.json()
        return Refused(answer.status_code, str(body.get("code", "")), str(body.get("detail", "")))
    except (ValueError, AttributeError):
        return Refused(answer.status_code, "unknown", answer.text[:200])
