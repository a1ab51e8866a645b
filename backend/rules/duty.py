"""Supervision of people: what each inspector does, told anew when it is something else, and alarms of it (`work_states`, `duty.toml`).

`look_at_all` only reads; `enter` writes what has changed. Between the two somebody may have signed in or out: he is looked at the next time.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from backend import spatial, standards
from backend.rules import alarms, believed, callouts, shifts, units
from backend.rules.catalogue import in_force
from backend.rules.work_states import FIELDS, Look, Measured, Memory, Seen, look
from backend.session import Work
from backend.tables.cases import TaskRow
from backend.tables.positions import LatestRow
from backend.tables.shifts import ShiftRow
from backend.tables.units import UnitRow
from wire.alarms import Alarm
from wire.codes import AlarmKind, DutyState, GridKind, TaskState, UnitKind, WorkState

WATCH = "people"
KINDS = tuple(FIELDS)
REMEMBERED_S = 60.0  # a newer fix alone is not worth a write more often


class Found(NamedTuple):
    """What is to be written of a unit. `cause` of an alarm by its kind."""

    unit_id: str
    duty: DutyState
    look: Look
    causes: dict[AlarmKind, str]
    place: tuple[float, float] | None


def look_at_all(work: Work) -> list[Found]:
    """Those of whom something is to be written."""
    rules, at = standards.in_force().duty, work.at.timestamp()
    kept = alarms.remembered(work, WATCH)
    rosters, fixes, tasks = shifts.running(work, work.at), _fixes(work), _tasks(work)
    running = _running(alarms.open_alarms(work, KINDS))
    index = spatial.grid_index(work.session)
    found = []
    for unit in work.session.scalars(sa.select(UnitRow).where(UnitRow.kind == UnitKind.INSPECTOR).order_by(UnitRow.id)):
        shift, fix = rosters.get(unit.id), fixes.get(unit.number)
        body = kept.get(unit.id)
        if unit.duty is DutyState.OFF_DUTY and shift is None and body is None and unit.state is WorkState.OFF_DUTY:
            continue
        grids = shift.grids if shift is not None and shift.grids else unit.duty_grids
        signed_at = (unit.duty_at.timestamp() if unit.duty_at else at) if unit.duty is DutyState.ON_DUTY else None
        outside = index.outside_m(GridKind.DUTY, grids, fix[1], fix[2]) if fix and grids and signed_at is not None else None
        span = (shift.starts_at.timestamp(), shift.ends_at.timestamp()) if shift else None
        seen = Seen(at, signed_at, span, _on_break(work, shift), unit.id in tasks, fix, outside)
        before = msgspec.convert(body, Memory) if body else Memory(state=unit.state)
        told = look(rules, before, seen)
        causes = {AlarmKind.OFF_GRID: grids[0] if grids else "", AlarmKind.ABSENT: shift.id if shift else ""}
        remember = _worth(before, told.memory) and not (body is None and _idle(told.memory))
        alarmed = any(_differs(running.get((unit.id, kind)), told.measured[kind]) for kind in KINDS)
        if remember or alarmed or unit.state is not told.memory.state:
            found.append(Found(unit.id, unit.duty, told, causes, (fix[1], fix[2]) if fix else None))
    return found


def enter(work: Work, found: Iterable[Found]) -> int:
    """How many units do something else, or have an alarm more or less, than before."""
    changed, bodies = 0, dict[str, dict[str, Any]]()
    found = list(found)
    running = _running(alarms.open_alarms(work, KINDS, [each.unit_id for each in found]))
    for each in found:
        row = work.session.get(UnitRow, each.unit_id, with_for_update=True, populate_existing=True)
        if row is None or row.duty is not each.duty:
            continue
        memory = each.look.memory
        bodies[row.id] = {} if _idle(memory) else msgspec.to_builtins(memory)
        news = shifts.enter_state(work, row, memory.state)
        if news:
            units.publish(work, row)
        for kind in KINDS:
            news |= _alarm(work, each, kind, running.get((row.id, kind)))
        changed += news
    alarms.remember(work, WATCH, bodies)
    return changed


def _alarm(work: Work, each: Found, kind: AlarmKind, known: Alarm | None) -> bool:
    seen = each.look.measured[kind]
    if not _differs(known, seen):
        return False
    if not seen.on:
        assert known is not None
        alarms.clear(work, kind, each.unit_id, known.cause)
        return True
    cause = known.cause if known else each.causes.get(kind, "")
    began = work.at
    if known is None and kind is not AlarmKind.OFF_GRID and seen.value is not None:
        began = work.at - timedelta(seconds=max(seen.value - seen.threshold, 0.0))  # when the threshold was passed, however late we look
    alarms.raise_(work, kind, each.unit_id, cause, level=seen.level, value=seen.value, threshold=seen.threshold, place=each.place, at=began)
    return known is None


def _differs(known: Alarm | None, seen: Measured) -> bool:
    if known is None or not seen.on:
        return (known is not None) != seen.on
    grown = seen.value is not None and (known.value is None or seen.value >= known.value * alarms.GROWS)
    return grown or seen.level > known.level


def _idle(memory: Memory) -> bool:
    """Nothing of it is worth keeping."""
    return memory.state is WorkState.OFF_DUTY and not any(getattr(memory, name).on for name in FIELDS.values())


def _worth(before: Memory, after: Memory) -> bool:
    """Whether anything but the newest fix is another; that one now and then."""
    still = msgspec.structs.replace(after, fix=before.fix)
    late = after.fix is not None and (before.fix is None or after.fix[0] - before.fix[0] >= REMEMBERED_S)
    return still != before or late


def _running(found: Iterable[Alarm]) -> dict[tuple[str, AlarmKind], Alarm]:
    return {(alarm.unit_id, alarm.kind): alarm for alarm in found}


def _fixes(work: Work) -> dict[int, tuple[float, float, float]]:
    """The newest of each unit, if its device believes it."""
    chosen = sa.select(LatestRow.unit, LatestRow.at, LatestRow.lon, LatestRow.lat)
    rows = work.session.execute(chosen.where(believed.newest(in_force(work).tracks.of(UnitKind.INSPECTOR))))
    return {unit: (at / 1000, lon, lat) for unit, at, lon, lat in rows}


def _tasks(work: Work) -> dict[str, int]:
    open_tasks: dict[str, int] = defaultdict(int)
    for unit_id in work.session.scalars(sa.select(TaskRow.unit_id).where(TaskRow.state == TaskState.OPEN)):
        open_tasks[unit_id] += 1
    for unit_id in callouts.busy(work):
        open_tasks[unit_id] += 1
    return open_tasks


def _on_break(work: Work, shift: ShiftRow | None) -> bool:
    times = standards.in_force().duty.shift.get(shift.kind) if shift is not None else None
    return times is not None and shift is not None and any(since <= work.at < until for since, until in times.break_spans(shift.day))
