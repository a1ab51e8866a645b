"""How the panes of a video wall lie: presets, and layouts of one's own, "5x3" or "5x3+2" with one pane of 2 x 2 in the corner. Pure; no Qt."""

import re
from typing import NamedTuple

OWN = re.compile(r"^([1-6])x([1-6])(?:\+([2-5]))?$")
MOST = 36  # panes


class Cell(NamedTuple):
    row: int
    column: int
    span: int = 1  # in both directions


class BadLayout(Exception):
    """No panes can lie like this; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def grid(columns: int, rows: int, large: int = 1) -> list[Cell]:
    """Cells in reading order, the first one `large` times as wide and high."""
    rest = [Cell(row, column) for row in range(rows) for column in range(columns) if row >= large or column >= large]
    return [Cell(0, 0, large), *(cell for cell in rest if cell != Cell(0, 0))]


EVEN = {"1": 1, "4": 4, "6": 6, "9": 9, "16": 16, "25": 25}  # laid so that the pictures get as large as they can
UNEVEN = {"1+5": grid(3, 3, 2), "1+7": grid(4, 4, 3)}
PRESETS = (*EVEN, *UNEVEN)


def count_of(name: str) -> int:
    """How many panes a layout has; `BadLayout` when there is none of this name."""
    return EVEN[name] if name in EVEN else len(cells_of(name))


def cells_of(name: str) -> list[Cell]:
    """The cells of a layout that is not even."""
    if name in UNEVEN:
        return UNEVEN[name]
    found = OWN.match(name)
    if not found:
        raise BadLayout("no_layout")
    columns, rows, large = int(found[1]), int(found[2]), int(found[3] or 1)
    if large >= min(columns, rows) and large > 1:
        raise BadLayout("too_large")
    return grid(columns, rows, large)


def is_layout(name: str) -> bool:
    try:
        return name in EVEN or bool(cells_of(name))
    except BadLayout:
        return False
