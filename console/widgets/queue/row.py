"""How a row of the case queue is painted: a cell, and the lamp in the first; new rows fade in."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from console.widgets import theme
from console.widgets.cell import Cell, Index
from console.widgets.lamp import paint_flag, paint_lamp
from console.widgets.queue.cells import Column
from console.widgets.queue.model import CASE_ROLE, PROMISE_ROLE, CasesModel
from wire.cases import Case, lamp
from wire.codes import Lamp

FADE_S = 0.3
CORNER = 0.6  # of a cell, where the lamp of a promise lies
RIGHT = (Column.LEFT, Column.REPORTED)


class CaseRow(Cell):
    """Paints the cells of a `CasesModel`; `now` gives the time that lamps are judged by."""

    def __init__(self, model: CasesModel, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._now = model, now

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        case: Case | None = index.data(CASE_ROLE)
        if case is None:
            return
        painter.save()
        self.paint_ground(painter, option, index.column())
        painter.setOpacity(1 - self._model.newness(case.id, FADE_S))
        if index.column() == Column.LAMP and self._model.is_marked(case.id):
            self._paint_mark(painter, QRectF(option.rect))
        elif index.column() == Column.LAMP:
            self._paint_lamps(painter, QRectF(option.rect), case, index.data(PROMISE_ROLE))
        else:
            self.paint_text(painter, option, index)
        painter.restore()

    def _paint_mark(self, painter: QPainter, box: QRectF) -> None:
        """A tick in a filled square, in the place of the lamp: what is marked is about to be acted on."""
        side = theme.px(14)
        square = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(square, 3, 3)
        painter.setPen(QPen(theme.colour("on_accent"), theme.px(2)))
        left, top = square.left(), square.top()
        painter.drawPolyline([QPointF(left + side * x, top + side * y) for x, y in ((0.24, 0.52), (0.43, 0.72), (0.76, 0.3))])

    def _paint_lamps(self, painter: QPainter, box: QRectF, case: Case, promised: Lamp | None) -> None:
        """That of the disposal, with a flag on a supervised case; where something was promised on the telephone, its lamp small in the corner."""
        paint_lamp(painter, box, lamp(case, self._now()), case.urgent)
        if case.supervised:
            paint_flag(painter, box)
        if promised is not None:
            size = min(box.width(), box.height()) * CORNER
            paint_lamp(painter, QRectF(box.right() - size, box.bottom() - size, size, size), promised)

    def side(self, column: int) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft

    def elide(self, column: int) -> Qt.TextElideMode:
        # Chinese addresses begin alike and differ at the end.
        return Qt.TextElideMode.ElideMiddle if column == Column.ADDRESS else Qt.TextElideMode.ElideRight
