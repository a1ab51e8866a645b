"""Two people on one case, as one of them sees it: who is there, who has it, and a word before something is sent."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.hall.queues import queues_of
from console.language import Language
from console.widgets.case.card import Card
from console.widgets.case.dispatch import DispatchForm
from console.widgets.queue.cells import Column
from console.widgets.queue.model import CasesModel
from tests.console import town
from wire.cases import Case
from wire.codes import Noun, Role, Status
from wire.presence import Attendance, Claim, Presence, PresenceRules
from wire.problem import Problem

pytestmark = pytest.mark.gui

RULES = PresenceRules(heartbeat_s=15, stale_s=45, grace_s=20, typing_s=10, supervisors=[Role.DUTY_LEADER])


def attendance(*things: Presence | Claim) -> Attendance:
    presences = [each for each in things if isinstance(each, Presence)]
    claims = [each for each in things if isinstance(each, Claim)]
    return Attendance(seen=str(len(things)), at=town.NOW, rules=RULES, presences=presences, claims=claims)


def at(id: str, name: str, field: str = "") -> Presence:
    return Presence(desk=f"desk-{name}", user=name, full_name=name, noun=Noun.CASE, id=id, field=field, at=town.NOW)


def held(id: str, name: str, **more: object) -> Claim:
    return Claim(case_id=id, user=name, full_name=name, at=town.NOW - timedelta(minutes=3), **more)


@pytest.fixture
def case(hall: Hall) -> Case:
    case = next(case for case in hall.cases if case.status is Status.PENDING_DISPATCH)
    hall.cards.put([town.card(case)])
    hall.selection.set(Noun.CASE, case.id)
    return case


@pytest.fixture
def card(hall: Hall, case: Case, show: Callable[..., Card]) -> Card:
    return show(Card(hall), 480, 800)


def test_that_the_card_says_who_looks_who_writes_where_and_who_has_it(card: Card, hall: Hall, case: Case, tongue: Language) -> None:
    strip = card.company
    assert strip.holder.text() == "暂不清楚还有谁在看此案件"
    hall.company.take(attendance(at(case.id, "王伟"), at(case.id, "赵强", "note"), held(case.id, "赵强"), at("another", "钱进")))
    assert strip.holder.text() == "赵强正在办理 · 3分"
    assert strip.others.text() == "王伟正在查看\n赵强正在填写：意见"
    tongue.set("en")
    QApplication.processEvents()
    assert strip.others.text() == "王伟 is looking\n赵强 is writing: Note"
    hall.company.take(attendance())
    assert (strip.holder.text(), strip.others.isVisible(), strip.take.text()) == ("Nobody has this case in hand", False, "Take in hand  F6")
    hall.company.lose()
    assert not strip.take.isVisible()


def test_that_my_own_console_is_no_company_but_my_other_one_is(card: Card, hall: Hall, case: Case) -> None:
    mine = msgspec.structs.replace(at(case.id, hall.me.name), desk=hall.company.desk)
    hall.company.take(attendance(mine))
    assert not card.company.others.isVisible()
    hall.company.take(attendance(mine, at(case.id, hall.me.name)))
    assert card.company.others.text() == "您（另一台终端）正在查看"


def test_that_a_free_case_is_taken_in_hand_and_let_go(card: Card, hall: Hall, case: Case, qtbot: QtBot) -> None:
    hall.company.take(attendance(held(case.id, "王伟", live=False)))
    with qtbot.waitSignal(card.company.claim_wanted) as wanted:
        QTest.mouseClick(card.company.take, Qt.MouseButton.LeftButton)
    assert wanted.args == [case.id, ""]
    hall.company.put(held(case.id, hall.me.name))
    assert not card.company.take.isVisible()
    with qtbot.waitSignal(card.company.release_wanted) as wanted:
        QTest.mouseClick(card.company.release, Qt.MouseButton.LeftButton)
    assert wanted.args == [case.id]


def test_that_taking_over_needs_a_reason_and_a_refusal_is_told(card: Card, hall: Hall, case: Case, qtbot: QtBot) -> None:
    hall.company.take(attendance(held(case.id, "王伟")))
    strip = card.company
    QTest.mouseClick(strip.take, Qt.MouseButton.LeftButton)
    assert strip.send.text() == "申请接手"
    with qtbot.assertNotEmitted(strip.claim_wanted):
        QTest.keyClick(strip.reason, Qt.Key.Key_Return)
    assert strip.refused.isVisible()
    QTest.keyClicks(strip.reason, "he is on my line")
    with qtbot.waitSignal(strip.claim_wanted) as wanted:
        QTest.keyClick(strip.reason, Qt.Key.Key_Return)
    assert wanted.args == [case.id, "he is on my line"]
    strip.tell_refused(case.id, Problem(status=409, code="asked_already", title="", detail=""))
    assert strip.refused.text() == "已有人申请接手，请稍候"
    hall.company.put(held(case.id, "王伟", asked_by=hall.me.name, asked_by_name="李敏", asked_at=town.NOW - timedelta(seconds=6), reason="…"))
    assert strip.holder.text().startswith("王伟正在办理 · 已申请，1")


def test_that_who_has_a_case_is_asked_wherever_they_are_and_can_keep_it(card: Card, hall: Hall, case: Case, qtbot: QtBot) -> None:
    other = next(other for other in hall.cases if other.id != case.id)
    asked = held(other.id, hall.me.name, asked_by="wang", asked_by_name="王伟", asked_at=town.NOW, reason="市长来电")
    hall.company.take(attendance(asked))
    assert "王伟申请接手" in card.company.asked.text()
    assert "市长来电" in card.company.asked.text()
    with qtbot.waitSignal(card.company.claim_wanted) as wanted:
        QTest.mouseClick(card.company.keep, Qt.MouseButton.LeftButton)
    assert wanted.args == [other.id, ""]
    with qtbot.waitSignal(card.company.release_wanted) as wanted:
        QTest.mouseClick(card.company.give, Qt.MouseButton.LeftButton)
    assert wanted.args == [other.id]


def test_that_one_is_warned_once_before_sending_and_may_send_all_the_same(
    hall: Hall, case: Case, show: Callable[..., DispatchForm], qtbot: QtBot
) -> None:
    form = show(DispatchForm(hall), 600, 700)
    hall.company.take(attendance(held(case.id, "王伟")))
    with qtbot.assertNotEmitted(form.ordered):
        form.submit()
    assert form.guard.text.text() == "王伟正在办理此案件。再按一次仍然发送。"
    hall.company.take(attendance(at(case.id, "赵强", "note")))
    with qtbot.assertNotEmitted(form.ordered):
        form.submit()
    assert "赵强也在填写此案件" in form.guard.text.text()
    with qtbot.waitSignal(form.ordered):
        form.submit()
    assert not form.guard.isVisible()


def test_that_who_was_typing_is_told_what_happened_meanwhile(hall: Hall, case: Case, show: Callable[..., DispatchForm], qtbot: QtBot) -> None:
    form = show(DispatchForm(hall), 600, 700)
    hall.company.take(attendance())
    form.note.edit.setFocus()
    QTest.keyClicks(form.note.edit, "at the gate")
    before = town.card(case)
    step = msgspec.structs.replace(before.flow[-1], seq=before.flow[-1].seq + 1, user="王伟", note="请先核对地址")
    newer = msgspec.structs.replace(case, version=case.version + 1)
    hall.cases.put([newer])
    hall.cards.put([msgspec.structs.replace(before, version=newer.version, case=newer, flow=[*before.flow, step])])
    with qtbot.assertNotEmitted(form.ordered):
        form.submit()
    assert "填写期间：王伟" in form.guard.text.text()
    assert "请先核对地址" in form.guard.text.text()
    with qtbot.waitSignal(form.ordered):
        form.submit()


def test_that_only_keys_are_writing_and_no_suggestion(hall: Hall, case: Case, show: Callable[..., DispatchForm], qtbot: QtBot) -> None:
    form = show(DispatchForm(hall), 600, 700)
    written: list[tuple[str, str]] = []
    form.writing.connect(lambda *what: written.append(what))
    hall.cards.put([msgspec.structs.replace(town.card(case), suggestions=[])])
    assert written == []
    form.note.edit.setFocus()
    QTest.keyClicks(form.note.edit, "ab")
    assert written == [(case.id, "note")] * 2


def test_that_the_queue_shows_who_has_a_case(hall: Hall, case: Case, dressed: None) -> None:
    model = CasesModel(hall, queues_of(hall.me))
    try:
        painted: list[int] = []
        model.dataChanged.connect(lambda first, last, roles: painted.append(first.row()))
        hall.company.take(attendance(held(case.id, "王伟")))
        row = model.row(case.id)
        assert painted == [row]
        assert model.said(row, Column.CLASS).aside == "● 王伟"
        hall.company.lose()
        assert model.said(row, Column.CLASS).aside == "○ 王伟"
        model.narrow = True
        hall.company.take(attendance(held(case.id, hall.me.name)))
        assert model.said(row, Column.CLASS).below_aside == "● 我"
    finally:
        model.deleteLater()
