"""Work for who has some already: he is told; or, where the standard says so, nobody is given a second case or task, however many give him one at the
same moment."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import msgspec
import pytest

from backend.refusals import RuleSaysNo
from backend.rules import alarms, callouts, cases, positions, tasks, units
from backend.session import SYSTEM
from tests.backend.centre import ACCEPTOR, ADMIN, DEPARTMENT, DISPATCHER, GRID, HANDLER, INSPECTOR, Centre, refused, report_of
from tests.backend.test_sight import EAST, NORTH
from wire.callouts import CalloutOrder
from wire.cases import AssignOrder, CaseOrder, SendVerifyOrder
from wire.codes import AlarmKind, DutyState, Source, Status, TaskResult, TaskState, UnitKind, Verb
from wire.people import User
from wire.units import Fix, SignIn, UnitOrder

AT_ONCE = 10
CORNERS = {"u1": (0, 0), "u2": (400, 0), "u3": (0, 400), "u4": (400, 400)}  # metres east and north; an inspector stands at each
PLACE = report_of("x")
Order = tuple[User, str, CaseOrder]


@pytest.fixture
def strict(centre: Centre, in_force: Callable[..., None]) -> Centre:
    """Nobody is given a second one; four inspectors are on duty."""
    in_force(recommending={"second_task": "REFUSE"})
    for id, corner in CORNERS.items():
        with centre.writing(ADMIN) as work:
            units.put(work, UnitOrder(id=id, code=id, kind=UnitKind.INSPECTOR, name=id, duty_grids=[GRID]))
            units.sign_in(work, id, SignIn(duty=DutyState.ON_DUTY))
        with centre.writing(SYSTEM) as work:
            positions.store(work, id, [Fix(at=work.at, **at(corner))])
    return centre


def at(corner: tuple[int, int]) -> dict[str, float]:
    return {"lon": PLACE.lon + corner[0] * EAST, "lat": PLACE.lat + corner[1] * NORTH}


def to_verify(centre: Centre, count: int = AT_ONCE) -> list[str]:
    """New cases, from corner to corner."""
    corners, ids = list(CORNERS.values()), [f"v{number}" for number in range(count)]
    for number, id in enumerate(ids):
        report = msgspec.structs.replace(report_of(id, Source.WECHAT), **at(corners[number % len(corners)]))
        with centre.writing(ACCEPTOR) as work:
            cases.report(work, report)
    return ids


def given(centre: Centre, orders: Sequence[Order]) -> Counter[str]:
    """What becomes of orders that are sent at the same moment: how often it was "done", and why not."""
    start = Barrier(len(orders))

    def give(order: Order) -> str:
        start.wait()
        try:
            centre.order(*order)
        except RuleSaysNo as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(len(orders)) as hands:
        return Counter(hands.map(give, orders))


def open_tasks(centre: Centre) -> list[str]:
    """The unit of each."""
    with centre.database.read(ACCEPTOR) as work:
        return sorted(task.unit_id for task in tasks.tasks(work, state=TaskState.OPEN))


def test_that_a_second_task_is_refused_where_the_standard_says_so(centre: Centre, in_force: Callable[..., None]) -> None:
    """As it ships both are only warned; strict, nobody is given a second case or task before the first is done."""
    centre.step(ACCEPTOR, centre.report("warned", Source.WECHAT).id, Verb.SEND_VERIFY)
    centre.step(ACCEPTOR, centre.report("as-well", Source.WECHAT).id, Verb.SEND_VERIFY)
    busy, second = centre.bring(Status.DISPOSING, "busy"), centre.bring(Status.PENDING_DISPOSAL, "second")
    in_force(recommending={"second_task": "REFUSE"})
    with refused("hand_busy"):
        centre.order(DEPARTMENT, second.id, AssignOrder(handler=busy.case.handler or ""))
    assert centre.order(DEPARTMENT, second.id, AssignOrder(handler="Li Si")).case.handler == "Li Si"
    case_id = centre.report("third", Source.WECHAT).id
    with refused("inspector_busy"):
        centre.order(ACCEPTOR, case_id, SendVerifyOrder(unit_id="u1"))
    with refused("inspectors_busy"):
        centre.step(ACCEPTOR, case_id, Verb.SEND_VERIFY)
    for waiting in ("warned", "as-well"):
        centre.answer(waiting, TaskResult.EXISTS)
    assert centre.step(ACCEPTOR, case_id, Verb.SEND_VERIFY).case.status is Status.VERIFYING
    centre.step(HANDLER, busy.id, Verb.SUBMIT)
    third = centre.bring(Status.PENDING_DISPOSAL, "fourth")
    assert centre.order(DEPARTMENT, third.id, AssignOrder(handler="Zhang San")).case.handler == "Zhang San", "what was submitted is no work any more"


def test_that_of_ten_who_send_the_same_one_at_once_one_does(strict: Centre) -> None:
    assert given(strict, [(ACCEPTOR, id, SendVerifyOrder(unit_id="u1")) for id in to_verify(strict)]) == {"done": 1, "inspector_busy": AT_ONCE - 1}
    assert open_tasks(strict) == ["u1"]


def test_that_ten_who_leave_the_choice_at_once_send_each_inspector_once(strict: Centre) -> None:
    """Nobody waits in a circle, though each begins with another inspector."""
    assert given(strict, [(ACCEPTOR, id, SendVerifyOrder()) for id in to_verify(strict)]) == {"done": 4, "inspectors_busy": AT_ONCE - 4}
    assert open_tasks(strict) == sorted(CORNERS)


def test_that_who_is_named_and_who_is_nearest_at_once_is_sent_once(strict: Centre) -> None:
    named = [SendVerifyOrder(unit_id=unit_id) for unit_id in ("u1", "u4", None, None, None) * 2]
    became = given(strict, [(ACCEPTOR, id, order) for id, order in zip(to_verify(strict), named, strict=True)])
    assert became["done"] == 4
    assert became.keys() <= {"done", "inspector_busy", "inspectors_busy"}
    assert open_tasks(strict) == sorted(CORNERS)


def test_that_of_ten_cases_that_are_assigned_at_once_each_hand_gets_one(strict: Centre) -> None:
    ids = [strict.bring(Status.PENDING_DISPOSAL, f"h{number}").id for number in range(AT_ONCE)]
    hands = ("Zhang San", "Li Si") * (AT_ONCE // 2)
    became = given(strict, [(DEPARTMENT, id, AssignOrder(handler=hand)) for id, hand in zip(ids, hands, strict=True)])
    assert became == {"done": 2, "hand_busy": AT_ONCE - 2}
    assert sorted(filter(None, (strict.card(id).case.handler for id in ids))) == ["Li Si", "Zhang San"]


def call_out(centre: Centre, unit_id: str) -> None:
    with centre.writing(SYSTEM) as work:
        units.put(work, UnitOrder(id="t1", code="t1", kind=UnitKind.TRUCK, name="Truck"))
        alarm = alarms.raise_(work, AlarmKind.DEVIATION, "t1", place=(PLACE.lon, PLACE.lat))
    with centre.writing(DISPATCHER) as work:
        callouts.send(work, alarm.id, CalloutOrder(unit_id=unit_id))


def test_that_who_is_called_out_has_work(strict: Centre) -> None:
    call_out(strict, "u1")
    case_id, *_ = to_verify(strict)
    with refused("inspector_busy"):
        strict.order(ACCEPTOR, case_id, SendVerifyOrder(unit_id="u1"))
    strict.order(ACCEPTOR, case_id, SendVerifyOrder())
    assert open_tasks(strict) != ["u1"]


def test_that_a_terminal_is_told_of_the_work_that_its_inspector_has_already(centre: Centre) -> None:
    first, second, third = (centre.report(id, Source.WECHAT).id for id in ("first", "second", "third"))
    centre.step(ACCEPTOR, first, Verb.SEND_VERIFY)
    centre.step(ACCEPTOR, second, Verb.SEND_VERIFY)
    call_out(centre, "u1")
    centre.step(ACCEPTOR, third, Verb.SEND_VERIFY)

    def told() -> dict[str, int]:
        with centre.database.read(INSPECTOR) as work:
            return {task.case_id: task.ahead for task in tasks.visible(work, None, TaskState.OPEN, 10)}

    assert told() == {"first": 0, "second": 1, "third": 3}
    centre.answer(first, TaskResult.EXISTS)
    assert told() == {"second": 0, "third": 2}
    with centre.database.read(INSPECTOR) as work:
        assert [(task.case_id, task.ahead) for task in tasks.visible(work, None, None, 1)] == [("third", 2)]
