"""The speed of a track over its time and how far it had come: area and line, stops, hatched gaps, visits of geofences, what happened, a playhead."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent, MouseDragEvent
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QWidget

from console import words
from console.hall.track import Trace, Track
from console.widgets import theme
from console.widgets.track.happenings import SYMBOLS, crossings, says
from wire.codes import HappeningKind
from wire.tracks import Happening


class Span(NamedTuple):
    """From and until, seconds since 1970."""

    start: float
    end: float

    def seconds(self) -> float:
        return self.end - self.start


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


class Distance:
    """The line of the way that was covered, in km on an axis of its own at the right."""

    def __init__(self, plot: pg.PlotItem) -> None:
        self._plot, self._ground, self._line = plot, pg.ViewBox(enableMenu=False), pg.PlotCurveItem()
        plot.showAxis("right")
        plot.scene().addItem(self._ground)
        plot.getAxis("right").linkToView(self._ground)
        self._ground.setXLink(plot.vb)
        self._ground.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._ground.setMouseEnabled(x=False, y=False)
        self._ground.setZValue(plot.vb.zValue() - 1)  # clicks and drags are for the plot itself
        self._ground.addItem(self._line)
        plot.vb.sigResized.connect(self._fit)

    def show(self, trace: Trace | None) -> None:
        self._line.setVisible(trace is not None)
        if trace is not None:
            self._line.setData(trace.at, trace.metres / 1000)
            self._line.setPen(pg.mkPen(theme.colour("text_2"), width=theme.px(1), style=Qt.PenStyle.DashLine))
            self._ground.setYRange(0, max(float(trace.metres[-1]) / 1000, 0.1) * 1.15, padding=0)

    def _fit(self) -> None:
        self._ground.setGeometry(self._plot.vb.sceneBoundingRect())
        self._ground.linkedViewChanged(self._plot.vb, self._ground.XAxis)


class Curve(pg.PlotWidget):  # type: ignore[misc] # pyqtgraph has no types
    """Shows one track. `sought` carries seconds since 1970."""

    sought = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._ground = Ground()
        self._drawn: list[pg.GraphicsObject | QGraphicsRectItem] = []
        self._track: Track | None = None
        self._trace: Trace | None = None
        self._happenings: list[Happening] = []
        self.gaps: list[Span] = []
        self.leaps: list[Span] = []  # gaps over which nobody can have come
        self.stops: list[Span] = []
        self.kmh = np.zeros(0)
        super().__init__(parent, viewBox=self._ground, axisItems={"bottom": TimeAxis()})
        self._far = Distance(self.getPlotItem())
        for side in ("left", "right"):
            self.getAxis(side).enableAutoSIPrefix(False)  # a short way would stand there in thousandths of a kilometre
        self._head = pg.InfiniteLine(angle=90, movable=False)
        self._head.setZValue(10)
        self.addItem(self._head, ignoreBounds=True)
        self.hideButtons()
        self.setMinimumHeight(theme.px(60))
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.getPlotItem().setContentsMargins(0, theme.px(4), theme.px(8), 0)
        self._ground.sought.connect(self.sought)
        self.dress()

    def show_track(self, track: Track | None, trace: Trace | None, happenings: list[Happening]) -> None:
        """A trace of a track; the zoom stays while the track does."""
        fresh = self._track is not track
        self._track, self._trace, self._happenings = track, trace, happenings
        self.gaps = [Span(span.start.timestamp(), span.end.timestamp()) for span in track.gaps()] if track else []
        self.leaps = [Span(span.start.timestamp(), span.end.timestamp()) for span in track.gaps() if span.teleport] if track else []
        self.stops = [Span(span.start.timestamp(), span.end.timestamp()) for span in track.stops()] if track else []
        self.kmh = trace.pace * 3.6 if trace else np.zeros(0)
        self._draw()
        if track and trace:
            self._ground.setLimits(yMin=0, yMax=self._top())
            self.setYRange(0, self._top(), padding=0)
            if fresh:
                self.reach(float(track.at[0]), float(track.at[-1]))

    def reach(self, first: float, last: float) -> None:
        """From and until, seconds since 1970, and there only."""
        self._ground.setLimits(xMin=first - 60, xMax=last + 60)
        self.setXRange(first, max(last, first + 60), padding=0)

    def say(self) -> None:
        """Which axis is which: the speed stands at the left, the dashed way at the right."""
        style = {"color": theme.colour("text_3").name(), "font-size": f"{theme.font('small').pixelSize()}px"}
        self.getAxis("left").setLabel("km/h", **style)
        self.getAxis("right").setLabel(words.choose("km（虚线）", "km (dashed)"), **style)

    def set_head(self, at: float) -> None:
        self._head.setValue(at)

    def dress(self) -> None:
        """Take the colours of the theme that is worn."""
        self.setBackground(theme.colour("pane"))
        self._head.setPen(pg.mkPen(theme.colour("accent"), width=theme.px(2)))
        for side in ("left", "right", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(theme.colour("line"))
            axis.setTextPen(theme.colour("text_3"))
            axis.setTickFont(theme.font("small"))
            axis.setStyle(tickLength=-theme.px(4))
        self.getAxis("left").setWidth(theme.px(52))
        self.getAxis("right").setWidth(theme.px(52))
        self.say()
        self.showGrid(x=False, y=True, alpha=0.15)
        self._draw()

    def _top(self) -> float:
        return max(6.0, float(np.max(self.kmh)) * 1.15) if len(self.kmh) else 6.0

    def _draw(self) -> None:
        for item in self._drawn:
            self.removeItem(item)
        self._drawn = []
        self._far.show(self._trace)
        if self._trace is None:
            return
        for part in self._parts(self._trace):
            self._draw_speed(self._trace.at[part], self.kmh[part])
        top = self._top()
        for gap in self.gaps:
            self._draw_span(gap, 0, top, QBrush(theme.colour("edge", 110), Qt.BrushStyle.BDiagPattern))
        for leap in self.leaps:  # often shorter than a pixel
            line = pg.InfiniteLine(leap.end, angle=90, pen=pg.mkPen(theme.colour("danger"), width=theme.px(2)))
            self.addItem(line, ignoreBounds=True)
            self._drawn.append(line)
        for stop in self.stops:
            self._draw_span(stop, 0, top * 0.06, QBrush(theme.colour("hold")))
        self._draw_happenings(top * 0.92)

    def _parts(self, trace: Trace) -> list[slice]:
        """The stretches between gaps: no line is drawn over what nobody knows."""
        ends = np.flatnonzero(trace.unseen[1:]) + 1
        return [slice(start, stop) for start, stop in zip([0, *ends], [*ends, len(trace)], strict=True)]

    def _draw_happenings(self, high: float) -> None:
        marks = pg.ScatterPlotItem(hoverable=True, tip=lambda x, y, data: data)
        pen = pg.mkPen(theme.colour("window"), width=1)
        first = float(self._track.at[0]) if self._track else 0.0
        spots: list[dict[str, Any]] = []
        for each in self._happenings:
            at, alarm = max(each.at.timestamp(), first), each.kind is HappeningKind.ALARM  # it may have been raised before the track begins
            brush = pg.mkBrush(theme.colour("danger" if alarm else "text"))
            spots.append({"pos": (at, high), "symbol": SYMBOLS[each.kind], "size": theme.px(10), "pen": pen, "brush": brush, "data": says(each)})
            if alarm and self._track:
                last = min(each.until.timestamp() if each.until else np.inf, float(self._track.at[-1]))
                self._draw_span(Span(at, max(last, at)), high * 0.985, high * 1.015, QBrush(theme.colour("danger", 150)))
        marks.addPoints(spots + self._draw_visits(high * 0.88))  # at once: each time it copies all that it has
        marks.sigClicked.connect(lambda _, points: self.sought.emit(points[0].pos().x()))
        marks.setZValue(20)
        self.addItem(marks, ignoreBounds=True)
        self._drawn.append(marks)

    def _draw_visits(self, high: float) -> list[dict[str, Any]]:
        """A bar as long as the unit was within; and for each edge that it was seen to cross a mark, which is to be drawn."""
        spots: list[dict[str, Any]] = []
        pen, brush = pg.mkPen(theme.colour("window"), width=1), pg.mkBrush(theme.colour("accent_2"))
        for visit in self._track.analysis.visits if self._track else ():
            self._draw_span(Span(visit.start.timestamp(), visit.end.timestamp()), high * 0.99, high * 1.01, QBrush(theme.colour("accent_2", 150)))
            for at, symbol, said in crossings(visit):
                spots.append({"pos": (at, high), "symbol": symbol, "size": theme.px(11), "pen": pen, "brush": brush, "data": said})
        return spots

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
