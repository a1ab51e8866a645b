"""How old what you see is: the same chip in the header of every pane."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.widgets import theme
from console.widgets.lamp import paint_lamp
from console.widgets.spoken import Spoken
from wire.codes import Lamp

# The marks of the lamps, because the eye knows them: disc, triangle, diamond.
MARK = {
    LinkState.CONNECTING: Lamp.NONE,
    LinkState.FRESH: Lamp.GREEN,
    LinkState.AGEING: Lamp.YELLOW,
    LinkState.LOST: Lamp.RED,
    LinkState.REFUSED: Lamp.RED,
}
TONE = {LinkState.AGEING: "warn", LinkState.LOST: "danger", LinkState.REFUSED: "danger"}


class AgeChip(Spoken):
    """Fresh "2 s", ageing "ageing 14 s", lost "lost 42 s: backend". The cause is in the tool-tip."""

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = hall.link
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        hall.clock.ticked.connect(self.say)
        hall.link.changed.connect(self.say)
        self.say()

    def text(self) -> str:
        return self._text

    def say(self) -> None:
        text = self._words()
        self.setToolTip(words.cause(self._link.cause))
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.updateGeometry()
        self.update()

    def _words(self) -> str:
        seconds = self._link.age_s()
        age = words.age(seconds) if seconds is not None else ""
        if self._link.state is LinkState.CONNECTING:
            return self.tr("connecting")
        if self._link.state is LinkState.FRESH:
            return age
        if self._link.state is LinkState.AGEING:
            return self.tr("ageing {age}").format(age=age)
        if self._link.state is LinkState.REFUSED:
            return self.tr("refused: backend")
        return self.tr("lost {age}: backend").format(age=age) if age else self.tr("no backend")

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font("small"))
        return QSize(metrics.horizontalAdvance(self._text) + theme.px(24), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        height = float(self.height())
        state = self._link.state
        paint_lamp(painter, QRectF(theme.px(2), (height - theme.px(14)) / 2, theme.px(14), theme.px(14)), MARK[state])
        painter.setFont(theme.font("small", strong=state in TONE))
        painter.setPen(theme.colour(TONE.get(state, "text_3")))
        painter.drawText(self.rect().adjusted(theme.px(18), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._text)
