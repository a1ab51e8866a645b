"""Import of cases of the past: kept with their own times, under the nearest class of ours, with the words of their source in the description."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta

from backend.importers.mapping import Mapping
from backend.importers.placing import scattered
from backend.importers.records import Placed, Record
from backend.importers.report import Report
from backend.importers.storing import distinct
from backend.rules import clocks, departments
from backend.rules.catalogue import in_force
from backend.rules.history import PastCase, import_cases
from backend.session import Work
from wire.codes import CloseKind, Kind, Source, Status
from wire.people import DepartmentOrder
from wire.places import IN_ADDRESS, Id

COPIED = ("id", "source", "lon", "lat", "address", "description", "handler", "reporter", "phone")
TIMES = ("reported_at", "accepted_at", "filed_at", "dispatched_at", "closed_at", "deadline_at")


class CaseRecord(Placed, kw_only=True):
    """`problem` is kind and class: "EVENT-0401". A case with a closing kind or time is closed, one that was dispatched waits for its disposal,
    any other one for acceptance. A dispatched one needs its department. Its clock runs by its `condition`, or to the deadline that it brings along.
    """

    id: Id
    source: Source
    problem: Annotated[str, Meta(pattern=r"^(EVENT|COMPONENT)-\d{4}$")]
    condition: str | None = None
    reported_at: datetime
    accepted_at: datetime | None = None
    filed_at: datetime | None = None
    dispatched_at: datetime | None = None
    address: Annotated[str, Meta(max_length=300)] = ""
    description: Annotated[str, Meta(max_length=2000)] = ""
    department: Annotated[str, Meta(min_length=1, max_length=40, pattern=IN_ADDRESS)] | None = None
    department_name: str | None = None
    handler: str | None = None
    reporter: str = ""
    phone: str = ""
    closed_at: datetime | None = None
    deadline_at: datetime | None = None
    close_kind: CloseKind | None = None


def store_cases(work: Work, found: list[Record[CaseRecord]], mapping: Mapping, report: Report) -> None:
    kept = [record for record in distinct(found, lambda value: value.id, report) if _is_sound(work, record, report)]
    if mapping.jitter_m:
        for record in kept:
            scattered(record.value, record.value.id, mapping.jitter_m)
        report.remarks.append(f"places are known only roughly: each was moved by up to {mapping.jitter_m:g} m, as the mapping says")
    _found_departments(work, [record.value for record in kept], report)
    stored = import_cases(work, [_past(work, record.value) for record in kept])
    report.stored += stored
    report.doubled += len(kept) - stored


def _found_departments(work: Work, values: list[CaseRecord], report: Report) -> None:
    """Departments that only these cases know. Of several names of one the shortest: the others add its superior in brackets."""
    known = {each.id for each in departments.all_departments(work)}
    named: dict[str, str] = {}
    for value in values:
        if value.department and value.department not in known:
            name = value.department_name or value.department
            named[value.department] = min(named.get(value.department, name), name, key=lambda each: (len(each), each))
    for id, name in sorted(named.items()):
        departments.put(work, DepartmentOrder(id=id, code=id, name=name))
    if named:
        report.remarks.append(f"{len(named)} departments were new")


def _is_sound(work: Work, record: Record[CaseRecord], report: Report) -> bool:
    value = record.value
    if value.condition is not None and value.condition not in in_force(work).conditions:
        report.reject(record.row, f"there is no condition {value.condition[:80]!r} in the standard", record.layer)
    elif value.dispatched_at is not None and value.department is None:
        report.reject(record.row, "it was dispatched, but to no department", record.layer)
    else:
        return True
    return False


def _past(work: Work, value: CaseRecord) -> PastCase:
    kind, _, class_code = value.problem.partition("-")
    ended = value.close_kind or value.closed_at
    status = Status.CLOSED if ended else Status.PENDING_DISPOSAL if value.dispatched_at else Status.REPORTED
    values: dict[str, Any] = {name: getattr(value, name) for name in COPIED + TIMES}
    values |= {"status": status, "department_id": value.department, "close_kind": value.close_kind}
    return PastCase(kind=Kind(kind), class_code=class_code, **(values | _clock(work, value)))


def _clock(work: Work, value: CaseRecord) -> dict[str, Any]:
    """What the condition says, and when the clock of a dispatched case turns yellow and red."""
    standards, start, end = in_force(work), value.dispatched_at, value.deadline_at
    clock: dict[str, Any] = {}
    if value.condition is not None:
        limit = standards.conditions[value.condition].limit
        clock = {"condition_id": value.condition, "limit_amount": limit.amount, "limit_type": limit.type}
        if start is not None and end is None:
            return clock | {
                "yellow_at": clocks.yellow_at(start, limit, standards.calendar),
                "deadline_at": clocks.add(start, limit, standards.calendar),
            }
    return clock | ({"yellow_at": start + clocks.YELLOW * (end - start)} if start is not None and end is not None else {})
