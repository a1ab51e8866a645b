"""Import of cases of the past: kept with their own times, under the nearest class of ours, with the words of their source in the description."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta

from backend.importers.mapping import Mapping
from backend.importers.placing import scattered
from backend.importers.records import Placed, Record
from backend.importers.report import Report
from backend.importers.storing import distinct
from backend.rules import departments
from backend.rules.history import PastCase, import_cases
from backend.session import Work
from wire.codes import CloseKind, Kind, Source, Status
from wire.people import DepartmentOrder

COPIED = ("id", "source", "lon", "lat", "reported_at", "address", "description", "handler", "reporter", "phone", "closed_at", "deadline_at")


class CaseRecord(Placed, kw_only=True):
    """`problem` is kind and class: "EVENT-0401". A case with a closing kind or time is closed, any other one waits for acceptance."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    source: Source
    problem: Annotated[str, Meta(pattern=r"^(EVENT|COMPONENT)-\d{4}$")]
    reported_at: datetime
    address: Annotated[str, Meta(max_length=300)] = ""
    description: Annotated[str, Meta(max_length=2000)] = ""
    department: Annotated[str, Meta(max_length=40)] | None = None
    department_name: str | None = None
    handler: str | None = None
    reporter: str = ""
    phone: str = ""
    closed_at: datetime | None = None
    deadline_at: datetime | None = None
    close_kind: CloseKind | None = None


def store_cases(work: Work, found: list[Record[CaseRecord]], mapping: Mapping, report: Report) -> None:
    kept = distinct(found, lambda value: value.id, report)
    if mapping.jitter_m:
        for record in kept:
            scattered(record.value, record.value.id, mapping.jitter_m)
        report.remarks.append(f"places are known only roughly: each was moved by up to {mapping.jitter_m:g} m, as the mapping says")
    _found_departments(work, [record.value for record in kept], report)
    stored = import_cases(work, [_past(record.value) for record in kept])
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


def _past(value: CaseRecord) -> PastCase:
    kind, _, class_code = value.problem.partition("-")
    status = Status.CLOSED if value.close_kind or value.closed_at else Status.REPORTED
    values: dict[str, Any] = {name: getattr(value, name) for name in COPIED}
    values |= {"status": status, "department_id": value.department, "close_kind": value.close_kind}
    return PastCase(kind=Kind(kind), class_code=class_code, **values)
