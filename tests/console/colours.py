"""How far two colours are from each other to the eye: CIEDE2000, after Sharma, Wu and Dalal (2005)."""

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

Colour = tuple[float, float, float]  # red, green, blue, 0 to 255
WHITE = (0.95047, 1.0, 1.08883)
FAR = 25**7


def lab(colour: Colour) -> Colour:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (value / 255 for value in colour))
    xyz = (
        0.4124564 * red + 0.3575761 * green + 0.1804375 * blue,
        0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
        0.0193339 * red + 0.1191920 * green + 0.9503041 * blue,
    )
    x, y, z = (
        ratio ** (1 / 3) if ratio > 0.008856 else 7.787 * ratio + 16 / 116
        for ratio in (value / white for value, white in zip(xyz, WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: Colour, other: Colour) -> float:
    """1 is what an eye can just tell from each other side by side."""
    (light, a, b), (light2, a2, b2) = lab(one), lab(other)
    mean = (hypot(a, b) + hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * sqrt(mean**7 / (mean**7 + FAR))
    chroma, chroma2 = hypot(a * stretch, b), hypot(a2 * stretch, b2)
    hue, hue2 = degrees(atan2(b, a * stretch)) % 360, degrees(atan2(b2, a2 * stretch)) % 360
    turn = (hue2 - hue + 180) % 360 - 180
    middle = (hue + turn / 2) % 360
    mean, lightness = (chroma + chroma2) / 2, (light + light2) / 2
    waves = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63))
    weight = 1 + sum(much * cos(radians(times * middle + by)) for much, times, by in waves)
    across = 2 * sqrt(chroma * chroma2) * sin(radians(turn / 2)) / (1 + 0.015 * mean * weight)
    up = (light2 - light) / (1 + 0.015 * (lightness - 50) ** 2 / sqrt(20 + (lightness - 50) ** 2))
    out = (chroma2 - chroma) / (1 + 0.045 * mean)
    twist = -2 * sqrt(mean**7 / (mean**7 + FAR)) * sin(radians(60 * exp(-(((middle - 275) / 25) ** 2))))
    return sqrt(up**2 + out**2 + across**2 + twist * out * across)
