"""Fixes of units between two times, from pages and parts together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa

from backend.fixes import packing, parts, rows
from backend.fixes.scale import EMPTY, PAGE_MS, SLOTS_OF_PAGE, Fixes, Span, day_of_page, joined, keys, page_of, slot_of
from backend.session import Work
from backend.tables.positions import FixPageRow

PAGE = (FixPageRow.unit, FixPageRow.page, FixPageRow.fixes, FixPageRow.body)


def read(work: Work, spans: Sequence[Span]) -> Fixes:
    """The fixes of all spans, in order of unit and time, each once."""
    spans = [span for span in spans if span.start < span.end]
    if not spans:
        return EMPTY
    return _within(joined([*_of_pages(work, spans), *_of_parts(work, spans)]), spans)


def pages(work: Work, numbers: Iterable[int], page: int) -> dict[int, Fixes]:
    """What is paged already of these units in this page."""
    found = work.session.execute(sa.select(*PAGE).where(FixPageRow.unit.in_(numbers), FixPageRow.page == page))
    return {unit: packing.unpack(unit, page, count, body) for unit, _, count, body in found}


class Stretch(NamedTuple):
    """Fixes of one unit in one page; several may be of the same page, and of the same times while a day is rewritten."""

    page: int
    first_at: int
    last_at: int
    fixes: int


def stretches(work: Work, unit: int) -> list[Stretch]:
    """Everything that there is of a unit, without reading what is paged."""
    columns = (FixPageRow.page, FixPageRow.first_at, FixPageRow.last_at, FixPageRow.fixes)
    paged = {row[0]: Stretch(*row) for row in work.session.execute(sa.select(*columns).where(FixPageRow.unit == unit))}
    for page in sorted(_pages_in_parts(work, unit)):
        fixes = read(work, [Span(unit, page * PAGE_MS, (page + 1) * PAGE_MS)])
        paged[page] = Stretch(page, int(fixes.at[0]), int(fixes.at[-1]), len(fixes.at))
    return list(paged.values())


def counts(work: Work, first: int) -> dict[tuple[int, int], int]:
    """How many fixes there are by unit and slot, from a slot on; more than there are while a day is rewritten, never fewer."""
    found: dict[tuple[int, int], int] = defaultdict(int)
    for part in parts.known(work):
        for slot, unit, count in rows.counts(work, part.number, first):
            found[unit, slot] += count
    chosen = sa.select(*PAGE).where(FixPageRow.page >= first // SLOTS_OF_PAGE)
    for unit, page, fixes, body in work.session.execute(chosen):
        slots, times = np.unique(slot_of(packing.unpack(unit, page, fixes, body).at), return_counts=True)
        for slot, count in zip(slots.tolist(), times.tolist(), strict=True):
            if slot >= first:
                found[unit, slot] += count
    return found


def _pages_in_parts(work: Work, unit: int) -> set[int]:
    found: set[int] = set()
    for part in parts.known(work):
        if part.day is None:
            found.update(rows.pages(work, part.number, unit=unit))
        elif (there := rows.slots(work, part.number)) is not None:
            slots = np.arange(there[0], there[1] + 1)
            found.update(np.unique(page_of(rows.select(work, part.number, np.full(len(slots), unit), slots).at)).tolist())
    return found


def _of_pages(work: Work, spans: Sequence[Span]) -> Iterator[Fixes]:
    wanted: dict[tuple[int, int], set[int]] = defaultdict(set)  # units by a row of pages
    for span in spans:
        wanted[page_of(span.start), page_of(span.end - 1)].add(span.unit)
    seen: set[tuple[int, int]] = set()
    for (first, last), numbers in wanted.items():
        chosen = sa.select(*PAGE).where(FixPageRow.unit.in_(numbers), FixPageRow.page.between(first, last))
        for unit, page, count, body in work.session.execute(chosen):
            if (unit, page) not in seen:
                seen.add((unit, page))
                yield packing.unpack(unit, page, count, body)


def _of_parts(work: Work, spans: Sequence[Span]) -> Iterator[Fixes]:
    first, last = min(span.start for span in spans), max(span.end for span in spans) - 1
    for part in parts.of_days(work, day_of_page(page_of(first)), day_of_page(page_of(last))):
        there = rows.slots(work, part.number)
        if there is not None:
            yield rows.select(work, part.number, *_slots(spans, *there))


def _slots(spans: Sequence[Span], first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of unit and slot, no farther than there is anything."""
    ranges = [np.arange(max(slot_of(span.start), first), min(slot_of(span.end - 1), last) + 1) for span in spans]
    return np.repeat([span.unit for span in spans], [len(each) for each in ranges]), np.concatenate(ranges)


def _within(fixes: Fixes, spans: Sequence[Span]) -> Fixes:
    ordered = keys(fixes)
    bounds = np.array([(span.unit * 2**43 + span.start, span.unit * 2**43 + span.end) for span in spans])
    inside = np.zeros(len(ordered) + 1, np.int64)
    np.add.at(inside, np.searchsorted(ordered, bounds[:, 0]), 1)
    np.add.at(inside, np.searchsorted(ordered, bounds[:, 1]), -1)
    return fixes.pick(np.cumsum(inside[:-1]) > 0)
