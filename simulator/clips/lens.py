"""Where a point of the scene falls on the picture. Metres: x to the right, y away from the camera, z up; the camera stands over y = 0."""

import math
from dataclasses import dataclass
from functools import cached_property

Point = tuple[float, float, float]
Pixel = tuple[float, float]
NEAR_M = 0.6


@dataclass(frozen=True)
class Lens:
    """A pinhole camera on a pole. `pitch` downwards and `yaw` to the right in degrees, `view` is the width of the picture in degrees."""

    width: int  # pixels
    height: int
    x: float = 0.0
    pole: float = 7.0  # metres above the ground
    pitch: float = 12.0
    yaw: float = 0.0
    view: float = 62.0

    @cached_property
    def focal(self) -> float:
        """In pixels."""
        return self.width / 2 / math.tan(math.radians(self.view / 2))

    @cached_property
    def _turn(self) -> tuple[float, float, float, float]:
        yaw, pitch = math.radians(self.yaw), math.radians(self.pitch)
        return math.sin(yaw), math.cos(yaw), math.sin(pitch), math.cos(pitch)

    def seen(self, point: Point) -> Point:
        """The point from the camera: right, up, ahead, in metres."""
        sin_yaw, cos_yaw, sin_pitch, cos_pitch = self._turn
        x, y, z = point[0] - self.x, point[1], point[2] - self.pole
        level = x * sin_yaw + y * cos_yaw
        return x * cos_yaw - y * sin_yaw, level * sin_pitch + z * cos_pitch, level * cos_pitch - z * sin_pitch

    def pixel(self, seen: Point) -> Pixel:
        right, up, ahead = seen
        return self.width / 2 + self.focal * right / ahead, self.height / 2 - self.focal * up / ahead

    def outline(self, seen: list[Point]) -> list[Pixel]:
        """A flat shape on the picture, cut off where it passes the camera; empty when it is behind."""
        if min(ahead for _, _, ahead in seen) <= NEAR_M:
            seen = clipped(seen)
        return [self.pixel(point) for point in seen]

    def scale(self, point: Point) -> float:
        """Pixels per metre at a point; 0 behind the camera."""
        ahead = self.seen(point)[2]
        return self.focal / ahead if ahead > NEAR_M else 0.0

    def horizon(self) -> float:
        """The row of the horizon."""
        return self.height / 2 - self.focal * math.tan(math.radians(self.pitch))


def clipped(seen: list[Point]) -> list[Point]:
    """What of a polygon lies before the near plane (Sutherland and Hodgman)."""
    kept: list[Point] = []
    for before, after in zip(seen[-1:] + seen[:-1], seen, strict=True):
        if (before[2] > NEAR_M) != (after[2] > NEAR_M):
            share = (NEAR_M - before[2]) / (after[2] - before[2])
            kept.append((before[0] + share * (after[0] - before[0]), before[1] + share * (after[1] - before[1]), NEAR_M))
        if after[2] > NEAR_M:
            kept.append(after)
    return kept
