"""What moves in a scene. A loop has no seam: every mover makes a whole number of laps in it."""

import itertools
import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from simulator.clips.canvas import Box, Canvas
from simulator.clips.light import Colour
from simulator.clips.people import rider, walker
from simulator.clips.vehicles import BUS, CAR, PAINTS, VAN, Body, Pose, vehicle

Draw = Callable[[Canvas, Pose, float], None]  # the last: metres gone so far
NOWHERE = Pose(0.0, -1000.0, 0.0, 1.0)  # behind every camera


class Mover(NamedTuple):
    """Goes straight from `start` to `end` (x, y in metres), `laps` times in a loop, and was `phase` of a lap ahead when it began."""

    start: tuple[float, float]
    end: tuple[float, float]
    laps: int
    phase: float
    draw: Draw

    def pose(self, moment: float) -> Pose:
        """`moment` is the share of the loop that has passed, 0 to 1."""
        share = (self.phase + self.laps * moment) % 1
        east, north = self.end[0] - self.start[0], self.end[1] - self.start[1]
        length = math.hypot(east, north)
        return Pose(self.start[0] + share * east, self.start[1] + share * north, east / length, north / length)

    def gone(self, moment: float) -> float:
        return ((self.phase + self.laps * moment) % 1) * math.dist(self.start, self.end)


def paint_movers(canvas: Canvas, movers: "Sequence[Mover | Act]", moment: float, grain: int) -> list[Box]:
    """All of them, the farthest first; the boxes that they fill."""
    canvas.take_touched(grain)
    boxes = []
    placed = [(mover.pose(moment), mover) for mover in movers]
    for pose, mover in sorted(placed, key=lambda pair: -pair[0].y):
        mover.draw(canvas, pose, mover.gone(moment))
        boxes.append(canvas.take_touched(grain))
    return [box for box in boxes if box]


def driving(body: Body, paint: Colour) -> Draw:
    return lambda canvas, pose, gone: vehicle(canvas, body, pose, paint)


def walking(look: int) -> Draw:
    return lambda canvas, pose, gone: walker(canvas, pose, look, gone / 1.4)


def riding(look: int) -> Draw:
    return lambda canvas, pose, gone: rider(canvas, pose, look)


def lane(start: tuple[float, float], end: tuple[float, float], phases: list[float], laps: int, look: int) -> list[Mover]:
    """A lane of traffic: mostly cars, a van, now and then a bus."""
    kinds = [CAR, CAR, VAN, CAR, CAR, BUS, CAR]
    movers = []
    for number, phase in enumerate(phases):
        body = kinds[(look + number) % len(kinds)]
        paint = (38, 110, 150) if body is BUS else PAINTS[(look * 3 + number * 5) % len(PAINTS)]
        movers.append(Mover(start, end, laps, phase, driving(body, paint)))
    return movers


def strollers(lines: list[tuple[tuple[float, float], tuple[float, float]]], each: int, look: int) -> list[Mover]:
    """Walkers on each line, spread over it without pattern."""
    return [
        Mover(start, end, 1, (0.37 * line + number / each + 0.13 * ((number * 7 + line) % 3)) % 1, walking(look + 3 * line + number))
        for line, (start, end) in enumerate(lines)
        for number in range(each)
    ]


class Act(NamedTuple):
    """Does something once in a loop: is at (seconds, x, y) of each key and goes straight between them, and is nowhere before and after."""

    keys: tuple[tuple[float, float, float], ...]
    loop_s: float
    draw: Draw

    def pose(self, moment: float) -> Pose:
        at = moment * self.loop_s
        if not self.keys[0][0] <= at < self.keys[-1][0]:
            return NOWHERE
        legs = list(itertools.pairwise(self.keys))
        (start, x0, y0), (end, x1, y1) = next(leg for leg in legs if at < leg[1][0])
        share = (at - start) / (end - start)
        east, north = self._heading(at)
        return Pose(x0 + share * (x1 - x0), y0 + share * (y1 - y0), east, north)

    def gone(self, moment: float) -> float:
        at = moment * self.loop_s
        passed = [(leg, min(1.0, max(0.0, (at - leg[0][0]) / (leg[1][0] - leg[0][0])))) for leg in itertools.pairwise(self.keys)]
        return sum(share * math.dist(start[1:], end[1:]) for (start, end), share in passed)

    def _heading(self, at: float) -> tuple[float, float]:
        """Of the leg that it is on; who stands looks where he was going."""
        moving = [(start, end) for start, end in itertools.pairwise(self.keys) if start[1:] != end[1:]]
        if not moving:
            return 0.0, 1.0
        begun = [leg for leg in moving if leg[0][0] <= at] or moving[:1]
        (_, x0, y0), (_, x1, y1) = begun[-1]
        length = math.hypot(x1 - x0, y1 - y0)
        return (x1 - x0) / length, (y1 - y0) / length
