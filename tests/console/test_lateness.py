"""The timer that is always on tells our own work from waiting for others."""

import time

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.widgets.lateness import KEPT, Figures, Lateness

pytestmark = pytest.mark.gui

BLOCKED_S = 0.15


@pytest.fixture
def lateness(qtbot: QtBot) -> Lateness:
    made = Lateness()
    made.start()
    qtbot.waitUntil(lambda: len(made.late) > 2)
    return made


def passed(lateness: Lateness, qtbot: QtBot) -> None:
    before = len(lateness.late)
    qtbot.waitUntil(lambda: len(lateness.late) > before)
    lateness.stop()


def test_that_waiting_makes_late_without_work(lateness: Lateness, qtbot: QtBot) -> None:
    time.sleep(BLOCKED_S)
    passed(lateness, qtbot)
    assert lateness.late.worst() >= BLOCKED_S * 1000 - 40
    assert lateness.worked.worst() < lateness.late.worst()


def test_that_work_is_both(lateness: Lateness, qtbot: QtBot) -> None:
    until = time.thread_time() + BLOCKED_S
    while time.thread_time() < until:
        pass
    passed(lateness, qtbot)
    assert lateness.worked.worst() >= BLOCKED_S * 1000
    assert lateness.late.worst() >= BLOCKED_S * 1000 - 40


def test_that_what_is_forgotten_does_not_count(lateness: Lateness, qtbot: QtBot) -> None:
    lateness.worked.note(BLOCKED_S * 1000)
    lateness.forget()
    passed(lateness, qtbot)
    assert lateness.worked.worst() < BLOCKED_S * 1000


def test_that_nothing_is_nothing(qapp: QApplication) -> None:
    assert Lateness().late.percentile(0.999) == 0.0
    assert Lateness().worked.worst() == 0.0


def test_that_only_the_newest_figures_count() -> None:
    figures = Figures()
    figures.note(1000.0)
    for number in range(KEPT):
        figures.note(number / 100)
    assert len(figures) == KEPT
    assert figures.worst() == (KEPT - 1) / 100
    assert figures.percentile(0.5) == KEPT / 2 / 100


def test_that_one_long_turn_is_not_usual_and_many_are() -> None:
    figures = Figures()
    assert figures.usual() == 0.0
    for ms in (900.0, 800.0, 700.0, 5.0, 4.0):
        figures.note(ms)
    assert figures.usual() == 5.0
    figures.note(600.0)
    assert figures.usual() == 600.0
    for _ in range(KEPT - len(figures)):
        figures.note(1.0)
    assert figures.usual() == figures.percentile(0.999) == 1.0


def test_that_of_five_minutes_one_turn_in_a_thousand_is_unusual() -> None:
    figures = Figures()
    for ms in range(KEPT):
        figures.note(float(ms))
    assert figures.usual() == KEPT - 1 - KEPT // 1000
