"""A post works off its queue by keys: marked rows and one letter; filters made, kept, shared, found again. Real console, real backend."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from console.desk import Desk
from console.hall.receipts import ReceiptState
from tests.backend.centre import DISPATCHER, SAMPLES, Centre
from tests.backends import *  # noqa: F403
from tests.backends import Backend
from tests.end2end.small_hall import *  # noqa: F403
from tests.end2end.small_hall import CONTROL, HallAt, Keyboard, desk_of
from wire.codes import Role, Source, Status, Verb

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
K = Qt.Key
NIGHT_SHIFT = (Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DISPATCHER)  # one person at three posts


def statuses(centre: Centre, ids: list[str]) -> list[Status]:
    return [centre.card(id).case.status for id in ids]


def turn_to(desk: Desk, keyboard: Keyboard, queue: str, rows: int) -> None:
    """By the number of the queue, from wherever the focus is in the list."""
    keyboard.press(K(K.Key_0 + (list(desk.queue.model.queues).index(queue) + 1) % 10))
    keyboard.until(lambda: desk.queue.model.queue.id == queue and desk.queue.model.rowCount() == rows)
    keyboard.press(K.Key_Home)


def mark(desk: Desk, keyboard: Keyboard, count: int) -> list[str]:
    keyboard.press(*[K.Key_Space] * count)
    marked = desk.queue.model.marked()
    assert len(marked) == count
    return marked


def writes_in_form(desk: Desk) -> bool:
    form, focus = desk.queue.bulk.form, QApplication.focusWidget()
    return form is not None and form.isVisible() and focus is not None and form.isAncestorOf(focus)


def send(desk: Desk, keyboard: Keyboard, letter: Qt.Key, count: int) -> None:
    """The letter, what it would do for how many, Return."""
    keyboard.press(letter)
    keyboard.until(desk.queue.bulk.send.hasFocus)
    assert str(count) in desk.queue.bulk.send.text()
    keyboard.press(K.Key_Return)
    keyboard.until(desk.queue.table.hasFocus)


def test_that_marked_rows_go_their_way_by_single_keys(centre: Centre, hall_at: HallAt, keyboard: Keyboard) -> None:
    ids = [centre.report(f"heap-{at}").id for at in range(4)]
    desk = desk_of(hall_at("night", *NIGHT_SHIFT))
    queue, hall = desk.queue, desk.hall
    keyboard.until(lambda: queue.model.rowCount() == 4)
    queue.table.setFocus()

    # Three of four are accepted, each with its own class and condition; taken back; accepted again.
    turn_to(desk, keyboard, "ACCEPT", 4)
    three = mark(desk, keyboard, 3)
    (other,) = set(ids) - set(three)
    send(desk, keyboard, K.Key_A, 3)
    keyboard.until(lambda: statuses(centre, three) == [Status.PENDING_FILING] * 3)
    assert {centre.card(id).case.condition_id for id in three} == {"EVENT-0110-1"}
    turn_to(desk, keyboard, "FILE", 3)
    keyboard.press(K.Key_A, modifiers=CONTROL)
    send(desk, keyboard, K.Key_U, 3)
    keyboard.until(lambda: statuses(centre, ids) == [Status.REPORTED] * 4)
    turn_to(desk, keyboard, "ACCEPT", 4)
    assert mark(desk, keyboard, 3) == three
    send(desk, keyboard, K.Key_A, 3)

    # The fourth, which is marked by nobody, is refused with a reason.
    turn_to(desk, keyboard, "ACCEPT", 1)
    keyboard.press(K.Key_X)
    keyboard.until(lambda: writes_in_form(desk))
    keyboard.type("not a case of the city")
    keyboard.press(K.Key_Return, modifiers=CONTROL)
    keyboard.until(queue.bulk.send.hasFocus)
    keyboard.press(K.Key_Return)
    keyboard.until(lambda: statuses(centre, [other]) == [Status.VOIDED])
    assert centre.card(other).flow[-1].note == "not a case of the city"

    # Filed, and dispatched to one department, whose name is typed.
    turn_to(desk, keyboard, "FILE", 3)
    mark(desk, keyboard, 3)
    send(desk, keyboard, K.Key_F, 3)
    turn_to(desk, keyboard, "DISPATCH", 3)
    mark(desk, keyboard, 3)
    keyboard.press(K.Key_D)
    keyboard.until(lambda: writes_in_form(desk))
    keyboard.type("south")
    keyboard.press(K.Key_Return)
    keyboard.press(K.Key_Return, modifiers=CONTROL)
    keyboard.until(queue.bulk.send.hasFocus)

    # Meanwhile somebody has sent one of them back: it alone is refused, and its receipt says so.
    first, *others = three
    centre.order(DISPATCHER, first, SAMPLES[Verb.RETURN_TO_FILING])
    keyboard.press(K.Key_Return)
    keyboard.until(lambda: statuses(centre, others) == [Status.PENDING_DISPOSAL] * 2)
    assert {centre.card(id).case.department_id for id in others} == {"d2"}
    keyboard.until(lambda: [receipt.subject for receipt in hall.receipts if receipt.state is ReceiptState.REFUSED] == [first])
    assert statuses(centre, [first]) == [Status.PENDING_FILING]


def see(desk: Desk, count: int) -> bool:
    """The list and the maps heed the same filter."""
    return desk.queue.model.rowCount() == count


def open_filters(desk: Desk, keyboard: Keyboard) -> None:
    desk.queue.table.setFocus()
    keyboard.press(K.Key_F, modifiers=CONTROL)
    keyboard.until(desk.queue.form.lamps.choice.line.hasFocus)


def tab(keyboard: Keyboard, to: QWidget) -> None:
    """On and on, until this has the focus."""
    for _ in range(24):
        if to.hasFocus():
            return
        keyboard.press(K.Key_Tab)
    raise AssertionError("Tab does not lead there")


def test_that_a_filter_is_made_kept_shared_and_found_again_by_keys(backend: Backend, centre: Centre, hall_at: HallAt, keyboard: Keyboard) -> None:
    for at in range(5):
        centre.report(f"walked-{at}")
    for at in range(2):
        centre.report(f"told-{at}", Source.HOTLINE_12319)
    console = hall_at("liu", Role.ACCEPTOR)
    desk = desk_of(console)
    queue = desk.queue
    keyboard.until(lambda: see(desk, 7))

    # By source, chosen by a part of its name; kept under a name for oneself.
    open_filters(desk, keyboard)
    tab(keyboard, queue.form.sources.choice)
    keyboard.type("12319")
    keyboard.press(K.Key_Return)
    keyboard.until(lambda: see(desk, 2))
    assert desk.hall.wanted.sources == [Source.HOTLINE_12319]
    tab(keyboard, queue.form.name)
    keyboard.type("calls")
    keyboard.press(K.Key_Return, modifiers=CONTROL)
    keyboard.until(lambda: [saved.name for saved in desk.hall.own_filters] == ["calls"])

    # The same for the whole hall: the name, and a tick.
    tab(keyboard, queue.form.name)
    keyboard.press(K.Key_A, modifiers=CONTROL)
    keyboard.type("all calls")
    tab(keyboard, queue.form.shared)
    keyboard.press(K.Key_Space)
    keyboard.press(K.Key_Return, modifiers=CONTROL)
    keyboard.until(lambda: [saved.name for saved in desk.hall.filters] == ["all calls"])
    keyboard.press(K.Key_Escape)
    assert queue.table.hasFocus()
    assert not queue.form.isVisible()
    console.end()

    # Another one's console has the shared one, and only that; the first one's has both again.
    for name, filters in (("zhao", ["all calls"]), ("liu", ["calls", "all calls"])):
        console = hall_at(name, Role.ACCEPTOR)
        desk = desk_of(console)
        form = desk.queue.form
        keyboard.until(lambda desk=desk: see(desk, 7))
        open_filters(desk, keyboard)
        keyboard.until(lambda form=form, filters=filters: form.list.count() == len(filters))
        assert [form.list.item(at).text().split("  ·  ")[0] for at in range(form.list.count())] == filters
        tab(keyboard, form.list)
        keyboard.press(K.Key_Home, K.Key_Return)
        keyboard.until(lambda desk=desk: see(desk, 2))
        tab(keyboard, form.clear)
        keyboard.press(K.Key_Space)
        keyboard.until(lambda desk=desk: see(desk, 7))
        console.end()
