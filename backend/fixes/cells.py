"""Who was near a place when: every fix is entered in its cell of 0.002 degrees, and every hop from fix to fix that is longer than HOP_M at places on
the way, so that no unit crosses a cell unseen. What is found are pairs of unit and slot that may have been near, never too few: who asks looks at
the fixes themselves.
"""

import math
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from backend.fixes import packing, parts, rows
from backend.fixes.scale import DEGREE, SLOT_MS, Fixes, Whole, day_of_page, page_of, slot_of
from backend.session import Work
from backend.tables.positions import CellPageRow
from geo.tracks import EARTH_M, TOO_FAST, metres

CELL = DEGREE // 500
ROW = 200_000  # cells of one latitude; 360 degrees have fewer
HOP_M = 200.0
LONGEST_GAP_MS = SLOT_MS  # a longer time between two fixes is no hop: where the unit was meanwhile, nobody knows
METRES_OF_DEGREE = math.radians(EARTH_M)


def hops(fixes: Fixes, gap_ms: int = LONGEST_GAP_MS) -> NDArray[np.bool_]:
    """From which fixes a hop leads to the next: of the same unit, soon after, and no faster than anything drives. One fewer than fixes."""
    gap, far = np.diff(fixes.at), _steps(fixes)
    return np.asarray((np.diff(fixes.unit) == 0) & (gap <= gap_ms) & (far <= TOO_FAST * gap / 1000))


def enter(work: Work, fixes: Fixes, old: NDArray[np.bool_]) -> None:
    """`fixes` are neighbours in time, with those before and after of each unit; what is `old` was entered when it came."""
    slot, cell, unit = visits_of(fixes, old)
    if not len(slot):  # nobody has left his cell
        return
    days = day_of_page(page_of(slot * SLOT_MS))
    for day, part in parts.writable(work, np.unique(days).tolist()).items():
        mine = days == day
        rows.add_cells(work, part.number, slot[mine], cell[mine], unit[mine])


def visits_of(fixes: Fixes, old: NDArray[np.bool_]) -> Whole:
    """Slots, cells and units of what is not old, and of the hops that it makes; each once."""
    if not len(fixes.at):
        return np.empty((3, 0), np.int64)
    unit, at, lon, lat, new = _passed(fixes, old)
    slot, cell = slot_of(at), cell_of(lon, lat)
    moved = np.concatenate(([True], (np.diff(unit) != 0) | (np.diff(slot) != 0) | (np.diff(cell) != 0)))
    return _each_once(slot[new & moved], cell[new & moved], unit[new & moved])


def _each_once(slot: Whole, cell: Whole, unit: Whole) -> Whole:
    """In order of slot, cell and unit, as their key is."""
    visits = np.stack((slot, cell, unit))[:, np.lexsort((unit, cell, slot))]
    first = np.concatenate(([True], (np.diff(visits) != 0).any(axis=0)))[: visits.shape[1]]
    return np.asarray(visits[:, first])


def near(work: Work, lon: float, lat: float, radius: float, start: int, end: int) -> tuple[Whole, Whole]:
    """Units and slots that may have been within `radius` metres from `start` to `end`, or on a hop that leads past, in any order."""
    lines, width = _box(lon, lat, radius + HOP_M / 2 + 1)
    first, last = slot_of(start - LONGEST_GAP_MS), slot_of(end + LONGEST_GAP_MS)
    slots = np.arange(first, last + 1)
    found = list(_paged(work, lines, width, page_of(first * SLOT_MS), page_of(last * SLOT_MS)))
    for part in parts.of_days(work, day_of_page(page_of(first * SLOT_MS)), day_of_page(page_of(last * SLOT_MS))):
        there = rows.slots(work, part.number, "cells")
        if there is not None:
            within = slots[(slots >= there[0]) & (slots <= there[1])]
            found.append(np.array(rows.visits(work, part.number, within, lines, width), np.int64).reshape(-1, 2).T)
    unit, slot = np.concatenate(found, axis=1) if found else np.empty((2, 0), np.int64)
    wanted = (slot >= first) & (slot <= last)
    return unit[wanted], slot[wanted]


def cell_of(lon: Any, lat: Any) -> Any:
    return (lat + 90 * DEGREE) // CELL * ROW + (lon + 180 * DEGREE) // CELL


def _box(lon: float, lat: float, reach: float) -> tuple[list[int], int]:
    """The western cell of each row of cells that the box around a place touches, and how many cells a row has."""
    north = reach / METRES_OF_DEGREE
    east = min(north / max(math.cos(math.radians(min(abs(lat) + north, 90.0))), 1e-6), 180.0)
    west, right, south, top = max(lon - east, -180.0), min(lon + east, 180.0), max(lat - north, -90.0), min(lat + north, 90.0)
    first, last = (cell_of(round(x * DEGREE), round(y * DEGREE)) for x, y in ((west, south), (right, top)))
    width = last % ROW - first % ROW + 1
    return list(range(first, last - width + 2, ROW)), width


def _paged(work: Work, lines: list[int], width: int, first: int, last: int) -> list[Whole]:
    found = []
    for page in range(first, last + 1):
        near = sa.or_(*(CellPageRow.cell.between(line, line + width - 1) for line in lines))
        chosen = sa.select(CellPageRow.visits, CellPageRow.body).where(CellPageRow.page == page, near)
        found += [np.stack(packing.unpack_visits(page, count, body)) for count, body in work.session.execute(chosen)]
    return found


def _passed(fixes: Fixes, old: NDArray[np.bool_]) -> tuple[Whole, Whole, Whole, Whole, NDArray[np.bool_]]:
    """The fixes and the places between them, in order: unit, at, lon, lat, and whether it is new."""
    long = hops(fixes) & ~(old[1:] & old[:-1])
    between = np.where(long, np.ceil(_steps(fixes) / HOP_M) - 1, 0).clip(0).astype(np.int64)
    times = np.append(between, 0) + 1
    source = np.repeat(np.arange(len(times)), times)
    share = (np.arange(len(source)) - np.repeat(np.cumsum(times) - times, times)) / times[source]
    after = np.minimum(source + 1, len(times) - 1)
    at, lon, lat = (
        column[source] + np.rint((column[after] - column[source]) * share).astype(np.int64) for column in (fixes.at, fixes.lon, fixes.lat)
    )
    return fixes.unit[source], at, lon, lat, ~old[source] | (share > 0)


def _steps(fixes: Fixes) -> NDArray[np.float64]:
    lon, lat = fixes.degrees()
    return metres(lon[:-1], lat[:-1], lon[1:], lat[1:])
