"""One figure of one unit over the days, weeks or months of a period, with the value of the newest as text."""

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from console.widgets import theme
from console.words import evaluation as words

SPARSE = 8  # labels along the axis at most
FEW = 5  # of so many cases each has its line


class Trend(pg.PlotWidget):  # type: ignore[misc] # pyqtgraph has no types
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = pg.PlotDataItem(symbol="o", connect="finite")
        self._newest = pg.TextItem(anchor=(1, 1.2))
        self.days: list[str] = []
        self.values: list[float | None] = []
        self._kind = "count"
        self.addItem(self._line)
        self.addItem(self._newest, ignoreBounds=True)
        self.hideButtons()
        self.setMenuEnabled(False)
        self.setMouseEnabled(x=False, y=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(theme.px(80))
        self.dress()

    def show_values(self, days: Sequence[str], values: Sequence[float | None], kind: str) -> None:
        """`kind` is count, rate, score or minutes; a day without a value is a gap."""
        self.days, self.values, self._kind = list(days), list(values), kind
        scaled = [float("nan") if value is None else value * (100 if kind == "rate" else 1) for value in values]
        self._line.setData(list(range(len(scaled))), scaled)
        step = max(1, -(-len(self.days) // SPARSE))
        self.getAxis("bottom").setTicks([[(at, day[5:]) for at, day in enumerate(self.days) if at % step == 0]])
        known = [(at, value) for at, value in enumerate(scaled) if value == value]
        top = max((value for _, value in known), default=1.0)
        self.setRange(xRange=(-0.5, max(len(self.days) - 0.5, 0.5)), yRange=(0, max(top * 1.25, 1.0)), padding=0)
        self.getAxis("left").setTickSpacing(levels=[(1.0, 0.0)] if kind == "count" and top <= FEW else None)  # there is no half a case
        self._newest.setVisible(bool(known))
        if known:
            at, value = known[-1]
            self._newest.setText(words.figure(kind, values[at]), color=theme.colour("text"))
            self._newest.setAnchor((1, 1.1 if value < top / 2 else -0.1))  # where there is room, at any height
            self._newest.setPos(at, value)

    def dress(self) -> None:
        """Take the colours of the theme that is worn."""
        self.setBackground(theme.colour("pane"))
        self._line.setPen(pg.mkPen(theme.colour("accent"), width=theme.px(2)))
        self._line.setSymbolBrush(theme.colour("accent"))
        self._line.setSymbolPen(None)
        self._line.setSymbolSize(theme.px(5))
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(theme.colour("line"))
            axis.setTextPen(theme.colour("text_3"))
            axis.setTickFont(theme.font("small"))
            axis.setStyle(tickLength=-theme.px(4))
        self.getAxis("left").setWidth(theme.px(44))
        self.showGrid(x=False, y=True, alpha=0.15)
        self.show_values(self.days, self.values, self._kind)
