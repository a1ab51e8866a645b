"""The columns of a table: how wide they are, and which give way where there is no room for all."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QHeaderView, QTableView

from console.widgets import theme


class Columns(NamedTuple):
    """Widths in pixels at scale 1 of all columns but `rest`, which takes what is left; where that is less than `rest_px`, those that are
    `dispensable` are hidden, the first one first."""

    widths: Mapping[int, int]
    rest: int
    rest_px: int
    dispensable: Sequence[int]

    def lay(self, table: QTableView) -> None:
        header = table.horizontalHeader()
        for column, width in self.widths.items():
            header.resizeSection(column, theme.px(width))
        header.setSectionResizeMode(self.rest, QHeaderView.ResizeMode.Stretch)

    def fit(self, table: QTableView, width: int) -> None:
        """Into so many pixels."""
        room = width - theme.px(self.rest_px) - sum(map(theme.px, self.widths.values()))
        for column in self.dispensable:
            table.setColumnHidden(column, room < 0)
            room += theme.px(self.widths[column]) if room < 0 else 0
