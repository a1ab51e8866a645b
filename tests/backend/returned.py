"""Whoever sends a returned case forward does not take the next stage's main step too (DOMAIN 2.4), written here a second time for every mode."""

from typing import NamedTuple

from tests.backend.centre import ACCEPTOR, DEPARTMENT, DISPATCHER, HANDLER, INSPECTOR, LEADER, SUB_DISPATCHER, user
from wire.codes import Role, TaskResult, Verb
from wire.people import User

R, V = Role, Verb

# The steps that lead into the next stage, or to its other holder: rows of the table that the receiver of a return may not take.
GUARDED = {
    "ONE_ONE": {"T09", "T12", "T15", "T28"},
    "TWO_AXIS": {"T09", "X01", "T12", "T15", "X02", "T28"},
    "TWO_LEVEL": {"T09", "T12", "T13", "X11", "T15", "T28"},
}


def hat(role: Role) -> User:
    """One person, with one of his posts on: so he may have posts of both axes, one after the other."""
    return user("one", role, department_id={R.DEPARTMENT: "d1", R.HANDLER: "d1", R.SUB_DISPATCHER: "d2"}.get(role))


HATS = [hat(role) for role in (R.ACCEPTOR, R.SHIFT_LEADER, R.DISPATCHER, R.SUB_DISPATCHER, R.DEPARTMENT, R.DUTY_LEADER)]


class Way(NamedTuple):
    """To where a case has come back, by others; how one person sends it forward, and what he may not do then."""

    back: list[tuple[User, Verb | TaskResult]]
    forward: tuple[Role, Verb]
    then: tuple[Role, Verb, str]  # with the row of the table


TO_FILING = [(ACCEPTOR, V.ACCEPT)]
TO_DISPATCH = [*TO_FILING, (LEADER, V.FILE)]
TO_DISPOSAL = [*TO_DISPATCH, (DISPATCHER, V.DISPATCH)]
TO_REVIEW = [(DEPARTMENT, V.ASSIGN), (HANDLER, V.SUBMIT), (DEPARTMENT, V.CONFIRM)]
TO_CHECK = [*TO_DISPOSAL, *TO_REVIEW, (DISPATCHER, V.FORWARD)]
PASSED = [(ACCEPTOR, V.SEND_CHECK), (INSPECTOR, TaskResult.PASS), (ACCEPTOR, V.PASS_ON)]
NOT_PASSED = [(ACCEPTOR, V.SEND_CHECK), (INSPECTOR, TaskResult.NOT_PASS)]
TO_COMMAND = [*TO_FILING, (LEADER, V.FILE)]
BY_COMMAND = [*TO_COMMAND, (DISPATCHER, V.TAKE_OVER), (DISPATCHER, V.DISPATCH)]
FROM_DEPARTMENT = [(DEPARTMENT, V.ASK_RETURN), (DISPATCHER, V.GRANT)]
TO_DISTRICT = [*TO_DISPATCH, (DISPATCHER, V.SUB_DISPATCH)]

ACCEPTED = Way([*TO_FILING, (LEADER, V.RETURN_TO_ACCEPTOR)], (R.ACCEPTOR, V.ACCEPT), (R.SHIFT_LEADER, V.FILE, "T09"))
FILED = Way([*TO_DISPATCH, (DISPATCHER, V.RETURN_TO_FILING)], (R.SHIFT_LEADER, V.FILE), (R.DISPATCHER, V.DISPATCH, "T12"))
DISPATCHED = Way([*TO_DISPOSAL, *FROM_DEPARTMENT], (R.DISPATCHER, V.DISPATCH), (R.DEPARTMENT, V.ASSIGN, "T15"))
CLOSED = (R.SHIFT_LEADER, V.CLOSE, "T28")
PASSED_ON = Way([*TO_CHECK, *PASSED, (LEADER, V.RETURN_TO_CHECK)], (R.ACCEPTOR, V.PASS_ON), CLOSED)
OVERRULED = Way([*TO_CHECK, *PASSED, (LEADER, V.RETURN_TO_CHECK), *NOT_PASSED], (R.DUTY_LEADER, V.OVERRULE), CLOSED)
BY_BOTH = [*BY_COMMAND, *TO_REVIEW, (DISPATCHER, V.FORWARD)]

WAYS = {
    "ONE_ONE": [ACCEPTED, FILED, DISPATCHED, PASSED_ON, OVERRULED],
    "TWO_AXIS": [
        ACCEPTED,
        Way([*TO_COMMAND, (DISPATCHER, V.RETURN_TO_FILING)], (R.SHIFT_LEADER, V.FILE), (R.DISPATCHER, V.TAKE_OVER, "X01")),
        Way([*BY_COMMAND, *FROM_DEPARTMENT], DISPATCHED.forward, DISPATCHED.then),
        Way([*BY_BOTH, (ACCEPTOR, V.RETURN_TO_REVIEW)], (R.DISPATCHER, V.FORWARD), (R.ACCEPTOR, V.TAKE_OVER, "X02")),
        Way([*BY_BOTH, (ACCEPTOR, V.TAKE_OVER), *PASSED, (LEADER, V.RETURN_TO_CHECK)], PASSED_ON.forward, CLOSED),
    ],
    "TWO_LEVEL": [
        *[ACCEPTED, FILED, DISPATCHED, PASSED_ON, OVERRULED],
        Way(FILED.back, FILED.forward, (R.DISPATCHER, V.SUB_DISPATCH, "T13")),
        Way([*TO_DISTRICT, (SUB_DISPATCHER, V.RETURN_TO_DISPATCHER)], (R.DISPATCHER, V.SUB_DISPATCH), (R.SUB_DISPATCHER, V.DISPATCH, "X11")),
    ],
}
