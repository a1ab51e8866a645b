"""The dispatch form: fast by keyboard, never losing a word, never showing as done what is not."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.hall.receipts import Receipt, ReceiptState
from console.widgets.case.dispatch import DispatchForm
from console.widgets.case.dispatch_times import deadline_of
from tests.console import town
from wire.cases import Case, DispatchOrder
from wire.codes import LimitType, Noun, Status, Verb
from wire.problem import Problem
from wire.standards import Limit

pytestmark = pytest.mark.gui


@pytest.fixture
def waiting(hall: Hall) -> list[Case]:
    found = [case for case in hall.cases if case.status is Status.PENDING_DISPATCH][:2]
    hall.cards.put([town.card(case) for case in found])
    return found


@pytest.fixture
def form(hall: Hall, waiting: list[Case], show: Callable[..., DispatchForm]) -> DispatchForm:
    hall.selection.set(Noun.CASE, waiting[0].id)
    return show(DispatchForm(hall), 520, 420)


def note(hall: Hall, case: Case, state: ReceiptState, version: int = 1, problem: Problem | None = None) -> None:
    hall.receipts.put([Receipt(id="k1", version=version, verb=Verb.DISPATCH, subject=case.id, state=state, at=town.NOW, problem=problem)])


def test_that_the_suggested_department_is_chosen_and_says_why(form: DispatchForm, hall: Hall, waiting: list[Case]) -> None:
    best = town.card(waiting[0]).suggestions[0].department_id
    assert form.department.value() == best
    assert form.department.choice.values()[0] == best
    assert "职责" in form._why.text()


def test_that_who_passes_over_the_first_is_asked_why(form: DispatchForm, hall: Hall, waiting: list[Case]) -> None:
    best = hall.departments.get(town.card(waiting[0]).suggestions[0].department_id)
    assert best is not None
    form.department.set(next(id for id in form.department.choice.values() if id != best.id))
    assert form._why.text() == f"首选推荐：{best.name}。改派其他部门的原因请写入备注，系统会记录实际派遣的部门。"
    form.department.set(best.id)
    assert "职责" in form._why.text()


def test_that_the_standard_stands_beside_the_form(form: DispatchForm, hall: Hall, waiting: list[Case]) -> None:
    condition = hall.conditions[waiting[0].condition_id or ""]
    assert form.standard._limit.text().startswith(f"{condition.limit.amount:g}")
    assert form.standard._texts[1].text() == condition.closing


def test_that_control_enter_sends(form: DispatchForm, waiting: list[Case], qtbot: QtBot) -> None:
    form.focus()
    QTest.keyClicks(form.note.edit, "hurry")
    with qtbot.waitSignal(form.ordered) as ordered:
        QTest.keyClick(form.note.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    best = town.card(waiting[0]).suggestions[0].department_id
    assert ordered.args == [waiting[0].id, DispatchOrder(department_id=best, note="hurry")]


def test_that_a_department_that_does_not_exist_is_refused_in_words(form: DispatchForm, qtbot: QtBot) -> None:
    form.department.choice.line.setText("消防队")
    with qtbot.assertNotEmitted(form.ordered):
        form.submit()
    assert form.department._error.text() == "没有这个部门，请从列表中选择"
    assert form.department.choice.line.text() == "消防队"


def test_that_typing_finds_a_department_by_any_part_of_its_name(form: DispatchForm) -> None:
    form.department.choice.line.setText("路灯")
    completer = form.department.choice.completer()
    completer.setCompletionPrefix("路灯")
    assert completer.currentCompletion() == "市政路灯所"


def test_that_drafts_stay_with_their_cases(form: DispatchForm, hall: Hall, waiting: list[Case]) -> None:
    form.note.edit.setFocus()
    QTest.keyClicks(form.note.edit, "first")
    form.department.set("d-park")
    hall.selection.set(Noun.CASE, waiting[1].id)
    assert form.note.value() is None
    assert form.department.value() == town.card(waiting[1]).suggestions[0].department_id
    hall.selection.set(Noun.CASE, waiting[0].id)
    assert form.note.value() == "first"
    assert form.department.value() == "d-park"


def test_that_a_suggestion_that_comes_late_replaces_no_choice(hall: Hall, show: Callable[..., DispatchForm]) -> None:
    case = next(case for case in list(hall.cases)[60:] if case.status is Status.PENDING_DISPATCH)
    form = show(DispatchForm(hall), 520, 420)
    wanted: list[str] = []
    form.card_wanted.connect(wanted.append)
    hall.selection.set(Noun.CASE, case.id)
    assert wanted == [case.id]
    assert form.department.value() is None
    form.department.set("d-park")
    hall.cards.put([town.card(case)])
    assert form.department.value() == "d-park"


def test_that_a_change_elsewhere_takes_neither_text_nor_cursor(form: DispatchForm, hall: Hall, waiting: list[Case]) -> None:
    form.note.edit.setFocus()
    QTest.keyClicks(form.note.edit, "half a sent")
    position = form.note.edit.textCursor().position()
    moved = msgspec.structs.replace(waiting[0], version=2, status=Status.PENDING_DISPOSAL, department_id="d-law", dispatched_at=town.NOW)
    hall.cases.put([moved])
    assert form.note.value() == "half a sent"
    assert form.note.edit.hasFocus()
    assert form.note.edit.textCursor().position() == position
    assert not form.send.isEnabled()
    assert "待处置" in form._conflict.text()
    assert "城市管理综合执法大队" in form._conflict.text()


def test_that_nothing_can_be_sent_twice_while_it_is_under_way(form: DispatchForm, hall: Hall, waiting: list[Case], qtbot: QtBot) -> None:
    note(hall, waiting[0], ReceiptState.QUEUED)
    with qtbot.assertNotEmitted(form.ordered):
        form.submit()
    note(hall, waiting[0], ReceiptState.REFUSED, 2, Problem(status=409, code="unknown_department", title="", detail=""))
    assert form.send.isEnabled()
    assert form.department._error.text() == "没有这个部门"


def test_that_a_conflict_keeps_what_was_typed_and_shows_what_is(form: DispatchForm, hall: Hall, waiting: list[Case]) -> None:
    form.note.edit.setFocus()
    QTest.keyClicks(form.note.edit, "mine")
    hall.cases.put([msgspec.structs.replace(waiting[0], version=2, status=Status.PENDING_DISPOSAL, department_id="d-park")])
    note(hall, waiting[0], ReceiptState.REFUSED, 1, Problem(status=412, code="changed_meanwhile", title="", detail=""))
    assert form.note.value() == "mine"
    assert "已保留" in form.receipt._why.text()
    assert "园林绿化服务中心" in form._conflict.text()


def test_that_a_stored_dispatch_is_no_conflict_and_empties_the_draft(form: DispatchForm, hall: Hall, waiting: list[Case]) -> None:
    QTest.keyClicks(form.note.edit, "sent")
    hall.cases.put([msgspec.structs.replace(waiting[0], version=2, status=Status.PENDING_DISPOSAL, department_id="d-park")])
    note(hall, waiting[0], ReceiptState.STORED)
    assert not form._conflict.isVisible()
    hall.selection.set(Noun.CASE, waiting[1].id)
    hall.selection.set(Noun.CASE, waiting[0].id)
    assert form.note.value() is None


def test_that_only_clocks_that_run_day_and_night_have_a_deadline_before_dispatch() -> None:
    assert deadline_of(Limit(amount=2, type=LimitType.URGENT_HOUR), town.NOW) == town.NOW.replace(hour=4)
    assert deadline_of(Limit(amount=1, type=LimitType.CALENDAR_DAY), town.NOW) == town.NOW.replace(day=22)
    assert deadline_of(Limit(amount=2, type=LimitType.WORK_HOUR), town.NOW) is None
