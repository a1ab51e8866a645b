"""Gate numbers: odd ones on the left of a road and even ones on its right, counted from its beginning to its end."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, STRtree

from simulator.land.geometry import Points, Shapes
from simulator.land.ground import Ground
from simulator.land.roads import HALF_WIDTH, Street

NUMBERED = ("arterial", "secondary", "residential", "lane")
STEP_M = 24.0  # from one number to the next, on the other side
BEHIND_M = 2.0  # the pavement's edge


@dataclass(frozen=True)
class Gates:
    """One entry per gate in each; `along` are unit vectors of the road, `blocks` the numbers of the blocks that gates belong to."""

    names: list[str]
    roads: list[str]
    points: Points
    along: Points
    blocks: NDArray[np.int64]


def gates_of(ground: Ground) -> Gates:
    names, roads, points, along = [], [], [], []
    for road, streets in _roads(ground).items():
        here, ahead = _numbered(streets)
        names += [f"{road}{number}号" for number in range(1, len(here) + 1)]
        roads += [road] * len(here)
        points.append(here)
        along.append(ahead)
    return _kept(ground, names, roads, np.vstack(points), np.vstack(along))


def _roads(ground: Ground) -> dict[str, list[Street]]:
    middles = shapely.line_interpolate_point(np.array([street.line for street in ground.streets], dtype=object), 0.5, normalized=True)
    inside = shapely.contains(ground.outline, middles)
    roads: dict[str, list[Street]] = defaultdict(list)
    for street, is_inside in zip(ground.streets, inside, strict=True):
        if is_inside and street.kind in NUMBERED:
            roads[street.name.zh].append(street)
    return roads


def _numbered(streets: list[Street]) -> tuple[Points, Points]:
    """Places of the numbers of one road and the road's direction there; pieces that do not touch follow each other from west to east."""
    half = max(HALF_WIDTH[street.kind] for street in streets)
    merged = shapely.get_parts(shapely.line_merge(shapely.union_all([street.line for street in streets])))
    chains = sorted((_from_west(line) for line in merged), key=lambda line: line.bounds)
    lengths = np.array([line.length for line in chains])
    ends = np.cumsum(lengths)
    at = np.arange(STEP_M / 2, float(ends[-1]), STEP_M)
    which = np.minimum(np.searchsorted(ends, at, side="right"), len(chains) - 1)
    lines: Shapes = np.array(chains, dtype=object)[which]
    on = at - (ends - lengths)[which]
    here, ahead = _on(lines, on), _unit(_on(lines, on + 1) - _on(lines, np.maximum(on - 1, 0)))
    left = np.column_stack([-ahead[:, 1], ahead[:, 0]])
    side = np.where(np.arange(len(at)) % 2 == 0, 1.0, -1.0)[:, None]
    return here + left * side * (half + BEHIND_M), ahead


def _from_west(line: LineString) -> LineString:
    (first, *_, last) = line.coords
    return line if first <= last else line.reverse()


def _kept(ground: Ground, names: list[str], roads: list[str], points: Points, along: Points) -> Gates:
    """Without those that would stand in water, on another street, or nowhere near a block."""
    wet = STRtree([water.shape for water in ground.waters])
    blocks = STRtree([block.land for block in ground.blocks])
    spots = shapely.points(points)
    place, block = blocks.query(spots, predicate="intersects")
    owner = np.full(len(spots), -1)
    owner[place] = block
    good = owner >= 0
    good[wet.query(spots, predicate="intersects")[0]] = False
    kept = np.flatnonzero(good)
    return Gates([names[each] for each in kept], [roads[each] for each in kept], points[kept], along[kept], owner[kept])


def _on(lines: Shapes, along: NDArray[np.float64]) -> Points:
    return np.asarray(shapely.get_coordinates(shapely.line_interpolate_point(lines, along)), np.float64)


def _unit(vectors: Points) -> Points:
    return np.asarray(vectors / np.maximum(np.hypot(*vectors.T), 1e-9)[:, None], np.float64)
