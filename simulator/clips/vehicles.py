"""What drives: each is a side profile drawn out to a width, with glass, wheels and lamps."""

import math
from typing import NamedTuple

from simulator.clips.canvas import Canvas
from simulator.clips.lens import Point
from simulator.clips.light import Colour, Normal

GLASS: Colour = (52, 62, 72)
ROUND = [(math.cos(a * math.pi / 6), math.sin(a * math.pi / 6)) for a in range(12)]
FAR_PIXELS = 13.0  # per metre, below which a vehicle is drawn plainly
TYRE: Colour = (26, 26, 28)
PAINTS: list[Colour] = [(226, 228, 230), (40, 42, 46), (150, 154, 160), (122, 30, 34), (42, 70, 116), (196, 190, 178), (232, 232, 228), (74, 82, 80)]


class Body(NamedTuple):
    """`profile` runs round the side as (forward, up) metres; `glass` are the edges of it that are windows; `panes` lie on the side."""

    profile: tuple[tuple[float, float], ...]
    width: float
    glass: frozenset[int]
    panes: tuple[tuple[tuple[float, float], ...], ...]
    wheels: tuple[float, ...]
    wheel: float = 0.33


CAR = Body(
    ((-2.2, 0.3), (-2.28, 0.7), (-2.15, 0.98), (-1.75, 1.02), (-1.15, 1.43), (0.3, 1.47), (1.1, 1.02), (2.05, 0.88), (2.28, 0.62), (2.2, 0.3)),
    1.82,
    frozenset({3, 5}),
    (((-1.5, 1.0), (-1.08, 1.36), (-0.3, 1.39), (-0.3, 1.0)), ((-0.2, 1.0), (-0.2, 1.39), (0.26, 1.4), (0.92, 1.0))),
    (-1.35, 1.35),
)
VAN = Body(
    ((-2.4, 0.35), (-2.45, 1.0), (-2.35, 1.85), (0.9, 1.9), (1.75, 1.15), (2.3, 0.95), (2.4, 0.4)),
    1.9,
    frozenset({1, 3}),
    (((-2.1, 1.15), (-2.05, 1.7), (-0.9, 1.72), (-0.9, 1.15)), ((-0.75, 1.15), (-0.75, 1.72), (0.75, 1.74), (1.35, 1.15))),
    (-1.5, 1.5),
    0.36,
)
BUS = Body(
    ((-5.6, 0.4), (-5.65, 1.2), (-5.6, 3.0), (5.5, 3.0), (5.65, 1.2), (5.6, 0.4)),
    2.5,
    frozenset({3}),
    tuple(((x, 1.35), (x, 2.45), (x + 1.55, 2.45), (x + 1.55, 1.35)) for x in (-5.3, -3.6, -1.9, -0.2, 1.5, 3.2)),
    (-3.4, 3.6),
    0.48,
)
TIPPER = Body(
    ((-3.8, 0.9), (-3.9, 2.9), (1.6, 2.9), (1.7, 1.3), (1.9, 1.3), (1.95, 2.7), (3.1, 2.75), (3.5, 1.6), (3.55, 0.6), (-3.8, 0.6)),
    2.45,
    frozenset({6}),
    (((2.1, 1.75), (2.1, 2.5), (2.95, 2.5), (3.2, 1.75)),),
    (-2.9, -1.6, 2.6),
    0.52,
)


class Pose(NamedTuple):
    """Where a mover is, and the unit vector of where it heads."""

    x: float
    y: float
    east: float
    north: float

    def point(self, forward: float, side: float, up: float) -> Point:
        return self.x + forward * self.east + side * self.north, self.y + forward * self.north - side * self.east, up

    def normal(self, forward: float, side: float, up: float) -> Normal:
        return forward * self.east + side * self.north, forward * self.north - side * self.east, up


def vehicle(canvas: Canvas, body: Body, pose: Pose, paint: Colour) -> None:
    """Far side first, then the skin over the profile, then the near side."""
    scale = canvas.lens.scale((pose.x, pose.y, 1.0))
    if scale < FAR_PIXELS:
        _far_vehicle(canvas, body, pose, paint)
        return
    half = body.width / 2
    camera_side = 1 if _side_of_camera(canvas, pose) > 0 else -1
    length = max(x for x, _ in body.profile)
    canvas.face([pose.point(f, s, 0.01) for f, s in ((-length, -half), (length, -half), (length, half), (-length, half))], (14, 14, 16), alpha=130)
    for forward in body.wheels:
        _wheel(canvas, body, pose, forward, -camera_side * (half - 0.1))
    for edge in _far_to_near(canvas, body, pose):
        _skin(canvas, body, pose, edge, paint)
    side = [pose.point(f, camera_side * half, u) for f, u in body.profile]
    normal = pose.normal(0, camera_side, 0.15)
    canvas.face(side, paint, normal)
    for pane in body.panes:
        canvas.face([pose.point(f, camera_side * (half + 0.01), u) for f, u in pane], GLASS, normal)
    for forward in body.wheels:
        _wheel(canvas, body, pose, forward, camera_side * (half + 0.02))
    _lamps(canvas, body, pose)


def _far_vehicle(canvas: Canvas, body: Body, pose: Pose, paint: Colour) -> None:
    """Only what can still be told apart: the end that faces us, and its lamps."""
    half, tall = body.width / 2, max(u for _, u in body.profile)
    for low, high, narrow, colour in ((0.2, 1.0, 0.9, paint), (0.55, 0.92, 0.85, GLASS)):
        outline = ((-half, low * tall), (half, low * tall), (half * narrow, high * tall), (-half * narrow, high * tall))
        canvas.face([pose.point(0, side, up) for side, up in outline], colour, (0, -1, 0))
    _lamps(canvas, body, pose)


def _side_of_camera(canvas: Canvas, pose: Pose) -> float:
    return (canvas.lens.x - pose.x) * pose.north + pose.y * pose.east


def _far_to_near(canvas: Canvas, body: Body, pose: Pose) -> list[int]:
    corners = body.profile
    depth = [canvas.lens.seen(pose.point(f, 0, u))[2] + 0.001 * -u for f, u in corners]
    return sorted(range(len(corners)), key=lambda edge: -(depth[edge] + depth[(edge + 1) % len(corners)]))


def _skin(canvas: Canvas, body: Body, pose: Pose, edge: int, paint: Colour) -> None:
    (f0, u0), (f1, u1) = body.profile[edge], body.profile[(edge + 1) % len(body.profile)]
    half = body.width / 2
    span = math.hypot(f1 - f0, u1 - u0) or 1.0
    normal = pose.normal(-(u1 - u0) / span, 0, (f1 - f0) / span)
    if normal[2] < -0.5:  # underneath
        return
    colour = GLASS if edge in body.glass else paint
    canvas.face([pose.point(f0, -half, u0), pose.point(f0, half, u0), pose.point(f1, half, u1), pose.point(f1, -half, u1)], colour, normal)


def _wheel(canvas: Canvas, body: Body, pose: Pose, forward: float, side: float) -> None:
    for radius, colour in ((body.wheel, TYRE), (body.wheel * 0.55, (126, 128, 132))):
        rim = [pose.point(forward + radius * ahead, side, body.wheel + radius * up) for ahead, up in ROUND]
        canvas.face(rim, colour, pose.normal(0, 1, 0))


def _lamps(canvas: Canvas, body: Body, pose: Pose) -> None:
    """White in front, red behind; by night they shine, and shine on a wet road."""
    front, back = max(x for x, _ in body.profile), min(x for x, _ in body.profile)
    comes = pose.north * pose.y + pose.east * (pose.x - canvas.lens.x) < 0
    at, colour = (front, (255, 246, 220)) if comes else (back, (220, 30, 26))
    for side in (-0.36 * body.width, 0.36 * body.width):
        corners = [pose.point(at + 0.02, side + s, u) for s, u in ((-0.2, 0.62), (0.2, 0.62), (0.2, 0.8), (-0.2, 0.8))]
        if canvas.light.lamps:
            canvas.bright(corners, colour)
            canvas.glow(pose.point(at, side, 0.7), 1.5 if comes else 0.7, (210, 196, 160) if comes else (150, 24, 18))
        else:
            canvas.face(corners, (236, 236, 230) if comes else (150, 26, 26), pose.normal(1 if comes else -1, 0, 0.2))
    if canvas.light.lamps and comes:
        canvas.glow(pose.point(at + 5, 0, 0), 4.0, (66, 60, 46), flat=0.35)
    if canvas.light.wet and canvas.light.lamps:
        canvas.glow(pose.point(at + 1.5, 0, 0), 2.4, (120, 112, 92) if comes else (110, 18, 14), flat=1.3)
