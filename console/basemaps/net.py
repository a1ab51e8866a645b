"""HTTP to the servers of base maps, with limits on everything. No address is ever logged or kept in an error: it may hold a key."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import requests

from console.basemaps.base import Unanswered
from console.connection import Sockets, WatchedAdapter, is_loopback

CONNECT_S, READ_S, WHOLE_S = 2.0, 6.0, 15.0
MOST_BYTES = 4_000_000
AGENT = "Yiping/0.1 (command-hall console)"
REDIRECTS = 3
NONE_THERE = frozenset({204, 404, 410})
ANSWERS = frozenset({200, 206, 304}) | NONE_THERE
REFUSED = "refused"  # the server is well, and takes no such question: as of a tile beside its limits
CODES = {401: "key_refused", 403: "key_refused", 429: "too_many", 400: REFUSED, 422: REFUSED}


class Answer(NamedTuple):
    """`status` is one of `ANSWERS`."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class Net:
    """Of any thread; each has a session of its own. `shutdown` ends the calls of all of them, for good."""

    def __init__(self) -> None:
        self._sockets, self._own = Sockets(), threading.local()
        self._sessions: list[requests.Session] = []

    def get(self, url: str, headers: Mapping[str, str] | None = None, most: int = MOST_BYTES) -> Answer:
        """`Unanswered` for whatever is no answer to a question after a tile."""
        with self.stream(url, headers) as response:
            return Answer(response.status_code, _body(response, most), response.headers)

    @contextmanager
    def stream(self, url: str, headers: Mapping[str, str] | None = None) -> Iterator[requests.Response]:
        try:
            with self._session(url).get(url, headers=dict(headers or {}), timeout=(CONNECT_S, READ_S), stream=True) as response:
                _must_answer(response.status_code)
                yield response
        except (requests.RequestException, OSError, ValueError) as error:
            raise Unanswered("stopped" if self._sockets.shut else _code(error)) from None  # its text holds the address

    def shutdown(self) -> None:
        self._sockets.shutdown()
        for session in list(self._sessions):
            session.close()

    def _session(self, url: str) -> requests.Session:
        if self._sockets.shut:
            raise OSError("shut down")
        session: requests.Session | None = getattr(self._own, "session", None)
        if session is None:
            session = self._own.session = requests.Session()
            session.headers["User-Agent"] = AGENT
            session.max_redirects = REDIRECTS
            session.mount("http://", WatchedAdapter(self._sockets))
            session.mount("https://", WatchedAdapter(self._sockets))
            self._sessions.append(session)
        session.trust_env = not is_loopback(url)
        return session


def _body(response: requests.Response, most: int) -> bytes:
    body, end = bytearray(), time.monotonic() + WHOLE_S
    for piece in response.iter_content(65_536):
        body += piece
        if len(body) > most:
            raise Unanswered("too_large")
        if time.monotonic() > end:
            raise Unanswered("timeout")
    return bytes(body)


def _must_answer(status: int) -> None:
    if status not in ANSWERS:
        raise Unanswered(CODES.get(status, "server_error"))


def _code(error: Exception) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "bad_certificate"
    if isinstance(error, requests.ConnectTimeout):
        return "unreachable"
    if isinstance(error, requests.Timeout):
        return "timeout"
    if isinstance(error, (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)):
        return "broken_off"
    if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema)):
        return "bad_address"
    return "unreachable"
