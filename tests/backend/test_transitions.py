"""The machine against the table of DOMAIN 2.4, written here a second time: every status, verb and role."""

from collections.abc import Callable

import pytest

from backend.refusals import NotYourRole, Refusal, RuleSaysNo
from backend.rules import cases, orders, units
from backend.session import Database
from tests.backend.centre import ACCEPTOR, ADMIN, DEPARTMENT, GRID, HANDLER, LEADER, SAMPLES, Centre, tried, user
from wire.cases import CaseCard
from wire.codes import HALL, DutyState, Role, Status, UnitKind, Verb
from wire.people import User
from wire.units import SignIn, UnitOrder

S, R, V = Status, Role, Verb
DISPOSED = (S.PENDING_REVIEW, S.PENDING_CHECK, S.CHECKING, S.PENDING_CLOSE, S.CLOSED, S.VOIDED)
ELSEWHERE = (S.TO_COMMAND, S.PENDING_SUB_DISPATCH, S.TO_SUPERVISION)  # of other modes
OPEN = [status for status in Status if status not in (S.CLOSED, S.VOIDED, *ELSEWHERE)]
WITH_DEPARTMENT = (S.PENDING_DISPOSAL, S.DISPOSING)
Key = tuple[Status, Verb]

# Who may do it, and where it leads. DISPOSING has two situations: before and after the handler has submitted.
MAIN: dict[Key, tuple[Role, Status]] = {
    (S.REPORTED, V.SEND_VERIFY): (R.ACCEPTOR, S.VERIFYING),
    (S.VERIFYING, V.SEND_VERIFY): (R.ACCEPTOR, S.VERIFYING),
    (S.CHECKING, V.SEND_CHECK): (R.ACCEPTOR, S.CHECKING),
    (S.REPORTED, V.REFUSE): (R.ACCEPTOR, S.VOIDED),
    (S.REPORTED, V.MERGE): (R.ACCEPTOR, S.VOIDED),
    (S.REPORTED, V.ACCEPT): (R.ACCEPTOR, S.PENDING_FILING),
    (S.PENDING_FILING, V.FILE): (R.SHIFT_LEADER, S.PENDING_DISPATCH),
    (S.PENDING_FILING, V.NOT_FILE): (R.SHIFT_LEADER, S.VOIDED),
    (S.PENDING_FILING, V.RETURN_TO_ACCEPTOR): (R.SHIFT_LEADER, S.REPORTED),
    (S.PENDING_DISPATCH, V.DISPATCH): (R.DISPATCHER, S.PENDING_DISPOSAL),
    (S.PENDING_DISPATCH, V.RETURN_TO_FILING): (R.DISPATCHER, S.PENDING_FILING),
    (S.PENDING_DISPOSAL, V.ASSIGN): (R.DEPARTMENT, S.DISPOSING),
    (S.SUSPENDED, V.RESUME): (R.DISPATCHER, S.DISPOSING),
    (S.DISPOSING, V.REVOKE): (R.DEPARTMENT, S.PENDING_DISPOSAL),
    (S.DISPOSING, V.HAND_BACK): (R.HANDLER, S.PENDING_DISPOSAL),
    (S.DISPOSING, V.SUBMIT): (R.HANDLER, S.DISPOSING),
    (S.DISPOSING, V.REDO): (R.DEPARTMENT, S.DISPOSING),
    (S.DISPOSING, V.CONFIRM): (R.DEPARTMENT, S.PENDING_REVIEW),
    (S.PENDING_REVIEW, V.REWORK): (R.DISPATCHER, S.PENDING_DISPOSAL),
    (S.PENDING_REVIEW, V.FORWARD): (R.DISPATCHER, S.PENDING_CHECK),
    (S.PENDING_CHECK, V.SEND_CHECK): (R.ACCEPTOR, S.CHECKING),
    (S.PENDING_CHECK, V.PASS_ON): (R.ACCEPTOR, S.PENDING_CLOSE),
    (S.PENDING_CHECK, V.OVERRULE): (R.DUTY_LEADER, S.PENDING_CLOSE),
    (S.PENDING_CHECK, V.REWORK): (R.ACCEPTOR, S.PENDING_DISPATCH),
    (S.PENDING_CLOSE, V.CLOSE): (R.SHIFT_LEADER, S.CLOSED),
    (S.PENDING_CLOSE, V.RETURN_TO_CHECK): (R.SHIFT_LEADER, S.PENDING_CHECK),
    (S.CLOSED, V.REOPEN): (R.SHIFT_LEADER, S.PENDING_DISPATCH),
    **{(status, V.UNDO): (R.ACCEPTOR, S.REPORTED) for status in (S.VERIFYING, S.PENDING_FILING, S.VOIDED)},
    **{(status, V.VOID): (R.SHIFT_LEADER, S.VOIDED) for status in OPEN},
    **{(status, V.SPECIAL_CLOSE): (R.DUTY_LEADER, S.CLOSED) for status in OPEN},
    **{(status, V.CALL_BACK): (R.ACCEPTOR, status) for status in DISPOSED},
}
REVIEWERS = {R.DEPARTMENT, R.DISPATCHER, R.SHIFT_LEADER, R.ACCEPTOR, R.DUTY_LEADER}
PRESSING = {R.AUDITOR, R.SHIFT_LEADER, R.DUTY_LEADER}
# Beside the way forward; all of it leaves the case where it is.
BESIDE: dict[Verb, tuple[set[Role], list[Status]]] = {
    V.ASK_EXTEND: ({R.DEPARTMENT, R.HANDLER}, [*WITH_DEPARTMENT]),
    V.ASK_SUSPEND: ({R.DEPARTMENT}, [*WITH_DEPARTMENT]),
    V.ASK_RETURN: ({R.DEPARTMENT}, [S.PENDING_DISPOSAL]),
    V.ASK_VOID: ({R.ACCEPTOR, R.DISPATCHER, R.AUDITOR}, OPEN),
    V.ASK_APPEAL: ({R.DEPARTMENT}, [S.CLOSED]),
    V.GRANT: (REVIEWERS, [*OPEN, S.CLOSED]),
    V.REJECT: (REVIEWERS, [*OPEN, S.CLOSED]),
    V.WITHDRAW: ({R.DEPARTMENT, R.HANDLER, R.ACCEPTOR, R.DISPATCHER, R.AUDITOR}, [*OPEN, S.CLOSED]),
    V.SUPERVISE: (PRESSING, OPEN),
    V.ANSWER: ({R.DEPARTMENT}, [*WITH_DEPARTMENT, S.SUSPENDED]),
    V.LIFT: (PRESSING, OPEN),
    V.ESCALATE: ({R.AUDITOR}, OPEN),
    V.REMIND: ({*HALL} - {R.EVALUATOR, R.ADMIN}, OPEN),
    V.LEADER_NOTE: ({R.DUTY_LEADER}, OPEN),
    V.RETURN_TO_DISPATCHER: ({R.DISPATCHER}, [S.PENDING_DISPOSAL]),
    V.SPLIT: ({R.ACCEPTOR, R.SHIFT_LEADER, R.DISPATCHER}, [S.REPORTED, S.PENDING_FILING, S.PENDING_DISPATCH]),
}
Table = dict[Key, tuple[set[Role], Status]]
TABLE: Table = {
    **{key: ({role}, leads_to) for key, (role, leads_to) in MAIN.items()},
    **{(status, verb): (roles, status) for verb, (roles, statuses) in BESIDE.items() for status in statuses},
}
NOTHING_ASKED = {
    V.GRANT: "nothing_to_review",
    V.REJECT: "nothing_to_review",
    V.WITHDRAW: "not_your_request",
    V.ANSWER: "not_supervised",
    V.LIFT: "not_supervised",
    V.ESCALATE: "not_supervised",
    V.ASK_APPEAL: "not_late",
    V.RETURN_TO_DISPATCHER: "needs_request",
}
BEFORE_SUBMITTING = {V.REDO: "not_submitted", V.CONFIRM: "not_submitted"}
NOBODY = {V.CALL_BACK: "nobody_to_call_back"}  # an inspector reported it
AFTER_SUBMITTING = {V.REVOKE: "already_submitted", V.HAND_BACK: "already_submitted", V.SUBMIT: "already_submitted"}


def outcome(database: Database, by: User, case_id: str, verb: Verb) -> Status | str:
    """The status that the verb leads to, or the code of the refusal."""
    try:
        with tried(database, by) as work:
            return orders.order(work, case_id, SAMPLES[verb]).case.status
    except Refusal as refusal:
        return refusal.code


def wanted(status: Status, verb: Verb, role: Role, blocked: dict[Verb, str], table: Table) -> Status | str:
    if (status, verb) not in table:
        return "wrong_status" if any(each is verb and role in roles for (_, each), (roles, _) in table.items()) else "not_your_role"
    may, leads_to = table[status, verb]
    return "not_your_role" if role not in may else (NOTHING_ASKED | NOBODY | blocked).get(verb, leads_to)


def somebody(role: Role) -> User:
    """With this role, of the department and the unit concerned; an evaluator sees every case and may do nothing to it."""
    return user(f"a {role}", role, Role.EVALUATOR, department_id="d1", unit_id="u1")


@pytest.fixture
def centre(database: Database) -> Centre:
    centre = Centre(database)
    centre.report("other")
    return centre


def check(centre: Centre, card: CaseCard, blocked: dict[Verb, str], table: Table = TABLE, whoever: Callable[[Role], User] = somebody) -> None:
    status = card.case.status
    for role in Role:
        by = whoever(role)
        for verb in SAMPLES:
            assert outcome(centre.database, by, card.id, verb) == wanted(status, verb, role, blocked, table), (status, verb, role)
        with centre.database.read(by) as work:
            offered = {offer.verb for offer in cases.one(work, card.id).offers}
        assert offered == {verb for verb in SAMPLES if isinstance(wanted(status, verb, role, blocked, table), Status)}, (status, role)


@pytest.mark.parametrize("status", [status for status in Status if status is not S.DISPOSING and status not in ELSEWHERE])
def test_that_each_status_lets_each_role_do_what_the_table_says(centre: Centre, status: Status) -> None:
    card = centre.bring(status)
    assert card.case.status is status
    unchecked = {V.PASS_ON: "check_not_passed"} if status is S.PENDING_CHECK else {}
    sent = dict.fromkeys((V.SEND_VERIFY, V.SEND_CHECK), "task_running") if status in (S.VERIFYING, S.CHECKING) else {}
    check(centre, card, {V.UNDO: "not_your_step"} | unchecked | sent)


def test_that_disposing_is_two_situations(centre: Centre) -> None:
    card = centre.bring(S.DISPOSING)
    check(centre, card, BEFORE_SUBMITTING)
    check(centre, centre.step(HANDLER, card.id, V.SUBMIT), AFTER_SUBMITTING)
    check(centre, centre.step(DEPARTMENT, card.id, V.REDO), BEFORE_SUBMITTING)


def test_that_somebody_else_is_sent_where_who_was_sent_has_gone_home(centre: Centre) -> None:
    for id in ("verified", "checked"):
        centre.report(id)
    centre.step(ACCEPTOR, "verified", V.SEND_VERIFY)
    centre.forward(centre.card("checked"), S.CHECKING)
    with centre.writing(ADMIN) as work:
        units.put(work, UnitOrder(id="u2", code="u2", kind=UnitKind.INSPECTOR, name="Inspector two", duty_grids=[GRID]))
        units.sign_in(work, "u2", SignIn(duty=DutyState.ON_DUTY))
        units.sign_in(work, "u1", SignIn(duty=DutyState.OFF_DUTY))
    for id in ("verified", "checked"):
        check(centre, centre.card(id), {V.UNDO: "not_your_step" if id == "verified" else "nothing_to_undo"})


def test_that_a_passed_check_is_passed_on(centre: Centre) -> None:
    card = centre.bring(S.PENDING_CLOSE)
    check(centre, centre.step(LEADER, card.id, V.RETURN_TO_CHECK), {V.OVERRULE: "check_passed"})


def test_that_every_row_of_the_table_can_be_reached(centre: Centre) -> None:
    """Also those that no order takes: T01 by a report, T05 and T25 by the result of a task."""
    with centre.database.read() as work:
        rows = {row.id for row in cases.in_force(work).machine.transitions}
    assert rows == {
        *(f"T{number:02d}" for number in (*range(1, 13), *range(14, 35))),
        *(f"A{number:02d}" for number in range(1, 11)),
        *(f"S{number:02d}" for number in range(1, 7)),
        *("U1", "U2", "C01", "T04R", "T24R", "T26L", "P01", "P02"),
    }
    assert {record.transition for record in centre.bring(S.CLOSED).flow} >= {"T01", "T08", "T25", "T28"}
    assert centre.answer(centre.bring(S.VERIFYING).id, "EXISTS").flow[-1].transition == "T05"


def test_that_a_refusal_leaves_no_trace(centre: Centre) -> None:
    card = centre.bring(S.PENDING_FILING)
    with pytest.raises(RuleSaysNo):
        centre.order(ACCEPTOR, card.id, SAMPLES[V.ACCEPT])
    with pytest.raises(NotYourRole):
        centre.order(ACCEPTOR, card.id, SAMPLES[V.FILE])
    assert centre.card(card.id).flow == card.flow
    assert centre.card(card.id).version == card.version
