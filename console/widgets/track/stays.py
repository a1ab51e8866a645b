"""What a track tells about rests: where nothing was heard, and where the unit stayed. Columns as in `console.hall.playback.Track`. No Qt."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo import tracks

Column = NDArray[np.float64]

GAP_S, GAP_TIMES = 180.0, 5.0  # silence is a gap when it is longer than both this and so many usual intervals
STAY_S, STAY_M = 180.0, 40.0  # a stay: so long within so few metres; an inspector who writes a report needs three minutes
LOOK_S = 60.0


class Span(NamedTuple):
    """From and until, seconds since 1970."""

    start: float
    end: float

    def seconds(self) -> float:
        return self.end - self.start


def gaps(at: Column) -> list[Span]:
    """The silences between fixes."""
    if len(at) < 2:
        return []
    steps = np.diff(at)
    silent = np.flatnonzero(steps > max(GAP_S, GAP_TIMES * float(np.median(steps))))
    return [Span(float(at[place]), float(at[place + 1])) for place in silent]


def stays(at: Column, lon: Column, lat: Column) -> list[Span]:
    """Where the unit was no more than `STAY_M` away a minute later, for at least `STAY_S`; a gap ends a stay."""
    if len(at) < 2:
        return []
    later = np.minimum(np.searchsorted(at, at + LOOK_S), len(at) - 1)
    still = tracks.metres(lon, lat, lon[later], lat[later]) < STAY_M / 2
    silent = {span.start for span in gaps(at)}
    found: list[Span] = []
    edges = np.flatnonzero(np.diff(np.concatenate(([0], still.astype(np.int8), [0]))))
    for first, last in zip(edges[::2], edges[1::2] - 1, strict=True):
        end = later[last]
        cut = next((float(moment) for moment in at[first : end + 1] if float(moment) in silent), None)
        found.append(Span(float(at[first]), cut if cut is not None else float(at[end])))
    return [span for span in found if span.seconds() >= STAY_S]


def speeds_kmh(at: Column, lon: Column, lat: Column, speed: Column) -> Column:
    """What the device said, in km/h; where it said nothing, the mean speed since the fix before."""
    return tracks.paces(at, lon, lat, speed) * 3.6
