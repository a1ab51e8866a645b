"""On which streets a vehicle drove: a hidden Markov model over the street graph (Newson and Krumm, 2009)."""

from dataclasses import dataclass

import numpy as np

from geo.streets import Spot, Streets
from geo.tracks.fixes import Fixes, Indices, Numbers
from geo.tracks.measures import SURE, metres
from geo.tracks.rules import TrackRules

MOST_SPOTS = 6  # of one fix
ROUND = float(np.sqrt(2.0))  # two sides of a square, of its diagonal
DETOUR, DETOUR_M = 3.0, 300.0  # no driven way between two fixes is longer than this, times and beyond the straight one


@dataclass(frozen=True)
class Matched:
    """`rows` are the fixes that lie on a street, `spots` where; `metres` is driven between them along the streets, give or take `error_m` (95 %);
    over `breaks` nothing is known.
    """

    rows: Indices
    spots: list[Spot]
    metres: float
    error_m: float
    breaks: int
    away: float  # metres: half of the fixes lie nearer to their street


def match(fixes: Fixes, streets: Streets, rules: TrackRules) -> Matched:
    """Of one trip. A fix that is nearer to the one before than two errors says nothing new, one without a street within `reach_m` is left out."""
    rows = _apart(fixes, 2 * rules.usual_accuracy_m)
    near = streets.near(fixes.lon[rows], fixes.lat[rows], rules.reach_m)
    kept = [place for place, spots in enumerate(near) if spots]
    rows, choices = rows[kept], [near[place][:MOST_SPOTS] for place in kept]
    chosen, metres_on, doubt_m, breaks = _viterbi(fixes.take(rows), choices, streets, rules)
    spots = [choices[step][best] for step, best in enumerate(chosen)]
    away = float(np.median([spot.away for spot in spots])) if spots else 0.0
    ends_m = SURE * rules.usual_accuracy_m * np.sqrt(2.0) if spots else 0.0  # both of them lie along their street where they happen to
    return Matched(rows, spots, metres_on, ends_m + doubt_m, breaks, away)


def _viterbi(fixes: Fixes, choices: list[list[Spot]], streets: Streets, rules: TrackRules) -> tuple[list[int], float, float, int]:
    """Which spot of each fix, the metres along the streets between them, how many of them are in doubt, and how often no way led on."""
    if not choices:
        return [], 0.0, 0.0, 0
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
    chosen, far, doubt, breaks = _traced(cost, before, driven, straight)
    return chosen, far, doubt + _back_and_forth(fixes, straight), breaks


def _back_and_forth(fixes: Fixes, straight: Numbers) -> float:
    """Metres to fixes and back again: a wrong one that is not too far for the unit looks like that."""
    over = metres(fixes.lon[:-2], fixes.lat[:-2], fixes.lon[2:], fixes.lat[2:])
    return float(np.maximum(0.0, straight[:-1] + straight[1:] - ROUND * over).sum()) if len(fixes) > 2 else 0.0


def _traced(cost: Numbers, before: list[Indices | None], driven: list[Numbers], straight: Numbers) -> tuple[list[int], float, float, int]:
    """In doubt is what goes beyond two sides of a right angle, in which a street seldom leads round, and the way over a break."""
    best = int(np.argmin(cost))
    chosen, far, doubt, breaks = [best], 0.0, 0.0, 0
    for step in range(len(before) - 1, 0, -1):
        links = before[step]
        if links is None:
            breaks += 1
            doubt += straight[step - 1] * ROUND
            previous = 0  # the nearest street: nothing else is known
        else:
            previous = int(links[best])
            way = float(driven[step][previous, best])
            far += way
            doubt += max(0.0, way - straight[step - 1] * ROUND)
        best = previous
        chosen.append(best)
    return chosen[::-1], far, doubt, breaks


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
