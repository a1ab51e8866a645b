"""What lies between the scene and the sensor: rain, noise, a lens that is darker in its corners."""

from typing import NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageDraw

GREY = 24
VARIANTS = 6  # of noise and of rain, used in turn


class Weather(NamedTuple):
    """`veils` are pictures to add, `GREY` meaning nothing; none at all when the air is clear."""

    veils: list[Image.Image]

    def over(self, picture: Image.Image, frame: int) -> Image.Image:
        """The picture of a frame as the sensor gives it."""
        return ImageChops.add(picture, self.veils[frame % len(self.veils)], 1, -GREY) if self.veils else picture


def weather(width: int, height: int, raining: bool, grain: float, random: np.random.Generator) -> Weather:
    """`grain` is the noise of the sensor, a standard deviation of 255."""
    if not raining and not grain:
        return Weather([])
    layers = [random.normal(GREY, grain, (height, width)) + (_streaks(width, height, random) if raining else 0) for _ in range(VARIANTS)]
    return Weather([Image.fromarray(np.clip(layer, 0, 255).astype(np.uint8)).convert("RGB") for layer in layers])


def darken_corners(image: Image.Image) -> None:
    """No lens is as bright in its corners as in its middle."""
    ys, xs = np.mgrid[-1 : 1 : image.height * 1j, -1 : 1 : image.width * 1j]
    share = (1 - 0.14 * (xs**2 + ys**2) ** 1.2)[..., None]
    image.paste(Image.fromarray((np.asarray(image) * share).astype(np.uint8)))


def _streaks(width: int, height: int, random: np.random.Generator) -> np.ndarray:
    image = Image.new("L", (width, height))
    draw = ImageDraw.Draw(image)
    for _ in range(width // 3):
        x, y, long = random.random() * width, random.random() * height, (0.02 + 0.05 * random.random()) * height
        draw.line((x, y, x - long * 0.12, y + long), fill=int(14 + 26 * random.random()))
    return np.asarray(image, np.float32)
