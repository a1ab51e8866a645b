"""An old lane with lanterns."""

from simulator.clips import town
from simulator.clips.canvas import Canvas
from simulator.clips.motion import Mover, riding, strollers
from simulator.clips.scenes import rows
from simulator.clips.town import Random


def old_lane(canvas: Canvas, random: Random) -> None:
    town.skyline(canvas, random)
    canvas.ground(-80, 80, -6, 300, (128, 122, 116))
    canvas.ground(-4, 4, -6, 200, (106, 104, 102))
    town.rough(canvas, random, 8)
    rows.houses(canvas, -7, random, 8, 15, far=150, near=3)
    rows.houses(canvas, 7, random, 8, 15, far=150, near=3)
    for y in rows.along(110, 12, -17):
        town.lamp_post(canvas, -5.6, y, 1.6, 5.2)
        lanterns(canvas, y + 6)
    rows.trees(canvas, 5.6, random, start=14, end=90, step=19, height=5)


def lanterns(canvas: Canvas, y: float) -> None:
    """Four on a rope across the lane."""
    canvas.panel(-7, 7, y, 5.05, 5.1, (60, 50, 46))
    for x in (-3.6, -1.2, 1.2, 3.6):
        if canvas.light.lamps:
            canvas.glow((x, y, 4.7), 1.3, (120, 30, 20))
        canvas.ball((x, y, 4.7), 0.3, (640, 150, 90) if canvas.light.lamps else (206, 52, 44))


def people() -> list[Mover]:
    walkers = strollers([((-2.4, 50), (-2.4, 24)), ((2.6, 8), (2.6, 34)), ((1.4, 60), (1.4, 32))], 3, 2)
    return [*walkers, Mover((-0.6, 80), (-0.6, -3), 1, 0.2, riding(1)), Mover((0.8, -3), (0.8, 80), 1, 0.75, riding(4))]
