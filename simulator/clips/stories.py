"""Small stories of what a watching program shall find, with the truth: where it may be looked for, and what happens when and where.

Each is told once in a loop, in any light, and differs by its seed.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from simulator.clips.canvas import Canvas
from simulator.clips.lens import Lens, Point
from simulator.clips.light import DAY, MORNING, OVERCAST, RAIN, Colour, Light
from simulator.clips.motion import Act, Draw, Mover, driving, walking
from simulator.clips.scenes import avenue, market, river
from simulator.clips.scenes.catalogue import Scene
from simulator.clips.scenes.market import GOODS
from simulator.clips.vehicles import CAR, PAINTS, VAN, Pose
from wire.codes import CaptureKind

LOOP_S = 100
Place = tuple[float, float]  # a share of the picture's width and height
Box = tuple[float, float, float, float]  # left, top, width, height, in shares


class Incident(NamedTuple):
    """Seconds of the loop, and where on the picture it then is."""

    start: float
    end: float
    box: Box


class Story(NamedTuple):
    """`outline` is the zone or line that a person would draw; `least` the smallest thing that counts there, as a share of the picture."""

    scene: Scene
    kind: CaptureKind
    outline: list[Place]
    least: float
    incidents: list[Incident]


def stopped(light: Light, seed: int) -> Story:
    """A car stops for a moment at a kerb where none may stop, which is no matter; then a van stays."""
    random = np.random.default_rng(seed)
    lens, lane, y = Lens(640, 360, 5, 7.5, 12, 4), 8.7, 21 + 8 * random.random()
    begin, paint = 38 + 4 * random.random(), PAINTS[int(random.integers(len(PAINTS)))]
    body = VAN if random.random() < 0.6 else CAR
    stay = begin + 42
    acts = [
        Act(((18, lane, -14), (21, lane, y + 6), (27, lane, y + 6), (34, lane, 190)), LOOP_S, driving(CAR, PAINTS[seed % len(PAINTS)])),
        Act(((begin - 5, lane, -14), (begin, lane, y), (stay, lane, y), (stay + 8, lane, 190)), LOOP_S, driving(body, paint)),
    ]
    traffic = [mover for mover in avenue.traffic(seed) if mover.start[0] != lane]
    scene = Scene(lens, light, avenue.wet_avenue if light.wet else avenue.avenue, [*_often(traffic), *acts], seed)
    zone = _ground(lens, [(7.2, 14), (10.4, 14), (10.4, 42), (7.2, 42)])
    return Story(scene, CaptureKind.VEHICLE_STOPPED, zone, 0.004, [Incident(begin, stay, _box(lens, lane, y, 0.95, 2.4, 1.7))])


def left_behind(light: Light, seed: int) -> Story:
    """Somebody walks across a promenade, and leaves bags behind."""
    random = np.random.default_rng(seed)
    lens, x, y = Lens(640, 360, 1, 5.0, 14, -4), -2.0 + 3 * random.random(), 13 + 5 * random.random()
    begin = 34 + 6 * random.random()
    stay = begin + 45
    heap = _heap(GOODS[int(random.integers(len(GOODS)))], 0.55 + 0.2 * random.random())
    acts = [
        Act(((begin - 12, x + 0.8, y - 14), (begin, x + 0.8, y), (begin + 2, x + 0.8, y), (begin + 14, x + 0.8, y + 16)), LOOP_S, walking(seed)),
        Act(((begin, x, y), (stay, x, y)), LOOP_S, heap),
    ]
    scene = Scene(lens, light, river.river, [*_often(river.people()), *acts], seed)
    zone = _ground(lens, [(-5.0, 10), (3.2, 10), (3.2, 26), (-5.0, 26)])
    return Story(scene, CaptureKind.OBJECT_LEFT, zone, 0.0008, [Incident(begin, stay, _box(lens, x, y, 0.8, 0.8, 0.8))])


def goods_out(light: Light, seed: int) -> Story:
    """A trader puts crates into the street, one after the other, beyond the line of the stalls."""
    random = np.random.default_rng(seed)
    lens, y = Lens(640, 360, 0.6, 6, 14, 6), 13 + 4 * random.random()
    begin = 30 + 6 * random.random()
    stay = begin + 48
    acts: list[Mover | Act] = []
    for number in range(5):
        at, x = begin + 0.8 * number, 3.2 + 0.35 * (number % 2)
        crate = _heap(GOODS[int(random.integers(len(GOODS)))], 0.6)
        acts.append(Act(((at, x, y + 1.1 * number), (stay, x, y + 1.1 * number)), LOOP_S, crate))
    people = [mover for mover in market.people() if max(mover.start[0], mover.end[0]) < 2.2]
    scene = Scene(lens, light, market.market, [*_often(people), *acts], seed)
    line = _ground(lens, [(4.2, 30), (4.2, 10)])
    return Story(scene, CaptureKind.GOODS_OUT, line, 0.002, [Incident(begin + 4, stay, _box(lens, 3.4, y + 2.2, 0.6, 3.0, 0.7))])


def flooded(light: Light, seed: int) -> Story:
    """Water rises over the road from its lowest place, and stands there."""
    random = np.random.default_rng(seed)
    lens, reach = Lens(640, 360, 4, 7.5, 13, -2), 25 + 8 * random.random()
    begin = 28 + 6 * random.random()
    stay = begin + 55
    water = Act(((begin, 0, 8), (begin + 14, 0, reach), (stay, 0, reach), (stay + 4, 0, 8)), LOOP_S, _water)
    traffic = [mover for mover in avenue.traffic(seed) if mover.start[0] > 0]
    scene = Scene(lens, light, avenue.wet_avenue if light.wet else avenue.avenue, [*_often(traffic), water], seed)
    line = _ground(lens, [(-9.6, 17), (-1.0, 17)])
    reached = begin + 14 * (17 - 8) / (reach - 8)
    wet = _around(_ground(lens, [(-10.2, 9), (-0.4, 9), (-0.4, reach), (-10.2, reach)]))
    return Story(scene, CaptureKind.FLOOD, line, 0.003, [Incident(reached, stay, wet)])


STORIES: dict[CaptureKind, Callable[[Light, int], Story]] = {
    CaptureKind.VEHICLE_STOPPED: stopped,
    CaptureKind.OBJECT_LEFT: left_behind,
    CaptureKind.GOODS_OUT: goods_out,
    CaptureKind.FLOOD: flooded,
}


def _often(movers: Sequence[Mover]) -> list[Mover]:
    """The laps of a short loop, as many as fit into a long one."""
    return [mover._replace(laps=mover.laps * 5) for mover in movers]


def _heap(colour: Colour, size: float) -> Draw:
    """A crate or a bundle of bags: a box with a lid of another tone, as wide as high, in metres."""
    dark: Colour = (colour[0] * 0.7, colour[1] * 0.7, colour[2] * 0.7)

    def draw(canvas: Canvas, pose: Pose, gone: float) -> None:
        x0, x1, y0, y1 = pose.x - size / 2, pose.x + size / 2, pose.y - size / 2, pose.y + size / 2
        canvas.face([(x0 - 0.1, y0 - 0.1, 0.01), (x1 + 0.1, y0 - 0.1, 0.01), (x1 + 0.1, y1, 0.01), (x0 - 0.1, y1, 0.01)], (20, 20, 22), alpha=110)
        for x in (x0, x1):
            canvas.face([(x, y0, 0), (x, y1, 0), (x, y1, size), (x, y0, size)], dark, (-1 if x < canvas.lens.x else 1, 0, 0))
        canvas.panel(x0, x1, y0, 0, size, colour)
        canvas.face([(x0, y0, size), (x1, y0, size), (x1, y1, size), (x0, y1, size)], dark)

    return draw


def _water(canvas: Canvas, pose: Pose, gone: float) -> None:
    """As far as the pose, over the left half of the road; it holds the sky, and hides what is painted on the road."""
    sky = canvas.light.skyline
    colour: Colour = (0.55 * sky[0] + 40, 0.55 * sky[1] + 36, 0.55 * sky[2] + 30)
    if pose.y > 0:
        far, near = ((-0.4, pose.y - 1), (-3, pose.y), (-8, pose.y), (-10.4, pose.y - 1)), ((-10.4, 2), (-0.4, 2))
        edge: list[Point] = [(x, y, 0.03) for x, y in (*near, *far)]
        canvas.face(edge, colour, alpha=225)


def _ground(lens: Lens, points: Sequence[tuple[float, float]]) -> list[Place]:
    return [_share(lens, (x, y, 0.0)) for x, y in points]


def _share(lens: Lens, point: Point) -> Place:
    x, y = lens.pixel(lens.seen(point))
    return min(1.0, max(0.0, x / lens.width)), min(1.0, max(0.0, y / lens.height))


def _box(lens: Lens, x: float, y: float, half_width: float, half_length: float, height: float) -> Box:
    corners = [(x + i * half_width, y + j * half_length, z) for i in (-1, 1) for j in (-1, 1) for z in (0.0, height)]
    return _around([_share(lens, corner) for corner in corners])


def _around(places: Sequence[Place]) -> Box:
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


TOLD: dict[str, Story] = {  # in the demo
    "story_stopped": stopped(DAY, 1),
    "story_left": left_behind(MORNING, 2),
    "story_goods": goods_out(OVERCAST, 3),
    "story_flood": flooded(RAIN, 4),
}
