"""The clocks of a case once more, told by its flow records alone: of its stage, of what was promised, of its disposal (DOMAIN 2.9, 4.2, 6.11)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from backend import hotline, standards
from backend.rules import clocks
from wire.cases import Case, CaseCard
from wire.codes import Kind, Status, Verb
from wire.flow import FlowRecord
from wire.standards import Limit

DISPOSAL = (Status.PENDING_DISPOSAL, Status.DISPOSING)
WITH_INSPECTOR = (Status.VERIFYING, Status.CHECKING)


class Clocks(NamedTuple):
    """After a record. `spent`: of the time for acceptance, before `since`; `due`: of the task that an inspector has."""

    status: Status
    since: datetime
    kind: Kind
    class_code: str
    condition_id: str | None
    spent: timedelta = timedelta()
    due: datetime | None = None
    promise_at: datetime | None = None
    promise_kept: bool | None = None
    deadline: datetime | None = None
    rest: float | None = None
    department: str = ""
    extended: int = 0

    @property
    def stage_limit(self) -> datetime | None:
        minutes = standards.in_force().machine.limits_min.get(self.status)
        if minutes is None or self.status in WITH_INSPECTOR:
            return None if minutes is None else self.due
        return self.since - (self.spent if self.status is Status.REPORTED else timedelta()) + timedelta(minutes=minutes)

    @property
    def limit(self) -> Limit | None:
        condition = standards.in_force().conditions.get(self.condition_id or "")
        return condition.limit if condition else None


def told(card: CaseCard) -> Iterator[tuple[FlowRecord, Clocks | None, Clocks]]:
    """Each record, with the clocks before and after it. A step that is taken back leaves them as they were before it."""
    past: list[Clocks] = []
    for record in card.flow:
        before = past[-1] if past else None
        after = past[-2] if record.verb is Verb.UNDO else _moved(record, before, card.case) if before else _begun(record, card)
        past.append(after)
        yield record, before, after


def _begun(record: FlowRecord, card: CaseCard) -> Clocks:
    first = {each.field: each.old for other in reversed(card.flow) for each in other.changed}
    kind, code = Kind(first.get("kind") or card.case.kind), first.get("class_code") or card.case.class_code
    condition = first.get("condition_id", card.case.condition_id)
    begun = Clocks(record.to_status, record.at, kind, code, condition)
    return _promised(begun, card.case) if record.verb in (Verb.REPORT, Verb.SPLIT) else begun


def _moved(record: FlowRecord, before: Clocks, case: Case) -> Clocks:
    changed = {each.field: each.new for each in record.changed}
    now = before._replace(
        kind=Kind(changed.get("kind") or before.kind),
        class_code=changed.get("class_code") or before.class_code,
        condition_id=changed.get("condition_id", before.condition_id),
    )
    if record.to_status is not before.status:
        now = now._replace(status=record.to_status, since=record.at)
    return _disposal(record, _promise(record, _stage(record, before, now), case))


def _stage(record: FlowRecord, before: Clocks, now: Clocks) -> Clocks:
    """While an inspector verifies, the time for acceptance stands still; a case that is sent back to it has all of it again."""
    if record.verb is Verb.SEND_VERIFY and before.status is Status.REPORTED:
        now = now._replace(spent=before.spent + (record.at - before.since))
    if record.verb is Verb.RETURN_TO_ACCEPTOR:
        now = now._replace(spent=timedelta())
    if record.verb in (Verb.SEND_VERIFY, Verb.SEND_CHECK):
        now = now._replace(due=record.at + timedelta(minutes=standards.in_force().machine.limits_min[record.to_status]))
    return now


def _promise(record: FlowRecord, now: Clocks, case: Case) -> Clocks:
    """From the report on by the class that it has; judged once by what ends the case, or by the disposal, until it is done again."""
    if record.verb is Verb.ACCEPT:
        return _promised(now, case)
    if record.verb in (Verb.REWORK, Verb.REOPEN) and now.promise_kept:
        return now._replace(promise_kept=None)
    if now.promise_at is None or now.promise_kept is not None:
        return now
    if record.verb in (Verb.CONFIRM, Verb.SPECIAL_CLOSE):
        return now._replace(promise_kept=record.at <= now.promise_at)
    if now.status is not Status.VOIDED:
        return now
    return now._replace(promise_kept=False) if record.at > now.promise_at else now._replace(promise_at=None)


def _promised(now: Clocks, case: Case) -> Clocks:
    rules = hotline.in_force().promise
    holds = rules.holds(case.source, now.kind, now.class_code)
    return now._replace(promise_at=case.reported_at + timedelta(hours=rules.hours) if holds else None)


def _disposal(record: FlowRecord, now: Clocks) -> Clocks:
    """Started, put off, stopped and gone on; it runs on where the case comes back to the same department."""
    calendar, limit = standards.in_force().calendar, now.limit
    if record.verb is Verb.REOPEN:
        return now._replace(deadline=None, extended=0)
    if limit is None:
        return now
    if record.verb is Verb.DISPATCH:
        department = record.department_id or ""
        if now.deadline is not None and department == now.department:
            return now
        return now._replace(department=department, deadline=clocks.add(record.at, limit, calendar), extended=0)
    if record.verb is Verb.EXTEND:
        assert now.deadline is not None
        return now._replace(deadline=clocks.add(now.deadline, limit, calendar), extended=now.extended + 1)
    if record.verb is Verb.SUSPEND:
        assert now.deadline is not None
        return now._replace(rest=clocks.used(record.at, now.deadline, limit.type, calendar) if now.deadline > record.at else None)
    if record.verb is Verb.RESUME and now.rest is not None:
        return now._replace(deadline=clocks.add(record.at, Limit(amount=now.rest, type=limit.type), calendar))
    return now
