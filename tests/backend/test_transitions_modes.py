"""The machine of the other modes against DOMAIN 2.8, written here a second time: what is other in them, and that all else is as in ONE_ONE."""

import pytest

from backend import standards
from backend.session import Database
from tests.backend.centre import ACCEPTOR, DEPARTMENT, DISPATCHER, FORWARD, HANDLER, INSPECTOR, LEADER, SAMPLES, SUB_DISPATCHER, Centre, Way, user
from tests.backend.test_modes import ELSEWHERE
from tests.backend.test_transitions import BESIDE, MAIN, OPEN, TABLE, Key, Table, check, somebody
from wire.codes import Role, Status, Verb
from wire.people import User

S, R, V = Status, Role, Verb

# Two hand-overs, and rework is the command's alone.
TWO_AXIS: dict[Key, tuple[Role, Status]] = {
    (S.PENDING_FILING, V.FILE): (R.SHIFT_LEADER, S.TO_COMMAND),
    (S.TO_COMMAND, V.TAKE_OVER): (R.DISPATCHER, S.PENDING_DISPATCH),
    (S.TO_COMMAND, V.RETURN_TO_FILING): (R.DISPATCHER, S.PENDING_FILING),
    (S.PENDING_REVIEW, V.FORWARD): (R.DISPATCHER, S.TO_SUPERVISION),
    (S.TO_SUPERVISION, V.TAKE_OVER): (R.ACCEPTOR, S.PENDING_CHECK),
    (S.TO_SUPERVISION, V.RETURN_TO_REVIEW): (R.ACCEPTOR, S.PENDING_REVIEW),
    (S.PENDING_CHECK, V.RETURN_TO_REVIEW): (R.ACCEPTOR, S.PENDING_REVIEW),
    (S.CLOSED, V.REOPEN): (R.SHIFT_LEADER, S.TO_COMMAND),
    (S.TO_SUPERVISION, V.CALL_BACK): (R.ACCEPTOR, S.TO_SUPERVISION),
}
NOT_IN_TWO_AXIS = {(S.PENDING_CHECK, V.REWORK)}
# The city may pass a case down, and the district dispatches it or gives it back.
TWO_LEVEL: dict[Key, tuple[Role, Status]] = {
    (S.PENDING_DISPATCH, V.SUB_DISPATCH): (R.DISPATCHER, S.PENDING_SUB_DISPATCH),
    (S.PENDING_SUB_DISPATCH, V.DISPATCH): (R.SUB_DISPATCHER, S.PENDING_DISPOSAL),
    (S.PENDING_SUB_DISPATCH, V.RETURN_TO_DISPATCHER): (R.SUB_DISPATCHER, S.PENDING_DISPATCH),
}
# The guards of the rows that a mode adds or has otherwise, by their ids.
GUARDS = {
    "TWO_AXIS": {
        "T09": {"not_the_receiver"},
        "X01": {"not_the_receiver"},
        "T14": set(),
        "T23": set(),
        "X02": {"not_the_receiver"},
        "T27": set(),
        "T34": {"recently_closed", "not_direct"},
    },
    "TWO_LEVEL": {
        "T13": {"not_the_receiver", "has_limit"},
        "X11": {"not_the_receiver", "has_limit", "own_sub_centre"},
        "X12": {"own_sub_centre"},
    },
}


def table_of(others: dict[Key, tuple[Role, Status]], without: set[Key], *more: Status) -> Table:
    """That of ONE_ONE with what is other, and what may be done to every open case in the statuses that it has not."""
    found = {key: each for key, each in TABLE.items() if key not in without}
    for status in more:
        found |= {(status, verb): (roles, status) for verb, (roles, statuses) in BESIDE.items() if set(OPEN) <= set(statuses)}
        found |= {(status, verb): ({MAIN[S.REPORTED, verb][0]}, MAIN[S.REPORTED, verb][1]) for verb in (V.VOID, V.SPECIAL_CLOSE)}
    return found | {key: ({role}, leads_to) for key, (role, leads_to) in others.items()}


TABLES = {
    "ONE_ONE": TABLE,
    "TWO_AXIS": table_of(TWO_AXIS, NOT_IN_TWO_AXIS, S.TO_COMMAND, S.TO_SUPERVISION),
    "TWO_LEVEL": table_of(TWO_LEVEL, set(), S.PENDING_SUB_DISPATCH),
}
AXES = {R.ACCEPTOR: 0, R.SHIFT_LEADER: 0, R.INSPECTOR: 0, R.EVALUATOR: 0, R.AUDITOR: 0, R.DISPATCHER: 1, R.SUB_DISPATCHER: 1}
WAYS: dict[str, Way] = {
    "TWO_AXIS": [
        *[(ACCEPTOR, V.ACCEPT), (LEADER, V.FILE), (DISPATCHER, V.TAKE_OVER), (DISPATCHER, V.DISPATCH), (DEPARTMENT, V.ASSIGN), (HANDLER, V.SUBMIT)],
        *[(DEPARTMENT, V.CONFIRM), (DISPATCHER, V.FORWARD), (ACCEPTOR, V.TAKE_OVER), (ACCEPTOR, V.SEND_CHECK), (INSPECTOR, V.CHECK)],
        *[(ACCEPTOR, V.PASS_ON), (LEADER, V.CLOSE)],
    ],
    "TWO_LEVEL": [*FORWARD[:2], (DISPATCHER, V.SUB_DISPATCH), (SUB_DISPATCHER, V.DISPATCH), *FORWARD[3:]],
}
OTHERWISE = {
    "TWO_AXIS": [S.PENDING_FILING, S.TO_COMMAND, S.PENDING_REVIEW, S.TO_SUPERVISION, S.PENDING_CHECK, S.CLOSED],
    "TWO_LEVEL": [S.PENDING_DISPATCH, S.PENDING_SUB_DISPATCH],
}


def of_mode(role: Role) -> User:
    """Who sees every case, and sits on one axis alone."""
    if AXES.get(role) == 1:
        return user(f"a {role}", role, department_id="d2" if role is R.SUB_DISPATCHER else None)
    return somebody(role)


@pytest.mark.parametrize("name", TABLES)
def test_that_the_rows_of_a_mode_are_those_that_are_written_here(name: str) -> None:
    """Every step that can be ordered: from where, by whom, to where. What is granted alone leads nowhere by an order."""
    read: Table = {}
    for row in standards.read(mode=name).machine.transitions:
        for status in set(row.sources) - ELSEWHERE[name] if row.verb in SAMPLES else ():
            assert (status, row.verb) not in read, "one row for each verb in each status"
            read[status, row.verb] = set(row.roles), status if row.granted else S.DISPOSING if row.resumes else row.to or status
    assert read == TABLES[name]


@pytest.mark.parametrize("name", GUARDS)
def test_that_the_rows_that_a_mode_has_otherwise_have_the_guards_that_are_written_here(name: str) -> None:
    one, other = ({row.id: row for row in standards.read(mode=each).machine.transitions} for each in ("ONE_ONE", name))
    assert {id: set(row.guards) for id, row in other.items() if row != one.get(id)} == GUARDS[name]
    assert one.keys() <= other.keys()


@pytest.mark.parametrize(("mode", "status"), [(name, status) for name, each in OTHERWISE.items() for status in each], indirect=["mode"])
def test_that_each_status_that_a_mode_has_otherwise_lets_each_role_do_what_the_table_says(database: Database, mode: str, status: Status) -> None:
    centre = Centre(database)
    centre.report("other")
    card = centre.bring(status, way=WAYS[mode])
    assert card.case.status is status
    blocked = {V.UNDO: "not_your_step"} | ({V.PASS_ON: "check_not_passed"} if status is S.PENDING_CHECK else {})
    if status is S.PENDING_SUB_DISPATCH:
        blocked[V.RETURN_TO_DISPATCHER] = S.PENDING_DISPATCH  # his own step here, and no request
    check(centre, card, blocked, TABLES[mode], of_mode)
