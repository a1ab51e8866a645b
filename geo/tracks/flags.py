"""What a supervisor should look at: a trace that is another one again. Nothing here is a proof."""

from dataclasses import dataclass

import numpy as np
import scipy  # whose parts are loaded when they are used

from geo.tracks.fixes import Fixes, Flags, Numbers
from geo.tracks.rules import TrackRules
from geo.tracks.stops import METRES_PER_DEGREE


@dataclass(frozen=True)
class Likeness:
    """`share` of the moving fixes are like the other track's, which is `seconds` of the time in motion."""

    share: float
    seconds: float


def same_shape(mine: Fixes, other: Fixes, rules: TrackRules) -> Likeness:
    """How much of a track runs over the very fixes of a track of another day, whatever the hour: receivers never err twice in the same way."""
    path = mine.take(moving(mine, rules))
    if not len(path) or not len(other):
        return Likeness(0.0, 0.0)
    away, _ = scipy.spatial.cKDTree(_metres(other, path)).query(_metres(path, path))
    return _likeness(mine, away <= rules.copy_m)


def same_way(mine: Fixes, other: Fixes, rules: TrackRules) -> Likeness:
    """How much of a track another unit went along at the same times: two terminals in one pocket, or one trace for two people."""
    path = mine.take(moving(mine, rules))
    if not len(path) or len(other) < 2:
        return Likeness(0.0, 0.0)
    at, places = other.at.astype(np.float64), _metres(other, path)
    there = np.column_stack([np.interp(path.at, at, places[:, axis], np.nan, np.nan) for axis in (0, 1)])
    after = np.clip(np.searchsorted(at, path.at), 1, len(at) - 1)
    heard = at[after] - at[after - 1] <= rules.gap_s * 1000  # what is guessed over a gap is like nothing
    return _likeness(mine, heard & (np.hypot(*(there - _metres(path, path)).T) <= rules.pair_m))


def suspicious(likeness: Likeness, rules: TrackRules) -> bool:
    return likeness.share >= rules.like_share and likeness.seconds >= rules.like_s


def moving(fixes: Fixes, rules: TrackRules) -> Flags:
    """Which fixes a way of `step_m` leads to, from a minute before: what rests is like every rest at that place."""
    if not len(fixes):
        return np.zeros(0, np.bool_)
    before = np.searchsorted(fixes.at, fixes.at - 60_000)
    places = _metres(fixes, fixes)
    return np.asarray(np.hypot(*(places - places[before]).T) >= rules.step_m)


def _likeness(fixes: Fixes, like: Flags) -> Likeness:
    usual = float(np.median(np.diff(fixes.at))) / 1000 if len(fixes) > 1 else 0.0
    return Likeness(float(like.mean()), float(like.sum()) * usual)


def _metres(fixes: Fixes, around: Fixes) -> Numbers:
    scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(around.lat.mean())), 1.0])
    return np.column_stack([fixes.lon, fixes.lat]) * scale
