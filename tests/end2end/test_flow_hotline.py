"""The hotline at work: it rings at the real door, is taken, written down, handed over and called back by keys; the figures say so afterwards."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from console.api import Api
from console.connection import Connection
from console.desk import Desk
from console.widgets.hotline.callbacks import CallbacksPane
from console.widgets.hotline.pane import MISSED
from tests.backend.centre import Centre
from tests.backend.test_callbacks import citizens
from tests.backends import *  # noqa: F403
from tests.backends import Backend, Client
from tests.contract.intake_desk import furnish
from tests.contract.intake_walks import take_down
from tests.contract.typist import Typist
from tests.end2end.small_hall import *  # noqa: F403
from tests.end2end.small_hall import CONTROL, HallAt, Keyboard, desk_of
from wire.calls import Call
from wire.codes import CallbackState, CallKind, CallState, Role, Satisfaction, SeatState, Source, Status, Urgency
from wire.figures import HotlineFigure

pytestmark = [pytest.mark.gui, pytest.mark.timeout(400)]
K = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
NUMBER = "13812345678"  # has reported before


@pytest.fixture
def exchange(backend: Backend) -> Client:
    return backend.client(Role.TELEPHONE)


def ring(exchange: Client, id: str, number: str) -> None:
    exchange.post("/v1/calls", json={"id": id, "number": number}).raise_for_status()


def state_of(desk: Desk, id: str) -> CallState | None:
    call = desk.hall.calls.get(id)
    return call.state if call else None


def call_of(desk: Desk, id: str) -> Call:
    call = desk.hall.calls.get(id)
    assert call is not None
    return call


def take(desk: Desk, keyboard: Keyboard, exchange: Client, id: str, number: str) -> None:
    """It rings, the bar over the wall says so, F2 answers it, and its card is popped with the whole number."""
    ring(exchange, id, number)
    keyboard.until(desk.hotline.ring_bar.isVisible)
    keyboard.press(K.Key_F2)
    pop = desk.hotline.call
    keyboard.until(lambda: pop.isVisible() and pop.call is not None and pop.call.id == id and pop._number.text() == number)
    keyboard.until(lambda: not desk.hotline.ring_bar.isVisible())
    keyboard.until(lambda: "2" in pop._greeting.text() and pop.text.edit.hasFocus())


def hang_up(desk: Desk, keyboard: Keyboard, id: str) -> None:
    keyboard.press(K.Key_F4)
    keyboard.until(lambda: state_of(desk, id) is CallState.ENDED)


def write(pane: QWidget, keyboard: Keyboard, text: str) -> None:
    pane.setFocus()
    keyboard.until(lambda: pane.isAncestorOf(QApplication.focusWidget()))
    keyboard.type(text)


def test_that_calls_are_taken_written_down_handed_over_and_called_back_by_keys(
    backend: Backend, centre: Centre, exchange: Client, hall_at: HallAt, keyboard: Keyboard
) -> None:
    furnish(Api(Connection(backend.address, backend.client(Role.ADMIN).token)))
    disposed = citizens(centre, "disposed-of", Status.PENDING_CLOSE)
    desk = desk_of(hall_at("wang", Role.ACCEPTOR))
    hotline, hall = desk.hotline, desk.hall
    keyboard.until(lambda: hall.hotline.book is not None and len(hall.seats) > 0)

    # On at seat 2.
    desk.wall.show_pane("hotline")
    keyboard.until(hotline.desk.isVisible)
    hotline.desk.lines.setFocus()
    keyboard.press(K.Key_2)
    keyboard.until(lambda: (seat := hotline.desk.seat()) is not None and seat.number == 2)

    # A complaint becomes a case, taken down while one listens; it hangs on the call, and is as urgent as that.
    take(desk, keyboard, exchange, "c-case", NUMBER)
    assert [line.id for line in hotline.call.cases.lines.lines] == [disposed.id]
    hotline.call.urgency.set(Urgency.MOST_URGENT)
    write(hotline.call.text, keyboard, "He says: ")
    keyboard.press(K.Key_F3)
    report = desk.intake.report
    keyboard.until(lambda: report.isVisible() and report.phone.value() == NUMBER)
    assert report.matter.value() == "He says:"
    typist = Typist(keyboard.until)
    typist.wait(lambda: report.isAncestorOf(QApplication.focusWidget()))
    take_down(report, typist)
    made = report._id
    keyboard.until(lambda: call_of(desk, "c-case").case_id == made)
    assert (call_of(desk, "c-case").kind, call_of(desk, "c-case").urgency) == (CallKind.COMPLAINT, Urgency.MOST_URGENT)
    assert (centre.card(made).case.source, centre.card(made).case.urgent) == (Source.HOTLINE_12319, True)
    hang_up(desk, keyboard, "c-case")

    # A consultation is closed with its answer; the seat is free only then.
    take(desk, keyboard, exchange, "c-asks", "13900001111")
    keyboard.press(K.Key_1, modifiers=ALT)
    write(hotline.call.text, keyboard, "Mon to Fri, nine to five")
    hang_up(desk, keyboard, "c-asks")
    keyboard.until(lambda: (seat := hotline.desk.seat()) is not None and seat.state is SeatState.AFTER_CALL)
    write(hotline.call.text, keyboard, ".")
    keyboard.press(K.Key_Return, modifiers=CONTROL)
    keyboard.until(lambda: call_of(desk, "c-asks").kind is CallKind.CONSULTATION)
    keyboard.until(lambda: (seat := hotline.desk.seat()) is not None and seat.state is SeatState.FREE)

    # A theft is none of ours: over to 110, with what was said.
    take(desk, keyboard, exchange, "c-theft", "13900002222")
    write(hotline.call.text, keyboard, "a bicycle is being stolen")
    keyboard.press(K.Key_1, modifiers=CONTROL | ALT)
    keyboard.until(lambda: call_of(desk, "c-theft").handed_to == "110")
    hang_up(desk, keyboard, "c-theft")

    # Nobody came in time: called back from the list of missed ones.
    ring(exchange, "c-late", "13900003333")
    exchange.post("/v1/calls/c-late/events", json={"event": "MISSED"}).raise_for_status()
    keyboard.until(lambda: state_of(desk, "c-late") is CallState.MISSED)
    hotline.desk.tabs.choose(MISSED)
    hotline.desk.lines.setFocus()
    keyboard.press(K.Key_Home, K.Key_Down, K.Key_Up)
    keyboard.until(lambda: hotline.desk.lines.current() == "c-late")
    keyboard.press(K.Key_B)
    keyboard.until(lambda: call_of(desk, "c-late").called_back_at is not None)

    call_back(desk, keyboard, hotline.callbacks, disposed.id)
    assert centre.card(disposed.id).case.satisfaction is Satisfaction.VERY_SATISFIED
    look_at_the_figures(desk, keyboard, made)


def call_back(desk: Desk, keyboard: Keyboard, callbacks: CallbacksPane, case_id: str) -> None:
    """The citizen whose case was disposed of: 1 is very satisfied."""
    desk.wall.show_pane("callbacks")
    keyboard.until(lambda: callbacks.isVisible() and len(callbacks.lines.lines.lines) == 1)
    callbacks.lines.setFocus()
    keyboard.press(K.Key_Home, K.Key_Return)
    keyboard.until(lambda: callbacks.case is not None and callbacks.case.id == case_id)
    keyboard.press(K.Key_P)  # the number whole, which is written down
    keyboard.until(lambda: NUMBER in callbacks._phone.text())
    keyboard.press(K.Key_1)
    keyboard.press(K.Key_Return, modifiers=CONTROL)
    keyboard.until(lambda: (case := desk.hall.cases.get(case_id)) is not None and case.callback is CallbackState.DONE)


def look_at_the_figures(desk: Desk, keyboard: Keyboard, made: str) -> None:
    """Every figure is the length of its list, and Return opens what it counts."""
    pane, hall = desk.hotline.figures, desk.hall
    desk.wall.show_pane("hotline_figures")
    expected = {
        HotlineFigure.CALLS: 4,
        HotlineFigure.ANSWERED: 3,
        HotlineFigure.MISSED: 1,
        HotlineFigure.CALLED_BACK: 1,
        HotlineFigure.CONSULTATIONS: 2,  # whoever was handed over was told where to
        HotlineFigure.HANDED_OVER: 1,
        HotlineFigure.ACCEPTED: 1,
        HotlineFigure.OWED: 1,
        HotlineFigure.CALLBACKS: 1,
        HotlineFigure.SATISFIED: 1,
    }
    keyboard.until(lambda: pane._found is not None and expected.items() <= pane._found.counts.items())
    figures = {line.id: line.figure for line in pane.figures.lines.lines}
    pane.figures.setFocus()
    keyboard.press(K.Key_Home)
    for figure in HotlineFigure:
        keyboard.until(lambda figure=figure: pane.figures.current() == figure)
        keyboard.press(K.Key_Return)
        keyboard.until(lambda figure=figure: pane._list is not None and pane._list.figure is figure)
        assert str(len(pane.behind.lines.lines)) == figures[figure], figure
        keyboard.press(K.Key_Down)
    pane.open(HotlineFigure.ACCEPTED)
    keyboard.until(lambda: [line.id for line in pane.behind.lines.lines] == ["c-case"])
    pane.behind.setFocus()
    keyboard.press(K.Key_Down, K.Key_Home, K.Key_Return)
    keyboard.until(lambda: desk.hotline.call.isVisible() and desk.hotline.call.call is hall.calls.get("c-case"))
    assert call_of(desk, "c-case").case_id == made
