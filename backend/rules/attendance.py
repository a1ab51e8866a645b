"""Attendance and work of people: sheets of a period, and the card of one of them. `wire.staff` says what is what."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy import SQLColumnExpression as Column

from backend import spatial, standards
from backend.refusals import Malformed, Unknown
from backend.rules import alarms, believed, shifts, units, walked
from backend.rules.catalogue import in_force
from backend.rules.reach import must_reach
from backend.rules.walked import Walked
from backend.session import Work
from backend.settings import CITY_ZONE
from backend.standards.duty import DutyStandard
from backend.tables.alarms import AlarmRow
from backend.tables.cases import CaseRow, TaskRow
from backend.tables.positions import LatestRow
from backend.tables.shifts import ShiftRow, SignRow, WorkSpanRow
from backend.tables.units import UnitRow
from wire.codes import AlarmKind, DutyState, GridKind, SignResult, TaskState, UnitKind, WorkState
from wire.problem import FieldError
from wire.staff import StaffCard, StaffLine, StaffSheet

LONGEST_D = 31
EFFECTIVE = (WorkState.ON_DUTY, WorkState.ON_TASK)
NOT_SIGNED = (WorkState.ABSENT, WorkState.OFF_DUTY)
MOST_ALARMS = 50  # on a card
SUMMED = ("planned", "present", "late", "left_early", "elsewhere", "absent", "extra", "worked_s", "effective_s", "metres", "reported", "done")

OfUnit = TypeVar("OfUnit", ShiftRow, SignRow, WorkSpanRow)


class Kept(NamedTuple):
    """Everything of one unit in the period."""

    shifts: list[ShiftRow]
    signs: list[SignRow]
    spans: list[WorkSpanRow]
    walked: dict[date, Walked]
    reported: int
    done: int
    alarms: Counter[AlarmKind]


class Told(NamedTuple):
    """A line, and the basic grids that it counts."""

    line: StaffLine
    seen: frozenset[str]
    cells: frozenset[str]


def sheet(work: Work, first: date, last: date, unit_id: str = "") -> StaffSheet:
    """Of all inspectors, by team and name, or of one."""
    must_reach(first=first, last=last)
    if not 0 <= (last - first).days < LONGEST_D:
        raise Malformed("The last day must be the first, or later, by 30 days at most.", [FieldError(path="last", detail="is out of reach")])
    chosen = sa.select(UnitRow).where(UnitRow.kind == UnitKind.INSPECTOR)
    people = list(work.session.scalars(chosen.where(UnitRow.id == unit_id) if unit_id else chosen))
    kept = _kept(work, people, first, last)
    rules, basic = standards.in_force().duty, spatial.grid_index(work.session).basic_of
    told = [_line(work.at, unit, kept[unit.id], rules, basic) for unit in people]
    told.sort(key=lambda each: (each.line.team, each.line.name, each.line.unit_id))
    lines = [each.line for each in told]
    if unit_id:
        return StaffSheet(first=first, last=last, at=work.at, lines=lines)
    teams = [together(list(of), name, rules) for name, of in groupby(told, key=lambda each: each.line.team)]
    return StaffSheet(first=first, last=last, at=work.at, lines=lines, teams=teams, total=together(told, "", rules))


def card(work: Work, unit_id: str) -> StaffCard:
    """`Unknown` for who is no inspector."""
    unit = work.session.get(UnitRow, unit_id)
    if unit is None or unit.kind is not UnitKind.INSPECTOR:
        raise Unknown("inspector", unit_id)
    today = work.at.astimezone(CITY_ZONE).date()
    since, until = walked.span(today)
    begins = sa.select(ShiftRow).where(ShiftRow.unit_id == unit_id, ShiftRow.starts_at > work.at).order_by(ShiftRow.starts_at).limit(1)
    coming = work.session.scalar(begins)
    fix = work.session.execute(sa.select(LatestRow.at, LatestRow.mock, LatestRow.accuracy).where(LatestRow.unit == unit.number)).first()
    tasks = sa.select(sa.func.count()).select_from(TaskRow).where(TaskRow.unit_id == unit_id, TaskRow.state == TaskState.OPEN)
    return StaffCard(
        unit=units.message(unit),
        line=sheet(work, today, today, unit_id).lines[0],
        shifts=shifts.shifts(work, today, today, unit_id),
        next_shift=shifts.message(coming) if coming is not None else None,
        signs=shifts.signs(work, unit_id, since, until),
        alarms=alarms.alarms(work, alarms.Wanted(since, until, unit_id), MOST_ALARMS),
        open_tasks=work.session.scalar(tasks) or 0,
        fix_at=datetime.fromtimestamp(fix.at / 1000, CITY_ZONE) if fix is not None else None,
        fix_doubt=believed.doubt(fix.mock, fix.accuracy, in_force(work).tracks.of(unit.kind)) if fix is not None else None,
    )


def _kept(work: Work, people: Iterable[UnitRow], first: date, last: date) -> dict[str, Kept]:
    ids = [unit.id for unit in people]
    since, until = walked.span(first)[0], walked.span(last)[1]
    rosters = _by_unit(work, sa.select(ShiftRow).where(ShiftRow.day.between(first, last)).order_by(ShiftRow.starts_at), ids)
    signs = _by_unit(
        work, sa.select(SignRow).where(SignRow.at >= since - timedelta(days=1), SignRow.at < until + timedelta(days=1)).order_by(SignRow.at), ids
    )
    running = sa.or_(WorkSpanRow.until.is_(None), WorkSpanRow.until > since)
    spans = _by_unit(work, sa.select(WorkSpanRow).where(WorkSpanRow.since < until, running), ids)
    reported = _counted(work, CaseRow.unit_id, CaseRow.reported_at, since, until)
    done = _counted(work, TaskRow.unit_id, TaskRow.done_at, since, until)
    raised = sa.select(AlarmRow.unit_id, AlarmRow.kind, sa.func.count()).where(AlarmRow.raised_at >= since, AlarmRow.raised_at < until)
    raised = raised.where(AlarmRow.kind != AlarmKind.SHIFTED)  # which is no doing of theirs
    alarmed: dict[str, Counter[AlarmKind]] = defaultdict(Counter)
    for unit_id, kind, count in work.session.execute(raised.group_by(AlarmRow.unit_id, AlarmRow.kind)):
        alarmed[unit_id][kind] += count
    worked = {(id, day) for id in ids for span in spans[id] for day in _days(span, first, last, work.at)}
    ways: dict[str, dict[date, Walked]] = defaultdict(dict)
    for (unit_id, day), told in walked.walked(work, worked).items():
        ways[unit_id][day] = told
    return {id: Kept(rosters[id], signs[id], spans[id], ways[id], reported.get(id, 0), done.get(id, 0), alarmed[id]) for id in ids}


def _line(now: datetime, unit: UnitRow, kept: Kept, rules: DutyStandard, basic: dict[str, frozenset[str]]) -> Told:
    begun = [shift for shift in kept.shifts if shift.starts_at <= now]
    ins = {sign.shift_id: sign for sign in reversed(kept.signs) if sign.duty is DutyState.ON_DUTY}  # the first of each shift
    outs = {sign.shift_id: sign for sign in kept.signs if sign.duty is DutyState.OFF_DUTY}  # the last
    present = [shift for shift in begun if shift.id in ins]
    over = timedelta(seconds=rules.sign_in.absent_s)
    states = _states(kept.spans, now, [walked.span(day) for day in kept.walked])
    worked = sum(seconds for state, seconds in states.items() if state not in NOT_SIGNED)
    named = {code for shift in begun for code in shift.grids} or set(unit.duty_grids)
    codes = {spatial.code_of(GridKind.DUTY, each) for each in named}
    cells = frozenset().union(*(basic.get(code, frozenset()) for code in codes))
    seen = frozenset().union(*(told.cells for told in kept.walked.values())) & cells
    line = StaffLine(
        unit_id=unit.id,
        name=unit.name,
        team=unit.team,
        planned=len(begun),
        present=len(present),
        late=sum(ins[shift.id].at > shift.starts_at + timedelta(seconds=rules.sign_in.late_s) for shift in present),
        left_early=sum(_left_early(ins[shift.id], outs.get(shift.id)) for shift in present),
        elsewhere=sum(_is_elsewhere(shift, ins[shift.id]) for shift in present),
        absent=sum(shift.id not in ins and now > min(shift.starts_at + over, shift.ends_at) for shift in begun),
        extra=len({sign.at.astimezone(CITY_ZONE).date() for sign in kept.signs if sign.shift_id is None} & set(kept.walked)),
        worked_s=worked,
        effective_s=sum(states.get(state, 0.0) for state in EFFECTIVE),
        states=states,
        metres=sum(told.metres for told in kept.walked.values()),
        error_m=sum(told.error_m**2 for told in kept.walked.values()) ** 0.5,
        cells_seen=len(seen),
        cells=len(cells),
        reported=kept.reported,
        done=kept.done,
        alarms=dict(kept.alarms),
    )
    return Told(_scored(line, rules, *_turns(line)), seen, cells)


def together(told: Sequence[Told], team: str, rules: DutyStandard) -> StaffLine:
    """One line for all of these; what is a share or a score is told anew of their sums, and each day's error is independent of the others'."""
    lines = [each.line for each in told]
    seen, cells = frozenset[str]().union(*(each.seen for each in told)), frozenset[str]().union(*(each.cells for each in told))
    alarmed = Counter[AlarmKind]()
    for line in lines:
        alarmed.update(line.alarms)
    states = {state: sum(line.states.get(state, 0.0) for line in lines) for state in WorkState}
    sums: dict[str, Any] = {name: sum(getattr(line, name) for line in lines) for name in SUMMED}
    whole = StaffLine(
        unit_id="",
        name="",
        team=team,
        states={state: seconds for state, seconds in states.items() if seconds},
        error_m=sum(line.error_m**2 for line in lines) ** 0.5,
        cells_seen=len(seen),
        cells=len(cells),
        alarms=dict(alarmed),
        **sums,
    )
    turns = [_turns(line) for line in lines]
    return _scored(whole, rules, sum(due for due, _ in turns), sum(came for _, came in turns))


def _turns(line: StaffLine) -> tuple[int, int]:
    """How often somebody was to work, and came."""
    return line.planned or line.extra, line.present or line.extra


def _scored(line: StaffLine, rules: DutyStandard, turns: int, came: int) -> StaffLine:
    score = rules.score
    if not turns:
        return line
    shares = {
        "attendance": (came - 0.5 * (line.late + line.left_early)) / turns,
        "effective": line.effective_s / line.worked_s if line.worked_s else 0.0,
        "coverage": line.cells_seen / line.cells if line.cells else 0.0,
        "workload": (line.reported + line.done) / (score.work * came) if came else 0.0,
    }
    parts = {name: round(getattr(score, name) * min(max(share, 0.0), 1.0), 2) for name, share in shares.items()}
    fields = {name: getattr(line, name) for name in StaffLine.__struct_fields__}
    return StaffLine(**fields | {"parts": parts, "score": round(sum(parts.values()), 2)})


def _left_early(came: SignRow, left: SignRow | None) -> bool:
    return left is not None and left.at > came.at and left.result is SignResult.LEFT_EARLY


def _is_elsewhere(shift: ShiftRow, sign: SignRow) -> bool:
    """Or nobody knows where."""
    if sign.result is SignResult.UNPLACED:
        return True
    return sign.away_m is not None and shift.radius_m is not None and sign.away_m > shift.radius_m


def _states(spans: Iterable[WorkSpanRow], now: datetime, days: list[tuple[datetime, datetime]]) -> dict[WorkState, float]:
    """Seconds in each state on these days, up to now."""
    found: dict[WorkState, float] = defaultdict(float)
    for span in spans:
        ends = min(span.until or now, now)
        for start, end in days:
            found[span.state] += max((min(ends, end) - max(span.since, start)).total_seconds(), 0.0)
    return {state: seconds for state, seconds in found.items() if seconds}


def _days(span: WorkSpanRow, first: date, last: date, now: datetime) -> Iterable[date]:
    day, ends = max(span.since.astimezone(CITY_ZONE).date(), first), min((span.until or now).astimezone(CITY_ZONE).date(), last)
    while day <= ends:
        yield day
        day += timedelta(days=1)


def _by_unit(work: Work, chosen: sa.Select[OfUnit], ids: list[str]) -> dict[str, list[OfUnit]]:
    found: dict[str, list[OfUnit]] = {id: [] for id in ids}
    for row in work.session.scalars(chosen):
        if row.unit_id in found:
            found[row.unit_id].append(row)
    return found


def _counted(work: Work, unit: Column[str | None], at: Column[datetime | None], since: datetime, until: datetime) -> dict[str, int]:
    chosen = sa.select(unit, sa.func.count()).where(at >= since, at < until).group_by(unit)
    return {id: count for id, count in work.session.execute(chosen) if id is not None}
