"""The case card: what the backend offers can be done from it, and nothing else; what was typed is never lost."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.receipts import Receipt, ReceiptState
from console.hall.verb_keys import letters
from console.language import Language
from console.widgets.case.card import Card
from console.widgets.case.order_form import ORDERS, OrderForm, fields_of
from console.widgets.case.timeline import Timeline
from tests.console import town
from wire.cases import AcceptOrder, Case, Offer, RefuseOrder, SubmitOrder
from wire.codes import Noun, ReceiverKind, Status, Verb
from wire.flow import Alteration, FlowRecord
from wire.photos import id_of
from wire.problem import FieldError, Problem

pytestmark = pytest.mark.gui


@pytest.fixture
def card(hall: Hall, show: Callable[..., Card]) -> Card:
    return show(Card(hall), 480, 800)


def choose(hall: Hall, status: Status) -> Case:
    """Select the first case of a status, with its card."""
    case = next(case for case in hall.cases if case.status is status)
    hall.cards.put([town.card(case)])
    hall.selection.set(Noun.CASE, case.id)
    return case


def move(hall: Hall, case: Case, status: Status) -> Case:
    """The case moves on, elsewhere."""
    moved = msgspec.structs.replace(case, version=case.version + 1, status=status)
    hall.cases.put([moved])
    hall.cards.put([town.card(moved)])
    return moved


def verbs(card: Card) -> list[str]:
    """What stands in the row, and what in its menu."""
    menu = [action.text().split("\t")[0] for action in card.verbs.more.menu().actions()] if card.verbs.more is not None else []
    return [made.text().split("  ")[0] for made in card.verbs.buttons.values()] + menu


def open_form(card: Card, verb: Verb) -> OrderForm:
    QApplication.processEvents()
    QTest.mouseClick(card.verbs.buttons[verb], Qt.MouseButton.LeftButton)
    assert card.form is not None
    return card.form


def picture(width: int, height: int) -> bytes:
    image, buffer = QImage(width, height, QImage.Format.Format_RGB32), QBuffer()
    image.fill(QColor("#336699"))
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return buffer.data().data()


# By a report, by the result of a task, by a request that was granted.
NO_ORDERS = {*(Verb.REPORT, Verb.REPORT_SELF, Verb.ASSESS), *(Verb.VERIFY, Verb.CHECK), *(Verb.SUSPEND, Verb.EXTEND, Verb.EXEMPT)}


def test_that_every_order_of_the_wire_can_be_asked_for() -> None:
    assert {Verb(tag) for tag in ORDERS} == set(Verb) - NO_ORDERS
    for verb in ORDERS:
        asked = set(fields_of(Verb(verb)))
        assert asked == set(ORDERS[verb].__struct_fields__) - {"unadvised"}  # what the form knows by itself


def test_that_every_verb_has_a_form_that_opens(card: Card, hall: Hall, show: Callable[..., OrderForm]) -> None:
    case = choose(hall, Status.REPORTED)
    for verb in ORDERS:
        needs = [name for name in fields_of(Verb(verb)) if name != "note"]
        form = show(OrderForm(hall, msgspec.structs.replace(town.card(case), check_from=town.NOW), Offer(verb=Verb(verb), needs=needs)), 400, 400)
        assert set(form.fields) == set(fields_of(Verb(verb)))


def test_that_exactly_what_is_offered_can_be_done(card: Card, hall: Hall) -> None:
    case = choose(hall, Status.PENDING_FILING)
    assert verbs(card) == [words.of(verb) for verb, _ in town.OFFERS[Status.PENDING_FILING]]
    move(hall, case, Status.PENDING_DISPATCH)
    assert verbs(card) == [words.of(verb) for verb, _ in town.OFFERS[Status.PENDING_DISPATCH]]


def test_that_each_step_says_its_letter_and_the_letter_opens_its_form(card: Card, hall: Hall) -> None:
    choose(hall, Status.REPORTED)
    by_letter = letters(offer.verb for offer in card.verbs.offers)
    assert [made.text() for made in card.verbs.buttons.values()] == [f"{words.of(verb)}  {by_letter[verb]}" for verb in card.verbs.buttons]
    card.take_focus()
    main = next(offer.verb for offer in card.verbs.offers if offer.main)
    assert card.verbs.buttons[main].hasFocus()
    QTest.keyClick(card.verbs.buttons[main], Qt.Key.Key_X)
    assert card.form is not None
    assert card.form.offer.verb is Verb.REFUSE
    QTest.keyClick(card.form.fields["note"].edit, Qt.Key.Key_Escape)
    assert card.verbs.buttons[main].hasFocus()
    QTest.keyClick(card.verbs.buttons[main], Qt.Key.Key_Return)
    assert card.form is not None
    assert card.form.offer.verb is main


def test_that_where_nobody_comes_the_step_says_that_another_is_sent(card: Card, hall: Hall) -> None:
    case = choose(hall, Status.REPORTED)
    moved = msgspec.structs.replace(case, version=case.version + 1, status=Status.VERIFYING)
    hall.cases.put([moved])
    hall.cards.put([msgspec.structs.replace(town.card(moved), offers=[Offer(verb=Verb.SEND_VERIFY, needs=[])])])
    assert verbs(card) == ["改派核实"]
    assert open_form(card, Verb.SEND_VERIFY)._send.text().startswith("改派核实")


def test_that_the_focus_waits_for_the_steps_of_a_card_that_is_on_its_way(card: Card, hall: Hall) -> None:
    case = next(case for case in hall.cases if case.status is Status.PENDING_FILING)
    hall.cards.put([], gone=[case.id])
    hall.selection.set(Noun.CASE, case.id)
    card.take_focus()
    hall.cards.put([town.card(case)])
    assert card.verbs.holds_focus()


def test_that_a_form_is_done_when_what_it_has_sent_is_stored_and_sent_once(card: Card, hall: Hall, qtbot: QtBot) -> None:
    case = choose(hall, Status.REPORTED)
    form = open_form(card, Verb.ACCEPT)
    form.submit()
    for version, state in enumerate((ReceiptState.QUEUED, ReceiptState.SENT), 1):
        hall.receipts.put([receipt(case, state, version, verb=Verb.ACCEPT)])
        with qtbot.assertNotEmitted(card.ordered):
            form.submit()
    move(hall, case, Status.PENDING_FILING)
    assert not card._conflict.isVisible()
    hall.receipts.put([receipt(case, ReceiptState.STORED, 3, verb=Verb.ACCEPT)])
    assert card.form is None
    assert card.verbs.holds_focus()


def test_that_a_form_that_was_refused_can_be_sent_again(card: Card, hall: Hall, qtbot: QtBot) -> None:
    case = choose(hall, Status.REPORTED)
    form = open_form(card, Verb.ACCEPT)
    form.submit()
    refusal = Problem(status=409, code="wrong_condition", title="", detail="x")
    hall.receipts.put([receipt(case, ReceiptState.REFUSED, 1, refusal, Verb.ACCEPT)])
    assert card.form is form
    with qtbot.waitSignal(card.ordered):
        form.submit()


def test_that_a_card_that_is_older_than_its_case_offers_nothing_and_is_asked_for_once(card: Card, hall: Hall, qtbot: QtBot) -> None:
    case = choose(hall, Status.PENDING_FILING)
    wanted: list[str] = []
    card.card_wanted.connect(wanted.append)
    newer = msgspec.structs.replace(case, version=case.version + 1, status=Status.PENDING_DISPATCH)
    hall.cases.put([newer])
    hall.receipts.put(town.receipts())
    assert wanted == [case.id]
    assert verbs(card) == []


@pytest.mark.parametrize("status", [Status.PENDING_DISPATCH, Status.CLOSED])
def test_that_who_can_see_it_is_asked_for_whatever_is_offered(card: Card, hall: Hall, qtbot: QtBot, status: Status) -> None:
    case = choose(hall, status)
    QApplication.processEvents()
    with qtbot.waitSignal(card.sight_wanted) as asked:
        QTest.mouseClick(card.verbs.sight, Qt.MouseButton.LeftButton)
    assert asked.args == [case.id]


def test_that_a_case_that_was_never_opened_is_asked_for(card: Card, hall: Hall, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.card_wanted) as wanted:
        hall.selection.set(Noun.CASE, "c-200")
    assert wanted.args == ["c-200"]
    assert card.clock._number.text() == "1121-00200"


def test_that_a_reason_must_be_given_before_a_refusal_is_sent(card: Card, hall: Hall, qtbot: QtBot) -> None:
    case = choose(hall, Status.REPORTED)
    form = open_form(card, Verb.REFUSE)
    with qtbot.assertNotEmitted(card.ordered):
        form.submit()
    assert form.fields["note"]._error.isVisible()
    QTest.keyClicks(form.fields["note"].edit, "not a matter of the city")
    with qtbot.waitSignal(card.ordered) as ordered:
        QTest.keyClick(form.fields["note"].edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert ordered.args == [case.id, RefuseOrder(note="not a matter of the city")]


def test_that_acceptance_starts_with_what_was_reported(card: Card, hall: Hall, qtbot: QtBot) -> None:
    case = choose(hall, Status.REPORTED)
    form = open_form(card, Verb.ACCEPT)
    with qtbot.waitSignal(card.ordered) as ordered:
        form.submit()
    expected = AcceptOrder(kind=case.kind, class_code=case.class_code, condition_id=f"{case.kind}-{case.class_code}-1")
    assert ordered.args == [case.id, expected]


def test_that_another_class_brings_its_own_conditions(card: Card, hall: Hall) -> None:
    choose(hall, Status.REPORTED)
    form = open_form(card, Verb.ACCEPT)
    form.fields["kind"].set("COMPONENT")
    form.fields["class_code"].set("0137")
    assert form.fields["condition_id"].value() == "COMPONENT-0137-1"
    form.fields["kind"].set("EVENT")
    assert form.fields["class_code"].value() is None
    assert form.fields["condition_id"].value() is None


def test_that_a_result_names_its_photos_before_they_are_uploaded(card: Card, hall: Hall, qtbot: QtBot, tmp_path: Path) -> None:
    case = choose(hall, Status.DISPOSING)
    image = picture(40, 30)
    form = open_form(card, Verb.SUBMIT)
    with qtbot.waitSignal(card.photo_added) as added:
        form.fields["photos"].add(image, "after.png")
    assert added.args == [case.id, image, "image/png"]
    with qtbot.waitSignal(card.ordered) as ordered:
        form.submit()
    assert ordered.args == [case.id, SubmitOrder(photos=[id_of(image)])]


def test_that_a_form_outlives_a_change_elsewhere_with_all_that_was_typed(card: Card, hall: Hall) -> None:
    case = choose(hall, Status.PENDING_FILING)
    form = open_form(card, Verb.NOT_FILE)
    QTest.keyClicks(form.fields["note"].edit, "half a sent")
    move(hall, case, Status.PENDING_DISPATCH)
    assert card.form is form
    assert form.fields["note"].value() == "half a sent"
    assert form.fields["note"].edit.hasFocus()
    assert card._conflict.isVisible()
    assert "待派遣" in card._conflict.text()


def test_that_escape_closes_the_form_and_nothing_else(card: Card, hall: Hall) -> None:
    choose(hall, Status.REPORTED)
    form = open_form(card, Verb.REFUSE)
    QTest.keyClick(form.fields["note"].edit, Qt.Key.Key_Escape)
    assert card.form is None
    assert card.isVisible()


def receipt(case: Case, state: ReceiptState, version: int, problem: Problem | None = None, verb: Verb = Verb.REFUSE) -> Receipt:
    return Receipt(id="k1", version=version, verb=verb, subject=case.id, state=state, at=town.NOW, problem=problem)


def test_that_an_order_is_followed_from_queued_to_stored(card: Card, hall: Hall) -> None:
    case = choose(hall, Status.REPORTED)
    assert not card.receipt.isVisible()
    for version, state in enumerate((ReceiptState.QUEUED, ReceiptState.SENT, ReceiptState.STORED), 1):
        hall.receipts.put([receipt(case, state, version)])
        lit = [step.text() for step in card.receipt._steps if step.property("tone") != "quiet"]
        assert lit == [words.receipt(state)]


def test_that_a_refusal_stands_at_the_field_it_is_about(card: Card, hall: Hall) -> None:
    case = choose(hall, Status.REPORTED)
    form = open_form(card, Verb.ACCEPT)
    refusal = Problem(status=409, code="wrong_condition", title="", detail="x")
    hall.receipts.put([receipt(case, ReceiptState.REFUSED, 1, refusal, Verb.ACCEPT)])
    assert form.fields["condition_id"]._error.text() == "该立案条件不属于此小类"
    assert "被拒绝" in [step.text() for step in card.receipt._steps]
    malformed = Problem(status=400, code="malformed", title="", detail="x", errors=[FieldError(path="class_code", detail="four digits")])
    hall.receipts.put([receipt(case, ReceiptState.REFUSED, 2, malformed, Verb.ACCEPT)])
    assert form.fields["class_code"]._error.text() == "four digits"


def test_that_the_clock_that_runs_is_told_and_ticks(card: Card, hall: Hall) -> None:
    case = choose(hall, Status.DISPOSING)
    assert case.deadline_at is not None
    hall.clock.set(case.deadline_at + timedelta(hours=3, minutes=20))
    hall.clock.ticked.emit(hall.clock.now())
    assert card.clock._figure.text() == "+3时20分"
    assert card.clock._figure.property("tone") == "danger"
    assert "超时" in card.clock._caption.text()


def test_that_photos_are_asked_for_and_shown_before_beside_after(card: Card, hall: Hall, qtbot: QtBot) -> None:
    wanted: list[str] = []
    card.photo_wanted.connect(wanted.append)
    case = choose(hall, Status.DISPOSING)
    ids = [photo.id for photo in town.card(case).photos]
    assert wanted == ids
    hall.photos.put(ids[0], picture(3000, 2000))
    tile = card.photos._tiles[ids[0]]
    assert tile._image.width() == 1600
    hall.photos.put(ids[1], b"this is no picture")
    assert card.photos._tiles[ids[1]].word() == "无法显示"
    columns = [card.photos._grid.getItemPosition(card.photos._grid.indexOf(each))[1] for each in card.photos._tiles.values()]
    assert columns == [0, 1]


def refusal(code: str) -> Problem:
    return Problem(status=0, code=code, title=code, detail=code)


def test_that_a_card_that_could_not_be_had_is_said_and_asked_for_again(card: Card, hall: Hall, qtbot: QtBot, tongue: Language) -> None:
    case = next(case for case in hall.cases if case.status is Status.REPORTED)
    hall.cards.put([], gone=[case.id])
    hall.selection.set(Noun.CASE, case.id)
    hall.failures.note(Wanted.CARD, case.id, refusal("timeout"))
    assert card.missing.isVisible()
    assert card.missing.text.text() == "案件详情未取得：应答超时"
    tongue.set("en")
    QApplication.processEvents()
    assert card.missing.text.text() == "The card could not be fetched: no answer in time"
    with qtbot.waitSignal(card.card_wanted) as wanted:
        QTest.mouseClick(card.missing.ask, Qt.MouseButton.LeftButton)
    assert wanted.args == [case.id]
    hall.link.lost("timeout")
    with qtbot.waitSignal(card.card_wanted):
        hall.link.heard()
    hall.failures.clear(Wanted.CARD, case.id)
    assert not card.missing.isVisible()


def test_that_the_failure_of_one_card_is_not_said_on_another(card: Card, hall: Hall) -> None:
    first = choose(hall, Status.REPORTED)
    hall.failures.note(Wanted.CARD, first.id, refusal("timeout"))
    choose(hall, Status.DISPOSING)
    assert not card.missing.isVisible()


def test_that_a_photo_that_could_not_be_had_says_why_and_a_click_asks_for_it_again(card: Card, hall: Hall, qtbot: QtBot, tongue: Language) -> None:
    id = town.card(choose(hall, Status.DISPOSING)).photos[0].id
    hall.failures.note(Wanted.PHOTO, id, refusal("timeout"))
    hall.photos.miss(id)
    tile = card.photos._tiles[id]
    assert tile.word() == "照片未取得：应答超时"
    tongue.set("en")
    QApplication.processEvents()
    assert (tile.word(), tile.toolTip()) == ("The photo could not be fetched: no answer in time", "Click to fetch it again")
    with qtbot.waitSignal(card.photo_wanted) as wanted:
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert wanted.args == [id]
    assert not tile.large
    hall.photos.put(id, picture(30, 20))
    assert tile.word() == ""


def test_that_the_rail_shows_who_took_each_step(card: Card, hall: Hall) -> None:
    choose(hall, Status.DISPOSING)
    steps = card.rail._steps
    assert [steps[stage].user for stage in list(steps)[:3]] == ["陈娜", "李敏", "刘洋"]


def test_that_what_was_disposed_of_late_says_by_how_many_limits(card: Card, hall: Hall) -> None:
    case = choose(hall, Status.PENDING_REVIEW)
    due = town.NOW - timedelta(hours=9)
    late = msgspec.structs.replace(case, version=case.version + 1, deadline_at=due, disposed_at=due + timedelta(hours=5))
    hall.cases.put([late])
    hall.cards.put([msgspec.structs.replace(town.card(late), overdue_factor=1.25)])
    assert "超时 1.25 倍" in card.clock._caption.text()
    hall.cards.put([msgspec.structs.replace(town.card(late), version=late.version + 1, overdue_factor=None)])
    assert "倍" not in card.clock._caption.text()


def test_that_the_timeline_says_to_whom_and_what_was_changed(hall: Hall, show: Callable[..., Timeline]) -> None:
    step = {"at": town.NOW, "from_status": Status.PENDING_DISPATCH, "to_status": Status.PENDING_DISPOSAL, "user": "刘洋", "role": "DISPATCHER"}
    changed = [Alteration("department_id", "d-park", "d-law"), Alteration("handler", None, "赵军")]
    to = {"receiver_kind": ReceiverKind.DEPARTMENT, "receiver": "d-law"}
    timeline = show(Timeline(hall), 420, 300)
    timeline.show_flow(
        [FlowRecord(seq=1, verb=Verb.DISPATCH, transition="T12", **step, **to, changed=changed, photos=["a"], note="请抓紧")], (), town.NOW
    )
    said = [each.text() for each in timeline.findChildren(QLabel)]
    assert "派遣 · 刘洋 · 派遣员 → 城市管理综合执法大队 · 照片 1 张" in said
    assert "请抓紧\n责任部门：园林绿化服务中心 → 城市管理综合执法大队\n处置人员：— → 赵军" in said


def test_that_the_timeline_says_whether_the_first_that_was_recommended_was_taken(hall: Hall, show: Callable[..., Timeline]) -> None:
    step = {"at": town.NOW, "from_status": Status.PENDING_DISPATCH, "to_status": Status.PENDING_DISPOSAL, "user": "刘洋", "role": "DISPATCHER"}
    flow = [
        FlowRecord(seq=seq, verb=Verb.DISPATCH, transition="T12", **step, receiver_kind=ReceiverKind.DEPARTMENT, receiver="d-law", **choice)
        for seq, choice in enumerate(({"rank": 1, "recommended": "d-law"}, {"rank": 2, "recommended": "d-park"}, {}), 1)
    ]
    timeline = show(Timeline(hall), 420, 300)
    timeline.show_flow(flow, (), town.NOW)
    said = [each.text() for each in timeline.findChildren(QLabel)]
    sent = "派遣 · 刘洋 · 派遣员 → 城市管理综合执法大队"
    assert {f"{sent} · 采用推荐", f"{sent} · 首选推荐为园林绿化服务中心", sent} <= set(said)
