"""On which streets a vehicle drove: a hidden Markov model over the street graph (Newson and Krumm, 2009)."""

from dataclasses import dataclass

import numpy as np

from geo.streets import Spot, Streets
from geo.tracks.fixes import Fixes, Indices, Numbers
from geo.tracks.measures import metres
from geo.tracks.rules import TrackRules

MOST_SPOTS = 6  # of one fix
DETOUR, DETOUR_M = 3.0, 300.0  # no driven way between two fixes is longer than this, times and beyond the straight one


@dataclass(frozen=True)
class Matched:
    """`rows` are the fixes that lie on a street, `spots` where; `metres` is driven between them along the streets, over `breaks` nothing is known."""

    rows: Indices
    spots: list[Spot]
    metres: float
    breaks: int
    away: float  # metres: half of the fixes lie nearer to their street


def match(fixes: Fixes, streets: Streets, rules: TrackRules) -> Matched:
    """Of one trip. A fix that is nearer to the one before than two errors says nothing new, one without a street within `reach_m` is left out."""
    rows = _apart(fixes, 2 * rules.usual_accuracy_m)
    near = streets.near(fixes.lon[rows], fixes.lat[rows], rules.reach_m)
    kept = [place for place, spots in enumerate(near) if spots]
    rows, choices = rows[kept], [near[place][:MOST_SPOTS] for place in kept]
    chosen, metres_on, breaks = _viterbi(fixes.take(rows), choices, streets, rules)
    spots = [choices[step][best] for step, best in enumerate(chosen)]
    away = float(np.median([spot.away for spot in spots])) if spots else 0.0
    return Matched(rows, spots, metres_on, breaks, away)


def _viterbi(fixes: Fixes, choices: list[list[Spot]], streets: Streets, rules: TrackRules) -> tuple[list[int], float, int]:
    """Which spot of each fix, the metres along the streets between them, and how often no way led on."""
    if not choices:
        return [], 0.0, 0
    cost = _off(choices[0], rules)
    before: list[Indices | None] = [None]
    driven: list[Numbers] = [np.zeros((0, 0))]
    straight = metres(fixes.lon[:-1], fixes.lat[:-1], fixes.lon[1:], fixes.lat[1:])
    for step in range(1, len(choices)):
        way = straight[step - 1]
        limit = DETOUR * way + DETOUR_M
        lengths = np.column_stack([streets.lengths(choices[step - 1], goal, driving=True, limit=limit) for goal in choices[step]])
        total = cost[:, None] + np.abs(lengths - way) / rules.detour_m
        driven.append(lengths)
        if np.isfinite(total).any():
            before.append(np.argmin(total, axis=0))
            cost = total.min(axis=0) + _off(choices[step], rules)
        else:
            before.append(None)
            cost = cost.min() + _off(choices[step], rules)
    return _traced(cost, before, driven)


def _traced(cost: Numbers, before: list[Indices | None], driven: list[Numbers]) -> tuple[list[int], float, int]:
    best = int(np.argmin(cost))
    chosen, far, breaks = [best], 0.0, 0
    for step in range(len(before) - 1, 0, -1):
        links = before[step]
        if links is None:
            breaks += 1
            previous = 0  # the nearest street: nothing else is known
        else:
            previous = int(links[best])
            far += float(driven[step][previous, best])
        best = previous
        chosen.append(best)
    return chosen[::-1], far, breaks


def _off(spots: list[Spot], rules: TrackRules) -> Numbers:
    """How unlikely it is that the fix lies so far from the street, as the negative logarithm of a normal error."""
    return 0.5 * (np.array([spot.away for spot in spots]) / rules.usual_accuracy_m) ** 2


def _apart(fixes: Fixes, least_m: float) -> Indices:
    kept = [0] if len(fixes) else []
    lon, lat = fixes.lon.tolist(), fixes.lat.tolist()
    for row in range(1, len(lon)):
        if metres(lon[kept[-1]], lat[kept[-1]], lon[row], lat[row]) >= least_m:
            kept.append(row)
    return np.array(kept, np.int64)
