"""A host of tiles on a real socket, which can be told to fail in every way that hosts of tiles have."""

import io
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from PIL import Image

SIDE = 256
PAGE = b"<html><body>Quota exceeded</body></html>"
BESIDE = b"""<?xml version="1.0"?><ExceptionReport xmlns="http://www.opengis.net/ows/1.1" version="1.1.0">
<Exception exceptionCode="TileOutOfRange" locator="TILECOL"><ExceptionText>Column 7 is out of range</ExceptionText></Exception></ExceptionReport>"""


def png(colour: str = "#4080c0", paint: Callable[[Image.Image], None] = lambda image: None) -> bytes:
    image = Image.new("RGBA", (SIDE, SIDE), colour)
    paint(image)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


class Listener(ThreadingHTTPServer):
    request_queue_size = 64  # the usual 5 turn callers away when the machine is busy
    daemon_threads = False  # so that closing it waits for them: nothing outlives a test


class TileHost:
    """`tile(path)` is what it has, none what it has not; `within(path)` is false of what lies beside its limits, which it refuses as a WMTS does.
    `fault` is how it fails: 404, 403, 429, 500, page, half, mute (until `speak` is set), deaf."""

    def __init__(self, tile: Callable[[str], bytes | None] = lambda path: png()) -> None:
        self.tile, self.fault, self.etag, self.file = tile, "", "", b""
        self.within: Callable[[str], bool] = lambda path: True
        self.asked: Counter[str] = Counter()
        self.headers: list[dict[str, str]] = []
        self.speak, self.arrived = threading.Event(), threading.Semaphore(0)
        self.now, self.most = 0, 0  # requests at once
        self._lock = threading.Lock()
        self._server = Listener(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def end(self) -> None:
        self.speak.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 1  # of a connection that is idle

            def do_GET(self) -> None:
                host._answer(self)

            def log_message(self, *_: Any) -> None: ...

        return Handler

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.asked[request.path] += 1
            self.headers.append(dict(request.headers))
            self.now += 1
            self.most = max(self.most, self.now)
        self.arrived.release()
        try:
            self._reply(request)
        finally:
            with self._lock:
                self.now -= 1

    def _reply(self, request: BaseHTTPRequestHandler) -> None:
        if self.fault == "mute":
            self.speak.wait(20)
        if self.fault == "deaf":
            request.close_connection = True
            request.connection.close()
        elif self.fault.isdecimal():
            self._send(request, int(self.fault), b"")
        elif self.fault == "page":
            self._send(request, 200, PAGE, kind="text/html")
        elif not self.within(request.path):
            self._send(request, 400, BESIDE, kind="text/xml")
        elif self.file:
            self._piece(request)
        else:
            body = self.tile(request.path)
            if self.etag and request.headers.get("If-None-Match") == self.etag:
                self._send(request, 304, b"")
            elif body is None:
                self._send(request, 404, b"")
            else:
                self._send(request, 200, body, half=self.fault == "half")

    def _piece(self, request: BaseHTTPRequestHandler) -> None:
        span = request.headers.get("Range", "")
        if not span or self.fault == "whole":
            self._send(request, 200, self.file)
            return
        first, last = (int(part) for part in span.removeprefix("bytes=").split("-"))
        self._send(request, 206, self.file[first : last + 1])

    def _send(self, request: BaseHTTPRequestHandler, status: int, body: bytes, kind: str = "image/png", half: bool = False) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        if self.etag:
            request.send_header("ETag", self.etag)
        request.end_headers()
        request.wfile.write(body[: len(body) // 2] if half else body)
        if half:
            request.close_connection = True


@contextmanager
def hosting(tile: Callable[[str], bytes | None] = lambda path: png()) -> Iterator[TileHost]:
    host = TileHost(tile)
    try:
        yield host
    finally:
        host.end()


def age(folder: Path, seconds: float) -> None:
    """As if all tiles kept in a folder had been fetched so long ago, and had to be asked for again."""
    for path in folder.glob("*.db"):
        with sqlite3.connect(path) as db:
            db.execute("UPDATE tiles SET at = at - ?, fresh_until = 0", (seconds,))
        db.close()
