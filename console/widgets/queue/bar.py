"""The queues of whoever sits here: of each its key, its name, how many, how many of them are overdue, and how long the oldest waits."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from console import words
from console.hall.queues import ENDED, Queue
from console.widgets import theme
from console.widgets.lamp import paint_lamp
from console.widgets.queue.tally import Tally
from console.widgets.spoken import Spoken
from wire.codes import Lamp

CELL_PX, ROW_PX = 104, 42  # the least width of a cell; its height


class QueueTab(QAbstractButton):
    def __init__(self, queue: Queue, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.queue, self._key = queue, key
        self.total, self.red = 0, 0
        self.oldest_s: float | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_counts(self, total: int, red: int, oldest_s: float | None) -> None:
        minutes = None if oldest_s is None else int(oldest_s // 60)
        if (total, red, minutes) != (self.total, self.red, None if self.oldest_s is None else int(self.oldest_s // 60)):
            self.total, self.red, self.oldest_s = total, red, oldest_s
            self.update()

    def name(self) -> str:
        return words.choose(*self.queue.name)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), theme.colour("hover"))
        if self.isChecked():
            painter.fillRect(QRect(0, self.height() - theme.px(2), self.width(), theme.px(2)), theme.colour("accent"))
        inside = self.rect().adjusted(theme.px(8), theme.px(3), -theme.px(6), -theme.px(3))
        upper, lower = inside.adjusted(0, 0, 0, -inside.height() // 2), inside.adjusted(0, inside.height() // 2, 0, 0)
        self._paint_name(painter, upper)
        self._paint_counts(painter, lower)

    def _paint_name(self, painter: QPainter, box: QRect) -> None:
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_3"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._key)
        painter.setPen(theme.colour("text" if self.isChecked() else "text_2"))
        room = box.width() - theme.px(12)
        name = painter.fontMetrics().elidedText(self.name(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_counts(self, painter: QPainter, box: QRect) -> None:
        painter.setFont(theme.font("body", strong=True))
        painter.setPen(theme.colour("text" if self.total else "text_3"))
        text = f"{self.total:,}"
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        left = box.left() + painter.fontMetrics().horizontalAdvance(text) + theme.px(6)
        if self.red:
            mark = QRectF(left, box.top(), theme.px(14), box.height())
            paint_lamp(painter, mark, Lamp.RED)
            painter.setPen(theme.colour("danger"))
            painter.setFont(theme.font("small", strong=True))
            painter.drawText(box.adjusted(round(mark.right()) - box.left() + theme.px(1), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, f"{self.red:,}")
            left = round(mark.right()) + theme.px(3) + painter.fontMetrics().horizontalAdvance(f"{self.red:,}")
        self._paint_oldest(painter, box, round(left))

    def _paint_oldest(self, painter: QPainter, box: QRect, left: int) -> None:
        """Where there is room for all of it."""
        if self.oldest_s is None or self.queue.statuses <= ENDED:
            return
        painter.setFont(theme.font("small"))
        text = words.age(self.oldest_s)
        if painter.fontMetrics().horizontalAdvance(text) <= box.right() - left - theme.px(4):
            painter.setPen(theme.colour("text_3"))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


class QueueBar(Spoken):
    """Cells of one width, in as many rows as they need."""

    chosen = Signal(str)  # queue id

    def __init__(self, queues: Sequence[Queue], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        # A fixed height would be a least one of the window too, which stays as high as all queues in one column, laid out so for a moment, made it.
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._group = QButtonGroup(self)
        self.tabs = {queue.id: QueueTab(queue, str(number % 10) if number <= 10 else "", self) for number, queue in enumerate(queues, 1)}
        for id, tab in self.tabs.items():
            self._group.addButton(tab)
            tab.clicked.connect(lambda _=False, id=id: self.chosen.emit(id))
        self.say()

    def check(self, id: str) -> None:
        self.tabs[id].setChecked(True)

    def show_counts(self, tally: Tally, now: datetime) -> None:
        for id, tab in self.tabs.items():
            tab.show_counts(tally.count(id), tally.red(id, now), tally.oldest_s(id, now))

    def say(self) -> None:
        for tab in self.tabs.values():
            tab.setAccessibleName(tab.name())
            tab.setToolTip(self.tr("{name}: how many, how many of them overdue, how long the oldest waits").format(name=tab.name()))
            tab.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(CELL_PX) * 4, self._rows(theme.px(CELL_PX) * 4) * theme.px(ROW_PX))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(CELL_PX) * 2, theme.px(ROW_PX))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._rows(width) * theme.px(ROW_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        across, height = self._across(self.width()), theme.px(ROW_PX)
        for place, tab in enumerate(self.tabs.values()):
            row, column = divmod(place, across)
            left, right = self.width() * column // across, self.width() * (column + 1) // across
            tab.setGeometry(left, row * height, right - left, height)

    def _across(self, width: int) -> int:
        """As few rows as there is room for, and those as full as each other."""
        most = max(width // theme.px(CELL_PX), 1)
        return -(-len(self.tabs) // -(-len(self.tabs) // most))

    def _rows(self, width: int) -> int:
        return -(-len(self.tabs) // self._across(width))
