"""Inspectors who verify and check: who is sent, and what becomes of their answers."""

from datetime import timedelta

import pytest

from backend.refusals import Malformed
from backend.rules import tasks, units
from backend.tables.positions import LatestRow
from tests.backend.centre import (
    ACCEPTOR,
    ADMIN,
    DEPARTMENT,
    DISPATCHER,
    GRID,
    HANDLER,
    INSPECTOR,
    LEADER,
    PHOTO,
    Centre,
    refused,
    user,
)
from wire.cases import SendVerifyOrder
from wire.codes import DutyState, PhotoPhase, ReceiverKind, Role, Source, Status, TaskResult, TaskState, UnitKind, Verb
from wire.tasks import TaskReport
from wire.units import SignIn, UnitOrder


def test_that_a_public_report_needs_an_inspector_who_says_that_it_exists(centre: Centre) -> None:
    case_id = centre.report(source=Source.WECHAT).id
    with refused("not_verified"):
        centre.step(ACCEPTOR, case_id, Verb.ACCEPT)
    centre.step(ACCEPTOR, case_id, Verb.SEND_VERIFY)
    centre.answer(case_id, TaskResult.NOT_EXISTS)
    with refused("not_verified"):
        centre.step(ACCEPTOR, case_id, Verb.ACCEPT)
    centre.step(ACCEPTOR, case_id, Verb.SEND_VERIFY)
    centre.answer(case_id, TaskResult.EXISTS)
    assert centre.step(ACCEPTOR, case_id, Verb.ACCEPT).case.status is Status.PENDING_FILING


def test_that_only_the_last_check_counts(centre: Centre) -> None:
    case_id = centre.bring(Status.CHECKING).id
    centre.answer(case_id, TaskResult.NOT_PASS)
    with refused("check_not_passed"):
        centre.step(ACCEPTOR, case_id, Verb.PASS_ON)
    centre.step(ACCEPTOR, case_id, Verb.SEND_CHECK)
    centre.answer(case_id, TaskResult.PASS)
    assert centre.step(ACCEPTOR, case_id, Verb.PASS_ON).case.status is Status.PENDING_CLOSE


def test_that_rework_needs_a_new_check(centre: Centre) -> None:
    case_id = centre.bring(Status.PENDING_CLOSE).id
    centre.step(LEADER, case_id, Verb.RETURN_TO_CHECK)
    centre.step(ACCEPTOR, case_id, Verb.REWORK)
    for by, verb in (
        (DISPATCHER, Verb.DISPATCH),
        (DEPARTMENT, Verb.ASSIGN),
        (HANDLER, Verb.SUBMIT),
        (DEPARTMENT, Verb.CONFIRM),
        (DISPATCHER, Verb.FORWARD),
    ):
        centre.step(by, case_id, verb)
    with refused("check_not_passed"):
        centre.step(ACCEPTOR, case_id, Verb.PASS_ON)


def put_inspector(centre: Centre, unit_id: str, lon: float | None, duty_grids: list[str]) -> None:
    with centre.writing(ADMIN) as work:
        units.put(work, UnitOrder(id=unit_id, code=unit_id, kind=UnitKind.INSPECTOR, name=unit_id, duty_grids=duty_grids))
        units.sign_in(work, unit_id, SignIn(duty=DutyState.ON_DUTY))
        number = units.row_of(work, unit_id).number
        if lon is not None:
            work.session.add(LatestRow(unit=number, unit_id=unit_id, cursor=number, at=1, lon=lon, lat=35.02, speed=None, heading=None))


def off_duty(centre: Centre) -> None:
    with centre.writing(ADMIN) as work:
        units.sign_in(work, "u1", SignIn(duty=DutyState.OFF_DUTY))


def sent_to(centre: Centre, case_id: str) -> str:
    centre.step(ACCEPTOR, case_id, Verb.SEND_VERIFY)
    return centre.open_task(case_id).unit_id


def test_that_the_inspector_of_the_duty_grid_is_sent(centre: Centre) -> None:
    put_inspector(centre, "nearer", 111.0, [])
    assert sent_to(centre, centre.report().id) == "u1"


def test_that_the_nearest_is_sent_when_that_one_is_off_duty(centre: Centre) -> None:
    off_duty(centre)
    put_inspector(centre, "far", 111.3, [])
    put_inspector(centre, "near", 111.1, [])
    put_inspector(centre, "nowhere", None, [])
    assert sent_to(centre, centre.report().id) == "near"


def test_that_nobody_on_duty_is_a_named_refusal(centre: Centre) -> None:
    off_duty(centre)
    case_id = centre.report().id
    with refused("no_inspector"):
        centre.step(ACCEPTOR, case_id, Verb.SEND_VERIFY)
    with refused("not_on_duty"):
        centre.order(ACCEPTOR, case_id, SendVerifyOrder(unit_id="u1"))
    with refused("unknown_inspector"):
        centre.order(ACCEPTOR, case_id, SendVerifyOrder(unit_id="u9"))


def test_that_a_task_is_answered_once_by_its_unit_with_a_result_that_fits(centre: Centre) -> None:
    case_id = centre.bring(Status.VERIFYING).id
    task = centre.open_task(case_id)
    with pytest.raises(Malformed), centre.writing(INSPECTOR) as work:
        tasks.report(work, task.id, TaskReport(result=TaskResult.PASS))
    stranger = user("stranger", Role.INSPECTOR, unit_id="u2")
    with pytest.raises(Exception, match="not for stranger"), centre.writing(stranger) as work:
        tasks.report(work, task.id, TaskReport(result=TaskResult.EXISTS))
    with centre.writing(INSPECTOR) as work:
        done = tasks.report(work, task.id, TaskReport(result=TaskResult.EXISTS, photos=[PHOTO], note="yes"))
    assert (done.state, done.result, done.version) == (TaskState.DONE, TaskResult.EXISTS, 2)
    with refused("task_not_open"), centre.writing(INSPECTOR) as work:
        tasks.report(work, task.id, TaskReport(result=TaskResult.EXISTS))
    assert PhotoPhase.VERIFY in {photo.phase for photo in centre.card(case_id).photos}


def test_that_somebody_else_is_sent_to_what_nobody_comes_to(centre: Centre) -> None:
    """The one who had it is not waited for any more, and how long verifying takes is counted from the first sending on."""
    case_id = centre.bring(Status.VERIFYING).id
    first = centre.card(case_id)
    with refused("task_running"):
        centre.order(ACCEPTOR, case_id, SendVerifyOrder(unit_id="u1"))
    with centre.writing(ADMIN) as work:
        units.put(work, UnitOrder(id="u2", code="u2", kind=UnitKind.INSPECTOR, name="Inspector two"))
        units.sign_in(work, "u2", SignIn(duty=DutyState.ON_DUTY))
    centre.ahead = timedelta(minutes=31)
    card = centre.order(ACCEPTOR, case_id, SendVerifyOrder(unit_id="u2"))
    assert [(task.unit_id, task.state) for task in card.tasks] == [("u1", TaskState.WITHDRAWN), ("u2", TaskState.OPEN)]
    assert (card.case.status, card.case.status_at) == (Status.VERIFYING, first.case.status_at)
    record = card.flow[-1]
    assert (record.receiver_kind, record.receiver, record.used_s) == (ReceiverKind.UNIT, "u2", None)
    with refused("nothing_to_undo"):
        centre.step(ACCEPTOR, case_id, Verb.UNDO)
    with refused("task_not_open"), centre.writing(INSPECTOR) as work:
        tasks.report(work, card.tasks[0].id, TaskReport(result=TaskResult.EXISTS))
    centre.answer(case_id, TaskResult.EXISTS, user("other", Role.INSPECTOR, unit_id="u2"))
    assert centre.step(ACCEPTOR, case_id, Verb.ACCEPT).case.status is Status.PENDING_FILING


def test_that_who_goes_home_leaves_no_check_behind(centre: Centre) -> None:
    case_id = centre.bring(Status.CHECKING).id
    with centre.writing(ADMIN) as work:
        units.put(work, UnitOrder(id="u2", code="u2", kind=UnitKind.INSPECTOR, name="Inspector two", duty_grids=[GRID]))
        units.sign_in(work, "u2", SignIn(duty=DutyState.ON_DUTY))
        units.sign_in(work, "u1", SignIn(duty=DutyState.OFF_DUTY))
    assert centre.step(ACCEPTOR, case_id, Verb.SEND_CHECK).flow[-1].receiver == "u2"


def test_that_voiding_withdraws_the_task(centre: Centre) -> None:
    case_id = centre.bring(Status.CHECKING).id
    card = centre.step(LEADER, case_id, Verb.VOID)
    assert [task.state for task in card.tasks] == [TaskState.WITHDRAWN]
