"""The hotline's panes: calls are taken by one key, popped, written down, handed over; citizens called back; nobody published by accident."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.hall.calls import KEPT, OVER, Calls
from console.hall.hall import Hall
from console.widgets.case.promise import PromiseLine
from console.widgets.hotline.call import CallPane
from console.widgets.hotline.callbacks import COMPLAINING, CallbacksPane
from console.widgets.hotline.figures import HotlineFiguresPane
from console.widgets.hotline.pane import MISSED, HotlinePane
from console.widgets.hotline.publicity import PROPOSED, PublicityPane
from console.widgets.hotline.ring_bar import RingBar
from console.widgets.hotline.seats import SeatBar
from console.widgets.hotline.transfers import REGISTERED, TransfersPane
from tests.console import town
from tests.console.hotline_town import a_call, figures_of, open_hotline, publication, talking, transfer_card
from wire.calls import AtAddress, HandOverOrder, RecordOrder, ReturnCallOrder
from wire.cases import CallBackOrder, ReworkOrder
from wire.codes import CallbackState, CallKind, CallState, Publicity, Role, Satisfaction, SeatState, Status, TransferState, Urgency, Verb, VoidKind
from wire.figures import FigureList, HotlineFigure
from wire.phrases import Phrase
from wire.privacy import PersonalData
from wire.publications import ProposeOrder, WithdrawOrder
from wire.seats import AwayOrder, SignOffOrder, SignOnOrder
from wire.transfers import ReplyOrder

pytestmark = pytest.mark.gui


@pytest.fixture
def busy(hall: Hall) -> Hall:
    open_hotline(hall)
    return hall


def leave_seat(hall: Hall) -> None:
    seat = hall.seats.get("2")
    assert seat is not None
    hall.seats.put([msgspec.structs.replace(seat, version=9, user="", full_name="", state=SeatState.EMPTY)])


def test_that_free_seats_ring_and_others_do_not(busy: Hall, show: Callable[..., SeatBar]) -> None:
    bar = show(SeatBar(busy), 700, 64)
    assert [str(tile.state()) for tile in bar.tiles] == ["TALKING", "RINGING", "AFTER_CALL", "AWAY", "EMPTY", "RINGING"]


def test_that_the_longest_ringing_call_is_taken_wherever_one_looks(busy: Hall, show: Callable[..., HotlinePane], qtbot: QtBot) -> None:
    pane = show(HotlinePane(busy), 700, 400)
    pane.tabs.choose(MISSED)
    with qtbot.waitSignal(pane.take_wanted) as taken:
        pane.take_first()
    assert taken.args == ["k-1"]
    leave_seat(busy)
    with qtbot.assertNotEmitted(pane.take_wanted):
        pane.take_first()


def test_that_the_bar_over_the_wall_says_who_rings_and_goes(busy: Hall, show: Callable[..., RingBar], qtbot: QtBot) -> None:
    bar = show(RingBar(busy), 900, 40)
    assert "138****5520" in bar._head.text()
    assert "重复投诉" in bar._known.text()
    busy.calls.put([a_call("k-1", CallState.RINGING, 0.2, number="", version=4)])
    assert ("号码未显示" in bar._head.text(), bar._known.text()) == (True, "")
    with qtbot.waitSignal(bar.shown) as shown:
        busy.calls.put([a_call(id, CallState.MISSED, 1, version=5) for id in ("k-0", "k-1")])
    assert shown.args == [False]


def test_that_missed_callers_are_called_back_by_key(busy: Hall, show: Callable[..., HotlinePane], qtbot: QtBot) -> None:
    pane = show(HotlinePane(busy), 700, 400)
    pane.tabs.choose(MISSED)
    assert [line.id for line in pane.lines.lines.lines] == ["k-7", "k-6"]
    pane.lines.choose("k-6")
    pane.lines.setFocus()
    with qtbot.waitSignal(pane.call_ordered) as ordered:
        qtbot.keyClick(pane.lines, Qt.Key.Key_B)
    assert ordered.args == ["k-6", ReturnCallOrder(reached=True)]
    busy.calls.put([a_call("k-6", CallState.MISSED, 8, number="", version=4)])
    assert [line.id for line in pane.lines.lines.lines] == ["k-7"], "who withheld his number cannot be called back"


def test_that_one_signs_on_by_a_number_and_off_with_a_note(busy: Hall, show: Callable[..., HotlinePane], qtbot: QtBot) -> None:
    pane = show(HotlinePane(busy), 700, 400)
    with qtbot.waitSignal(pane.seat_ordered) as ordered:
        qtbot.keyClick(pane.lines, Qt.Key.Key_A)
    assert ordered.args == [2, AwayOrder()]
    pane.off.click()
    pane.note.set("停水至六点")
    with qtbot.waitSignal(pane.seat_ordered) as ordered:
        pane.leave.click()
    assert ordered.args == [2, SignOffOrder(note="停水至六点")]
    leave_seat(busy)
    pane.lines.setFocus()
    with qtbot.waitSignal(pane.seat_ordered) as ordered:
        qtbot.keyClick(pane.lines, Qt.Key.Key_5)
    assert ordered.args == [5, SignOnOrder()]


@pytest.fixture
def popped(busy: Hall, show: Callable[..., CallPane]) -> CallPane:
    talking(busy)
    pane = show(CallPane(busy), 420, 700)
    pane.open("k-1")
    return pane


def test_that_the_pop_shows_the_number_whole_with_its_cases_and_calls(popped: CallPane, busy: Hall) -> None:
    assert popped._number.text() == "13812345520"
    assert "重复投诉" in popped._known.text()
    assert "2号接线员" in popped._greeting.text()
    assert (len(popped.cases.lines.lines), len(popped.calls.lines.lines)) == (3, 2)
    assert popped.hang_up.isVisible()


def test_that_who_calls_is_known_by_the_address_too(popped: CallPane, busy: Hall, qtbot: QtBot) -> None:
    """The caller's last case says where, or one types what he says; cases of his own number are not told twice."""
    card = popped.card
    assert card is not None
    newest = max(card.cases, key=lambda case: case.reported_at)
    assert (popped.at.field.value(), popped.at.typed) == (newest.address, "")
    other = next(case for case in busy.cases if case.id not in {each.id for each in card.cases})
    about = a_call("k-9", CallState.ENDED, 90, case_id=other.id)
    popped.at.take(AtAddress(address=newest.address, cases=[newest, other], calls=[about]))
    assert [line.id for line in popped.at.cases.lines.lines] == [other.id]
    assert [line.id for line in popped.at.calls.lines.lines] == ["k-9"]
    with qtbot.waitSignal(popped.at.wanted) as asked:
        popped.at.field.set("红旗街 7 号")
    assert (asked.args, popped.at.typed) == (["红旗街 7 号"], "红旗街 7 号")
    assert popped.at.cases.lines.lines == []
    popped.at.take(AtAddress(address=newest.address, cases=[other]))
    assert popped.at.cases.lines.lines == [], "that was asked about another address"
    popped.at.take(AtAddress(address="红旗街 7 号", cases=[other]))
    with qtbot.waitSignal(popped.at.wanted):
        busy.hotline.cards.put([msgspec.structs.replace(card, version=card.version + 1)])
    assert popped.at.cases.lines.lines == [], "what was known before the card came again is asked for again"
    popped.at.field.set("路" * 310)
    assert len(popped.at.field.value() or "") == 300


def test_that_a_consultation_is_written_down_with_its_answer_by_keys_alone(popped: CallPane, qtbot: QtBot) -> None:
    popped.text.setFocus()
    qtbot.keyClick(popped.text.edit, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    with qtbot.assertNotEmitted(popped.record_wanted):
        popped.submit()
    assert popped.text._error.isVisible()
    qtbot.keyClicks(popped.text.edit, "9:00")
    with qtbot.waitSignal(popped.record_wanted) as wanted:
        qtbot.keyClick(popped.text.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert wanted.args == ["k-1", RecordOrder(kind=CallKind.CONSULTATION, urgency=Urgency.GENERAL, text="9:00")]


def test_that_a_caller_is_handed_over_with_a_note(popped: CallPane, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(popped.record_wanted):
        popped.overs["110"].click()
    popped.text.set("有人打架")
    with qtbot.waitSignal(popped.record_wanted) as wanted:
        popped.overs["110"].click()
    assert wanted.args == ["k-1", HandOverOrder(to="110", text="有人打架")]


def test_that_what_is_typed_survives_what_comes_from_the_backend(popped: CallPane, busy: Hall) -> None:
    popped.text.set("正在写")
    card = busy.hotline.cards.get("k-1")
    assert card is not None
    busy.hotline.cards.put([msgspec.structs.replace(card, version=3, text="旧的")])
    assert popped.text.value() == "正在写"


def test_that_a_case_of_the_call_is_asked_for_as_a_complaint(popped: CallPane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(popped.report_wanted) as wanted:
        popped.ask_for_report()
    assert wanted.args == ["k-1"]
    assert popped.kind.value() is CallKind.COMPLAINT


@pytest.fixture
def callbacks(busy: Hall, show: Callable[..., CallbacksPane]) -> CallbacksPane:
    return show(CallbacksPane(busy), 900, 420)


def test_that_a_citizen_is_called_back_by_keys(callbacks: CallbacksPane, busy: Hall, qtbot: QtBot) -> None:
    callbacks.lines.setFocus()
    with qtbot.waitSignal(callbacks.card_wanted):
        callbacks.lines.selectRow(1)
    case = callbacks.case
    assert case is not None
    assert case.callback is CallbackState.PENDING
    with qtbot.waitSignal(callbacks.number_wanted):
        qtbot.keyClick(callbacks.lines, Qt.Key.Key_P)
    whole = PersonalData(case_id=case.id, until=town.NOW, reporter="王秀英", phone="13812345520", address="", description="")
    callbacks.take_number(whole)
    assert "13812345520" in callbacks._phone.text()
    qtbot.keyClick(callbacks.lines, Qt.Key.Key_4)
    assert callbacks.unsolved.isChecked()
    qtbot.keyClick(callbacks.lines, Qt.Key.Key_2)
    with qtbot.waitSignal(callbacks.ordered) as ordered:
        qtbot.keyClick(callbacks.lines, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert ordered.args == [case.id, CallBackOrder(outcome=CallbackState.DONE, resolved=True, satisfaction=Satisfaction.SATISFIED)]
    with qtbot.waitSignal(callbacks.ordered) as ordered:
        qtbot.keyClick(callbacks.lines, Qt.Key.Key_U)
    assert ordered.args == [case.id, CallBackOrder(outcome=CallbackState.UNREACHABLE)]
    with qtbot.assertNotEmitted(callbacks.ordered):
        callbacks.waive.click()
    assert callbacks.note._error.isVisible()


def test_that_who_was_refused_is_told_why_and_asked_nothing(callbacks: CallbacksPane, busy: Hall, qtbot: QtBot) -> None:
    case = next(case for case in busy.cases if case.callback is CallbackState.PENDING)
    refused = {"status": Status.VOIDED, "void_kind": VoidKind.NOT_ACCEPTED, "disposed_at": None, "version": case.version + 1}
    busy.cases.put([msgspec.structs.replace(case, **refused)])
    callbacks.open(case.id)
    assert "不予受理" in callbacks._told.text()
    assert not callbacks.satisfaction.isVisible()
    with qtbot.waitSignal(callbacks.ordered) as ordered:
        callbacks.submit()
    assert ordered.args == [case.id, CallBackOrder(outcome=CallbackState.DONE)]


def test_that_who_is_not_content_is_sent_back_with_his_words(callbacks: CallbacksPane, busy: Hall, qtbot: QtBot) -> None:
    callbacks.tabs.choose(COMPLAINING)
    callbacks.open(next(line.id for line in callbacks.lines.lines.lines if line.id in busy.cards))
    back = callbacks._back.findChildren(QPushButton)[-1]
    with qtbot.assertNotEmitted(callbacks.ordered):
        back.click()
    callbacks.note.set("垃圾还在")
    with qtbot.waitSignal(callbacks.ordered) as ordered:
        back.click()
    assert ordered.args == [callbacks._id, ReworkOrder(note="垃圾还在")]


def test_that_the_preview_is_what_will_be_proposed(busy: Hall, show: Callable[..., PublicityPane], qtbot: QtBot) -> None:
    busy.me = town.user(Role.EVALUATOR)
    pane = show(PublicityPane(busy), 900, 600)
    case = next(case for case in busy.cases if case.publicity is None and case.disposed_at)
    pane.open(case.id)
    busy.hotline.publications.put([publication(case)])
    pane.result.set("已清理，感谢市民监督。")
    assert pane.sheet._texts[1].text() == "已清理，感谢市民监督。"
    with qtbot.waitSignal(pane.ordered) as ordered:
        pane.propose.click()
    assert isinstance(ordered.args[1], ProposeOrder)
    assert (ordered.args[1].result, ordered.args[1].photos) == ("已清理，感谢市民监督。", [])
    assert not pane.publish.isVisible()


def test_that_only_a_confirmer_can_publish_and_a_withdrawal_says_why(busy: Hall, show: Callable[..., PublicityPane], qtbot: QtBot) -> None:
    busy.me = town.user(Role.EVALUATOR)
    pane = show(PublicityPane(busy), 900, 600)
    pane.tabs.choose(PROPOSED)
    case = next(case for case in busy.cases if case.publicity is Publicity.PROPOSED)
    pane.open(case.id)
    busy.hotline.publications.put([publication(case)])
    assert pane.publish.isVisible()
    busy.me = town.user(Role.ACCEPTOR)
    pane.say()
    assert not pane.publish.isVisible()
    with qtbot.assertNotEmitted(pane.ordered):
        pane.withdraw.click()
    pane.note.set("当事人要求")
    with qtbot.waitSignal(pane.ordered) as ordered:
        pane.withdraw.click()
    assert ordered.args == [case.id, WithdrawOrder(reason="当事人要求")]


def test_that_a_transfer_is_answered_by_its_own_deadline(busy: Hall, show: Callable[..., TransfersPane], qtbot: QtBot) -> None:
    pane = show(TransfersPane(busy), 900, 420)
    assert [(line.id, line.tone) for line in pane.lines.lines.lines] == [("t-0", "danger"), ("t-1", "warn")]
    pane.open("t-1")
    busy.hotline.transfer_cards.put([transfer_card(busy)])
    assert "13900001200" in pane._facts.text()
    with qtbot.assertNotEmitted(pane.ordered):
        pane.submit()
    pane.reply.set("已修复")
    with qtbot.waitSignal(pane.ordered) as ordered:
        pane.submit()
    assert ordered.args == ["t-1", ReplyOrder(reply="已修复")]
    transfer = busy.transfers.get("t-1")
    assert transfer is not None
    busy.transfers.put([msgspec.structs.replace(transfer, version=2, state=TransferState.REPLIED, replied_at=town.NOW)])
    assert not pane.send.isVisible()


def test_that_a_transfer_says_what_its_words_are_and_how_its_case_stands(busy: Hall, show: Callable[..., TransfersPane]) -> None:
    """The words of the citizen are whole where the card has come; a case that is closed waits for the reply."""
    pane = show(TransfersPane(busy), 900, 420)
    closed = next(case for case in busy.cases if case.status is Status.CLOSED)
    registered = next(each for each in busy.transfers if each.state is TransferState.REGISTERED)
    busy.transfers.put([msgspec.structs.replace(registered, version=2, case_id=closed.id)])
    pane.tabs.choose(REGISTERED)
    (line,) = pane.lines.lines.lines
    assert line.below.startswith(f"{words.of(Status.CLOSED)} · {registered.number}")
    pane.open("t-1")
    card = transfer_card(busy)
    busy.hotline.transfer_cards.put([msgspec.structs.replace(card, transfer=msgspec.structs.replace(card.transfer, text="电话 13900001200"))])
    assert pane._text.text() == "电话 13900001200"


@pytest.mark.parametrize("field", ["text", "reply", "note"])
def test_that_phrases_come_where_one_writes_to_citizens(
    field: str, busy: Hall, show: Callable[..., QWidget], popped: CallPane, callbacks: CallbacksPane, qtbot: QtBot
) -> None:
    transfers = show(TransfersPane(busy), 900, 420)
    transfers.open("t-1")
    callbacks.open(next(case.id for case in busy.cases if case.callback is CallbackState.PENDING))
    busy.hotline.transfer_cards.put([transfer_card(busy)])
    verb = Verb.CALL_BACK if field == "note" else None
    busy.phrases.set([Phrase(id="p", version=1, owner=None, field=field, verb=verb, short="hs", text="您好，{operator}为您服务")])
    writing = {"text": popped.text, "reply": transfers.reply, "note": callbacks.note}[field]
    assert "Ctrl+J" in writing._label.text()
    writing.window().activateWindow()
    writing.edit.setFocus()
    qtbot.waitUntil(writing.edit.hasFocus)
    qtbot.keyClicks(writing.edit, "hs")
    qtbot.keyClick(writing.edit, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert writing.value() == f"您好，{busy.me.full_name}为您服务"


def test_that_phrases_for_the_public_are_filled_with_nobodys_name(busy: Hall, show: Callable[..., PublicityPane], qtbot: QtBot) -> None:
    pane = show(PublicityPane(busy), 900, 600)
    case = next(case for case in busy.cases if case.publicity is None and case.disposed_at and case.reporter)
    pane.open(case.id)
    busy.hotline.publications.put([publication(case)])
    text = "{class}，{address}，{reporter}，{operator}"
    busy.phrases.set([Phrase(id="p", version=1, owner=None, field="result", verb=None, short="jg", text=text)])
    for writing in (pane.problem, pane.result, pane.note):
        assert "Ctrl+J" in writing._label.text()
    pane.result.set("")
    pane.window().activateWindow()
    pane.result.edit.setFocus()
    qtbot.waitUntil(pane.result.edit.hasFocus)
    qtbot.keyClicks(pane.result.edit, "jg")
    qtbot.keyClick(pane.result.edit, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    shown = publication(case).shown
    assert pane.result.value() == f"{shown.class_name}，{shown.place}，{{reporter}}，{{operator}}"


def test_that_every_figure_opens_the_calls_or_cases_behind_it(busy: Hall, show: Callable[..., HotlineFiguresPane], qtbot: QtBot) -> None:
    asked: list[object] = []
    pane = HotlineFiguresPane(busy)
    pane.figures_wanted.connect(lambda start, end: asked.append((start, end)))
    show(pane, 730, 300)
    start, end = pane.span()
    assert asked == [(start, end)]
    assert (words.local(start).hour, end - start) == (0, timedelta(days=1))
    pane.take_figures(figures_of(start, end))
    lines = {line.id: line for line in pane.figures.lines.lines}
    assert set(lines) == set(HotlineFigure)
    assert (lines[HotlineFigure.ANSWERED].head, lines[HotlineFigure.ANSWERED].figure) == ("接听　接通率 96.4 % · 平均 8 秒接听", "1,240")
    pane.figures.setFocus()
    pane.figures.choose(HotlineFigure.MISSED)
    with qtbot.waitSignal(pane.list_wanted) as wanted:
        qtbot.keyClick(pane.figures, Qt.Key.Key_Return)
    assert wanted.args == [HotlineFigure.MISSED, start, end]
    missed = [call for call in busy.calls if call.state is CallState.MISSED]
    pane.take_list(FigureList(figure=HotlineFigure.CALLS, calls=list(busy.calls)), start)  # of another figure: too late
    assert pane.behind.lines.lines == []
    pane.take_list(FigureList(figure=HotlineFigure.MISSED, calls=missed), start)
    assert [line.id for line in pane.behind.lines.lines] == [call.id for call in missed]
    pane.behind.setFocus()
    pane.behind.choose(missed[0].id)
    with qtbot.waitSignal(pane.call_opened) as opened:
        qtbot.keyClick(pane.behind, Qt.Key.Key_Return)
    assert opened.args == [missed[0].id]
    pane.figures.setFocus()
    with qtbot.waitSignal(pane.figures_wanted) as again:
        qtbot.keyClick(pane.figures, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert again.args == [start - timedelta(days=1), start]
    busy.clock.set(town.NOW + timedelta(days=1))
    busy.clock.ticked.emit(busy.clock.now())
    assert pane.span()[0] == start - timedelta(days=1)  # who looks at a day of the past stays there


def test_that_a_promise_has_a_line_of_its_own_beside_the_clock(busy: Hall, show: Callable[..., PromiseLine]) -> None:
    line = show(PromiseLine(), 300, 30)
    assert not line.isVisibleTo(line.parentWidget()) or not line._text.text()
    running = [case for case in busy.cases if case.promise_at and case.promise_kept is None]
    over = next(case for case in running if case.promise_at < town.NOW)
    line.show_case(over, town.NOW)
    assert "已超承诺时限" in line._text.text()
    line.show_case(next(case for case in running if case.promise_at > town.NOW), town.NOW)
    assert "前解决" in line._text.text()


def test_that_who_was_missed_stays_however_many_call_since(qtbot: QtBot) -> None:
    calls, missed = Calls(), a_call("missed", CallState.MISSED, 3 * 1440)
    calls.put([missed])
    calls.put([a_call(f"k{number}", CallState.ENDED, number) for number in range(KEPT + OVER)])
    assert "missed" in calls
    calls.put([msgspec.structs.replace(missed, version=9, called_back_at=town.NOW)])
    calls.put([a_call(f"n{number}", CallState.ENDED, 0) for number in range(OVER + 1)])
    assert "missed" not in calls
