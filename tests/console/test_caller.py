"""Every call ends exactly once, in the GUI thread."""

import socket
import threading
import weakref
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.api import Api, ApiError
from console.connection import Connection
from console.workers.caller import THREADS, Caller
from console.workers.poller import Poller
from console.workers.positions import PositionPoller
from console.workers.pulse import Pulse
from console.workers.worker import stop_together
from tests.console.bad_line import *  # noqa: F403
from tests.console.bad_line import BadLine


class Ends:
    """Notes how calls ended, and in which thread."""

    def __init__(self) -> None:
        self.all: list[tuple[str, Any, str]] = []

    def done(self, answer: Any) -> None:
        self.all.append(("done", answer, threading.current_thread().name))

    def failed(self, error: ApiError) -> None:
        self.all.append(("failed", error.problem.code, threading.current_thread().name))


@pytest.fixture
def caller(qtbot: QtBot, api: Api) -> Iterator[Caller]:
    caller = Caller(api)
    yield caller
    caller.stop()


def test_that_an_answer_arrives_in_the_gui_thread(qtbot: QtBot, caller: Caller) -> None:
    ends = Ends()
    caller.call(lambda api: api.me().name, ends.done, ends.failed)
    assert ends.all == []
    qtbot.waitUntil(lambda: len(ends.all) == 1)
    assert ends.all == [("done", "li", "MainThread")]


def test_that_a_refusal_arrives_as_one(qtbot: QtBot, caller: Caller) -> None:
    ends = Ends()
    caller.call(lambda api: api.case("nowhere"), ends.done, ends.failed)
    qtbot.waitUntil(lambda: len(ends.all) == 1)
    assert ends.all == [("failed", "unknown_case", "MainThread")]


def test_that_a_defect_ends_the_call_too(qtbot: QtBot, caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    ends = Ends()
    caller.call(lambda api: 1 / 0, ends.done, ends.failed)
    qtbot.waitUntil(lambda: len(ends.all) == 1)
    assert ends.all == [("failed", "defect", "MainThread")]
    assert "ZeroDivisionError" in caplog.text


def test_that_a_slow_call_does_not_delay_another(qtbot: QtBot, caller: Caller) -> None:
    ends, slow = Ends(), threading.Event()
    caller.call(lambda api: slow.wait(30), ends.done, ends.failed)
    caller.call(lambda api: "quick", ends.done, ends.failed)
    qtbot.waitUntil(lambda: len(ends.all) == 1)
    assert ends.all[0][1] == "quick"
    slow.set()
    qtbot.waitUntil(lambda: len(ends.all) == 2)


class Window:
    """As a form that is gone when it has its answer: nobody but the call holds it. Notes in which thread it goes."""

    def __init__(self, gone: list[str]) -> None:
        weakref.finalize(self, lambda: gone.append(threading.current_thread().name))

    def work(self, api: Api) -> Any:
        return api.case("nowhere")

    def take(self, answer: Any) -> None: ...


def test_that_what_a_call_stands_on_goes_in_the_gui_thread_as_soon_as_it_has_ended(qtbot: QtBot, caller: Caller) -> None:
    ends, gone = Ends(), list[str]()

    def ask(window: Window) -> None:
        caller.call(window.work, window.take, window.take)
        caller.call(lambda api: window and api.me(), lambda _: window and ends.done(_), lambda _: window and ends.failed(_))

    for _ in range(10):
        ask(Window(gone))
    qtbot.waitUntil(lambda: len(gone) == 10)
    assert gone == ["MainThread"] * 10
    assert len(ends.all) == 10


def test_that_at_the_end_every_call_ends_once(qtbot: QtBot, line: BadLine, caller: Caller) -> None:
    ends, held = Ends(), threading.Event()

    def hold(method: str, path: str) -> None:
        held.wait(30)

    line.trouble = hold
    for _ in range(THREADS + 3):
        caller.call(Api.me, ends.done, ends.failed)
    qtbot.waitUntil(lambda: len(line.requests) == THREADS)
    caller.stop()
    caller.call(Api.me, ends.done, ends.failed)
    qtbot.waitUntil(lambda: len(ends.all) == THREADS + 4)
    held.set()
    assert {end[:2] for end in ends.all} == {("failed", "stopped")}


@pytest.fixture
def hole() -> Iterator[str]:
    """The address of a host that swallows whoever connects: its queue is full, and nobody takes from it."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_that_the_end_does_not_wait_for_a_host_that_swallows_everything(qtbot: QtBot, hole: str) -> None:
    ends, caller, begun = Ends(), Caller(Api(Connection(hole))), threading.Semaphore(0)

    def ask(api: Api) -> Any:
        begun.release()
        return api.me()

    for _ in range(THREADS + 1):
        caller.call(ask, ends.done, ends.failed)
    for _ in range(THREADS):
        begun.acquire()
    caller.stop(within_s=0.0)
    assert all(thread.is_alive() for thread in caller._threads)
    qtbot.waitUntil(lambda: len(ends.all) == THREADS + 1)
    qtbot.waitUntil(lambda: not any(thread.is_alive() for thread in caller._threads), timeout=20_000)
    qtbot.wait(1)  # whatever a thread said at its end would be heard now
    assert [end[:2] for end in ends.all] == [("failed", "stopped")] * (THREADS + 1)


def test_that_workers_are_stopped_together(qtbot: QtBot, hole: str) -> None:
    """One that cannot be ended does not keep the others from being told, and is not told twice."""
    api = Api(Connection(hole))
    workers = [Poller(api), PositionPoller(api), Pulse(api)]
    for worker in workers:
        worker.start()
    stop_together(workers)
    assert all(worker._stopping.is_set() for worker in workers)
    qtbot.waitUntil(lambda: not any(worker._thread.is_alive() for worker in workers), timeout=20_000)
