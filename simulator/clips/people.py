"""What walks and cycles: flat figures that face the camera, with legs that swing."""

import math

from simulator.clips.canvas import Canvas
from simulator.clips.lens import Point
from simulator.clips.light import Colour
from simulator.clips.vehicles import TYRE, Pose

SKIN: Colour = (206, 164, 136)
HAIR: Colour = (38, 32, 30)
SHIRTS: list[Colour] = [(186, 62, 58), (232, 232, 226), (58, 92, 146), (64, 66, 72), (222, 176, 70), (92, 132, 96), (150, 110, 150), (208, 140, 120)]
TROUSERS: list[Colour] = [(46, 52, 66), (70, 66, 62), (98, 104, 116), (36, 36, 40)]

FRAME = ((-0.75, 0.45), (0.1, 0.4), (0.55, 0.9), (0.4, 1.0), (0.05, 0.55), (-0.7, 0.75))  # of the bicycle, (forward, up)


def walker(canvas: Canvas, pose: Pose, look: int, step: float) -> None:
    """`look` chooses the clothes, `step` is where the legs are, in turns."""
    shirt, trousers = SHIRTS[look % len(SHIRTS)], TROUSERS[look % len(TROUSERS)]
    _shade_below(canvas, pose)
    swing = 0.2 * math.sin(step * 2 * math.pi)
    for leg in (swing, -swing):
        _limb(canvas, pose, (0.0, 0.86), (leg, 0.02), 0.085, trousers)
    _limb(canvas, pose, (-0.02, 1.36), (-swing * 1.2 - 0.1, 0.88), 0.055, shirt)
    _shape(canvas, pose, [(-0.2, 0.82), (0.2, 0.82), (0.23, 1.38), (0.1, 1.47), (-0.1, 1.47), (-0.23, 1.38)], shirt)
    _limb(canvas, pose, (0.05, 1.36), (swing * 1.2 + 0.1, 0.88), 0.055, shirt)
    _head(canvas, pose, 1.6)


def rider(canvas: Canvas, pose: Pose, look: int) -> None:
    """Somebody on an electric bicycle."""
    shirt = SHIRTS[look % len(SHIRTS)]
    _shade_below(canvas, pose)
    for along in (-0.55, 0.6):
        at = pose.point(along, 0, 0.28)
        canvas.ball(at, 0.28, TYRE)
        canvas.ball(at, 0.15, (110, 112, 116))
    canvas.face([pose.point(f, 0, u) for f, u in FRAME], (180, 70, 52), (0, -1, 0.3))
    _shape(canvas, pose, [(-0.18, 0.55), (0.2, 0.55), (0.2, 0.85), (-0.18, 0.85)], TROUSERS[look % len(TROUSERS)])
    _shape(canvas, pose, [(-0.2, 0.8), (0.2, 0.8), (0.23, 1.3), (0.1, 1.38), (-0.1, 1.38), (-0.23, 1.3)], shirt)
    _head(canvas, pose, 1.52)
    if canvas.light.lamps:
        canvas.glow(pose.point(0.7, 0, 0.9), 0.9, (170, 160, 130))


def _head(canvas: Canvas, pose: Pose, up: float) -> None:
    canvas.ball((pose.x, pose.y, up), 0.125, SKIN, (0, -1, 0.3))
    canvas.ball((pose.x, pose.y, up + 0.06), 0.118, HAIR, (0, -1, 0.3))


def _shape(canvas: Canvas, pose: Pose, outline: list[tuple[float, float]], colour: Colour) -> None:
    points: list[Point] = [(pose.x + across, pose.y, up) for across, up in outline]
    canvas.face(points, colour, (0, -0.8, 0.5))


def _limb(canvas: Canvas, pose: Pose, start: tuple[float, float], end: tuple[float, float], thick: float, colour: Colour) -> None:
    (a, top), (b, bottom) = start, end
    _shape(canvas, pose, [(a - thick, top), (a + thick, top), (b + thick * 0.8, bottom), (b - thick * 0.8, bottom)], colour)


def _shade_below(canvas: Canvas, pose: Pose) -> None:
    long, sun = (1.2, canvas.light.towards) if sum(canvas.light.sun) > 0.6 else (0.3, (0.0, -1.0, 0.0))
    x, y = pose.x, pose.y
    dx, dy = -sun[0] * long, -sun[1] * long
    feet: list[Point] = [(x - 0.22, y - 0.1, 0.01), (x + 0.22, y - 0.1, 0.01)]
    canvas.face([*feet, (x + 0.2 + dx, y + dy, 0.01), (x - 0.2 + dx, y + dy, 0.01)], (16, 18, 22), alpha=90)
