"""A backend that falls silent is noticed at once, and one that is only slow is not given up."""

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
from tests.backend.centre import Centre
from tests.backends import Client
from tests.console.bad_line import *  # noqa: F403
from tests.console.bad_line import BadLine, problem
from tests.console.made import ME
from tests.faults.harness import Victim

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


def pulses(line: BadLine) -> int:
    return line.requests.count(("GET", "/v1/health"))


@pytest.fixture
def console(qtbot: QtBot, client: Client, line: BadLine) -> Iterator[Line]:
    console = Line(line.url, client.token)
    console.start()
    qtbot.waitUntil(lambda: console.hall.link.state is LinkState.FRESH and "/v1/changes" in line.under_way)
    yield console
    console.stop()


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


def test_that_a_feed_that_goes_on_is_a_sign_of_life_though_the_pulse_gets_no_answer(
    qtbot: QtBot, centre: Centre, line: BadLine, console: Line
) -> None:
    over = threading.Event()
    line.trouble = lambda method, path: problem(503, "over") if path == "/v1/health" and over.wait(60) else None
    seen = pulses(line)
    while pulses(line) < seen + 2:
        with qtbot.waitSignal(console.poller.heard, timeout=WAIT_MS):
            centre.report()
        qtbot.wait(round(REST_S * 1500))
    over.set()
    assert console.losses == []
    assert console.hall.link.state is LinkState.FRESH


def test_that_a_backend_that_says_no_is_not_silent(qtbot: QtBot, line: BadLine, console: Line) -> None:
    line.trouble = lambda method, path: problem(404, "unknown_route") if path == "/v1/health" else None
    seen = pulses(line)
    qtbot.waitUntil(lambda: pulses(line) > seen + 2, timeout=WAIT_MS)
    assert console.losses == []


def test_that_a_feed_at_work_needs_no_pulse(qtbot: QtBot, centre: Centre, line: BadLine, console: Line) -> None:
    seen = pulses(line)
    for _ in range(20):
        with qtbot.waitSignal(console.poller.heard, timeout=WAIT_MS):
            centre.report()
    assert pulses(line) <= seen + 1
