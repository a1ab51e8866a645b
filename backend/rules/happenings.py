"""What came to pass on the way of a unit: its reports and tasks, its signs, the alarms about it."""

from datetime import datetime

import sqlalchemy as sa

from backend.rules import shifts, tracks, units
from backend.session import Work
from backend.tables.alarms import AlarmRow
from backend.tables.cases import CaseRow, TaskRow
from wire.codes import AlarmKind, DutyState, HappeningKind
from wire.tracks import Happening

SIGNS = {DutyState.ON_DUTY: HappeningKind.SIGNED_IN, DutyState.OFF_DUTY: HappeningKind.SIGNED_OUT}


def happenings(work: Work, unit_id: str, start: datetime, end: datetime) -> list[Happening]:
    """Those with start <= at < end, and alarms that were still open then, in order of time; refused as a track of the period is."""
    tracks.check(start, end, tracks.LONGEST)
    units.row_of(work, unit_id)
    found = [*_reports(work, unit_id, start, end), *_tasks(work, unit_id, start, end), *_alarms(work, unit_id, start, end)]
    found += [Happening(kind=SIGNS[sign.duty], at=sign.at, sign=sign.result) for sign in shifts.signs(work, unit_id, start, end)]
    return sorted(found, key=lambda each: each.at)


def _reports(work: Work, unit_id: str, start: datetime, end: datetime) -> list[Happening]:
    asked = sa.select(CaseRow.reported_at, CaseRow.id, CaseRow.number)
    asked = asked.where(CaseRow.reported_at >= start, CaseRow.reported_at < end, CaseRow.unit_id == unit_id)
    return [Happening(kind=HappeningKind.REPORT, at=at, case_id=id, case_number=number) for at, id, number in work.session.execute(asked)]


def _tasks(work: Work, unit_id: str, start: datetime, end: datetime) -> list[Happening]:
    found = []
    for kind, moment in ((HappeningKind.TASK_SENT, TaskRow.sent_at), (HappeningKind.TASK_DONE, TaskRow.done_at)):
        asked = sa.select(moment, CaseRow.id, CaseRow.number).join(CaseRow, CaseRow.id == TaskRow.case_id)
        asked = asked.where(TaskRow.unit_id == unit_id, moment >= start, moment < end)
        found += [Happening(kind=kind, at=at, case_id=id, case_number=number) for at, id, number in work.session.execute(asked) if at is not None]
    return found


def _alarms(work: Work, unit_id: str, start: datetime, end: datetime) -> list[Happening]:
    lasting = sa.or_(AlarmRow.cleared_at.is_(None), AlarmRow.cleared_at >= start)
    asked = sa.select(AlarmRow.raised_at, AlarmRow.cleared_at, AlarmRow.kind)
    asked = asked.where(AlarmRow.unit_id == unit_id, AlarmRow.raised_at < end, lasting, AlarmRow.kind != AlarmKind.SHIFTED)
    return [Happening(kind=HappeningKind.ALARM, at=at, until=until, alarm=kind) for at, until, kind in work.session.execute(asked)]
