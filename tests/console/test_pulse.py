"""A backend that falls silent is noticed at once, and one that is only slow is not given up."""

import itertools
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.api import Api
from console.connection import Connection
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.workers.poller import Poller
from console.workers.pulse import ANSWER_S, REST_S, Pulse
from tests.backends import empty_sqlite
from tests.console.small_backend import ME, SmallBackend, a_case, problem
from tests.faults.harness import Victim
from wire.codes import Noun

__all__ = ["empty_sqlite"]

WAIT_MS = 20_000


class Line:
    """A poller and a pulse on one backend, connected to a Hall as in the console."""

    def __init__(self, url: str, token: str = "") -> None:
        api, self.hall = Api(Connection(url, token)), Hall(ME)
        self.poller, self.pulse = Poller(api), Pulse(api)
        self.poller.heard.connect(self.hall.link.heard)
        self.poller.lost.connect(self.hall.link.lost)
        self.pulse.lost.connect(self.hall.link.lost)
        self.losses: list[str] = []
        self.pulse.lost.connect(self.losses.append)

    def start(self) -> None:
        self.poller.start()
        self.pulse.start()

    def stop(self) -> None:
        self.poller.stop()
        self.pulse.stop()


def pulses(backend: SmallBackend) -> int:
    return backend.requests.count(("GET", "/v1/health"))


@pytest.fixture
def backend() -> Iterator[SmallBackend]:
    backend = SmallBackend()
    backend.start()
    yield backend
    backend.stop()


@pytest.fixture
def line(qtbot: QtBot, backend: SmallBackend) -> Iterator[Line]:
    line = Line(backend.url)
    line.start()
    qtbot.waitUntil(lambda: line.hall.link.state is LinkState.FRESH and backend.held == 1)
    yield line
    line.stop()


@pytest.fixture
def victim(empty_sqlite: Path, tmp_path: Path) -> Iterator[Victim]:
    """The real backend in a process of its own, which can be stopped as a machine that hangs is."""
    shutil.copy(empty_sqlite, tmp_path / "yiping.db")
    with Victim(f"sqlite:///{tmp_path / 'yiping.db'}", tmp_path / "data") as victim:
        victim.start()
        yield victim


def test_that_silence_is_told_within_two_seconds_by_design() -> None:
    assert REST_S + ANSWER_S < 2


def test_that_a_backend_that_is_stopped_is_lost_and_comes_back(qtbot: QtBot, victim: Victim) -> None:
    line = Line(victim.address, victim.admin())
    line.start()
    qtbot.waitUntil(lambda: line.hall.link.state is LinkState.FRESH, timeout=WAIT_MS)
    victim.signal(signal.SIGSTOP)
    qtbot.waitUntil(lambda: line.hall.link.state is LinkState.LOST, timeout=WAIT_MS)
    assert line.losses[0] == "timeout"
    victim.signal(signal.SIGCONT)
    qtbot.waitUntil(lambda: line.hall.link.state is LinkState.FRESH, timeout=WAIT_MS)
    line.stop()


def test_that_a_feed_that_goes_on_is_a_sign_of_life_though_the_pulse_gets_no_answer(qtbot: QtBot, backend: SmallBackend, line: Line) -> None:
    over = threading.Event()
    backend.trouble = lambda method, path: problem(503, "over") if path == "/v1/health" and over.wait(60) else None
    seen = pulses(backend)
    for number in itertools.count():
        if pulses(backend) >= seen + 2:
            break
        with qtbot.waitSignal(line.poller.heard, timeout=WAIT_MS):
            backend.put(Noun.CASE, a_case(f"c{number}"))
        qtbot.wait(round(REST_S * 1500))
    over.set()
    assert line.losses == []
    assert line.hall.link.state is LinkState.FRESH


def test_that_a_backend_that_says_no_is_not_silent(qtbot: QtBot, backend: SmallBackend, line: Line) -> None:
    backend.trouble = lambda method, path: problem(404, "unknown_route") if path == "/v1/health" else None
    seen = pulses(backend)
    qtbot.waitUntil(lambda: pulses(backend) > seen + 2, timeout=WAIT_MS)
    assert line.losses == []


def test_that_a_feed_at_work_needs_no_pulse(qtbot: QtBot, backend: SmallBackend, line: Line) -> None:
    seen = pulses(backend)
    for number in range(20):
        with qtbot.waitSignal(line.poller.heard, timeout=WAIT_MS):
            backend.put(Noun.CASE, a_case(f"c{number}"))
    assert pulses(backend) <= seen + 1
