"""How far a unit went, and how sure that is."""

from dataclasses import dataclass

import numpy as np
import shapely

from geo.tracks.fixes import Fixes, Indices, Numbers
from geo.tracks.measures import SURE, metres, steps_m
from geo.tracks.rules import TrackRules
from geo.tracks.stops import METRES_PER_DEGREE


@dataclass(frozen=True)
class Length:
    """`metres`, of which `noise_m` is uncertain because fixes scatter (95 %) and `cut_m` because corners between fixes are cut off."""

    metres: float = 0.0
    noise_m: float = 0.0
    cut_m: float = 0.0

    @property
    def error_m(self) -> float:
        return self.noise_m + self.cut_m

    def __add__(self, other: "Length") -> "Length":
        """Scatter of different fixes is independent; what is cut off is always cut off."""
        return Length(self.metres + other.metres, float(np.hypot(self.noise_m, other.noise_m)), self.cut_m + other.cut_m)


def length(fixes: Fixes, rules: TrackRules) -> Length:
    """Of one trip: the line through its fixes, without what sways less than `sway_m` (Douglas and Peucker).

    The scatter is carried to the sum to first order: a fix off by s moves the length by s times the difference of the directions before
    and after it. What corners cost is told by measuring over every second fix: with half the steps a sharp corner costs twice. That is right on
    the average of many corners; of each it is as uncertain as what the two fixes around it add to the way.
    """
    if len(fixes) < 2:
        return Length()
    bends = _bends(fixes, rules.sway_m)
    path = fixes.take(bends)
    whole = _metres(path)
    east = np.diff(path.lon) * np.cos(np.radians(path.lat[:-1]))
    heading = np.arctan2(east, np.diff(path.lat))
    directions = np.vstack([np.zeros(2), np.column_stack([np.sin(heading), np.cos(heading)]), np.zeros(2)])
    turn = np.linalg.norm(np.diff(directions, axis=0), axis=1)
    radius = np.where(np.isfinite(path.accuracy), path.accuracy, rules.usual_accuracy_m)
    scatter = radius / np.sqrt(2.0)  # of one axis; a device's radius holds 68 %
    half = fixes.take(np.unique(np.append(np.arange(0, len(fixes), 2), len(fixes) - 1)))
    coarse = _metres(half.take(_bends(half, rules.sway_m)))
    return Length(whole, float(SURE * np.sqrt((scatter**2 * turn**2).sum() + (_adds(fixes, bends) ** 2).sum() / 2)), abs(whole - coarse))


def _adds(fixes: Fixes, bends: Indices) -> Numbers:
    """By how many metres the way over each corner is longer than the straight one from the fix before it to the fix after it."""
    at = bends[1:-1]
    before, corner, after = (fixes.take(at + step) for step in (-1, 0, 1))

    def far(a: Fixes, b: Fixes) -> Numbers:
        return metres(a.lon, a.lat, b.lon, b.lat)

    return far(before, corner) + far(corner, after) - far(before, after)


def _metres(path: Fixes) -> float:
    return float(steps_m(path.lon, path.lat).sum())


def _bends(fixes: Fixes, sway_m: float) -> Indices:
    """The fixes without which the line would lie further than this from one of them; the first and the last are among them."""
    scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(fixes.lat.mean())), 1.0])
    places = np.column_stack([fixes.lon, fixes.lat]) * scale
    numbered = shapely.linestrings(np.column_stack([places, np.arange(len(places))]))  # its third coordinate tells which fix a corner was
    return np.asarray(shapely.get_coordinates(shapely.simplify(numbered, sway_m, preserve_topology=False), include_z=True)[:, 2], np.int64)
