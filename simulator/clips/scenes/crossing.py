"""A crossing: traffic passes, people walk over the zebra, cars wait at the line."""

from simulator.clips import town
from simulator.clips.canvas import Canvas
from simulator.clips.motion import Mover, lane, riding, strollers
from simulator.clips.scenes import rows
from simulator.clips.town import PAVING, YELLOW, Random
from simulator.clips.vehicles import CAR, PAINTS, Pose, vehicle


def crossing(canvas: Canvas, random: Random) -> None:
    town.skyline(canvas, random)
    canvas.ground(-160, 160, -6, 420, PAVING)
    rows.houses(canvas, -20, random, near=48)
    rows.houses(canvas, 20, random, near=48)
    town.road(canvas, -10.5, 10.5, 6)
    cross_street(canvas)
    town.zebra(canvas, -10.5, 10.5, 17.5, 4.5)
    town.zebra(canvas, -10.5, 10.5, 42, 4.5)
    canvas.ground(0.3, 10.3, 15.6, 16.1, town.PAINT)
    town.rough(canvas, random)
    for side in (-1, 1):
        rows.lamps(canvas, 11.6 * side, -3.2 * side, 44, 130, 26)
        rows.trees(canvas, 14.0 * side, random, start=52)
    for number, (x, y) in enumerate(((1.9, 11.5), (5.3, 11.8), (8.7, 10.9))):
        vehicle(canvas, CAR, Pose(x, y, 0, 1), PAINTS[number * 3 + 1])


def cross_street(canvas: Canvas) -> None:
    canvas.ground(-160, 160, 24, 40, town.ASPHALT)
    for x in rows.along(-150, -13, 9) + rows.along(14, 150, 9):
        for y in (28, 36):
            canvas.ground(x, x + 4, y - 0.08, y + 0.08, town.PAINT, 220)
    canvas.ground(-160, -13, 31.8, 32.2, YELLOW)
    canvas.ground(13, 160, 31.8, 32.2, YELLOW)


def traffic() -> list[Mover]:
    east = lane((-75, 26), (75, 26), [0.0, 0.3, 0.66], 1, 2) + lane((-75, 30), (75, 30), [0.15, 0.55], 2, 5)
    west = lane((75, 34), (-75, 34), [0.1, 0.42, 0.8], 2, 1) + lane((75, 38), (-75, 38), [0.25, 0.6], 1, 4)
    people = strollers([((-15, 19), (15, 19)), ((14, 20.5), (-14, 20.5)), ((-14, 44), (14, 44))], 4, 3)
    bicycles = [Mover((-40, 22.6), (40, 22.6), 1, phase, riding(number)) for number, phase in enumerate((0.2, 0.55, 0.9))]
    return east + west + people + bicycles
