"""Where a pane stands before anybody has moved it, and how large the parts of the wall are then."""

from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QSize

NARROW_PX = 1600  # below it the right column has its panes as tabs, else the forms under the card


class Place(StrEnum):
    LEFT = "LEFT"  # the queue
    CENTRE = "CENTRE"  # the map: the largest
    BELOW = "BELOW"  # under the centre, as tabs: video, track
    RIGHT = "RIGHT"  # the card
    FORM = "FORM"  # under the right one, as tabs: dispatch, report


class Sizes(NamedTuple):
    """Widths of the three columns, heights of centre and below, of the upper and lower right; in px."""

    columns: list[int]
    centre: list[int]
    right: list[int]


def sizes(window: QSize) -> Sizes:
    """The map gets what is left: about half of the width, two thirds of the height."""
    width, height = window.width(), window.height()
    left, right = _within(0.24, width, 320, 560), _within(0.25, width, 340, 560)
    below = _within(0.30, height, 210, 420)
    lower = _within(0.44, height, 300, 560)
    return Sizes([left, width - left - right, right], [height - below, below], [height - lower, lower])


def _within(share: float, whole: int, least: int, most: int) -> int:
    return max(least, min(most, round(share * whole)))
