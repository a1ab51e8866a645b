"""A line to the real backend that misbehaves on purpose (decisions/0027). `from tests.console.bad_line import *` gives these fixtures, on SQLite:

behind      the real backend
centre      people and cases in it
line        the `BadLine` that leads to it
case        one of them, c1, that waits for its dispatch
client      somebody of every post, called li
api         what li's console says, over that line

What a test does not spoil is answered by the real backend.
"""

import http.client
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
import sqlalchemy as sa

from backend.session import Database
from backend.tables.audit import AuditRow
from console.api import Api
from console.connection import Connection
from tests.backend.centre import Centre
from tests.backends import Backend, Client, empty_sqlite
from wire.cases import Case
from wire.codes import Role, Status
from wire.problem import Problem

__all__ = ["BadLine", "api", "behind", "case", "centre", "client", "done", "empty_sqlite", "line", "problem"]

Answer = tuple[int, bytes]
Trouble = Callable[[str, str], Answer | None]
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000")
OF_ONE_LINK = {"accept-encoding", "host", "connection", "transfer-encoding", "content-length", "keep-alive", "date", "server"}


def problem(status: int, code: str) -> Answer:
    return status, msgspec.json.encode(Problem(status=status, code=code, title=code, detail=code))


class BadLine:
    """`trouble(method, path)` answers in the backend's place, or gives None; `spoil(path, body)` is what becomes of an answer of the backend's;
    while it is stopped nobody listens. `requests` are what was asked, `signed` with which tokens, `under_way` the paths that wait for their answer.
    """

    def __init__(self, behind: str) -> None:
        self.behind = urlsplit(behind)
        self.trouble: Trouble = lambda method, path: None
        self.spoil: Callable[[str, bytes], bytes] = lambda path, body: body
        self.requests: list[tuple[str, str]] = []
        self.signed: list[str | None] = []
        self.under_way: list[str] = []
        self.port, self.stopped = 0, True
        self.open: set[socket.socket] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """At the same port as before."""
        handler = type("Handler", (Passing,), {"line": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self._server.daemon_threads = True
        self.port, self.stopped = self._server.server_address[1], False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="bad line", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """As a kill does it: nobody listens, and every connection breaks."""
        if self.stopped:
            return
        self.stopped = True
        self._server.shutdown()
        self._thread.join()
        self.cut()
        self._server.server_close()

    def cut(self) -> None:
        for link in list(self.open):
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)


class Passing(BaseHTTPRequestHandler):
    line: BadLine
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.line.open.add(self.connection)

    def finish(self) -> None:
        self.line.open.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def handle(self) -> None:
        with suppress(OSError):
            super().handle()

    def log_message(self, format: str, *words: Any) -> None: ...

    def answer(self) -> None:
        body, path = self.rfile.read(int(self.headers.get("Content-Length") or 0)), urlsplit(self.path).path
        self.line.requests.append((self.command, path))
        self.line.signed.append(self.headers["Authorization"])
        made = self.line.trouble(self.command, path)
        status, content, headers = (*made, {"Content-Type": "application/json"}) if made else self._pass_on(path, body)
        if self.line.stopped:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def _pass_on(self, path: str, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        link = http.client.HTTPConnection(self.line.behind.hostname or "", self.line.behind.port, timeout=60)
        link.connect()
        self.line.open.add(link.sock)
        self.line.under_way.append(path)
        try:
            link.request(self.command, self.path, body, {name: value for name, value in self.headers.items() if name.lower() not in OF_ONE_LINK})
            answer = link.getresponse()
            content = self.line.spoil(path, answer.read())
        except http.client.HTTPException as error:  # cut on the way
            raise ConnectionError from error
        finally:
            self.line.under_way.remove(path)
            self.line.open.discard(link.sock)
            link.close()
        return answer.status, content, {name: value for name, value in answer.getheaders() if name.lower() not in OF_ONE_LINK}


def done(backend: Backend, user: str = "li") -> list[tuple[str, str]]:
    """What somebody did to cases, as the audit trail of the backend has it: act and id, in order."""
    with backend.database.read() as work:
        chosen = sa.select(AuditRow.act, AuditRow.id).where(AuditRow.user == user, AuditRow.act.like("CASE.%")).order_by(AuditRow.seq)
        return [(act.removeprefix("CASE."), id) for act, id in work.session.execute(chosen)]


@pytest.fixture
def behind(empty_sqlite: Path, tmp_path: Path) -> Iterator[Backend]:
    shutil.copy(empty_sqlite, tmp_path / "yiping.db")
    database = Database(f"sqlite:///{tmp_path / 'yiping.db'}")
    backend = Backend(database, tmp_path / "data")
    backend.start()
    yield backend
    backend.stop()
    database.close()


@pytest.fixture
def centre(behind: Backend) -> Centre:
    return Centre(behind.database)


@pytest.fixture
def case(centre: Centre) -> Case:
    return centre.bring(Status.PENDING_DISPATCH, "c1").case


@pytest.fixture
def client(behind: Backend, centre: Centre) -> Client:
    return behind.client(*Role, name="li", department_id="d1")


@pytest.fixture
def line(behind: Backend) -> Iterator[BadLine]:
    line = BadLine(behind.address)
    line.start()
    yield line
    line.stop()


@pytest.fixture
def api(client: Client, line: BadLine) -> Iterator[Api]:
    api = Api(Connection(line.url, client.token))
    yield api
    api.connection.shutdown()
