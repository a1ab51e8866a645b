"""Every call ends exactly once, in the GUI thread."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.api import Api, ApiError
from console.connection import Connection
from console.workers.caller import THREADS, Caller
from tests.console.small_backend import SmallBackend


class Ends:
    """Notes how calls ended, and in which thread."""

    def __init__(self) -> None:
        self.all: list[tuple[str, Any, str]] = []

    def done(self, answer: Any) -> None:
        self.all.append(("done", answer, threading.current_thread().name))

    def failed(self, error: ApiError) -> None:
        self.all.append(("failed", error.problem.code, threading.current_thread().name))


@pytest.fixture
def backend() -> Iterator[SmallBackend]:
    backend = SmallBackend()
    backend.start()
    yield backend
    backend.stop()


@pytest.fixture
def caller(qtbot: QtBot, backend: SmallBackend) -> Iterator[Caller]:
    caller = Caller(Api(Connection(backend.url)))
    yield caller
    caller.stop()


def test_that_an_answer_arrives_in_the_gui_thread(qtbot: QtBot, caller: Caller) -> None:
    ends = Ends()
    caller.call(lambda api: api.me().name, ends.done, ends.failed)
    assert ends.all == []
    qtbot.waitUntil(lambda: len(ends.all) == 1)
    assert ends.all == [("done", "dispatcher", "MainThread")]


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


def test_that_at_the_end_every_call_ends_once(qtbot: QtBot, backend: SmallBackend, caller: Caller) -> None:
    ends, held = Ends(), threading.Event()

    def hold(method: str, path: str) -> None:
        held.wait(30)

    backend.trouble = hold
    for _ in range(THREADS + 3):
        caller.call(Api.me, ends.done, ends.failed)
    qtbot.waitUntil(lambda: len(backend.requests) == THREADS)
    caller.stop()
    caller.call(Api.me, ends.done, ends.failed)
    qtbot.waitUntil(lambda: len(ends.all) == THREADS + 4)
    held.set()
    assert {end[:2] for end in ends.all} == {("failed", "stopped")}
