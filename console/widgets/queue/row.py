"""How a row of the case queue is painted: a cell, and the lamp in the first; new rows fade in."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from console.widgets import theme
from console.widgets.cell import Cell, Index
from console.widgets.lamp import paint_flag, paint_lamp
from console.widgets.lettering import blank
from console.widgets.queue.cells import Column
from console.widgets.queue.model import CasesModel
from wire.cases import Case, lamp, promise_lamp
from wire.codes import Lamp

FADE_S = 0.3
CORNER = 0.6  # of a cell, where the lamp of a promise lies
RIGHT = (Column.LEFT, Column.REPORTED)


class Lamps(NamedTuple):
    """What the first cell of a row shows: lamp of the disposal, flag of a supervised case, lamp of what was promised by telephone."""

    disposal: Lamp
    urgent: bool
    supervised: bool
    promised: Lamp | None

    @classmethod
    def of(cls, case: Case, now: datetime) -> "Lamps":
        return cls(lamp(case, now), case.urgent, case.supervised, promise_lamp(case, now) if case.promise_at is not None else None)


class CaseRow(Cell):
    """Paints the cells of a `CasesModel`; `now` gives the time that lamps are judged by."""

    def __init__(self, model: CasesModel, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._now = model, now

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column, box = index.row(), index.column(), option.rect
        case = self._model.case(row)
        if case is None:
            return
        self.paint_ground(painter, option, column)
        painter.setOpacity(1 - self._model.newness(case.id, FADE_S))
        if column != Column.LAMP:
            self.paint_said(painter, box, column, self._model.said(row, Column(column)))
        else:
            ratio, marked = painter.device().devicePixelRatioF(), self._model.is_marked(case.id)
            lamps = Lamps.of(case, self._now())
            shown = _mark(box.width(), box.height(), ratio, theme.worn()) if marked else _lit(lamps, box.width(), box.height(), ratio, theme.worn())
            painter.drawImage(box.topLeft(), shown)
        painter.setOpacity(1)

    def side(self, column: int) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft

    def elide(self, column: int) -> Qt.TextElideMode:
        # Chinese addresses begin alike and differ at the end.
        return Qt.TextElideMode.ElideMiddle if column == Column.ADDRESS else Qt.TextElideMode.ElideRight


@lru_cache(maxsize=64)
def _lit(lamps: Lamps, width: int, height: int, ratio: float, worn: tuple[str, float]) -> QImage:
    """The lamp of the promise is small, in the corner."""
    image, box = blank(width, height, ratio), QRectF(QRect(0, 0, width, height))
    painter = QPainter(image)
    paint_lamp(painter, box, lamps.disposal, lamps.urgent)
    if lamps.supervised:
        paint_flag(painter, box)
    if lamps.promised is not None:
        size = min(width, height) * CORNER
        paint_lamp(painter, QRectF(box.right() - size, box.bottom() - size, size, size), lamps.promised)
    painter.end()
    return image


@lru_cache(maxsize=8)
def _mark(width: int, height: int, ratio: float, worn: tuple[str, float]) -> QImage:
    """A tick in a filled square, in the place of the lamp: what is marked is about to be acted on."""
    image, side = blank(width, height, ratio), theme.px(14)
    left, top = (width - side) / 2, (height - side) / 2
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    painter.drawRoundedRect(QRectF(left, top, side, side), 3, 3)
    painter.setPen(QPen(theme.colour("on_accent"), theme.px(2)))
    painter.drawPolyline([QPointF(left + side * x, top + side * y) for x, y in ((0.24, 0.52), (0.43, 0.72), (0.76, 0.3))])
    painter.end()
    return image
