"""The modes of DOMAIN 2.8: what is other in them, and that in each every case can come to its end."""

from pathlib import Path

import pytest

from backend import standards
from backend.refusals import BothAxes, RuleSaysNo
from backend.rules import departments, orders, people, transitions
from backend.session import SYSTEM, Database
from backend.standards.data import BadStandard
from simulator.doors import Doors
from tests.backend.centre import (
    ACCEPTOR,
    ADMIN,
    CHIEF,
    DEPARTMENT,
    DISPATCHER,
    HANDLER,
    INSPECTOR,
    LEADER,
    SAMPLES,
    SUB_DISPATCHER,
    Centre,
    refused,
    tried,
    user,
)
from tests.backends import Backend
from tools import desks
from tools.household import NotReady
from wire.cases import DispatchOrder
from wire.codes import Role, Status, Verb
from wire.people import DepartmentOrder, UserOrder
from wire.side_orders import SubDispatchOrder

MODES = ("ONE_ONE", "TWO_AXIS", "TWO_LEVEL")
NO_WAY = (Verb.VOID, Verb.SPECIAL_CLOSE, Verb.UNDO)
ELSEWHERE = {
    "ONE_ONE": {Status.TO_COMMAND, Status.PENDING_SUB_DISPATCH, Status.TO_SUPERVISION},
    "TWO_AXIS": {Status.PENDING_SUB_DISPATCH},
    "TWO_LEVEL": {Status.TO_COMMAND, Status.TO_SUPERVISION},
}


@pytest.mark.parametrize("name", MODES)
def test_that_every_status_can_be_reached_and_left_for_the_end(name: str) -> None:
    """By steps alone that need no force and take nothing back."""
    read = standards.read(mode=name)
    transitions.check(read)
    steps = [row for row in read.machine.transitions if row.verb not in NO_WAY]
    edges = {(status, row.to) for row in steps for status in row.sources if row.to is not None}
    edges |= {(Status.SUSPENDED, Status.DISPOSING)} if any(row.resumes for row in steps) else set()
    reached, ending = {Status.REPORTED, Status.PENDING_CLOSE, Status.CLOSED}, {Status.CLOSED}
    for _ in Status:
        reached |= {to for status, to in edges if status in reached}
        ending |= {status for status, to in edges if to in ending}
    assert reached - ending == {Status.VOIDED}
    assert set(Status) - reached == ELSEWHERE[name]


@pytest.mark.parametrize("mode", ["TWO_AXIS"], indirect=True)
def test_that_two_axes_hand_a_case_over_twice(database: Database, mode: str) -> None:
    centre = Centre(database)
    case_id = centre.report().id
    way = [
        (ACCEPTOR, Verb.ACCEPT, Status.PENDING_FILING),
        (LEADER, Verb.FILE, Status.TO_COMMAND),
        (DISPATCHER, Verb.TAKE_OVER, Status.PENDING_DISPATCH),
        (DISPATCHER, Verb.DISPATCH, Status.PENDING_DISPOSAL),
        (DEPARTMENT, Verb.ASSIGN, Status.DISPOSING),
        (HANDLER, Verb.SUBMIT, Status.DISPOSING),
        (DEPARTMENT, Verb.CONFIRM, Status.PENDING_REVIEW),
        (DISPATCHER, Verb.FORWARD, Status.TO_SUPERVISION),
        (ACCEPTOR, Verb.TAKE_OVER, Status.PENDING_CHECK),
        (ACCEPTOR, Verb.RETURN_TO_REVIEW, Status.PENDING_REVIEW),
        (DISPATCHER, Verb.REWORK, Status.PENDING_DISPOSAL),
        (DEPARTMENT, Verb.ASSIGN, Status.DISPOSING),
        (HANDLER, Verb.SUBMIT, Status.DISPOSING),
        (DEPARTMENT, Verb.CONFIRM, Status.PENDING_REVIEW),
        (DISPATCHER, Verb.FORWARD, Status.TO_SUPERVISION),
        (ACCEPTOR, Verb.TAKE_OVER, Status.PENDING_CHECK),
        (ACCEPTOR, Verb.SEND_CHECK, Status.CHECKING),
        (INSPECTOR, Verb.CHECK, Status.PENDING_CHECK),
        (ACCEPTOR, Verb.PASS_ON, Status.PENDING_CLOSE),
        (LEADER, Verb.CLOSE, Status.CLOSED),
    ]
    for by, verb, status in way:
        assert centre.step(by, case_id, verb).case.status is status, (verb, status)
    assert centre.card(case_id).case.rework_count == 1


@pytest.mark.parametrize("mode", ["TWO_AXIS"], indirect=True)
def test_that_nobody_acts_on_both_axes(database: Database, mode: str) -> None:
    centre = Centre(database)
    both = user("both", Role.ACCEPTOR, Role.DISPATCHER)
    case_id = centre.report().id
    assert centre.card(case_id, both).offers == []
    with pytest.raises(BothAxes):
        centre.order(both, case_id, SAMPLES[Verb.ACCEPT])
    assert centre.card(case_id, CHIEF).offers, "who stands above both may"


@pytest.mark.parametrize("mode", ["TWO_LEVEL"], indirect=True)
def test_that_a_district_dispatches_what_the_city_passes_to_it(database: Database, mode: str) -> None:
    centre = Centre(database)
    case_id = centre.bring(Status.PENDING_DISPATCH).id
    passed = centre.step(DISPATCHER, case_id, Verb.SUB_DISPATCH).case
    assert (passed.status, passed.sub_centre_id, passed.deadline_at) == (Status.PENDING_SUB_DISPATCH, "d2", None)
    elsewhere = user("elsewhere", Role.SUB_DISPATCHER, department_id="d1")
    assert Verb.DISPATCH not in {offer.verb for offer in centre.card(case_id, elsewhere).offers}
    back = centre.step(SUB_DISPATCHER, case_id, Verb.RETURN_TO_DISPATCHER).case
    assert (back.status, back.sub_centre_id, back.returned) == (Status.PENDING_DISPATCH, None, True)
    other = user("another dispatcher", Role.DISPATCHER)
    centre.step(other, case_id, Verb.SUB_DISPATCH)
    dispatched = centre.step(SUB_DISPATCHER, case_id, Verb.DISPATCH).case
    assert (dispatched.status, dispatched.department_id) == (Status.PENDING_DISPOSAL, "d1")


@pytest.mark.parametrize("mode", ["TWO_LEVEL"], indirect=True)
def test_that_a_case_is_passed_down_the_tree_alone(database: Database, mode: str) -> None:
    """d2 commands d1; d3 commands d4, and d4 commands d5."""
    centre = Centre(database)
    with centre.writing(ADMIN) as work:
        for id, under in (("d3", None), ("d4", "d3"), ("d5", "d4")):
            departments.put(work, DepartmentOrder(id=id, code=id, name=f"Name {id}", trades=["SANITATION"], under=under))
    case_id = centre.bring(Status.PENDING_DISPATCH).id
    of_third = user("of the third", Role.DISPATCHER, department_id="d3")
    of_fifth = user("of the fifth", Role.DISPATCHER, department_id="d5")
    for by, to, code in (
        (DISPATCHER, "d1", "no_district"),
        (DISPATCHER, "d5", "no_district"),
        (DISPATCHER, "d9", "unknown_department"),
        (of_third, "d2", "no_district"),
        (of_third, "d3", "no_district"),
    ):
        with refused(code):
            centre.order(by, case_id, SubDispatchOrder(department_id=to))
    for by, to in ((of_third, "d4"), (of_fifth, "d2"), (DISPATCHER, "d4")):
        with tried(database, by) as work:
            assert orders.order(work, case_id, SubDispatchOrder(department_id=to)).case.sub_centre_id == to
    with pytest.raises(RuleSaysNo, match="Nobody at 'd5' would send the case on"):
        centre.order(DISPATCHER, case_id, SubDispatchOrder(department_id="d5"))

    centre.order(DISPATCHER, case_id, SubDispatchOrder(department_id="d3"))
    district = user("district", Role.SUB_DISPATCHER, department_id="d3")
    assert {each.department_id for each in centre.card(case_id, district).suggestions} == {"d3", "d4", "d5"}
    for to, code in (("d1", "not_of_district"), ("d2", "not_of_district"), ("d9", "unknown_department")):
        with refused(code):
            centre.order(district, case_id, DispatchOrder(department_id=to))
    for to in ("d3", "d4", "d5"):
        with tried(database, district) as work:
            assert orders.order(work, case_id, DispatchOrder(department_id=to)).case.department_id == to


def test_that_a_table_that_mixes_the_axes_is_refused(tmp_path: Path) -> None:
    for path in standards.FOLDER.rglob("*.toml"):
        copy = tmp_path / path.relative_to(standards.FOLDER)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    overlay = tmp_path / "modes" / "TWO_AXIS.toml"
    overlay.write_text(overlay.read_text("utf-8") + '\n[[transition]]\nid = "T28"\nroles = ["DISPATCHER"]\n', "utf-8")
    with pytest.raises(BadStandard, match="T28: CLOSE is for the axis SUPERVISION alone"):
        standards.read(tmp_path, "TWO_AXIS")
    with pytest.raises(BadStandard, match="NOBODY"):
        standards.read(tmp_path, "NOBODY")


@pytest.mark.parametrize("mode", ["TWO_LEVEL"], indirect=True)
def test_that_the_district_of_the_pictures_is_passed_work_of_its_own(backend: Backend, mode: str) -> None:
    """Or it is said that nothing came."""
    centre = Centre(backend.database)
    with backend.database.write(SYSTEM) as work:
        for name, role in (("admin", Role.ADMIN), ("dispatcher", Role.DISPATCHER)):
            people.put(work, UserOrder(name=name, full_name=name, roles=[role], password="correct horse"))
    doors = Doors(backend.address, dict.fromkeys(("admin", "dispatcher"), "correct horse"))
    waiting = [centre.bring(Status.PENDING_DISPATCH).id for _ in range(2)]
    with pytest.raises(NotReady, match="2 of 3 cases"):
        desks.pass_down(doors, 3, 0)
    assert {(case.status, case.sub_centre_id) for case in (centre.card(id).case for id in waiting)} == {(Status.PENDING_SUB_DISPATCH, desks.DISTRICT)}
