"""Who has no other post than that of a department or a handler: his desk has the cases of the department, by itself, and no others. And who
administers has all. Real consoles.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.desk import Desk
from console.hall.link import LinkState
from console.hall.sounds import Rule
from tests.backend.centre import DEPARTMENT, DISPATCHER, Centre
from tests.backends import *  # noqa: F403
from tests.end2end.small_hall import *  # noqa: F403
from tests.end2end.small_hall import CONTROL, HallAt, Keyboard, desk_of
from tests.end2end.test_flow_posts import at_work, turn_to
from wire.cases import AssignOrder, DispatchOrder
from wire.codes import AdjustmentKind, Role, Status, Verb

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
K = Qt.Key


def nothing_was_refused(desk: Desk, caplog: pytest.LogCaptureFixture) -> bool:
    """The console asks for nothing that is not for its user."""
    codes = [problem.code for _, problem in desk.hall.failures.all()] + [record.getMessage() for record in caplog.records]
    return not [code for code in codes if "not_your_role" in code]


def test_that_cases_come_to_a_departments_desk_by_themselves_and_go_again(
    centre: Centre, hall_at: HallAt, keyboard: Keyboard, caplog: pytest.LogCaptureFixture
) -> None:
    desk = desk_of(hall_at("sun", Role.DEPARTMENT, department_id="d1"))
    keyboard.until(lambda: desk.hall.link.state is LinkState.FRESH)
    at_work(desk)
    theirs = centre.bring(Status.PENDING_DISPATCH, "theirs")
    centre.order(DISPATCHER, theirs.id, DispatchOrder(department_id="d2"))
    centre.report("nobodys")
    for id in ("mine", "returned"):
        centre.bring(Status.PENDING_DISPOSAL, id)
    turn_to(desk, keyboard, "ASSIGN", 2)

    # One is given to a hand, by keys alone.
    desk.queue.table.setCurrentIndex(desk.queue.model.index(desk.queue.model.row("mine"), 0))
    keyboard.press(K.Key_A)
    keyboard.until(lambda: desk.queue.bulk.form is not None and desk.queue.bulk.form.isAncestorOf(QApplication.focusWidget()))
    keyboard.type("Zhang")
    keyboard.press(K.Key_Return)
    keyboard.press(K.Key_Return, modifiers=CONTROL)
    keyboard.until(desk.queue.bulk.send.hasFocus)
    keyboard.press(K.Key_Return)
    keyboard.until(lambda: centre.card("mine").case.handler == "Zhang San")

    assert desk.card.company.isHidden(), "who else is at a case is the hall's"

    # The other goes back to the dispatcher, as a colleague has asked: it is gone here, with a word that this was granted and none of where it went.
    centre.ask(AdjustmentKind.RETURN, "returned", DEPARTMENT)
    keyboard.until(lambda: (case := desk.hall.cases.get("returned")) is not None and case.asked is AdjustmentKind.RETURN)
    centre.step(DISPATCHER, "returned", Verb.GRANT)
    keyboard.until(lambda: {case.id for case in desk.hall.cases} == {"mine"})
    lines = desk.desks.annunciator.annunciator.lines
    keyboard.until(lambda: [list(line.events) for line in lines if line.rule is Rule.RETURN_GRANTED] == [["returned"]])
    turn_to(desk, keyboard, "DISPOSING", 1)
    assert nothing_was_refused(desk, caplog)


def test_that_a_handler_sees_what_his_department_has_at_once(
    centre: Centre, hall_at: HallAt, keyboard: Keyboard, caplog: pytest.LogCaptureFixture
) -> None:
    desk = desk_of(hall_at("wu", Role.HANDLER, department_id="d1"))
    at_work(desk)
    centre.bring(Status.DISPOSING, "others")
    turn_to(desk, keyboard, "DISPOSING", 1)
    centre.bring(Status.PENDING_DISPOSAL, "mine")
    centre.order(DEPARTMENT, "mine", AssignOrder(handler=desk.hall.me.full_name))
    turn_to(desk, keyboard, "MINE", 1)
    assert {case.id for case in desk.hall.cases} == {"others", "mine"}
    assert nothing_was_refused(desk, caplog)


def test_that_an_administrator_sees_every_case_and_the_standards(
    centre: Centre, hall_at: HallAt, keyboard: Keyboard, caplog: pytest.LogCaptureFixture
) -> None:
    desk = desk_of(hall_at("root", Role.ADMIN))
    at_work(desk)
    centre.report("new")
    turn_to(desk, keyboard, "ACCEPT", 1)
    keyboard.until(lambda: len(desk.hall.standards) > 0)
    assert desk.wall.toggle_action("standards").isChecked()
    assert nothing_was_refused(desk, caplog)
