"""A pane that was there when the language was switched says all that one says that was made in it."""

import difflib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.hall.hall import Hall
from console.language import Language
from console.login import LoginForm
from console.widgets.alarms.pane import AlarmPane
from console.widgets.case.card import Card
from console.widgets.elided import Elided
from console.widgets.footage.pane import FootagePane
from console.widgets.health.pane import HealthPane
from console.widgets.patrol_log import PatrolLog
from console.widgets.playback.bar import PlaybackBar
from console.widgets.spoken import label
from console.widgets.triage.pane import TriagePane
from tests.console import town
from tests.console.said import said
from tests.console.test_labels import PANES
from wire.problem import Problem

W = TypeVar("W", bound=QWidget)

pytestmark = pytest.mark.gui
FILM, BUSY = Path("路口.mp4"), Problem(status=503, code="not_now", title="not_now", detail="busy")
SETTLED_MS = 350  # what is taken out of a window is deleted by then, and panes of video have said what they show
LATE_MS = 5_000
ONCE = {name: pane for name, pane in PANES.items() if not name.endswith(("_narrow", "_wide", "_right"))}


@pytest.fixture
def made(qtbot: QtBot, dressed: None) -> Iterator[Callable[[str], QWidget]]:
    """`made("queue")`: that pane on the screen, of a town of its own whose clock stands."""
    halls: list[Hall] = []

    def show(name: str) -> QWidget:
        hall = Hall(town.user())
        halls.append(hall)
        town.settle(hall)
        hall.clock.stand(town.NOW)
        make, width, height = ONCE[name]
        window = make(hall)
        qtbot.addWidget(window)
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        qtbot.wait(SETTLED_MS)
        return window

    yield show
    for hall in halls:
        hall.playback.pause()
        hall.clock.stop()
        hall.link.stop()
        hall.deleteLater()


def differences(now: list[str], wanted: list[str]) -> str:
    lines = difflib.unified_diff(wanted, now, "one that was made in it", "one that was switched", lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith("@@"))


def settled_differences(qtbot: QtBot, window: QWidget, wanted: list[str]) -> str:
    """When all had the time to be said: on a full machine some is said later."""
    with suppress(qtbot.TimeoutError):
        qtbot.waitUntil(lambda: not differences(said(window), wanted), timeout=LATE_MS)
    return differences(said(window), wanted)


@pytest.mark.parametrize("name", ONCE)
def test_that_a_pane_follows_the_language(name: str, made: Callable[[str], QWidget], tongue: Language, qtbot: QtBot) -> None:
    before, told = dict[str, QWidget](), dict[str, list[str]]()
    for speech in ("zh_CN", "en"):
        tongue.set(speech)
        before[speech] = made(name)
        told[speech] = said(before[speech])
        before[speech].hide()
    for speech, other in (("zh_CN", "en"), ("en", "zh_CN")):
        tongue.set(other)
        before[other].show()
        tongue.set(speech)
        qtbot.wait(SETTLED_MS)
        other_words = settled_differences(qtbot, before[other], told[speech])
        before[other].hide()
        assert not other_words, f"made in {other}: {other_words}"


def part_of(window: QWidget, kind: type[W]) -> W:
    part = window.findChild(kind)
    assert part is not None
    return part


def file_written(window: QWidget) -> str:
    part = part_of(window, PatrolLog)
    part.tell_written(FILM, 7)
    return "7 rows in 路口.mp4"


def file_refused(window: QWidget) -> str:
    part = part_of(window, HealthPane)
    part.tell_not_written(BUSY)
    return "The backend is busy: try again in a moment"


def file_digested(window: QWidget) -> str:
    part = part_of(window, FootagePane)
    part.enter_copy(part.found[0], part.found[0].cameras[0], FILM)
    return "Making the SHA-256 of 路口.mp4 …"


def nothing_undone(window: QWidget) -> str:
    part = part_of(window, TriagePane)
    part.press(Qt.Key.Key_U)
    return "Nothing to undo"


def said_by_now() -> str:
    return words.choose("没有录像", "No recording")


def not_recorded(window: QWidget) -> str:
    part = window.findChild(Card) or part_of(window, AlarmPane)
    part.tell_then(said_by_now)
    return "No recording"


def planned(window: QWidget) -> str:
    part = part_of(window, PlaybackBar)
    part.tell(said_by_now)
    return "No recording"


HAPPENED = {
    "patrol_log": file_written,
    "camera_health": file_refused,
    "footage": file_digested,
    "triage": nothing_undone,
    "card": not_recorded,
    "alarms": not_recorded,
    "video": planned,
}


@pytest.mark.parametrize("name", HAPPENED)
def test_that_what_has_happened_is_said_in_the_language_of_now(name: str, made: Callable[[str], QWidget], tongue: Language) -> None:
    window = made(name)
    text = HAPPENED[name](window)
    assert not any(text in line for line in said(window))
    tongue.set("en")
    QApplication.processEvents()
    assert any(text in line for line in said(window))


def test_that_a_text_that_is_set_takes_the_place_of_one_that_was_told(qtbot: QtBot, tongue: Language, dressed: None) -> None:
    for part in (label(), Elided()):
        qtbot.addWidget(part)
        part.tell(said_by_now)
        assert part.text() == "没有录像"
        tongue.set("en")
        QApplication.processEvents()
        assert part.text() == "No recording"
        part.setText("路口")
        tongue.set("zh_CN")
        QApplication.processEvents()
        assert part.text() == "路口"


def test_that_the_login_says_what_is_wrong_in_the_language_of_now(made: Callable[[str], QWidget], tongue: Language) -> None:
    form = made("login")
    assert isinstance(form, LoginForm)
    form.refuse(BUSY)
    tongue.set("en")
    QApplication.processEvents()
    assert [each.text() for each in form._errors.values() if each.text()] == ["The backend is busy: try again in a moment"]
