"""The steps beside the way forward, and the district's dispatchers, by keys alone. Real console, real backend."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from backend import standards
from backend.rules import departments
from console.api import Api
from console.connection import Connection
from console.desk import Desk
from console.widgets.case.city_fields import DepartmentField
from tests.backend.centre import ADMIN, DEPARTMENT, DISPATCHER, Centre
from tests.backends import *  # noqa: F403
from tests.backends import Backend
from tests.end2end.small_hall import *  # noqa: F403
from tests.end2end.small_hall import CONTROL, NONE, HallAt, Keyboard, desk_of
from wire.codes import AdjustmentKind, AdjustmentState, Role, Status, Verb
from wire.people import DepartmentOrder
from wire.side_orders import SubDispatchOrder

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
K, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def two_levels() -> Iterator[None]:
    shipped = standards.in_force()
    standards.use(standards.read(mode="TWO_LEVEL"))
    yield
    standards.use(shipped)


def turn_to(desk: Desk, keyboard: Keyboard, queue: str, rows: int) -> None:
    keyboard.press(K(K.Key_0 + (list(desk.queue.model.queues).index(queue) + 1) % 10))
    keyboard.until(lambda: desk.queue.model.queue.id == queue and desk.queue.model.rowCount() == rows)
    keyboard.press(K.Key_Home)


def at_work(desk: Desk) -> None:
    desk.queue.table.setFocus()


def enter_card(desk: Desk, keyboard: Keyboard) -> None:
    """From the row to the steps of its card."""
    keyboard.press(K.Key_Return)
    keyboard.until(desk.card.verbs.holds_focus)


def writes_on_card(desk: Desk) -> bool:
    form, focus = desk.card.form, QApplication.focusWidget()
    return form is not None and focus is not None and form.isAncestorOf(focus)


def test_that_a_district_dispatches_its_own_cases_and_sees_no_others(two_levels: None, centre: Centre, hall_at: HallAt, keyboard: Keyboard) -> None:
    with centre.writing(ADMIN) as work:
        for id, under in (("d3", None), ("d4", "d3")):
            departments.put(work, DepartmentOrder(id=id, code=id, name=f"District {id}", under=under))
    mine, theirs = (centre.bring(Status.PENDING_DISPATCH, id).id for id in ("mine", "theirs"))
    centre.order(DISPATCHER, mine, SubDispatchOrder(department_id="d2"))
    centre.order(DISPATCHER, theirs, SubDispatchOrder(department_id="d3"))
    desk = desk_of(hall_at("zhou", Role.SUB_DISPATCHER, department_id="d2"))
    at_work(desk)
    turn_to(desk, keyboard, "SUB_DISPATCH", 1)
    keyboard.press(K.Key_D)
    keyboard.until(lambda: desk.dispatch.department.value() is not None and desk.dispatch.send.isEnabled())
    keyboard.until(lambda: desk.dispatch.isAncestorOf(QApplication.focusWidget()))
    keyboard.until(lambda: set(desk.dispatch.department.choice.values()) == {"d1", "d2"})
    keyboard.press(K.Key_Return, modifiers=CONTROL)
    keyboard.until(lambda: centre.card(mine).case.status is Status.PENDING_DISPOSAL)
    assert centre.card(theirs).case.status is Status.PENDING_SUB_DISPATCH


def test_that_the_city_passes_a_case_down_by_its_letter(two_levels: None, centre: Centre, hall_at: HallAt, keyboard: Keyboard) -> None:
    case_id = centre.bring(Status.PENDING_DISPATCH).id
    desk = desk_of(hall_at("liu", Role.DISPATCHER))
    at_work(desk)
    turn_to(desk, keyboard, "DISPATCH", 1)
    enter_card(desk, keyboard)
    keyboard.press(K.Key_Z)
    keyboard.until(lambda: writes_on_card(desk))
    assert desk.card.form is not None
    department = desk.card.form.fields["department_id"]
    assert isinstance(department, DepartmentField)
    assert department.choice.values() == ["d2"]
    keyboard.type("south")
    keyboard.press(K.Key_Return)
    keyboard.press(K.Key_Return, modifiers=CONTROL)
    keyboard.until(lambda: centre.card(case_id).case.sub_centre_id == "d2")


def test_that_an_acceptor_splits_a_case_by_its_letter(centre: Centre, hall_at: HallAt, keyboard: Keyboard) -> None:
    case_id = centre.report().id
    desk = desk_of(hall_at("li", Role.ACCEPTOR))
    at_work(desk)
    turn_to(desk, keyboard, "ACCEPT", 1)
    keyboard.press(K.Key_Y)
    bulk = desk.queue.bulk
    keyboard.until(lambda: bulk.form is not None and bulk.form.isAncestorOf(QApplication.focusWidget()))
    keyboard.type("0111")
    keyboard.press(K.Key_Return, K.Key_Tab)
    keyboard.type("rubble beside it")
    keyboard.press(K.Key_Return, modifiers=CONTROL)
    keyboard.until(bulk.send.hasFocus)
    keyboard.press(K.Key_Return)
    keyboard.until(lambda: desk.queue.model.rowCount() == 2)
    [part] = centre.card(case_id).parts
    assert (part.class_code, part.description, part.status) == ("0111", "rubble beside it", Status.REPORTED)


def test_that_the_auditor_supervises_from_the_list_of_all_steps(centre: Centre, hall_at: HallAt, keyboard: Keyboard) -> None:
    case_id = centre.bring(Status.DISPOSING).id
    desk = desk_of(hall_at("zhang", Role.AUDITOR))
    at_work(desk)
    turn_to(desk, keyboard, "OPEN", 1)
    bulk = desk.queue.bulk
    keyboard.press(K.Key_Period)
    keyboard.until(bulk.list.hasFocus)
    offered = [bulk.list.item(row).text().split()[-1] for row in range(bulk.list.count())]
    assert {"S", "R", "Q"} <= set(offered)
    keyboard.press(K(K.Key_1 + offered.index("S")))
    keyboard.until(lambda: bulk.form is not None and bulk.form.isAncestorOf(QApplication.focusWidget()))
    keyboard.type("today")
    keyboard.press(K.Key_Return, modifiers=CONTROL)
    keyboard.until(bulk.send.hasFocus)
    keyboard.press(K.Key_Return)
    keyboard.until(lambda: centre.card(case_id).case.supervised)

    # And presses on, by the letter on the card; the form is gone when it is stored, and the steps have the focus again.
    keyboard.until(desk.queue.table.hasFocus)
    turn_to(desk, keyboard, "SUPERVISED", 1)
    enter_card(desk, keyboard)
    keyboard.press(K.Key_R)
    keyboard.until(lambda: writes_on_card(desk))
    keyboard.type("hurry")
    keyboard.press(K.Key_Return, modifiers=CONTROL)
    keyboard.until(lambda: desk.card.form is None and desk.card.verbs.holds_focus())
    assert centre.card(case_id).flow[-1].verb is Verb.REMIND
    keyboard.press(K.Key_Escape)
    assert desk.queue.table.hasFocus()


def test_that_the_dispatcher_grants_and_rejects_by_keys(centre: Centre, hall_at: HallAt, keyboard: Keyboard) -> None:
    granted, rejected = (centre.bring(Status.PENDING_DISPOSAL, id).id for id in ("granted", "rejected"))
    for id in (granted, rejected):
        centre.ask(AdjustmentKind.RETURN, id, DEPARTMENT)
    desk = desk_of(hall_at("liu", Role.DISPATCHER))
    at_work(desk)
    turn_to(desk, keyboard, "REQUESTS", 2)
    desk.queue.table.setCurrentIndex(desk.queue.model.index(desk.queue.model.row(granted), 0))
    keyboard.press(K.Key_G)
    keyboard.until(desk.queue.bulk.send.hasFocus)
    keyboard.press(K.Key_Return)
    keyboard.until(lambda: centre.card(granted).case.status is Status.PENDING_DISPATCH)

    keyboard.until(desk.queue.table.hasFocus)
    keyboard.until(lambda: desk.queue.model.rowCount() == 1)
    keyboard.press(K.Key_Home)
    enter_card(desk, keyboard)
    keyboard.press(K.Key_N)
    keyboard.until(lambda: writes_on_card(desk))
    keyboard.type("theirs it is")
    keyboard.press(K.Key_Return, modifiers=CONTROL)
    keyboard.until(lambda: [each.state for each in centre.card(rejected).adjustments] == [AdjustmentState.REJECTED])


def test_that_a_suspended_case_waits_at_the_dispatcher_who_resumes_it(centre: Centre, hall_at: HallAt, keyboard: Keyboard) -> None:
    case_id = centre.bring(Status.SUSPENDED).id
    desk = desk_of(hall_at("liu", Role.DISPATCHER))
    at_work(desk)
    turn_to(desk, keyboard, "SUSPENDED", 1)
    keyboard.press(K.Key_H)
    keyboard.until(desk.queue.bulk.send.hasFocus)
    keyboard.press(K.Key_Return)
    keyboard.until(lambda: centre.card(case_id).case.status is Status.DISPOSING)


def test_that_a_case_is_taken_kept_and_handed_over_by_function_keys(backend: Backend, centre: Centre, hall_at: HallAt, keyboard: Keyboard) -> None:
    centre.bring(Status.PENDING_DISPATCH)
    desk = desk_of(hall_at("liu", Role.DISPATCHER))
    company = desk.hall.company
    at_work(desk)
    turn_to(desk, keyboard, "DISPATCH", 1)
    id = desk.hall.selection.id
    keyboard.until(lambda: company.known)
    keyboard.press(K.Key_F6)
    keyboard.until(lambda: (claim := company.claim_of(id)) is not None and company.is_mine(claim))

    wang = backend.client(Role.DISPATCHER)
    other = Api(Connection(backend.address, wang.token))
    for answers, modifiers in ((True, NONE), (False, SHIFT)):
        other.claim(id, "the mayor calls")
        keyboard.until(company.asked_of_me)
        desk.queue.filter.setFocus()  # wherever one writes
        keyboard.press(K.Key_F7, modifiers=modifiers)
        keyboard.until(lambda: not company.asked_of_me())
        claim = company.claim_of(id)
        assert (claim is not None and company.is_mine(claim)) is answers
    other.connection.shutdown()


def test_that_the_sheet_of_keys_is_shown_and_goes(centre: Centre, hall_at: HallAt, keyboard: Keyboard) -> None:
    desk = desk_of(hall_at("liu", Role.DISPATCHER))
    at_work(desk)
    for _ in range(2):
        keyboard.type("?")
        keyboard.until(desk.keys.sheet.hasFocus)
        keyboard.press(K.Key_Escape)
        keyboard.until(lambda: not desk.keys.sheet.isVisible())
        desk.wall.activateWindow()  # without a window manager nobody else gives it the keys
        keyboard.until(desk.queue.table.hasFocus)


def test_that_a_step_is_typed_with_its_row_and_its_department(centre: Centre, hall_at: HallAt, keyboard: Keyboard) -> None:
    for id in ("one", "two"):
        centre.bring(Status.PENDING_DISPATCH, id)
    desk = desk_of(hall_at("liu", Role.DISPATCHER))
    at_work(desk)
    turn_to(desk, keyboard, "DISPATCH", 2)
    queue = desk.queue
    second = queue.model.id(1)
    keyboard.press(K.Key_Slash)
    keyboard.type("/pq 9")
    assert queue.command.isVisible()
    keyboard.press(K.Key_Return)
    assert queue.filter.hasFocus(), "there is no ninth row"
    keyboard.press(K.Key_Backspace)
    keyboard.type("2 south")
    assert queue.model.rowCount() == 2, "a step filters nothing"
    keyboard.press(K.Key_Return)
    keyboard.until(queue.bulk.send.hasFocus)
    assert not queue.command.isVisible()
    keyboard.press(K.Key_Return)
    keyboard.until(lambda: centre.card(second).case.status is Status.PENDING_DISPOSAL)
    assert centre.card(second).case.department_id == "d2"
