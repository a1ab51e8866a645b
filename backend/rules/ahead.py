"""The way that is still ahead of a case: the statuses that the main steps lead through, with the tasks of inspectors that they wait for."""

from collections.abc import Iterator

from backend.standards.machine import Machine, Transition
from backend.tables.cases import CaseRow
from wire.codes import INSPECTOR_SOURCES, Status, TaskKind, TaskResult, Verb

MOST = 40
# What a main step waits for, and the verb that sees to it.
TASKS = {"problem_verified": Verb.SEND_VERIFY, "check_passed": Verb.SEND_CHECK}
ANSWERS = frozenset(Verb(kind) for kind in TaskKind)


def way(case: CaseRow, machine: Machine) -> Iterator[Status]:
    """From the status in which it stands to its end."""
    status, waits = case.status, _waits(case)
    for _ in range(MOST):
        yield status
        row = _onward(machine, status)
        if row is None or row.to is None:
            return
        detour = next((name for name in row.guards if name in waits), None)
        if detour is not None:
            waits.discard(detour)
            row = next(each for each in machine.transitions if each.verb is TASKS[detour] and status in each.sources)
        assert row.to is not None, "only steps that lead somewhere are looked at"
        status = row.to


def next_steps(case: CaseRow, machine: Machine) -> list[Verb]:
    """The verbs that take it on from where it stands now, whoever may use them; none while an inspector is under way."""
    waits = _waits(case)
    for row in machine.transitions:
        if not row.main or case.status not in row.sources or ("submitted", "not_submitted")[case.submitted_at is not None] in row.guards:
            continue
        detour = next((name for name in row.guards if name in waits), None)
        return [TASKS[detour] if detour is not None else row.verb]
    return []


def _waits(case: CaseRow) -> set[str]:
    """The guards that no task has satisfied yet."""
    verified = case.source in INSPECTOR_SOURCES or case.verified is TaskResult.EXISTS or case.status is Status.VERIFYING
    passed = case.checked is TaskResult.PASS or case.status is Status.CHECKING
    return {name for name, done in (("problem_verified", verified), ("check_passed", passed)) if not done}


def _onward(machine: Machine, status: Status) -> Transition | None:
    """The first main step that leads on, else the answer of an inspector."""
    rows = [row for row in machine.transitions if status in row.sources and row.to not in (None, status)]
    return next((row for row in rows if row.main), None) or next((row for row in rows if row.verb in ANSWERS), None)
