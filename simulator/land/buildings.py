"""Buildings on plots: rows of slabs in estates, sheds in works, small houses in villages and in the old town."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from simulator.land.blocks import Block
from simulator.land.geometry import Points, Shapes, box_of


class Pattern(NamedTuple):
    """A lattice of rectangles, metres: `long` lies east and west where it can, so that rooms face south. `kept` is the share that is built."""

    long: float
    wide: float
    step_long: float
    step_wide: float
    kept: float
    edge: float


PATTERNS = {
    "residential": [
        Pattern(52, 14, 64, 36, 0.94, 8),
        Pattern(36, 16, 50, 44, 0.9, 9),
        Pattern(24, 22, 52, 50, 0.92, 10),
        Pattern(64, 13, 76, 31, 0.95, 6),
    ],
    "oldtown": [Pattern(11, 9, 13.5, 15, 0.9, 2), Pattern(15, 8, 17, 16, 0.88, 2)],
    "village": [Pattern(13, 10, 17, 21, 0.8, 4)],
    "commercial": [Pattern(70, 46, 84, 60, 0.95, 6), Pattern(44, 34, 58, 48, 0.9, 6)],
    "industrial": [Pattern(96, 38, 112, 56, 0.86, 12), Pattern(140, 60, 160, 80, 0.85, 14)],
    "campus": [Pattern(72, 18, 110, 62, 0.7, 14)],
    "school": [Pattern(60, 15, 78, 42, 0.75, 8)],
    "government": [Pattern(76, 20, 92, 52, 0.9, 14)],
    "hospital": [Pattern(70, 22, 86, 46, 0.85, 10)],
    "market": [Pattern(60, 20, 66, 30, 0.95, 5)],
    "culture": [Pattern(54, 32, 80, 60, 0.8, 14)],
    "sports": [Pattern(130, 90, 190, 150, 0.8, 20)],
    "transport": [Pattern(150, 42, 190, 110, 1.0, 14)],
    "construction": [Pattern(26, 22, 60, 64, 0.5, 16)],
}


def buildings_on(blocks: Sequence[Block], rng: np.random.Generator) -> tuple[Shapes, NDArray[np.int64]]:
    """Footprints, and for each the number of its block."""
    found = [(number, _on(block, rng)) for number, block in enumerate(blocks) if block.use in PATTERNS]
    shapes = np.concatenate([boxes for _, boxes in found])
    return shapes, np.repeat([number for number, _ in found], [len(boxes) for _, boxes in found])


def _on(block: Block, rng: np.random.Generator) -> Shapes:
    pattern = PATTERNS[block.use][rng.integers(len(PATTERNS[block.use]))]
    yard = block.plot.buffer(-pattern.edge, join_style="mitre")
    if yard.is_empty:
        return np.array([], dtype=object)
    boxes = _lattice(yard, pattern, rng)
    shapely.prepare(yard)
    standing: Shapes = boxes[shapely.contains(yard, boxes)]
    return standing


def _lattice(yard: BaseGeometry, pattern: Pattern, rng: np.random.Generator) -> Shapes:
    frame = box_of(yard)
    long, across, half_long, half_wide = frame.along, frame.across, frame.half_long, frame.half_wide
    if abs(long[0]) < abs(across[0]):
        long, across, half_long, half_wide = across, long, half_wide, half_long
    u, v = np.meshgrid(_steps(half_long, pattern.step_long), _steps(half_wide, pattern.step_wide))
    kept = rng.random(u.size) < pattern.kept
    middles = frame.middle + np.outer(u.ravel()[kept], long) + np.outer(v.ravel()[kept], across)
    sizes = rng.uniform(0.86, 1.0, (len(middles), 1)) * pattern.long / 2
    return _boxes(middles, long * sizes, across * pattern.wide / 2)


def _steps(half: float, step: float) -> Points:
    count = max(1, int(2 * half // step))
    return np.asarray((np.arange(count) - (count - 1) / 2) * step, np.float64)


def _boxes(middles: Points, long: Points, wide: Points) -> Shapes:
    corners = [middles + long + wide, middles + long - wide, middles - long - wide, middles - long + wide, middles + long + wide]
    boxes: Shapes = shapely.polygons(np.stack(corners, axis=1))
    return boxes
