"""What goes on beside the way forward, as the card shows it, and the fields of its orders."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.hall import second
from console.hall.hall import Hall
from console.widgets.case.beside import Beside
from console.widgets.case.card import Card
from console.widgets.case.city_fields import DuplicateField, HandlerField, InspectorField
from console.widgets.case.order_form import OrderForm
from tests.console import town
from wire.adjustments import Adjustment, Review
from wire.cases import AssignOrder, Case, CaseCard, Duplicate, Offer
from wire.codes import AdjustmentKind, AdjustmentState, Clock, DutyState, Noun, Role, Status, SuperviseKind, SuspendKind, TaskState, UnitKind, Verb
from wire.forecast import Forecast
from wire.side_orders import AskSuspendOrder, SuperviseOrder
from wire.supervisions import Answer, Supervision

pytestmark = pytest.mark.gui


def full_card(hall: Hall) -> CaseCard:
    """A case with everything beside its way."""
    case = next(case for case in hall.cases if case.status is Status.DISPOSING)
    now = hall.clock.now()
    hour = timedelta(hours=1)
    asked = Adjustment(
        id="a1",
        case_id=case.id,
        kind=AdjustmentKind.EXTEND,
        state=AdjustmentState.PENDING,
        asked_by="王师傅",
        asked_at=now - hour,
        reason="配件需从外地采购，申请延期",
        waits_for=[Role.DISPATCHER],
        reviews=[Review(at=now - hour / 2, user="北城环卫", role=Role.DEPARTMENT, granted=True, note="情况属实")],
    )
    supervision = Supervision(
        id="s1",
        case_id=case.id,
        kind=SuperviseKind.LEADER,
        requirement="本周内必须办结，每日报告进展",
        hard=False,
        by="李局长",
        at=now - 3 * hour,
        arrange_by=now + hour,
        progress_by=now + 72 * hour,
        settle_by=now + 168 * hour,
        level=2,
        answers=[Answer(at=now - hour, user="北城环卫", note="已安排两人前往")],
    )
    forecast = Forecast(
        case_id=case.id,
        expected_at=now + 5 * hour,
        limit_at=now + 2 * hour,
        like="DEPARTMENT_CLASS",
        cases=37,
        breach_in=Status.DISPOSING,
        saves=[Verb.ASK_EXTEND, Verb.SUPERVISE, Verb.REMIND],
    )
    case = msgspec.structs.replace(case, supervised=True, supervise_level=2, supervise_due_at=now + 72 * hour, version=case.version + 1)
    hall.cases.put([case])
    return msgspec.structs.replace(town.card(case), adjustments=[asked], supervisions=[supervision], forecast=forecast)


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_that_the_card_says_who_is_waited_for_and_what_still_helps(hall: Hall, show: Callable[..., Beside]) -> None:
    beside, card = show(Beside(hall), 420, 300), full_card(hall)
    beside.show_card(card)
    QApplication.processEvents()
    said = texts(beside)
    for part in (
        "待派遣员审核",
        "情况属实",
        "领导督办 · 二级·报进展",
        "下次回复期限",
        "已安排两人前往",
        "申请延期、督办、催办",
    ):
        assert part in said
    assert card.forecast is not None
    breach, end = (words.moment(at, hall.clock.now()) for at in (card.forecast.limit_at, card.forecast.expected_at))
    assert f"很可能超时：{breach} 在“处置中”超出环节时限，预计 {end} 离开该环节" in said
    beside.show_card(msgspec.structs.replace(card, forecast=msgspec.structs.replace(card.forecast, clock=Clock.DISPOSAL)))
    settle()
    assert f"超出处置时限，预计 {end} 完成" in texts(beside)
    beside.show_card(msgspec.structs.replace(card, forecast=msgspec.structs.replace(card.forecast, later=True)))
    settle()
    assert f"很可能超时：环节时限 {breach}，" in texts(beside), "nobody knows when it will be done"
    beside.show_card(None)
    assert beside.isHidden()


def settle() -> None:
    """What was there before is gone."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_that_what_is_late_already_is_not_said_to_become_late(hall: Hall, show: Callable[..., Beside]) -> None:
    beside, card, now = show(Beside(hall), 420, 300), full_card(hall), hall.clock.now()
    assert card.forecast is not None
    past = msgspec.structs.replace(card.forecast, limit_at=now - timedelta(hours=2), expected_at=now + timedelta(hours=1))
    beside.show_card(msgspec.structs.replace(card, forecast=past))
    settle()
    assert f"已超时：预计 {words.moment(past.expected_at, now)} 离开该环节（环节时限 {words.moment(past.limit_at, now)}）" in texts(beside)
    assert "很可能超时" not in texts(beside)
    assert "申请延期、督办、催办" in texts(beside)
    beside.show_card(msgspec.structs.replace(card, forecast=msgspec.structs.replace(past, expected_at=now, later=True)))
    settle()
    assert "超时" not in texts(beside), "that it is late the lamp says, and nobody knows more"


def test_that_a_card_that_stays_open_says_so_when_the_limit_has_come(hall: Hall, show: Callable[..., Beside]) -> None:
    beside, card = show(Beside(hall), 420, 300), full_card(hall)
    assert card.forecast is not None
    beside.show_card(card)
    settle()
    assert "很可能超时" in texts(beside)
    hall.clock.set(card.forecast.limit_at + timedelta(seconds=1))
    hall.clock.tick()
    settle()
    assert "很可能超时" not in texts(beside)
    assert "已超时" in texts(beside)


def test_that_a_suspension_is_asked_for_in_the_citys_time(hall: Hall, show: Callable[..., OrderForm]) -> None:
    card = full_card(hall)
    form = show(OrderForm(hall, card, Offer(verb=Verb.ASK_SUSPEND, needs=["note", "until"])), 420, 500)
    orders: list[AskSuspendOrder] = []
    form.sent.connect(orders.append)
    form.fields["note"].set("等待绿化种植季节")  # type: ignore[attr-defined]
    until = (hall.clock.now() + timedelta(days=30)).replace(second=0, microsecond=0)
    form.fields["until"].set(until)  # type: ignore[attr-defined]
    form.submit()
    assert (orders[0].suspend_kind, orders[0].until) == (SuspendKind.HANG, until)


def test_that_a_supervision_names_its_kind_and_whether_it_is_hard(hall: Hall, show: Callable[..., OrderForm]) -> None:
    form = show(OrderForm(hall, full_card(hall), Offer(verb=Verb.SUPERVISE, needs=["note"])), 420, 500)
    orders: list[SuperviseOrder] = []
    form.sent.connect(orders.append)
    form.fields["note"].set("本周办结")  # type: ignore[attr-defined]
    form.fields["supervise_kind"].set(SuperviseKind.LEADER)  # type: ignore[attr-defined]
    form.fields["hard"].set(True)  # type: ignore[attr-defined]
    form.submit()
    assert orders == [SuperviseOrder(note="本周办结", supervise_kind=SuperviseKind.LEADER, hard=True)]
    assert words.of(SuperviseKind.LEADER) == "领导督办"


def test_that_a_suspended_case_shows_until_when(hall: Hall, show: Callable[..., Card]) -> None:
    card = show(Card(hall), 480, 700)
    full = full_card(hall)
    until = hall.clock.now() + timedelta(days=3)
    case = msgspec.structs.replace(full.case, version=full.version + 1, status=Status.SUSPENDED, suspended_until=until, supervised=True)
    hall.cases.put([case])
    hall.selection.set(Noun.CASE, case.id)
    assert f"挂账至 {words.moment(until, hall.clock.now())}" in texts(card.clock)
    assert "督办" in texts(card.clock)


def test_that_who_sends_a_busy_inspector_is_told_so(hall: Hall, show: Callable[..., OrderForm], qtbot: QtBot) -> None:
    case = next(case for case in hall.cases if case.status is Status.REPORTED)
    card = town.card(case)
    busy, idle = [unit for unit in hall.units if unit.kind is UnitKind.INSPECTOR and unit.duty is DutyState.ON_DUTY][:2]
    task = msgspec.structs.replace(card.tasks[0], id="open", unit_id=busy.id, state=TaskState.OPEN)
    hall.tasks.replace([task])
    form = show(OrderForm(hall, card, Offer(verb=Verb.SEND_VERIFY, needs=[])), 420, 400)
    field = form.fields["unit_id"]
    assert isinstance(field, InspectorField)
    field.set(idle.id)
    assert not field.busy.isVisible()
    field.set(busy.id)
    assert field.busy.isVisible()
    assert "1" in field.busy.text()
    assert "1" in field.choice.currentText().split(" · ")[-1]
    hall.tasks.put([], gone=["open"])
    qtbot.waitUntil(lambda: not field.busy.isVisible())
    assert field.value() == busy.id


def at_work(hall: Hall) -> tuple[Case, Case]:
    """A case that a hand has, and another one some steps away that nobody has."""
    mine, other = [case for case in hall.cases if case.status is Status.DISPOSING][:2]
    others = [
        msgspec.structs.replace(case, status=Status.CLOSED, version=case.version + 1) for case in hall.cases if case.id not in (mine.id, other.id)
    ]
    place = {"lon": mine.lon + 0.0002, "lat": mine.lat, "department_id": mine.department_id}
    mine = msgspec.structs.replace(mine, handler="王师傅", submitted_at=None, version=mine.version + 1)
    other = msgspec.structs.replace(other, status=Status.PENDING_DISPOSAL, handler=None, submitted_at=None, version=other.version + 1, **place)
    hall.tasks.replace([])
    hall.cases.put([*others, mine, other])
    return mine, other


def test_that_who_gives_a_case_is_told_who_is_busy_and_who_is_there_already(hall: Hall, show: Callable[..., OrderForm], qtbot: QtBot) -> None:
    mine, other = at_work(hall)
    card = msgspec.structs.replace(town.card(other), hands=["王师傅", "李师傅"])
    form = show(OrderForm(hall, card, Offer(verb=Verb.ASSIGN, needs=["handler"])), 420, 400)
    field = form.fields["handler"]
    assert isinstance(field, HandlerField)
    assert [field.choice.itemText(row) for row in range(2)] == ["王师傅 · 在办 1 件", "李师傅"]
    field.set("李师傅")
    assert field.busy.text() == f"18 米处 王师傅 已在办 {words.number_short(mine.number)}"
    field.set("王师傅")
    assert field.busy.text().splitlines()[0] == "已有 1 件在办，本件须等待"
    hall.cases.put([msgspec.structs.replace(mine, submitted_at=hall.clock.now(), version=mine.version + 1)])
    qtbot.waitUntil(lambda: not field.busy.isVisible())
    assert field.value() == "王师傅"


def test_that_a_bare_name_is_enough_for_a_hand_who_has_work(hall: Hall, show: Callable[..., OrderForm]) -> None:
    _, other = at_work(hall)
    card = msgspec.structs.replace(town.card(other), hands=["王师傅", "王师傅二", "李师傅"])
    form = show(OrderForm(hall, card, Offer(verb=Verb.ASSIGN, needs=["handler"])), 420, 400)
    field, orders = form.fields["handler"], list[AssignOrder]()
    assert isinstance(field, HandlerField)
    form.sent.connect(orders.append)
    field.choice.line.setFocus()
    field.choice.line.setText("王师傅")
    form.submit()
    assert [order.handler for order in orders] == ["王师傅"]


def test_that_no_field_of_a_form_is_a_window_of_its_own(hall: Hall, show: Callable[..., OrderForm]) -> None:
    """The warning is known before the field has its place for it."""
    _, other = at_work(hall)
    shown = list[QWidget]()

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QLabel) and watched.isWindow():
                shown.append(watched)
            return False

    watch = Watch()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(watch)
    HandlerField(hall, msgspec.structs.replace(town.card(other), hands=["王师傅"])).deleteLater()
    InspectorField(hall, case=other).deleteLater()
    application.removeEventFilter(watch)
    assert shown == []


def test_that_both_cards_say_that_somebody_else_is_at_work_there(hall: Hall, show: Callable[..., Beside], qtbot: QtBot) -> None:
    mine, other = at_work(hall)
    given = msgspec.structs.replace(other, status=Status.DISPOSING, handler="李师傅", version=other.version + 1)
    hall.cases.put([given])
    for case, who in ((mine, "李师傅"), (given, "王师傅")):
        beside = show(Beside(hall), 420, 300)
        beside.show_card(town.card(case))
        settle()
        assert f"同一地点另有人在办：{who}，相距 18 米" in texts(beside)
    assert second.at_place(hall, msgspec.structs.replace(mine, lon=mine.lon + 0.01)) == []
    hall.cases.put([msgspec.structs.replace(mine, status=Status.CLOSED, version=mine.version + 1)])
    qtbot.waitUntil(lambda: "王师傅" not in texts(beside))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_that_a_crowd_at_work_there_takes_two_lines_and_leads_to_each_case(hall: Hall, show: Callable[..., Beside], language: str) -> None:
    mine, _ = at_work(hall)
    crowd = [case for case in hall.cases if case.id != mine.id][:6]
    hands = ["王师傅", "李师傅", "王师傅", "赵师傅", "孙师傅", "王师傅"]
    there = {"status": Status.DISPOSING, "submitted_at": None, "lat": mine.lat, "closed_at": None}
    hall.cases.put(
        [
            msgspec.structs.replace(case, handler=hand, lon=mine.lon + 0.00002 * (at + 1), version=case.version + 1, **there)
            for at, (case, hand) in enumerate(zip(crowd, hands, strict=True))
        ]
    )
    words.speak(language)
    beside = show(Beside(hall), 340, 300)
    beside.show_card(town.card(mine))
    settle()
    said = words.choose(
        "同一地点另有人在办：王师傅 ×3、李师傅、赵师傅等 4 人，最近相距 2 米",
        "Also at work here: 王师傅 ×3, 李师傅, 赵师傅 and 1 more, the nearest 2 m away",
    )
    (line,) = [each for each in beside.findChildren(QLabel) if not each.isHidden() and each.text() == said]
    row = line.parentWidget()
    assert row.heightForWidth(row.width()) <= 2 * line.fontMetrics().lineSpacing() + 4
    (way,) = beside.findChildren(QPushButton)
    actions = way.menu().actions()
    assert [action.text().split(" · ")[0] for action in actions] == [words.number_short(case.number) for case in crowd]
    actions[2].trigger()
    assert hall.selection.id == crowd[2].id
    words.speak("zh_CN")


def test_that_a_case_is_merged_with_what_the_backend_finds_like_it(hall: Hall, show: Callable[..., OrderForm]) -> None:
    case, near, called = (town.cases(40)[at] for at in (0, 1, 2))
    found = [Duplicate(case=near, near=True, same_caller=False, away_m=12.4), Duplicate(case=called, near=False, same_caller=True)]
    form = show(OrderForm(hall, msgspec.structs.replace(town.card(case), duplicates=found), Offer(verb=Verb.MERGE, needs=["duplicate_of"])), 420, 300)
    field = form.fields["duplicate_of"]
    assert isinstance(field, DuplicateField)
    assert field.choice.values() == [near.id, called.id]
    assert "12 m" in field.choice.itemText(0)
    assert "同一来电人" in field.choice.itemText(1)


def test_that_a_card_leads_to_its_whole_and_to_its_parts(hall: Hall, show: Callable[..., QWidget]) -> None:
    whole, case, part = list(hall.cases)[:3]
    hall.selection.set(Noun.CASE, case.id)
    beside = show(Beside(hall), 420, 200)
    beside.show_card(msgspec.structs.replace(town.card(case), whole=whole, parts=[part]))
    for other in (whole, part):
        button = next(each for each in beside.findChildren(QPushButton) if words.number_short(other.number) in each.text())
        assert words.of(other.status) in button.text()
        button.click()
        assert hall.selection.id == other.id
