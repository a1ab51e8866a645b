"""How a row of the history is painted: the lamp in the first cell, and what was sought on a ground of its own."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from console.widgets import theme
from console.widgets.cell import Cell, Index
from console.widgets.history.model import CASE_ROLE, Column, HistoryModel
from console.widgets.lamp import paint_lamp
from wire.cases import Case, lamp

RIGHT = (Column.REPORTED, Column.CLOSED)
EMPHASISED = (Column.CLASS, Column.ADDRESS, Column.DESCRIPTION, Column.DEPARTMENT)
GROUND = 72  # of 255: how much of the accent lies under a hit


class HistoryRow(Cell):
    def __init__(self, model: HistoryModel, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._now = model, now

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        case: Case | None = index.data(CASE_ROLE)
        if case is None:
            return
        painter.save()
        self.paint_ground(painter, option, index.column())
        if index.column() == Column.LAMP:
            paint_lamp(painter, QRectF(option.rect), lamp(case, self._now()), case.urgent)
        else:
            if index.column() in EMPHASISED:
                self._paint_hits(painter, option, index)
            self.paint_text(painter, option, index)
        painter.restore()

    def side(self, column: int) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft

    def elide(self, column: int) -> Qt.TextElideMode:
        return Qt.TextElideMode.ElideMiddle if column == Column.ADDRESS else Qt.TextElideMode.ElideRight

    def _paint_hits(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        sought = self._model.sought()
        if not sought:
            return
        box = option.rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        painter.setFont(theme.font("body"))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(index.data() or "", self.elide(index.column()), box.width())
        for start, end in hits(text, sought):
            left, right = metrics.horizontalAdvance(text[:start]), metrics.horizontalAdvance(text[:end])
            ground = QRect(box.left() + left, box.center().y() - metrics.height() // 2, right - left, metrics.height())
            painter.fillRect(ground, theme.colour("accent", GROUND))


def hits(text: str, sought: list[str]) -> list[tuple[int, int]]:
    """Where the words stand in a text: beginnings and ends."""
    folded, found = text.casefold(), []
    if len(folded) != len(text):
        return []  # a letter that folds into two: its places would be wrong
    for word in sought:
        at = folded.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = folded.find(word, at + len(word))
    return found
