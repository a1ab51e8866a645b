"""A clip that is looked at: its picture, and a line to go to any place of it."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from console.hall.clips import Player
from console.widgets import theme
from console.widgets.spoken import Spoken, button, label

TICK_MS, STEPS = 40, 1000
BLACK = QColor(0, 0, 0)


class ClipView(Spoken):
    """Hidden until a clip is opened; when it is hidden again, nothing is decoded any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.player: Player | None = None
        self.shown, self.line = ClipScreen(), QSlider(Qt.Orientation.Horizontal)
        self._pause, self._time = button("quiet"), label("hint")
        self.line.setRange(0, STEPS)
        self.line.sliderMoved.connect(self._go)
        self._pause.clicked.connect(self._turn)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._look)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        for part in (self._pause, self._time):
            row.addWidget(part)
        row.insertWidget(1, self.line, 1)
        column.addWidget(self.shown)
        column.addLayout(row)
        self.say()
        self.hide()

    def open(self, player: Player) -> None:
        self.close_player()
        self.player = player
        self._tick.start()
        self.show()

    def close_player(self) -> None:
        self._tick.stop()
        if self.player is not None:
            self.player.stop()
            self.player = None

    def say(self) -> None:
        self._pause.setText(self.tr("Pause") if self.player is not None and self.player.playing else self.tr("Play"))
        self.line.setAccessibleName(self.tr("Place in the clip"))

    def hideEvent(self, event: QHideEvent) -> None:
        """With its card: it begins anew when it is wanted again."""
        super().hideEvent(event)
        if self.player is not None:
            self.player.play(False)

    def _turn(self) -> None:
        if self.player is not None:
            self.player.play(not self.player.playing)

    def _go(self, step: int) -> None:
        if self.player is not None:
            self.player.seek(step / STEPS * self.player.duration_s)

    def _look(self) -> None:
        player = self.player
        if player is None:
            return
        self.shown.show_player(player)
        if not self.line.isSliderDown() and player.duration_s:
            self.line.setValue(round(player.position_s / player.duration_s * STEPS))
        self._time.setText(self.tr("cannot be played") if player.broken else f"{player.position_s:.1f} / {player.duration_s:.1f} s")
        self.say()


class ClipScreen(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player: Player | None = None
        self._number = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(220))

    def show_player(self, player: Player) -> None:
        if player.image is not None and (player is not self._player or player.image.cacheKey() != self._number):
            self._player, self._number = player, player.image.cacheKey()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        image = self._player.image if self._player is not None else None
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.fillRect(self.rect(), BLACK)
            if image is not None:
                size = image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
                painter.drawImage(QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()), image)
