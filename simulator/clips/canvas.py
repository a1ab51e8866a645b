"""A picture being painted through a lens in a light, at twice its size, so that edges come out smooth."""

import itertools
import math
from functools import cache, lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from simulator.clips.lens import NEAR_M, Lens, Pixel, Point
from simulator.clips.light import UP, Colour, Light, Normal

Box = tuple[int, int, int, int]  # left, top, right, bottom, in pixels


class Canvas:
    def __init__(self, image: Image.Image, lens: Lens, light: Light) -> None:
        self.image, self.lens, self.light = image, lens, light
        self.draw = ImageDraw.Draw(image, "RGBA")
        self._touched: list[float] = []

    def take_touched(self, grain: int) -> Box | None:
        """The box painted into since the last call, grown to multiples of `grain` pixels; none when nothing fell into the picture."""
        (left, top, right, bottom), self._touched = self._touched or [0.0, 0.0, 0.0, 0.0], []
        box = max(0, _down(left, grain)), max(0, _down(top, grain)), _down(right, grain) + grain, _down(bottom, grain) + grain
        box = box[0], box[1], min(self.image.width, box[2]), min(self.image.height, box[3])
        return box if box[0] < box[2] and box[1] < box[3] and (right, bottom) != (0.0, 0.0) else None

    def face(self, points: list[Point], colour: Colour, normal: Normal = UP, alpha: int = 255) -> None:
        """A flat shape in the light; its haze is that of its nearest corner."""
        seen = [self.lens.seen(point) for point in points]
        outline = self.lens.outline(seen)
        if outline:
            nearest = min(ahead for _, _, ahead in seen)
            self._touch(outline)
            self.draw.polygon(outline, fill=(*self.light.shade(colour, normal, max(0.0, nearest)), alpha))

    def panel(self, x0: float, x1: float, y: float, low: float, high: float, colour: Colour, alpha: int = 255) -> None:
        """A rectangle that stands upright and looks at the camera."""
        self.face([(x0, y, low), (x1, y, low), (x1, y, high), (x0, y, high)], colour, (0, -1, 0), alpha)

    def ground(self, x0: float, x1: float, y0: float, y1: float, colour: Colour, alpha: int = 255, z: float = 0.0) -> None:
        """A rectangle lying on the ground, in pieces, so that the haze grows with the distance."""
        edges = [y0]
        while edges[-1] < y1:
            edges.append(min(y1, edges[-1] + max(2.0, 0.15 * edges[-1])))
        for near, far in itertools.pairwise(edges):
            self.face([(x0, near, z), (x1, near, z), (x1, far, z), (x0, far, z)], colour, alpha=alpha)

    def bright(self, points: list[Point], colour: Colour, alpha: int = 255) -> None:
        """A shape that shines by itself."""
        outline = self.lens.outline([self.lens.seen(point) for point in points])
        if outline:
            self._touch(outline)
            self.draw.polygon(outline, fill=(*(int(part) for part in colour), alpha))

    def ball(self, at: Point, radius: float, colour: Colour, normal: Normal = UP, alpha: int = 255) -> None:
        """A round thing; `radius` in metres."""
        seen = self.lens.seen(at)
        if seen[2] > NEAR_M:
            (x, y), size = self.lens.pixel(seen), radius * self.lens.focal / seen[2]
            self._touch([(x - size, y - size), (x + size, y + size)])
            self.draw.ellipse((x - size, y - size, x + size, y + size), fill=(*self.light.shade(colour, normal, seen[2]), alpha))

    def glow(self, at: Point, radius: float, colour: Colour, flat: float = 1.0) -> None:
        """Light that is added; `radius` in metres, `flat` below 1 squeezes it to a pool on the ground."""
        size = int(radius * self.lens.scale(at))
        if 2 <= size <= self.lens.width // 3:
            x, y = self.lens.pixel(self.lens.seen(at))
            tall = max(2, int(size * flat))
            self._touch([(x - size, y - tall), (x + size, y + tall)])
            _add(self.image, _halo(colour, _step(size), _step(tall)), int(x) - size, int(y) - tall)

    def _touch(self, outline: list[Pixel]) -> None:
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        left, top, right, bottom = self._touched or (xs[0], ys[0], xs[0], ys[0])
        self._touched = [min(left, *xs), min(top, *ys), max(right, *xs), max(bottom, *ys)]


def _down(value: float, grain: int) -> int:
    return int(value // grain) * grain


def _step(size: int) -> int:
    """Near sizes share one halo: nobody sees the difference, and making one is dear."""
    return round(1.08 ** round(math.log(size, 1.08)))


@lru_cache(maxsize=600)
def _halo(colour: Colour, wide: int, tall: int) -> Image.Image:
    return _light(colour).resize((2 * wide, 2 * tall), Image.Resampling.BILINEAR)


@cache
def _light(colour: Colour) -> Image.Image:
    ys, xs = np.mgrid[-1:1:96j, -1:1:96j]
    fall = np.clip(1 - np.hypot(xs, ys), 0, 1) ** 2.4
    return Image.fromarray((fall[..., None] * np.array(colour)).astype(np.uint8), "RGB")


def _add(image: Image.Image, light: Image.Image, left: int, top: int) -> None:
    box = (max(0, left), max(0, top), min(image.width, left + light.width), min(image.height, top + light.height))
    if box[0] < box[2] and box[1] < box[3]:
        piece = light.crop((box[0] - left, box[1] - top, box[2] - left, box[3] - top))
        image.paste(ImageChops.add(image.crop(box), piece), box[:2])
