"""A narrow street of stalls."""

from simulator.clips import town
from simulator.clips.canvas import Canvas
from simulator.clips.light import Colour
from simulator.clips.motion import Mover, riding, strollers
from simulator.clips.scenes import rows
from simulator.clips.town import Random

CLOTH: list[Colour] = [(196, 58, 52), (52, 104, 166), (58, 138, 92), (222, 160, 52)]
WHITE: Colour = (236, 232, 222)
GOODS: list[Colour] = [(206, 62, 48), (232, 164, 48), (92, 150, 66), (236, 206, 96), (156, 74, 116), (222, 120, 58), (120, 166, 84)]
# x, where from and where to
WALKS = ((-3.2, 44, 16), (-2.1, 8, 36), (-1.0, 52, 24), (0.3, 10, 38), (1.3, 40, 12), (2.3, 14, 42), (3.3, 60, 32))


def market(canvas: Canvas, random: Random) -> None:
    town.skyline(canvas, random)
    canvas.ground(-80, 80, -6, 300, (158, 150, 140))
    for y in rows.along(0, 120, 2):
        canvas.ground(-8, 8, y, y + 0.06, (132, 126, 118))
    town.rough(canvas, random, 9)
    rows.houses(canvas, -8.5, random, 9, 17, far=160, near=2)
    rows.houses(canvas, 8.5, random, 9, 17, far=160, near=2)
    for y in rows.along(92, 3, -4.6):
        for side in (-1, 1):
            stall(canvas, side, y, CLOTH[int(random.integers(len(CLOTH)))], random)


def stall(canvas: Canvas, side: int, y: float, cloth: Colour, random: Random) -> None:
    """A table of crates under a striped awning; `side` is -1 for the left of the street."""
    inner, outer = side * 4.4, side * 7.4
    canvas.face([(inner, y, 0), (inner, y + 3.4, 0), (inner, y + 3.4, 0.8), (inner, y, 0.8)], (120, 98, 74), (-side, 0, 0))
    canvas.panel(inner, outer, y, 0, 0.8, (104, 86, 66))
    for row in range(4):
        for column in range(3):
            crate(canvas, side, inner + side * (0.1 + column * 0.9), y + 0.1 + row * 0.82, GOODS[int(random.integers(len(GOODS)))])
    for x in (inner, outer):
        canvas.panel(x - 0.04, x + 0.04, y, 0.8, 2.3, (150, 150, 150))
    for stripe in range(8):
        awning(canvas, side, y - 0.2 + stripe * 0.475, (inner - side * 0.7, outer), WHITE if stripe % 2 else cloth)


def crate(canvas: Canvas, side: int, x: float, y: float, colour: Colour) -> None:
    canvas.face([(x, y, 0.82), (x + side * 0.8, y, 0.9), (x + side * 0.8, y + 0.72, 0.9), (x, y + 0.72, 0.82)], colour)


def awning(canvas: Canvas, side: int, y: float, ends: tuple[float, float], colour: Colour) -> None:
    """One stripe of it, and the flap that hangs down in front."""
    (front, back), end = ends, y + 0.475
    canvas.face([(front, y, 2.2), (back, y, 2.75), (back, end, 2.75), (front, end, 2.2)], colour, (-side * 0.2, 0, 0.98))
    canvas.face([(front, y, 1.98), (front, end, 1.98), (front, end, 2.2), (front, y, 2.2)], colour, (-side, 0, 0))


def people() -> list[Mover]:
    walkers = strollers([((x, start), (x + 0.4, end)) for x, start, end in WALKS], 4, 0)
    return [*walkers, Mover((0.9, 70), (0.6, -2), 1, 0.4, riding(3)), Mover((-0.4, -2), (-0.3, 70), 1, 0.8, riding(6))]
