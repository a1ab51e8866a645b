"""Which failures pass: nobody has said no, and the same call may succeed later. For those who call, and for those who only hear what became of it."""

from wire.problem import Problem

TRANSIENT = frozenset({"unreachable", "connection_lost", "timeout", "bad_answer"})


def passes(problem: Problem) -> bool:
    """A session that has ended passes too: whoever logs in again goes on."""
    return problem.status == 401 or problem.status >= 500 or problem.code in TRANSIENT
