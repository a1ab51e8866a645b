"""A wide avenue with three lanes each way, by day, by night and in rain."""

import numpy as np

from simulator.clips import town
from simulator.clips.canvas import Canvas
from simulator.clips.motion import Mover, lane
from simulator.clips.scenes import rows
from simulator.clips.town import GRASS, PAVING, Random

# x of each lane, and where its vehicles are at the beginning, as shares of the way
COMING = ((-1.9, [0.1, 0.3, 0.62]), (-5.3, [0.02, 0.45, 0.8]), (-8.7, [0.2, 0.7]))
GOING = ((1.9, [0.0, 0.36, 0.7]), (5.3, [0.18, 0.52, 0.9]), (8.7, [0.33, 0.78]))


def avenue(canvas: Canvas, random: Random) -> None:
    town.skyline(canvas, random)
    canvas.ground(-120, 120, -6, 420, PAVING)
    rows.houses(canvas, -19, random)
    rows.houses(canvas, 19, random)
    town.road(canvas, -10.5, 10.5, 6)
    for side in (-12.2, 12.2):
        canvas.ground(side - 0.9, side + 0.9, 4, 300, GRASS)
    town.zebra(canvas, -10.5, 10.5, 21)
    town.rough(canvas, random)
    for side in (-1, 1):
        rows.lamps(canvas, 11.6 * side, -3.2 * side, 12, 140, 28)
        rows.trees(canvas, 12.2 * side, random, start=16)


def wet_avenue(canvas: Canvas, random: Random) -> None:
    """With puddles that hold the sky."""
    avenue(canvas, random)
    angles = np.linspace(0, 2 * np.pi, 18)
    for _ in range(26):
        x, y, long = random.uniform(-12, 12), random.uniform(6, 90), random.uniform(1.5, 5)
        canvas.face([(x + 0.5 * long * np.cos(a), y + long * np.sin(a), 0.02) for a in angles], (200, 208, 216), alpha=46)


def traffic(look: int) -> list[Mover]:
    """Right-hand traffic."""
    coming = [lane((x, 190), (x, -14), phases, 1, look + number) for number, (x, phases) in enumerate(COMING)]
    going = [lane((x, -14), (x, 190), phases, 1, look + 3 + number) for number, (x, phases) in enumerate(GOING)]
    return [mover for lane_of_cars in (*coming, *going) for mover in lane_of_cars]
