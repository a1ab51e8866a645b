"""The light of a scene: how colours look by day, at dusk, at night, in rain."""

import math
from typing import NamedTuple

Colour = tuple[float, float, float]  # 0 to 255
Normal = tuple[float, float, float]
UP: Normal = (0.0, 0.0, 1.0)


class Light(NamedTuple):
    """`ambient` and `sun` are shares of a surface's own colour; `haze_m` is how far one sees."""

    zenith: Colour
    skyline: Colour
    ambient: Colour
    sun: Colour
    towards: Normal  # the sun
    haze_m: float
    lit: float = 0.0  # share of windows with a lamp on
    clouds: float = 0.5
    lamps: bool = False
    wet: bool = False

    def shade(self, colour: Colour, normal: Normal, distance: float) -> tuple[int, int, int]:
        """A surface as it is seen: lit, then drawn towards the haze."""
        facing = max(0.0, normal[0] * self.towards[0] + normal[1] * self.towards[1] + normal[2] * self.towards[2])
        clear = math.exp(-distance / self.haze_m)

        def part(band: int) -> int:
            own = colour[band] * (self.ambient[band] + self.sun[band] * facing)
            return min(255, int(own * clear + self.skyline[band] * (1 - clear)))

        return part(0), part(1), part(2)


DAY = Light((92, 142, 196), (206, 220, 230), (0.58, 0.62, 0.70), (0.62, 0.56, 0.46), (-0.55, -0.35, 0.76), 420)
MORNING = Light((128, 164, 200), (238, 222, 198), (0.60, 0.60, 0.64), (0.66, 0.54, 0.36), (0.78, -0.30, 0.55), 300)
OVERCAST = Light((150, 158, 168), (200, 204, 208), (0.86, 0.88, 0.92), (0.10, 0.10, 0.10), (0.0, -0.5, 0.87), 520, clouds=0.9)
DUSK = Light((52, 66, 108), (226, 148, 96), (0.40, 0.38, 0.48), (0.34, 0.20, 0.12), (-0.80, 0.45, 0.40), 330, lit=0.45, lamps=True)
NIGHT = Light((12, 17, 32), (46, 48, 66), (0.36, 0.36, 0.43), (0.0, 0.0, 0.0), UP, 300, lit=0.42, clouds=0.2, lamps=True)
RAIN = Light((104, 112, 124), (150, 157, 165), (0.56, 0.60, 0.66), (0.05, 0.05, 0.05), UP, 150, lit=0.3, clouds=1.0, lamps=True, wet=True)
