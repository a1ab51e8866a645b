"""The backend as the program reaches it: with time limits, one login, and refusals by their codes."""

import hashlib
import threading
from collections.abc import Sequence
from typing import TypeVar

import msgspec
import requests

from wire.analytics import AiEvent, AiEventReport, CapturePlan, CaptureStateReport

TIMEOUT = 5.0, 20.0  # seconds to connect, and between two bytes
T = TypeVar("T")


class Unreachable(Exception):
    """No answer, or one that says to come back: the same may be asked again."""


class Refused(Exception):
    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"the backend refused: {code} ({status})")
        self.status, self.code = status, code


class Doors:
    """For one user; safe in threads."""

    def __init__(self, server: str, user: str, password: str) -> None:
        self._server, self._login = server.rstrip("/"), {"name": user, "password": password}
        self._token: str | None = None
        self._lock, self._local = threading.Lock(), threading.local()

    def plan(self) -> list[CapturePlan]:
        return _read(self._call("GET", "/v1/capture-plan"), msgspec.json.Decoder(list[CapturePlan]))

    def tell(self, states: Sequence[CaptureStateReport]) -> None:
        self._call("POST", "/v1/capture-states", msgspec.json.encode(states))

    def keep_photo(self, jpeg: bytes) -> str:
        """The id of the picture: its SHA-256."""
        self._call("POST", "/v1/photos", jpeg, "image/jpeg")
        return hashlib.sha256(jpeg).hexdigest()

    def report(self, event: AiEventReport) -> AiEvent:
        return _read(self._call("POST", "/v1/ai-events", msgspec.json.encode(event)), msgspec.json.Decoder(AiEvent))

    def _call(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> bytes:
        """The body of the answer; logs in where that is needed, and once more where the session has ended."""
        for attempt in (1, 2):
            token = self._token or self._log_in()
            try:
                return self._send(method, path, body, {"Content-Type": kind, "Authorization": f"Bearer {token}"})
            except Refused as refusal:
                if refusal.status != 401 or attempt == 2:
                    raise
                self._token = None
        raise AssertionError("not reached")

    def _log_in(self) -> str:
        with self._lock:
            if self._token is None:
                answer = self._send("POST", "/v1/login", msgspec.json.encode(self._login), {"Content-Type": "application/json"})
                self._token = str(msgspec.json.decode(answer)["token"])
            return self._token

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.trust_env = False  # no proxy and no .netrc comes between
        try:
            answer = self._local.session.request(method, self._server + path, data=body, headers=headers, timeout=TIMEOUT)
        except requests.RequestException as error:
            raise Unreachable(f"no answer from {self._server}: {type(error).__name__}") from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise Unreachable(f"{method} {path} answered {answer.status_code}")
        if answer.status_code >= 400:
            raise Refused(answer.status_code, _code(answer))
        return bytes(answer.content)


def _code(answer: requests.Response) -> str:
    try:
        return str(answer.json().get("code", ""))
    except (ValueError, AttributeError):
        return "unknown"


def _read(body: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    try:
        return decoder.decode(body)
    except msgspec.DecodeError as error:
        raise Unreachable(f"the answer of the backend was not understood: {error}") from error
