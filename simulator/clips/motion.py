"""What moves in a scene. A loop has no seam: every mover makes a whole number of laps in it."""

import math
from collections.abc import Callable
from typing import NamedTuple

from simulator.clips.canvas import Box, Canvas
from simulator.clips.light import Colour
from simulator.clips.people import rider, walker
from simulator.clips.vehicles import BUS, CAR, PAINTS, VAN, Body, Pose, vehicle

Draw = Callable[[Canvas, Pose, float], None]  # the last: metres gone so far


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


def paint_movers(canvas: Canvas, movers: list[Mover], moment: float, grain: int) -> list[Box]:
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
