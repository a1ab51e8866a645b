"""The speed of a track over its time: area, stays, hatched gaps, and a playhead that can be set anywhere."""

from datetime import UTC, datetime

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent, MouseDragEvent
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QWidget

from console import words
from console.hall.playback import Track
from console.widgets import theme
from console.widgets.track.stays import Span, gaps, speeds_kmh, stays


class TimeAxis(pg.DateAxisItem):  # type: ignore[misc] # pyqtgraph has no types
    """The city's time, whatever zone this machine is in."""

    def __init__(self) -> None:
        offset = words.local(datetime(2026, 1, 1, tzinfo=UTC)).utcoffset()
        super().__init__("bottom", utcOffset=-offset.total_seconds() if offset else 0)


class Ground(pg.ViewBox):  # type: ignore[misc] # pyqtgraph has no types
    """A click or a drag sets the playhead; the wheel zooms in time."""

    sought = Signal(float)

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.setMouseEnabled(x=True, y=False)

    def mouseClickEvent(self, ev: MouseClickEvent) -> None:
        if ev.button() == Qt.MouseButton.LeftButton:
            self._seek(ev)

    def mouseDragEvent(self, ev: MouseDragEvent, axis: int | None = None) -> None:
        if ev.button() == Qt.MouseButton.LeftButton:
            self._seek(ev)
        else:
            super().mouseDragEvent(ev, axis)

    def _seek(self, ev: MouseClickEvent | MouseDragEvent) -> None:
        ev.accept()
        self.sought.emit(self.mapSceneToView(ev.scenePos()).x())


class Curve(pg.PlotWidget):  # type: ignore[misc] # pyqtgraph has no types
    """Shows one track. `sought` carries seconds since 1970."""

    sought = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._ground = Ground()
        self._drawn: list[pg.GraphicsObject | QGraphicsRectItem] = []
        self._track: Track | None = None
        self.gaps: list[Span] = []
        self.stays: list[Span] = []
        self.kmh = np.zeros(0)
        super().__init__(parent, viewBox=self._ground, axisItems={"bottom": TimeAxis()})
        self._head = pg.InfiniteLine(angle=90, movable=False)
        self._head.setZValue(10)
        self.addItem(self._head, ignoreBounds=True)
        self.hideButtons()
        self.setMinimumHeight(theme.px(60))
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.getPlotItem().setContentsMargins(0, theme.px(4), theme.px(8), 0)
        self._ground.sought.connect(self.sought)
        self.dress()

    def show_track(self, track: Track | None) -> None:
        self._track = track
        self.gaps = gaps(track.at) if track else []
        self.stays = stays(track.at, track.lon, track.lat) if track else []
        self.kmh = speeds_kmh(track.at, track.lon, track.lat, track.speed) if track else np.zeros(0)
        self._draw()
        if track:
            top = max(6.0, float(np.max(self.kmh)) * 1.15)
            first, last = float(track.at[0]), float(track.at[-1])
            self._ground.setLimits(xMin=first - 60, xMax=last + 60, yMin=0, yMax=top)
            self.setRange(xRange=(first, max(last, first + 60)), yRange=(0, top), padding=0)

    def set_head(self, at: float) -> None:
        self._head.setValue(at)

    def dress(self) -> None:
        """Take the colours of the theme that is worn."""
        self.setBackground(theme.colour("pane"))
        self._head.setPen(pg.mkPen(theme.colour("accent"), width=theme.px(2)))
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(theme.colour("line"))
            axis.setTextPen(theme.colour("text_3"))
            axis.setTickFont(theme.font("small"))
            axis.setStyle(tickLength=-theme.px(4))
        self.getAxis("left").setWidth(theme.px(36))
        self.showGrid(x=False, y=True, alpha=0.15)
        self._draw()

    def _draw(self) -> None:
        for item in self._drawn:
            self.removeItem(item)
        self._drawn = []
        if self._track is None:
            return
        for part in self._parts(self._track.at):
            self._draw_speed(self._track.at[part], self.kmh[part])
        top = max(6.0, float(np.max(self.kmh)) * 1.15)
        for gap in self.gaps:
            self._draw_span(gap, 0, top, QBrush(theme.colour("edge", 110), Qt.BrushStyle.BDiagPattern))
        for stay in self.stays:
            self._draw_span(stay, 0, top * 0.06, QBrush(theme.colour("hold")))

    def _parts(self, at: np.ndarray) -> list[slice]:
        """The stretches between gaps: no line is drawn over what nobody knows."""
        ends = [int(np.searchsorted(at, gap.end)) for gap in self.gaps]
        return [slice(start, stop) for start, stop in zip([0, *ends], [*ends, len(at)], strict=True)]

    def _draw_speed(self, at: np.ndarray, kmh: np.ndarray) -> None:
        line, area = theme.colour("speed"), theme.colour("speed", 70)
        item = pg.PlotDataItem(at, kmh, pen=pg.mkPen(line, width=1), fillLevel=0, brush=area)
        self.addItem(item)
        item.setDownsampling(auto=True, method="peak")
        item.setClipToView(True)  # only once it is in the plot: before, it takes the widget for its view and fails
        self._drawn.append(item)

    def _draw_span(self, span: Span, low: float, high: float, brush: QBrush) -> None:
        item = QGraphicsRectItem(QRectF(span.start, low, span.seconds(), high - low))
        item.setPen(QPen(QColor(0, 0, 0, 0)))
        # A pattern is drawn in the units of the plot, where a hatch would be a minute wide: undo the plot's scale.
        transform = self._ground.childGroup.sceneTransform().inverted()[0]
        if brush.style() != Qt.BrushStyle.SolidPattern:
            brush.setTransform(transform)
        item.setBrush(brush)
        self.addItem(item, ignoreBounds=True)
        self._drawn.append(item)
