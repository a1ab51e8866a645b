"""How a row of a table is painted: hairline below, accent bar at the left of the chosen one, long addresses elided in the middle."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.widgets import theme
from console.widgets.cases_model import ASIDE_ROLE, CASE_ROLE, TONE_ROLE, CasesModel, Column
from console.widgets.lamp import paint_lamp
from wire.cases import Case, lamp

FADE_S = 0.3
RIGHT = (Column.LEFT, Column.REPORTED)


class CaseRow(QStyledItemDelegate):
    """Paints the cells of a `CasesModel`; `now` gives the time that lamps are judged by."""

    def __init__(self, model: CasesModel, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._now = model, now

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(40), theme.px(28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        case: Case = index.data(CASE_ROLE)
        if case is None:
            return
        painter.save()
        self._paint_ground(painter, option, index.column())
        painter.setOpacity(1 - self._model.newness(case.id, FADE_S))
        if index.column() == Column.LAMP:
            paint_lamp(painter, QRectF(option.rect), lamp(case, self._now()), case.urgent)
        else:
            self._paint_text(painter, option, index)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, column: int) -> None:
        box = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, theme.colour("chosen"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("hover"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.colour("line"))
        if chosen and column == 0:
            painter.fillRect(QRect(box.left(), box.top(), theme.px(3), box.height()), theme.colour("accent"))

    def _paint_text(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        column, tone = index.column(), index.data(TONE_ROLE)
        box = option.rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        aside = index.data(ASIDE_ROLE)
        if aside:
            box = self._paint_aside(painter, box, aside)
        painter.setFont(theme.font("body", strong=tone == "danger"))
        painter.setPen(theme.colour(tone))
        middle = Qt.TextElideMode.ElideMiddle if column == Column.ADDRESS else Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(index.data() or "", middle, box.width())
        side = Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_aside(self, painter: QPainter, box: QRect, text: str) -> QRect:
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_3"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        return box.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(text) - theme.px(8), 0)
