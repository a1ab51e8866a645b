"""New fixes, in whatever order they come: the first to say where a unit was at a time is believed."""

from typing import NamedTuple

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from backend.fixes import cells, packing, parts, rows
from backend.fixes.reading import pages, read
from backend.fixes.scale import DEGREE, EMPTY, UNKNOWN, Fixes, Span, day_of, joined, keys, page_of
from backend.session import Work
from backend.tables.positions import FixPageRow

AT_ONCE = 20_000


class Kept(NamedTuple):
    """Which of the fixes were new, and the newest of each unit before them."""

    new: NDArray[np.bool_]
    newest: Fixes


def keep(work: Work, fixes: Fixes) -> Kept:
    """Fixes of however many units. What is ahead of all that is known of its unit is new, and loaded without a look."""
    parts.lock(work)
    newest = _newest(work, fixes)
    behind = _behind(fixes, newest)
    new = np.zeros(len(fixes.at), bool)
    days = day_of(fixes.at)
    for day, part in parts.writable(work, np.unique(days).tolist()).items():
        late = np.flatnonzero((days == day) & behind)
        if len(late) and (part.day is None or parts.settled(work, day)):
            late = late[~_known(work, fixes.pick(late))]
        ahead = np.flatnonzero((days == day) & ~behind)
        for which, add in ((late, rows.add), (ahead, rows.add_new)):
            if len(which):
                new[which] = add(work, part.number, fixes.pick(which))
    _enter(work, fixes.pick(new), newest)
    return Kept(new, newest)


def keep_many(work: Work, fixes: Fixes) -> int:
    """Many fixes of one unit, as imports bring them; how many were new. What is of closed days goes into pages at once, and is kept from today on:
    an archive may be older than anything is kept.
    """
    parts.lock(work)
    newest = _newest(work, fixes)
    there = read(work, [Span(int(fixes.unit[0]), int(fixes.at[0]), int(fixes.at[-1]) + 1)]) if len(fixes.at) else EMPTY
    fresh = fixes.pick(~np.isin(fixes.at, there.at))
    closed = day_of(fresh.at) < parts.first_open(work)
    for page in np.unique(page_of(fresh.at[closed])).tolist():
        write_pages(work, page, fresh.pick(closed & (page_of(fresh.at) == page)), parts.millis(work))
    days = day_of(fresh.at)
    for day, part in parts.writable(work, np.unique(days[~closed]).tolist()).items():
        mine = fresh.pick(days == day)
        for first in range(0, len(mine.at), AT_ONCE):
            rows.add_new(work, part.number, mine.pick(slice(first, first + AT_ONCE)))
    _enter(work, fresh, newest)
    return len(fresh.at)


def write_pages(work: Work, page: int, fixes: Fixes, entered: int | None = None) -> None:
    """Fixes of one page, of however many units, beside what is paged of them already. `entered` as in `FixPageRow`: the last time counts."""
    numbers = np.unique(fixes.unit).tolist()
    there, values = pages(work, numbers, page), []
    before = sa.select(FixPageRow.unit, FixPageRow.entered).where(FixPageRow.unit.in_(numbers), FixPageRow.page == page)
    known = dict(work.session.execute(before).all())
    for number in numbers:
        merged = joined([there.get(number, EMPTY), fixes.pick(fixes.unit == number)])
        bounds = {"first_at": int(merged.at[0]), "last_at": int(merged.at[-1])}
        since = known.get(number) if entered is None else entered
        values.append({"unit": number, "page": page, "fixes": len(merged.at), "body": packing.pack(page, merged), "entered": since} | bounds)
    work.session.execute(sa.delete(FixPageRow).where(FixPageRow.unit.in_(there), FixPageRow.page == page))
    if values:
        work.session.execute(sa.insert(FixPageRow), values)


def _newest(work: Work, fixes: Fixes) -> Fixes:
    """The newest known fix of each unit, before these."""
    found = rows.newest(work, np.unique(fixes.unit).tolist())
    rounded = [(unit, at, round(lon * DEGREE), round(lat * DEGREE), UNKNOWN, UNKNOWN, UNKNOWN) for unit, at, lon, lat in found]
    return Fixes(*np.array(rounded, np.int64).T) if rounded else EMPTY


def _behind(fixes: Fixes, newest: Fixes) -> NDArray[np.bool_]:
    """Which of them may not be ahead of all that is known of their unit."""
    if not len(newest.unit):
        return np.ones(len(fixes.unit), bool)
    place = np.searchsorted(newest.unit, fixes.unit).clip(max=len(newest.unit) - 1)
    return np.asarray((newest.unit[place] != fixes.unit) | (fixes.at <= newest.at[place]))


def _known(work: Work, fixes: Fixes) -> NDArray[np.bool_]:
    """Which of them are kept already, wherever they are."""
    there = read(work, [Span(unit, at, at + 1) for unit, at in zip(fixes.unit.tolist(), fixes.at.tolist(), strict=True)])
    return np.isin(keys(fixes), keys(there))


def _enter(work: Work, fresh: Fixes, newest: Fixes) -> None:
    """Their cells. What comes in order hangs on the newest before it; around what comes late lie fixes on both sides."""
    late = _behind(fresh, newest)
    disturbed = np.isin(fresh.unit, fresh.unit[late])
    chains = [newest.pick(~np.isin(newest.unit, fresh.unit[late])), fresh.pick(~disturbed)]
    if late.any():
        chains.append(read(work, _around(fresh.pick(disturbed))))
    chain = joined(chains)
    cells.enter(work, chain, ~np.isin(keys(chain), keys(fresh)))


def _around(fixes: Fixes) -> list[Span]:
    """What lies a hop around fixes, in one span for each unit and stretch."""
    breaks = np.flatnonzero((np.diff(fixes.unit) != 0) | (np.diff(fixes.at) > 2 * cells.LONGEST_GAP_MS)) + 1
    stretches = zip(np.split(fixes.unit, breaks), np.split(fixes.at, breaks), strict=True)
    return [Span(int(u[0]), int(at[0]) - cells.LONGEST_GAP_MS, int(at[-1]) + cells.LONGEST_GAP_MS + 1) for u, at in stretches]
