"""What will be late, as a queue: in the order of the backend, with a button for each step that still saves a case."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.widgets.foreseen.pane import ForeseenPane
from wire.codes import Clock, Noun, Status, Verb
from wire.forecast import Forecast
from wire.problem import Problem

pytestmark = pytest.mark.gui


def told(hall: Hall, number: int, minutes: float, mine: list[Verb]) -> Forecast:
    case = [case for case in hall.cases if case.status is not Status.CLOSED][number]
    at = hall.clock.now() + timedelta(minutes=minutes)
    return Forecast(
        case_id=case.id,
        expected_at=at + timedelta(hours=1),
        limit_at=at,
        like="ALL",
        cases=40,
        breach_in=Status.CHECKING,
        saves=[*mine, Verb.ASK_EXTEND],
        clock=Clock.TRANSFER,
        mine=mine,
    )


def test_that_cases_of_which_it_is_not_known_when_are_not_none(hall: Hall, show: Callable[..., ForeseenPane], qtbot: QtBot) -> None:
    pane = show(ForeseenPane(hall), 640, 320)
    with qtbot.waitSignal(pane.told) as heard:
        pane.take([msgspec.structs.replace(told(hall, number, 10.0, [Verb.REMIND]), later=True) for number in range(2)])
    assert (heard.args or [])[2] == len(pane.lines()) == 2


@pytest.fixture
def pane(hall: Hall, show: Callable[..., ForeseenPane]) -> ForeseenPane:
    pane = show(ForeseenPane(hall), 640, 320)
    pane.take([told(hall, 0, 10.5, [Verb.SEND_CHECK, Verb.REMIND]), told(hall, 1, 90, [Verb.SUPERVISE])])
    return pane


def test_that_a_row_says_when_and_where_and_offers_what_saves_it(pane: ForeseenPane, hall: Hall, qtbot: QtBot) -> None:
    first, second = pane.lines()
    assert first._left.text() == "10分"
    assert (first._left.property("tone"), second._left.property("tone")) == ("danger", "warn")
    breach, end = (words.moment(at, hall.clock.now()) for at in (first.told.limit_at, first.told.expected_at))
    assert first._why.text() == f"{breach} 将在“核查中”超出转办时限，预计 {end} 完成"
    assert [made.text() for made in first.buttons] == ["发核查  1", "催办  2"]
    with qtbot.waitSignal(pane.verb_wanted) as wanted:
        first.buttons[1].click()
    assert wanted.args == [first.told.case_id, Verb.REMIND]
    pane.resize(420, 320)
    room = pane.list.viewport()
    qtbot.waitUntil(lambda: all(line.buttons[-1].geometry().right() <= line.width() <= room.width() < 640 for line in pane.lines()))


def test_that_where_nobody_knows_how_late_no_time_is_said_to_be_expected(pane: ForeseenPane, hall: Hall) -> None:
    one = told(hall, 0, 10, [Verb.REMIND])
    pane.take([msgspec.structs.replace(one, expected_at=one.limit_at, later=True)])
    said = pane.lines()[0]._why.text()
    assert "预计" not in said
    assert f"将晚于 {words.moment(one.limit_at, hall.clock.now())[:5]}" in said


def test_that_numbers_press_the_buttons_of_the_row_and_enter_opens_it(pane: ForeseenPane, hall: Hall, qtbot: QtBot) -> None:
    pane.list.setFocus()
    pane.list.setCurrentRow(0)
    QTest.keyClick(pane.list, Qt.Key.Key_Down)
    second = pane.lines()[1].told.case_id
    assert (hall.selection.noun, hall.selection.id) == (Noun.CASE, second)
    with qtbot.waitSignal(pane.verb_wanted) as wanted:
        QTest.keyClick(pane.list, Qt.Key.Key_1)
    assert wanted.args == [second, Verb.SUPERVISE]
    with qtbot.waitSignal(pane.opened) as opened:
        QTest.keyClick(pane.list, Qt.Key.Key_Return)
    assert opened.args == [second]


def test_that_the_row_in_hand_stays_where_others_come_and_go(pane: ForeseenPane, hall: Hall) -> None:
    pane.list.setCurrentRow(1)
    chosen = pane.lines()[1].told
    pane.take([told(hall, 2, 5, []), told(hall, 0, 10, []), chosen])
    assert pane.list.currentRow() == 2
    pane.take([told(hall, 2, 5, [])])
    assert pane.list.currentRow() == 0


def test_that_it_asks_when_it_is_seen_and_again_when_one_of_its_cases_has_changed(pane: ForeseenPane, hall: Hall, qtbot: QtBot) -> None:
    pane.hide()
    with qtbot.waitSignal(pane.wanted):
        pane.show()
    case = hall.cases.get(pane.lines()[0].told.case_id)
    assert case is not None
    with qtbot.waitSignal(pane.wanted):
        hall.cases.put([msgspec.structs.replace(case, version=case.version + 1)])


def test_that_an_empty_queue_and_a_failure_say_so(pane: ForeseenPane, hall: Hall) -> None:
    pane.take([])
    assert pane._nothing.isVisible()
    assert not pane.list.isVisible()
    hall.failures.note(Wanted.FORESEEN, "", Problem(type="about:blank", title="", status=503, code="unreachable", detail=""))
    assert pane.missing.isVisible()
    pane.take([told(hall, 0, 10, [])])
    assert not pane.missing.isVisible()


def test_that_those_without_a_time_are_folded_behind_their_number(pane: ForeseenPane, hall: Hall, qtbot: QtBot) -> None:
    known = [told(hall, number, 20, [Verb.REMIND]) for number in (0, 1)]
    others = [msgspec.structs.replace(told(hall, number, 5, [Verb.REMIND]), later=True) for number in (2, 3, 4)]
    said: list[tuple[str, str, int]] = []
    pane.told.connect(lambda *parts: said.append(parts))
    pane.take([*known, *others])
    assert [line.told for line in pane.lines()] == known
    assert said[-1] == ("", "2 件将超时 · 3 件时间未知", 2)
    assert "3" in pane.more.text()
    pane.list.setCurrentRow(1)
    pane.more.setFocus()
    QTest.keyClick(pane.more, Qt.Key.Key_Space)
    assert [line.told for line in pane.lines()] == [*known, *others]
    assert pane.list.currentRow() == 1
    pane.list.setFocus()
    QTest.keyClick(pane.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(pane.verb_wanted) as wanted:
        QTest.keyClick(pane.list, Qt.Key.Key_1)
    assert wanted.args == [others[0].case_id, Verb.REMIND]
    pane.more.click()
    assert [line.told for line in pane.lines()] == known
    pane.take(others)
    assert [line.told for line in pane.lines()] == others, "where nothing else is foretold there is nothing to fold them behind"
    assert not pane.more.isVisible()
