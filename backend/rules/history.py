"""Cases of the past, taken over with their own times: no step of the machine is run, one flow record says where they came from."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from backend import spatial
from backend.rules import callers, case_words, names, numbers, serials
from backend.rules.cases import blank
from backend.rules.catalogue import in_force
from backend.rules.messages import case_from
from backend.session import Work
from backend.tables.cases import CaseRow, FlowRow
from wire.codes import CloseKind, GridKind, Kind, LimitType, Noun, Source, Status, Verb, VoidKind
from wire.flow import IMPORTED
from wire.search import HitKind

PAGE = 500


class PastCase(msgspec.Struct, frozen=True, kw_only=True):
    """`status_at` is the last of the times when there is none. Times are aware. The class need not be in the catalogue in force."""

    id: str
    source: Source
    kind: Kind
    class_code: str
    lon: float
    lat: float
    reported_at: datetime
    status: Status = Status.CLOSED
    status_at: datetime | None = None
    catalogue: str | None = None
    address: str = ""
    description: str = ""
    condition_id: str | None = None
    limit_amount: float | None = None
    limit_type: LimitType | None = None
    component_code: str | None = None
    department_id: str | None = None
    handler: str | None = None
    unit_id: str | None = None
    reporter: str = ""
    phone: str = ""
    accepted_at: datetime | None = None
    filed_at: datetime | None = None
    dispatched_at: datetime | None = None
    yellow_at: datetime | None = None
    deadline_at: datetime | None = None
    submitted_at: datetime | None = None
    disposed_at: datetime | None = None
    closed_at: datetime | None = None
    close_kind: CloseKind | None = None
    void_kind: VoidKind | None = None


TIMES = ("reported_at", "accepted_at", "filed_at", "dispatched_at", "submitted_at", "disposed_at", "closed_at")


def import_cases(work: Work, past: Sequence[PastCase]) -> int:
    """How many were new; one whose id is there already stays as it is."""
    known = _known(work, [case.id for case in past])
    fresh = list({case.id: case for case in past if case.id not in known}.values())
    if not fresh:
        return 0
    rows = _rows(work, fresh)
    work.session.execute(sa.insert(CaseRow), rows)
    names.enter(work, HitKind.CASE, rows)
    case_words.enter(work, rows)
    work.session.execute(sa.insert(FlowRow), [_imported(work, row) for row in rows])
    for row in rows:
        work.publish(Noun.CASE, row["id"], 1, case_from(row))
    work.audit("IMPORT.CASES", Noun.CASE, "", f"{len(rows)} cases")
    return len(rows)


def _known(work: Work, ids: Sequence[str]) -> set[str]:
    pages = (ids[start : start + PAGE] for start in range(0, len(ids), PAGE))
    return {known for page in pages for known in work.session.scalars(sa.select(CaseRow.id).where(CaseRow.id.in_(page)))}


def _rows(work: Work, fresh: Sequence[PastCase]) -> list[dict[str, Any]]:
    lon, lat = [case.lon for case in fresh], [case.lat for case in fresh]
    index = spatial.grid_index(work.session)
    basic, duty = index.of_kind(GridKind.BASIC, lon, lat), index.of_kind(GridKind.DUTY, lon, lat)
    taken = serials.take(work, [(case.id, case.reported_at) for case in fresh])
    empty = dict.fromkeys(column.name for column in CaseRow.__table__.columns) | blank(work)
    return [
        empty
        | {name: value for name, value in msgspec.structs.asdict(case).items() if value is not None}
        | {
            "version": 1,
            "steps": 1,
            "number": number,
            "serial": serial,
            "status_at": case.status_at or max(filter(None, (getattr(case, name) for name in TIMES))),
            "last_department_id": case.department_id,
            "grid_code": basic_grid and basic_grid.code,
            "duty_grid": duty_grid and duty_grid.code,
            "reported_by": work.user.name,
            "phone": callers.kept(case.phone),
        }
        for case, number, serial, basic_grid, duty_grid in zip(fresh, _numbers(work, fresh), taken, basic, duty, strict=True)
    ]


def _numbers(work: Work, fresh: Sequence[PastCase]) -> list[str]:
    """A number of its own day for each, taken a day at a time."""
    zone = in_force(work).calendar.tz
    by_day: dict[date, list[int]] = defaultdict(list)
    for place, case in enumerate(fresh):
        by_day[case.reported_at.astimezone(zone).date()].append(place)
    found = [""] * len(fresh)
    for _, places in sorted(by_day.items()):
        for place, number in zip(places, numbers.take(work, fresh[places[0]].reported_at, len(places)), strict=True):
            found[place] = number
    return found


def _imported(work: Work, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "case_id": row["id"],
        "seq": 1,
        "at": row["reported_at"],
        "verb": Verb.REPORT,
        "transition": IMPORTED,
        "from_status": None,
        "to_status": row["status"],
        "user": work.user.full_name,
        "actor": work.user.name,
        "role": "",
        "department_id": row["department_id"],
        "note": "",
        "result": None,
        "used_s": None,
        "overdue": False,
    }
