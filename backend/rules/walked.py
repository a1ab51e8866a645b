"""How far somebody came on a day, and in which basic grids: told from the fixes, and kept when the day is over."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from backend import spatial
from backend.refusals import Refusal
from backend.rules import track_analysis
from backend.rules.answers import insert
from backend.rules.catalogue import in_force
from backend.session import SYSTEM, Database, Work
from backend.settings import CITY_ZONE
from backend.tables.positions import LatestRow
from backend.tables.shifts import WalkedRow, WorkSpanRow
from backend.tables.units import UnitRow
from wire.codes import GridKind

AGAIN_MS = 60_000  # what is told of today is told anew when there are fixes so much newer
KEPT = 2_000
BACK, AT_ONCE = 31, 20  # days that are made up for, and how many of them in one round
DayOfUnit = tuple[str, date]


class Walked(NamedTuple):
    fixes: int = 0
    metres: float = 0.0
    error_m: float = 0.0
    cells: frozenset[str] = frozenset()


_lately: WeakKeyDictionary[Any, OrderedDict[DayOfUnit, tuple[int, Walked]]] = WeakKeyDictionary()  # by database
_lock = threading.Lock()


def walked(work: Work, wanted: Iterable[DayOfUnit]) -> dict[DayOfUnit, Walked]:
    """Of units on days of the city; nothing for days to come."""
    wanted = {(unit_id, day) for unit_id, day in wanted if day <= work.at.astimezone(CITY_ZONE).date()}
    if not wanted:
        return {}
    days = [day for _, day in wanted]
    rows = work.session.scalars(sa.select(WalkedRow).where(WalkedRow.day.between(min(days), max(days))))
    kept = {(row.unit_id, row.day): Walked(row.fixes, row.metres, row.error_m, frozenset(row.cells)) for row in rows}
    newest = {row.unit_id: row.at for row in work.session.execute(sa.select(LatestRow.unit_id, LatestRow.at))}
    return {each: kept[each] if each in kept else _told(work, *each, newest.get(each[0])) for each in sorted(wanted)}


def keep(database: Database) -> int:
    """Days that are over, of whoever worked on them; how many."""
    with database.read() as work:
        due = _due(work)
    for unit_id, day in due:
        with database.read() as work:
            told = _of_fixes(work, unit_id, day)
        with database.write(SYSTEM) as work:
            row = {"unit_id": unit_id, "day": day, **told._asdict(), "cells": sorted(told.cells)}
            work.session.execute(insert(work, WalkedRow).values(**row).on_conflict_do_nothing())
    return len(due)


def _due(work: Work) -> list[DayOfUnit]:
    closed = work.at - timedelta(hours=in_force(work).positions.close_after_h)
    last = closed.astimezone(CITY_ZONE).date() - timedelta(days=1)
    first = last - timedelta(days=BACK)
    since, until = span(first)[0], span(last)[1]
    kept = work.session.execute(sa.select(WalkedRow.unit_id, WalkedRow.day).where(WalkedRow.day >= first))
    known = {(row.unit_id, row.day) for row in kept}
    spans = sa.select(WorkSpanRow.unit_id, WorkSpanRow.since, WorkSpanRow.until).where(WorkSpanRow.since < until, WorkSpanRow.until > since)
    found: set[DayOfUnit] = set()
    for unit_id, begins, ends in work.session.execute(spans):
        day = max(begins.astimezone(CITY_ZONE).date(), first)
        while ends is not None and day <= min(ends.astimezone(CITY_ZONE).date(), last):
            found.add((unit_id, day))
            day += timedelta(days=1)
    return sorted(found - known, key=lambda each: (each[1], each[0]))[:AT_ONCE]


def span(day: date) -> tuple[datetime, datetime]:
    """A day of the city."""
    return datetime.combine(day, time(), CITY_ZONE), datetime.combine(day + timedelta(days=1), time(), CITY_ZONE)


def _told(work: Work, unit_id: str, day: date, newest: int | None) -> Walked:
    """From the fixes, unless that was done a moment ago."""
    if newest is None:
        return Walked()
    key = unit_id, day
    with _lock:
        lately = _lately.setdefault(work.session.get_bind(), OrderedDict())
        at, told = lately.get(key, (0, None))
    if told is not None and newest - at < AGAIN_MS:
        return told
    told = _of_fixes(work, unit_id, day)
    with _lock:
        lately[key] = newest, told
        lately.move_to_end(key)
        while len(lately) > KEPT:
            lately.popitem(last=False)
    return told


def _of_fixes(work: Work, unit_id: str, day: date) -> Walked:
    unit = work.session.get(UnitRow, unit_id)
    if unit is None:
        return Walked()
    start, end = span(day)
    try:
        analysed = track_analysis.analysed(work, unit_id, start, min(end, max(work.at, start) + timedelta(seconds=1)))
    except Refusal:
        return Walked()
    if not analysed.cleaned.fixes:
        return Walked()
    fixes = track_analysis.believed(work, unit_id, start, end, in_force(work).tracks.of(unit.kind))
    grids = spatial.grid_index(work.session).of_kind(GridKind.BASIC, fixes.lon, fixes.lat)
    length = analysed.length
    return Walked(len(analysed.cleaned.fixes), length.metres, length.error_m, frozenset(grid.code for grid in grids if grid is not None))
