"""`python -m backend serve`: the backend on its address until it is told to stop."""

import gc
import multiprocessing
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.context import SpawnContext
from typing import Any

import uvicorn
from litestar import Litestar

from backend.app import create_app
from backend.opening import opened
from backend.refusals import Setup
from backend.session import Database
from backend.settings import Settings
from backend.standards import read, use

TURN_S = 0.0005  # of a thread, while others wait: an answer that reads a hundred rows may wait for a turn of what is counted beside it at each
GRACE_S = 5  # for requests that are at work; long polls are let go at once


class Server(uvicorn.Server):
    """Says when it is really ready, and lets held polls and waiting logins go before it waits for them."""

    def __init__(self, app: Litestar, ready: Callable[[], object]) -> None:
        quiet: dict[str, Any] = {"log_config": None, "access_log": False, "server_header": False}
        super().__init__(uvicorn.Config(app, loop="uvloop", http="httptools", ws="none", timeout_graceful_shutdown=GRACE_S, **quiet))
        self._held, self._ready = app.state.held, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _settle()
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for each in self._held:
            each.let_go()
        await super().shutdown(sockets)


def _settle() -> None:
    """What stands since the start is looked through by no collection any more: a whole one held every answer for some 0.2 s."""
    gc.collect()
    gc.freeze()


def serve(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT. Prints one line `ready http://HOST:PORT` when requests are answered. `Setup` when it cannot start."""
    if settings.workers < 1:
        raise Setup("--workers must be 1 or more.")
    with listen(settings.host, settings.port) as listener:
        _serve(settings, listener)


def _serve(settings: Settings, listener: socket.socket) -> None:
    _work_by(settings)
    database = opened(settings)
    if settings.workers == 1:
        run(Server(create_app(settings, database), lambda: _ready(listener)), listener)
        database.close()
        return
    kind = database.kind
    database.close()
    if kind == "sqlite":
        raise Setup("SQLite has one writer: --workers needs PostgreSQL.")
    _several(settings, listener)


def listen(host: str, port: int) -> socket.socket:
    if not 0 <= port < 65_536:
        raise Setup(f"There is no port {port}.")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise Setup(f"Cannot listen on {host} port {port}: {error.strerror}.") from error
    except UnicodeError as error:
        raise Setup(f"{host!r} is no name of a host.") from error


def run(server: Server, listener: socket.socket) -> None:
    """Until a signal ends it, which is a good end."""
    signal.signal(signal.SIGTERM, lambda *_: None)  # the server raises what it caught once more when it is done
    with suppress(KeyboardInterrupt):
        server.run([listener])


def _ready(listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    sys.stdout.write(f"ready http://{f'[{host}]' if ':' in host else host}:{port}\n")
    sys.stdout.flush()


def _several(settings: Settings, listener: socket.socket) -> None:
    """Processes that share the listening socket. When one dies all end: whoever supervises the backend starts it again."""
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: told.append(number))
    context = multiprocessing.get_context("spawn")
    ready = context.Semaphore(0)
    workers = [_start(context, settings, listener, ready) for _ in range(settings.workers)]
    if all(_came_up(ready, worker) for worker in workers):
        _ready(listener)
        while not told and not wait([worker.sentinel for worker in workers], 0.2):
            pass
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join()


def _start(context: SpawnContext, settings: Settings, listener: socket.socket, ready: Any) -> Any:
    worker = context.Process(target=_work, args=(settings, listener, ready))
    worker.start()
    return worker


def _came_up(ready: Any, worker: Any) -> bool:
    while not ready.acquire(timeout=0.2):
        if not worker.is_alive():
            return False
    return True


def _work(settings: Settings, listener: socket.socket, ready: Any) -> None:
    _work_by(settings)
    database = Database(settings.url)
    run(Server(create_app(settings, database), ready.release), listener)
    database.close()


def _work_by(settings: Settings) -> None:
    sys.setswitchinterval(TURN_S)
    if settings.mode:
        use(read(mode=settings.mode))
