"""A bad line on purpose: passes bytes on, and now and then cuts every connection in the middle of whatever is on it."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress


class FlappingProxy:
    """Up for `up_s`, then nothing listens for `down_s`, over and over until it is told to stay.

    With `pieces` it is up until so many pieces of answers have passed instead, however slow the machine is. With more ports behind it each
    connection goes to the next one that answers, as a balancer does it.
    """

    def __init__(self, port_behind: int, up_s: float, down_s: float, *more_behind: int, pieces: Callable[[], int] | None = None) -> None:
        self._pieces, self._left, self._enough = pieces, 0, threading.Event()
        self._behind, self._up_s, self._down_s = (port_behind, *more_behind), up_s, down_s
        self._turn = 0
        self._steady, self._over = threading.Event(), threading.Event()
        self._links: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.cuts = 0
        self.came: list[float] = []  # when each caller came, monotonic
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._thread = threading.Thread(target=self._flap, name="proxy", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stay(self) -> None:
        self._steady.set()

    def stop(self) -> None:
        self._over.set()
        self._steady.set()
        self._enough.set()
        self._thread.join()

    def _flap(self) -> None:
        while not self._over.is_set():
            listener = socket.create_server(("127.0.0.1", self.port), reuse_port=True)
            threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
            if self._pieces is not None:
                self._left = self._pieces()
                self._enough.clear()
                self._enough.wait()
            elif self._steady.wait(self._up_s):
                self._over.wait()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
            self._cut()
            self._over.wait(self._down_s)

    def _cut(self) -> None:
        with self._lock:
            self.cuts += len(self._links) > 0
            for link in self._links:
                with suppress(OSError):
                    link.shutdown(socket.SHUT_RDWR)
            self._links.clear()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                front = listener.accept()[0]
                self.came.append(time.monotonic())
                back = self._connect()
                if back is None:
                    front.close()
                    continue
                with self._lock:
                    self._links |= {front, back}
                for source, target in ((front, back), (back, front)):
                    threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _count(self, source: socket.socket) -> None:
        """Only what comes from behind is counted; the last piece is cut off."""
        if self._pieces is not None and source.getpeername()[1] in self._behind:
            self._left -= 1
            if self._left <= 0:
                self._enough.set()

    def _connect(self) -> socket.socket | None:
        for _ in self._behind:
            self._turn += 1
            with suppress(OSError):
                return socket.create_connection(("127.0.0.1", self._behind[self._turn % len(self._behind)]))
        return None

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._count(source)
                target.sendall(data)
        for link in (source, target):
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        source.close()
