"""How long the laps of the loop take, in working minutes: median, ninth decile and mean, by any dimension."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from backend.rules.sums import Cut, minutes
from backend.session import Work
from wire.evaluation import Dimension, Lap, LapTime


def of(work: Work, cut: Cut, by: Dimension) -> dict[str, dict[Lap, LapTime]]:
    """By key of the dimension; a lap that no case has left is left out."""
    found: dict[str, list[Sequence[Any]]] = defaultdict(list)
    for key, *spent in minutes(work, cut, by):
        found[key].append(spent)
    return {key: _times(rows) for key, rows in found.items()}


def _times(rows: Sequence[Sequence[Any]]) -> dict[Lap, LapTime]:
    if not rows:
        return {}
    table = np.array(rows, np.float64)  # none is not a number
    found = {}
    for lap, spent in zip(Lap, table.T, strict=True):
        known = spent[~np.isnan(spent)]
        if len(known):
            median, p90 = np.percentile(known, (50, 90))
            found[lap] = LapTime(cases=len(known), mean=round(float(known.mean()), 2), median=round(float(median), 2), p90=round(float(p90), 2))
    return found
