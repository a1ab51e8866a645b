"""The gate of a building site: hoarding, guard hut, a frame of concrete and a crane behind."""

from simulator.clips import town
from simulator.clips.canvas import Canvas
from simulator.clips.light import Colour
from simulator.clips.motion import Mover, driving, lane, strollers
from simulator.clips.scenes import rows
from simulator.clips.town import Random
from simulator.clips.vehicles import TIPPER

BLUE: Colour = (60, 126, 176)
RED: Colour = (176, 44, 40)
YELLOW: Colour = (226, 172, 48)
MUD: Colour = (128, 108, 84)


def site(canvas: Canvas, random: Random) -> None:
    town.skyline(canvas, random)
    canvas.ground(-160, 160, -6, 300, (150, 146, 138))
    canvas.ground(-90, 90, 30, 150, (150, 128, 100))
    concrete_frame(canvas)
    town.house(canvas, 30, 60, 80, 110, 46, town.WALLS[0], random)
    crane(canvas)
    hoarding(canvas, -70, -6)
    hoarding(canvas, 6, 70)
    street(canvas)
    town.rough(canvas, random, 10)
    gate(canvas)


def street(canvas: Canvas) -> None:
    """It passes before the gate; tyres carry the mud out."""
    canvas.ground(-6, 6, 14, 60, MUD)
    canvas.ground(-120, 120, 2, 14, town.ASPHALT)
    for x in rows.along(-110, 110, 9):
        canvas.ground(x, x + 4, 7.9, 8.1, town.PAINT, 220)
    canvas.ground(-120, 120, 14, 14.4, (190, 187, 180))
    for x in (-2.6, 1.4):
        canvas.ground(x, x + 1.2, 10, 40, (108, 90, 70), 160)


def concrete_frame(canvas: Canvas) -> None:
    """Eight storeys, the lower ones behind green netting."""
    for low in rows.along(0, 28.8, 3.6):
        canvas.panel(-42, -10, 70, low + 3.2, low + 3.6, (176, 174, 168))
        for x in rows.along(-42, -9, 5.3):
            canvas.panel(x, x + 0.8, 70, low, low + 3.2, (160, 158, 152))
    canvas.panel(-42.5, -26, 69.6, 0, 18, (74, 128, 96), alpha=200)


def crane(canvas: Canvas) -> None:
    for x in (12.0, 13.4):
        canvas.panel(x, x + 0.3, 76, 0, 47, YELLOW)
    for up in rows.along(0, 46, 1.6):
        canvas.face([(12, 76, up), (13.6, 76, up + 1.6), (13.6, 76, up + 1.8), (12, 76, up + 0.2)], YELLOW, (0, -1, 0))
    canvas.panel(-24, 24, 76, 30.2, 30.7, YELLOW)
    canvas.face([(12.4, 76, 47), (12.8, 76, 47), (-22, 76, 30.7), (-22, 76, 30.5)], (150, 150, 150), (0, -1, 0))
    canvas.face([(12.8, 76, 47), (13.2, 76, 47), (22, 76, 30.7), (22, 76, 30.5)], (150, 150, 150), (0, -1, 0))
    canvas.panel(20, 24, 76, 28, 30.2, (120, 118, 114))
    canvas.panel(-16, -15.85, 76, 18, 30.2, (60, 60, 60))
    canvas.panel(-17, -14.8, 76, 16.6, 18, (150, 96, 60))


def hoarding(canvas: Canvas, left: float, right: float) -> None:
    for number, x in enumerate(rows.along(left, right, 2)):
        canvas.panel(x, x + 1.96, 16, 0.25, 2.6, BLUE if number % 4 else (226, 230, 232))
        canvas.panel(x, x + 2, 16, 0, 0.25, (214, 190, 60) if number % 2 else (40, 40, 42))


def gate(canvas: Canvas) -> None:
    for x in (-6.6, 6.0):
        canvas.panel(x, x + 0.7, 15.8, 0, 5.2, (196, 60, 50))
    canvas.panel(-6.6, 6.7, 15.8, 5.2, 6.4, RED)
    for x in rows.along(-5.2, 5, 1.5):
        canvas.panel(x, x + 0.9, 15.75, 5.45, 6.15, (238, 214, 120))
    canvas.panel(7.4, 10, 15, 0, 2.5, (222, 224, 226))
    canvas.panel(7.8, 9.6, 14.95, 1.0, 1.9, (60, 74, 84))
    canvas.face([(7.2, 14.6, 2.5), (10.2, 14.6, 2.5), (10.2, 15.2, 2.75), (7.2, 15.2, 2.75)], BLUE)


def traffic() -> list[Mover]:
    trucks = [
        Mover((2.0, 64), (2.0, -12), 1, 0.15, driving(TIPPER, (196, 92, 40))),
        Mover((-2.2, -12), (-2.2, 64), 1, 0.55, driving(TIPPER, (60, 116, 84))),
    ]
    passing = lane((-70, 5), (70, 5), [0.3, 0.72], 1, 3) + lane((70, 11), (-70, 11), [0.5], 1, 6)
    return trucks + passing + strollers([((-30, 14.8), (-8, 14.8)), ((30, 15.0), (9, 15.0))], 2, 5)
