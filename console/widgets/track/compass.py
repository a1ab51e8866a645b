"""Headings in words."""

from console import words

NORTH_FIRST = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
NORTH_FIRST_ZH = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")


def compass(heading: float) -> str:
    """Degrees from north as one of eight winds."""
    place = round(heading / 45) % 8
    return words.choose(NORTH_FIRST_ZH[place], NORTH_FIRST[place])
