"""A promenade above the water, towers on the other bank."""

from simulator.clips import town
from simulator.clips.canvas import Canvas
from simulator.clips.motion import Mover, riding, strollers
from simulator.clips.scenes import rows
from simulator.clips.town import GRASS, PAVING, Random

WATER, BANK, TRACK = (74, 104, 116), (96, 116, 92), (150, 92, 78)
EDGE = -6.0  # x of the railing


def river(canvas: Canvas, random: Random) -> None:
    town.skyline(canvas, random, 300, 74)
    canvas.ground(-400, 200, 60, 300, BANK)
    for x in rows.along(-260, 60, 9):
        town.tree(canvas, x + 4 * random.random(), 258, 9, random)
    water(canvas, random)
    promenade(canvas)
    town.rough(canvas, random, 5)
    rows.houses(canvas, 30, random, 24, 60, near=60)
    rows.trees(canvas, 11.5, random, start=9, step=8, height=7.5)
    rows.lamps(canvas, 9.2, -1.2, 6, 150, 18, height=4.2)
    railing(canvas)


def water(canvas: Canvas, random: Random) -> None:
    canvas.ground(-400, EDGE, 2, 250, WATER)
    for y in rows.along(6, 240, 0.9):
        right, long = EDGE - 2 - random.random() * (20 + 1.4 * y), 1.2 + y * 0.05
        canvas.ground(right - long, right, y, y + 0.2 + y * 0.003, (160, 186, 196), 70)


def promenade(canvas: Canvas) -> None:
    canvas.ground(EDGE, 9, -6, 320, PAVING)
    for y in rows.along(0, 160, 4):
        canvas.ground(EDGE, 9, y, y + 0.08, (140, 134, 126))
    canvas.ground(9, 120, -6, 320, GRASS)
    canvas.ground(3.6, 6.2, -6, 300, TRACK)
    canvas.ground(4.85, 4.95, -6, 200, town.PAINT, 170)


def railing(canvas: Canvas) -> None:
    for y in rows.along(140, 2, -3):
        canvas.face([(EDGE, y, 0), (EDGE, y + 0.14, 0), (EDGE, y + 0.14, 1.16), (EDGE, y, 1.16)], (196, 196, 190), (1, 0, 0))
        for up in (0.35, 0.75, 1.1):
            canvas.face([(EDGE, y, up), (EDGE, y + 3, up), (EDGE, y + 3, up + 0.06), (EDGE, y, up + 0.06)], (214, 214, 208), (1, 0, 0))


def people() -> list[Mover]:
    walkers = strollers([((-4.5, 62), (-4.5, 34)), ((-2.6, 6), (-2.6, 34)), ((-0.6, 48), (-0.6, 22)), ((1.6, 12), (1.6, 38))], 2, 4)
    coming = [Mover((4.2, 90), (4.2, -2), 1, 0.3, riding(2))]
    going = [Mover((5.6, -2), (5.6, 90), 1, 0.7, riding(5)), Mover((5.6, -2), (5.6, 90), 1, 0.25, riding(7))]
    return walkers + coming + going
