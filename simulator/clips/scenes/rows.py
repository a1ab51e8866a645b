"""What comes in rows along a street."""

import itertools

import numpy as np

from simulator.clips import town
from simulator.clips.canvas import Canvas
from simulator.clips.town import WALLS, Random


def along(start: float, stop: float, step: float) -> list[float]:
    """Places from `start` towards `stop`, which is not reached."""
    return [float(at) for at in np.arange(start, stop, step)]


def houses(canvas: Canvas, side: float, random: Random, low: float = 14, high: float = 38, far: float = 300, near: float = 8) -> None:
    """Along one side of the street (`side` is the x of their fronts), the farthest first."""
    fronts = [near]
    while fronts[-1] < far:
        fronts.append(fronts[-1] + 16 + 16 * random.random())
    for start, end in reversed(list(itertools.pairwise(fronts))):
        wall = WALLS[int(random.integers(len(WALLS)))]
        height = low + (high - low) * random.random()
        town.house(canvas, side, side + (24 if side > 0 else -24), start, end - 1.0, height, wall, random)


def trees(canvas: Canvas, x: float, random: Random, start: float = 12, end: float = 150, step: float = 11, height: float = 6.5) -> None:
    for y in along(end, start, -step):
        town.shadow(canvas, x, y, height * 0.3)
        town.tree(canvas, x + 0.5 * random.random(), y, height * (0.85 + 0.3 * random.random()), random)


def lamps(canvas: Canvas, x: float, reach: float, start: float, end: float, step: float, height: float = 9.0) -> None:
    for y in along(end, start, -step):
        town.lamp_post(canvas, x, y, reach, height)
