"""What each inspector saw in each hour: basic grids and pieces of street, by the fixes that are believed as a track's are.

A fix is judged by those around it: an hour is cleaned together with the half hours before and after it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from backend import spatial, standards
from backend.fixes import reading
from backend.fixes.scale import Span, Whole
from backend.fixes.scale import keys as ordered
from backend.rules.catalogue import in_force
from backend.rules.street_seen import Pieces, StreetSeen, pieces_of
from backend.rules.track_analysis import to_judge
from backend.session import Work
from geo.streets import Streets
from geo.tracks.cleaning import clean
from geo.tracks.fixes import Fixes
from wire.codes import GridKind, UnitKind

HOUR_MS = 3_600_000
AROUND_MS = round(timedelta(minutes=30).total_seconds() * 1000)
NOTHING = Pieces(np.empty(0), np.empty(0), np.empty(0), np.empty(0, np.int64))
Key = tuple[int, int]  # number of the unit, hour since 1970


class _Glimpse(NamedTuple):
    """`cells`: when somebody was last in each basic grid, milliseconds since 1970; `pieces` of street, and when each was seen."""

    cells: dict[str, int]
    pieces: Whole
    at: Whole


class SeenHours:
    """`newest`: when somebody was last in each basic grid, milliseconds since 1970; `streets`: and saw each piece of street, `names` of
    whose lines there are."""

    def __init__(self, graph: Streets | None = None, names: Sequence[str] = ()) -> None:
        rules = standards.in_force().duty.coverage
        self.newest, self.names = dict[str, int](), names
        self.streets = StreetSeen(pieces_of(graph, rules.piece_m) if graph is not None else NOTHING, rules.reach_m)
        self._hours = dict[Key, _Glimpse]()

    def look(self, work: Work, keys: Iterable[Key], end: int | None = None) -> None:
        """These hours, anew; nothing is known of what came at `end` or later. All are read and looked up together: one by one would take longer."""
        stretches = list(_stretches(keys))
        if not stretches:
            return
        last_ms = (max(last for _, _, last in stretches) + 1) * HOUR_MS + AROUND_MS
        stop = last_ms if end is None else end
        reach = [Span(unit, first * HOUR_MS - AROUND_MS, min((last + 1) * HOUR_MS + AROUND_MS, stop)) for unit, first, last in stretches]
        said = reading.read(work, reach)
        order = ordered(said)
        whose, found = list[Key](), list[Fixes]()
        for (unit, first, last), span in zip(stretches, reach, strict=True):
            mine = to_judge(said.pick(slice(*np.searchsorted(order, [unit * 2**43 + span.start, unit * 2**43 + span.end]))))
            for hour in range(first, last + 1):
                whose.append((unit, hour))
                found.append(_believed(work, mine, hour))
        self._glimpse(work, whose, found)
        self._add_up()

    def forget(self, keys: Iterable[Key]) -> None:
        gone = [self._hours.pop(key) for key in keys if key in self._hours]
        if gone:
            self._add_up()

    def _glimpse(self, work: Work, whose: Sequence[Key], found: Sequence[Fixes]) -> None:
        lon, lat = np.concatenate([each.lon for each in found]), np.concatenate([each.lat for each in found])
        squares = spatial.grid_index(work.session).of_kind(GridKind.BASIC, lon, lat)
        start = 0
        for key, fixes in zip(whose, found, strict=True):
            mine = zip(squares[start : start + len(fixes)], fixes.at.tolist(), strict=True)
            cells = {square.code: moment for square, moment in mine if square is not None}  # in order of time
            self._hours[key] = _Glimpse(cells, *self.streets.seen(fixes.lon, fixes.lat, fixes.at))
            start += len(fixes)

    def _add_up(self) -> None:
        self.newest = {}
        for each in self._hours.values():
            for code, at in each.cells.items():
                if at > self.newest.get(code, 0):
                    self.newest[code] = at
        self.streets.take([(each.pieces, each.at) for each in self._hours.values()])


def _believed(work: Work, said: Fixes, hour: int) -> Fixes:
    start, end = hour * HOUR_MS, (hour + 1) * HOUR_MS
    near = slice(*np.searchsorted(said.at, [start - AROUND_MS, end + AROUND_MS]))
    kept = clean(said.take(near), in_force(work).tracks.of(UnitKind.INSPECTOR)).kept
    return kept.take(slice(*np.searchsorted(kept.at, [start, end])))


def _stretches(keys: Iterable[Key]) -> Iterator[tuple[int, int, int]]:
    """Of each unit the first and the last of hours in a row."""
    by_unit = defaultdict[int, list[int]](list)
    for unit, hour in sorted(keys):
        by_unit[unit].append(hour)
    for unit, hours in by_unit.items():
        ends = [before for before, after in pairwise(hours) if after > before + 1]
        starts = [after for before, after in pairwise(hours) if after > before + 1]
        yield from ((unit, first, last) for first, last in zip([hours[0], *starts], [*ends, hours[-1]], strict=True))
