"""By what a unit travelled: on foot, riding or driving, told by its speed alone (after Zheng et al., 2008: who changes, walks between)."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from geo.tracks.fixes import Fixes, Flags, Indices, Numbers
from geo.tracks.measures import length_m, metres
from geo.tracks.rules import TrackRules

AROUND_MS = 30_000  # to each side: over so long a speed is measured, which scatter does not drown
QUICK = 0.95  # of its speeds, below which so many lie, a leg is judged by: what stands at lights and creeps says nothing


class Mode(StrEnum):
    WALKING = "WALKING"
    RIDING = "RIDING"
    DRIVING = "DRIVING"


@dataclass(frozen=True)
class Leg:
    """From fix `first` to fix `last` of a trip in one way; the next leg begins where it ends."""

    mode: Mode
    first: int
    last: int
    metres: float


def legs(trip: Fixes, rules: TrackRules) -> list[Leg]:
    """In order of time, without a remainder; a trip of less than two fixes has none."""
    if len(trip) < 2:
        return []
    speed = _speeds(trip)
    swift = speed > rules.walk_mps
    swift = _without_short(swift, trip.at, rules.pause_s, of=False)  # a light, a bus stop: the ride goes on
    swift = _without_short(swift, trip.at, rules.ride_s, of=True)  # who runs for a bus does not ride yet
    return _joined([_leg(trip, speed, swift, int(first), int(last), rules) for first, last in _runs(swift)])


def _leg(trip: Fixes, speed: Numbers, swift: Flags, first: int, last: int, rules: TrackRules) -> Leg:
    quick = float(np.quantile(speed[first : last + 1], QUICK))
    mode = Mode.WALKING if not swift[first] else Mode.RIDING if quick < rules.drive_mps else Mode.DRIVING
    end = min(last + 1, len(trip) - 1)
    return Leg(mode, first, end, length_m(trip.lon[first : end + 1], trip.lat[first : end + 1]))


def _joined(found: list[Leg]) -> list[Leg]:
    whole: list[Leg] = []
    for leg in found:
        if whole and whole[-1].mode is leg.mode:
            leg = Leg(leg.mode, whole[-1].first, leg.last, whole[-1].metres + leg.metres)
            whole.pop()
        whole.append(leg)
    return [leg for leg in whole if leg.last > leg.first]


def _speeds(trip: Fixes) -> Numbers:
    """Metres per second about each fix, straight from one a while before it to one a while after."""
    before = np.clip(np.searchsorted(trip.at, trip.at - AROUND_MS, side="right") - 1, 0, None)
    after = np.clip(np.searchsorted(trip.at, trip.at + AROUND_MS, side="left"), None, len(trip) - 1)
    seconds = (trip.at[after] - trip.at[before]) / 1000
    away = metres(trip.lon[before], trip.lat[before], trip.lon[after], trip.lat[after])
    return np.asarray(away / np.maximum(seconds, 1e-3))


def _without_short(flags: Flags, at: Indices, least_s: float, of: bool) -> Flags:
    """Runs of `of` that last less become what is around them; those at the ends stay."""
    kept = flags.copy()
    for first, last in _runs(flags)[1:-1]:
        if flags[first] == of and at[last + 1] - at[first] < least_s * 1000:
            kept[first : last + 1] = not of
    return kept


def _runs(flags: Flags) -> Indices:
    """First and last of each run of the same."""
    firsts = np.concatenate([[0], np.flatnonzero(flags[1:] != flags[:-1]) + 1])
    lasts = np.concatenate([firsts[1:] - 1, [len(flags) - 1]])
    return np.column_stack([firsts, lasts])
