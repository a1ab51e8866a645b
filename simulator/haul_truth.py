"""What a truck really did, and the faults that are in it: the measure for whoever finds them in its reports.

A fault is `certain` when it lasts long enough that it must be found, whatever the moment of the reports. What is a fault for a shorter time, or
by less than a receiver's error, may be found or not: it is neither missed nor a false alarm.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.grids import METRES_PER_DEGREE
from wire.codes import AlarmKind, HaulPlaceKind
from wire.hauls import HaulPermitOrder, HaulPlaceOrder

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

MIDDLE = (111.0, 35.02)
CORRIDOR_M, NEAR_M = 50.0, 12.0
LIMIT_MPS, MOVING_MPS = 60 / 3.6, 5 / 3.6
YARD_REACH_M = 60.0
BORDER_S = 60.0  # so much less than it must last may look as if it had lasted
JOINED_S, STANDS_S = 130.0, 700.0  # what comes again sooner is the same fault; what only holds while it drives outlasts a jam
DRIVING = (AlarmKind.WINDOW, AlarmKind.UNCOVERED, AlarmKind.NO_PERMIT)
HOLDS_S = {  # how long a fault must last until it is one (DOMAIN 6.7), and how long it is found for certain
    AlarmKind.DEVIATION: (60, 150),
    AlarmKind.WINDOW: (60, 150),
    AlarmKind.UNCOVERED: (30, 95),
    AlarmKind.NO_PERMIT: (60, 150),
    AlarmKind.SPEED: (10, 66),
    AlarmKind.FORBIDDEN_AREA: (30, 66),
    AlarmKind.DUMPING: (20, 66),
    AlarmKind.LONG_STOP: (1200, 1300),
    AlarmKind.OFFLINE: (300, 400),
}


@dataclass(frozen=True)
class Truth:
    """A row per second; m/s, seconds since 1970 UTC. `on_road`: from which row to which it drives with its load; `yards`: site and ground."""

    at: Numbers
    lonlat: Numbers
    speed: Numbers
    loaded: Flags
    cover: Flags
    raised: Flags
    heard: Flags
    on_road: tuple[int, int]
    yards: tuple[str, str]


@dataclass(frozen=True)
class Label:
    """It may be seen from `seen_from` on, and holds from `onset` to `end`; `due`, the moment from which it is to be said, is `onset` and as long
    as the fault must hold.
    """

    kind: AlarmKind
    seen_from: float
    onset: float
    end: float
    certain: bool
    hidden: bool = False  # certain but for a silence that covers it: no report shows it

    @property
    def due(self) -> float:
        return self.onset + HOLDS_S[self.kind][0]


def labels_of(truth: Truth, permits: Sequence[HaulPermitOrder], places: Sequence[HaulPlaceOrder], zone: tzinfo) -> list[Label]:
    found = [*_holding(truth, permits, places, zone)]
    return sorted((label for kind, sure, perhaps in found for label in _labels(kind, truth, sure, perhaps)), key=lambda label: label.onset)


def _holding(
    truth: Truth, permits: Sequence[HaulPermitOrder], places: Sequence[HaulPlaceOrder], zone: tzinfo
) -> Iterator[tuple[AlarmKind, Flags, Flags]]:
    """For each fault the seconds in which it holds for certain, and those in which it may be seen to hold."""
    points = shapely.points(_flat(truth.lonlat))
    yards = [shapely.Polygon(_flat(place.outline)) for place in places if place.kind is not HaulPlaceKind.FORBIDDEN]
    away = np.min([shapely.distance(yard, points) for yard in yards], axis=0) > YARD_REACH_M
    near_yard = np.min([shapely.distance(yard, points) for yard in yards], axis=0) > YARD_REACH_M - 3 * NEAR_M
    carrying = truth.loaded & _first(truth.on_road, len(truth.at))
    moving, local = truth.speed > MOVING_MPS, [datetime.fromtimestamp(float(at), zone) for at in truth.at]
    valid = np.array([any(_open(permit, moment, hours=False) for permit in permits) for moment in local])
    open_now = np.array([any(_open(permit, moment, hours=True) for permit in permits) for moment in local])
    for permit in permits:
        off = shapely.distance(shapely.LineString(_flat(permit.route)), points)
        yield (
            AlarmKind.DEVIATION,
            carrying & valid & away & (off > CORRIDOR_M + NEAR_M),
            carrying & valid & near_yard & (off > CORRIDOR_M - 2 * NEAR_M),
        )
    yield AlarmKind.WINDOW, carrying & away & valid & ~open_now & moving, carrying & valid & ~open_now & moving
    yield AlarmKind.NO_PERMIT, carrying & away & ~valid & moving, carrying & ~valid & moving
    yield AlarmKind.UNCOVERED, carrying & away & truth.cover & moving, carrying & truth.cover & moving
    yield AlarmKind.SPEED, truth.speed > LIMIT_MPS * 1.03, truth.speed > LIMIT_MPS * 0.97
    shut = [shapely.Polygon(_flat(place.outline)) for place in places if place.kind is HaulPlaceKind.FORBIDDEN]
    for area in shut:
        yield AlarmKind.FORBIDDEN_AREA, shapely.contains(area.buffer(-2 * NEAR_M), points), shapely.contains(area.buffer(NEAR_M), points)
    yield AlarmKind.DUMPING, truth.raised & away, truth.raised & near_yard
    yield AlarmKind.LONG_STOP, carrying & away & ~moving, carrying & near_yard & ~moving
    yield AlarmKind.OFFLINE, ~truth.heard, ~truth.heard


def _labels(kind: AlarmKind, truth: Truth, sure: Flags, perhaps: Flags) -> Iterator[Label]:
    """A certain one is where it holds for long; what is not certain is as long as it may be seen."""
    at, (least, certain) = truth.at, HOLDS_S[kind]
    shown = sure if kind is AlarmKind.OFFLINE else sure & truth.heard
    for first, last in _stretches(perhaps, STANDS_S if kind in DRIVING else JOINED_S):
        part = slice(first, last + 1)
        long, all_long = ([a for a, b in _stretches(flags[part], 0.0) if b - a >= certain] for flags in (shown, sure))
        if all_long:
            onset = float(at[first + (long or all_long)[0]])
            yield Label(kind, float(at[first]), onset, float(at[last]), bool(long), not long)
        elif last - first >= max(least - BORDER_S, least / 3):
            yield Label(kind, float(at[first]), float(at[first]), float(at[last]), False)


def _stretches(flags: Flags, joined: float) -> list[tuple[int, int]]:
    """First and last second of each stretch; those that are `joined` seconds apart or less are one."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    found: list[tuple[int, int]] = []
    for first, last in zip(edges[::2].tolist(), (edges[1::2] - 1).tolist(), strict=True):
        if found and first - found[-1][1] <= joined:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _open(permit: HaulPermitOrder, at: datetime, hours: bool) -> bool:
    """On a day of the permit, and (`hours`) in a window of it; the early hours belong to the night that began the day before."""
    text, day = at.strftime("%H:%M"), at.date()
    nights = any(end <= begin and text < end and permit.starts <= day - timedelta(days=1) <= permit.ends for begin, end in permit.windows)
    today = permit.starts <= day <= permit.ends
    if not hours or not permit.windows:
        return today or nights
    return nights or (today and any(begin <= text and (text < end or end <= begin) for begin, end in permit.windows))


def _first(span: tuple[int, int], count: int) -> Flags:
    flags = np.zeros(count, np.bool_)
    flags[span[0] : span[1]] = True
    return flags


def _flat(lonlat: Numbers | Sequence[tuple[float, float]]) -> Numbers:
    """Metres around the first place that is the same for all: the middle of the trips' country."""
    scale = np.array([METRES_PER_DEGREE * np.cos(np.radians(MIDDLE[1])), METRES_PER_DEGREE])
    return np.asarray((np.asarray(lonlat, np.float64) - np.array(MIDDLE)) * scale, np.float64)
