"""HTTP to one backend, every call of which can be ended from another thread.

ApiError              a call failed; `problem.code` is one of the backend's refusals, or one of these with status 0:
├── unreachable         no connection could be made; the request was not sent
├── connection_lost     it broke before the answer; the request may have been carried out
├── timeout             no answer in time; likewise
├── bad_certificate     TLS, but not the backend that we trust
├── bad_address         the address is none
├── bad_answer          an answer, but none that the wire knows
└── stopped             this console ended the call
"""

import math
import socket
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from typing import Any, Protocol
from urllib.parse import urlsplit

import msgspec
import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError
from urllib3.util import Timeout

from console.passing import passes
from wire.problem import Problem

CONNECT_S, READ_S = 2.0, 10.0
CHUNK = 1 << 20
REPEATABLE = frozenset({"GET", "PUT", "DELETE"})
TOO_LARGE = (413, 414, 431)  # said by a gateway in between


class Sink(Protocol):
    def write(self, piece: bytes, /) -> object: ...


class ApiError(Exception):
    """A call failed. `passes` says whether the same call may succeed later, `sent` whether the backend may have had it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.detail}")
        self.problem = problem

    @property
    def passes(self) -> bool:
        return passes(self.problem)

    @property
    def sent(self) -> bool:
        return self.problem.code not in ("unreachable", "bad_address", "bad_certificate")

    @property
    def current(self) -> bytes | None:
        """The thing as it is now, as JSON, when a version did not match."""
        body = bytes(self.problem.current)
        return None if body == b"null" else body


def failure(code: str, detail: str, status: int = 0) -> ApiError:
    return ApiError(Problem(status=status, code=code, title=code, detail=detail))


class Sockets:
    """The open connections of all threads. Closing a session leaves a thread that waits for an answer blocked;
    shutting its socket down ends it in a millisecond (LAB-BACKEND 7)."""

    def __init__(self) -> None:
        self._live: weakref.WeakSet[HTTPConnection] = weakref.WeakSet()
        self._lock = threading.Lock()
        self.shut = False

    def add(self, connection: HTTPConnection) -> None:
        with self._lock:
            self._live.add(connection)
            if self.shut:
                _end(connection)

    def shutdown(self) -> None:
        with self._lock:
            self.shut = True
            for connection in self._live:
                _end(connection)


def _end(connection: HTTPConnection) -> None:
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _watched(pool: type[HTTPConnectionPool], sockets: Sockets) -> type[HTTPConnectionPool]:
    """`pool`, whose connections are entered in `sockets`."""

    def connect(self: Any) -> None:
        pool.ConnectionCls.connect(self)
        sockets.add(self)

    return type("WatchedPool", (pool,), {"ConnectionCls": type("Watched", (pool.ConnectionCls,), {"connect": connect})})


class WatchedAdapter(HTTPAdapter):
    def __init__(self, sockets: Sockets) -> None:
        self._pools = {"http": _watched(HTTPConnectionPool, sockets), "https": _watched(HTTPSConnectionPool, sockets)}
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager


class Own(threading.local):
    session: requests.Session | None = None


class Hearing:
    """When the backend last answered anything at all, in monotonic seconds: one for all twins of a connection."""

    at = -math.inf


class Connection:
    """One backend, as one user. Every thread has a session of its own; `shutdown` ends the calls of all of them, for good."""

    def __init__(self, base_url: str, token: str = "") -> None:
        self.base_url, self.token = base_url.rstrip("/"), token
        self.hearing = Hearing()
        self._sockets, self._own = Sockets(), Own()
        self._sessions: list[requests.Session] = []

    def twin(self) -> "Connection":
        """Another connection as the same user, which can be shut down by itself."""
        twin = Connection(self.base_url, self.token)
        twin.hearing = self.hearing
        return twin

    def shutdown(self) -> None:
        self._sockets.shutdown()
        for session in self._sessions:
            session.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        read_s: float = READ_S,
        within_s: float | None = None,
        also: int = 200,
        into: Sink | None = None,
    ) -> requests.Response:
        """An answer below 300, or of the status `also`; `ApiError` otherwise, and never another exception.

        `within_s` limits connecting and waiting for the first byte together. A large answer is written `into` something as it comes, whose own
        `OSError` is the caller's.
        A connection that the backend closed while it was idle costs one more attempt, where a second one does no harm.
        """
        headers = {"Accept": "application/json", **(headers or {})}
        request = requests.Request(method, self.base_url + path, params=params, data=body, headers=headers, auth=self._sign)
        limit = Timeout(within_s, connect=CONNECT_S, read=read_s)
        try:
            return self._answer(request, limit, also, into)
        except ApiError as error:
            again = method in REPEATABLE or "Idempotency-Key" in headers
            if error.problem.code != "connection_lost" or not again:
                raise
            return self._answer(request, limit, also, into)

    def _answer(self, request: requests.Request, limit: Timeout, also: int, into: Sink | None) -> requests.Response:
        with self._named():
            response = self._send(request, limit, into is not None)
        if response.status_code < 300 or response.status_code == also:
            if into is not None:
                self._pour(response, into)
            return response
        with self._named():
            raise ApiError(_problem(response))

    def _pour(self, response: requests.Response, into: Sink) -> None:
        pieces, piece = response.iter_content(CHUNK), b"-"
        with response:
            while piece:
                with self._named():
                    piece = next(pieces, b"")
                into.write(piece)

    @contextmanager
    def _named(self) -> Iterator[None]:
        """What a call ends with is an `ApiError`."""
        try:
            yield
        except (requests.RequestException, OSError, ValueError) as error:
            raise (failure("stopped", "the call was ended") if self._sockets.shut else failure(_cause(error), str(error))) from error

    def _send(self, request: requests.Request, limit: Timeout, stream: bool) -> requests.Response:
        if self._sockets.shut:
            raise OSError("shut down")
        session = self._session()
        prepared = session.prepare_request(request)
        around = session.merge_environment_settings(prepared.url, {}, None, None, None)
        timeout: Any = limit  # which requests hands on to urllib3, whatever its types say
        response = session.send(prepared, timeout=timeout, allow_redirects=False, **(around | {"stream": stream}))
        self.hearing.at = time.monotonic()
        return response

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        # As `auth`, not as a header: that would be overridden by what a .netrc says of this host.
        if self.token:
            request.headers["Authorization"] = f"Bearer {self.token}"
        return request

    def _session(self) -> requests.Session:
        session = self._own.session
        if session is None:
            session = self._own.session = requests.Session()
            session.trust_env = not is_loopback(self.base_url)
            session.mount("http://", WatchedAdapter(self._sockets))
            session.mount("https://", WatchedAdapter(self._sockets))
            self._sessions.append(session)
        return session


def is_loopback(url: str) -> bool:
    """Whether the address is this machine, where a proxy of the environment has no business."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _problem(response: requests.Response) -> Problem:
    with suppress(msgspec.DecodeError):
        return msgspec.json.decode(response.content, type=Problem)
    code = "server_error" if response.status_code >= 500 else "too_large" if response.status_code in TOO_LARGE else "bad_answer"
    detail = f"{response.status_code} without a problem of ours"
    return Problem(status=response.status_code, code=code, title=code, detail=detail)


def _cause(error: Exception) -> str:
    """The code of what `requests` says; the order matters, for a ConnectTimeout is a Timeout and a ConnectionError too."""
    if _was_never_connected(error):
        return "unreachable"
    return next((code for kind, code in CAUSES.items() if isinstance(error, kind)), "connection_lost")


CAUSES: dict[type[Exception], str] = {
    requests.exceptions.SSLError: "bad_certificate",
    requests.exceptions.ProxyError: "unreachable",
    requests.ConnectTimeout: "unreachable",
    requests.Timeout: "timeout",
    requests.exceptions.ContentDecodingError: "bad_answer",
    requests.ConnectionError: "connection_lost",
    requests.exceptions.ChunkedEncodingError: "connection_lost",
    ValueError: "bad_address",
}


def _was_never_connected(error: Exception) -> bool:
    reason = error.args[0] if error.args else None
    return isinstance(reason, MaxRetryError) and isinstance(reason.reason, (NewConnectionError, ConnectTimeoutError))
