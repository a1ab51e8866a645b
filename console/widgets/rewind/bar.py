"""The hand on the hall's past: a line of time to be dragged, any moment by its time, play at any speed, and the way back to now."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from console.hall.rewind import SPEEDS, Rewind
from console.widgets import theme
from console.widgets.icons import icon
from console.widgets.playback.bar import zone
from console.widgets.playback.face import rate
from console.widgets.playback.timeline import Event, Timeline
from console.widgets.spoken import Spoken, button

JUMP_S = 600.0
DAY_S = 86_400.0


class RewindBar(Spoken):
    """Turns a `Rewind`."""

    live_wanted = Signal()

    def __init__(self, rewind: Rewind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rewind = rewind
        self.timeline = Timeline()
        self.timeline.length_s = DAY_S / 3
        self.live, self.go = button("primary"), button("quiet")
        self.back, self.play, self.forward = QToolButton(), QToolButton(), QToolButton()
        self.speed, self.moment = QComboBox(), QDateTimeEdit()
        self.speed.addItems([rate(speed) for speed in SPEEDS])
        self.moment.setButtonSymbols(QDateTimeEdit.ButtonSymbols.NoButtons)
        self.moment.setDisplayFormat("yyyy-MM-dd HH:mm:ss")
        self.moment.setTimeZone(zone(rewind.moment()))
        self._lay_out()
        self._connect()
        self.say()
        self.dress()

    def mark(self, events: Sequence[Event]) -> None:
        """What happened, on the line of time."""
        self.timeline.show_line((), (), (), events)

    def say(self) -> None:
        self.live.setText(self.tr("Back to now"))
        self.live.setToolTip(self.tr("Close this window (Esc)"))
        self.go.setText(self.tr("Go there"))
        self.back.setToolTip(self.tr("10 minutes back (J)"))
        self.forward.setToolTip(self.tr("10 minutes on (L)"))
        self.play.setToolTip(self.tr("Play or pause (K)"))
        self.speed.setToolTip(self.tr("Speed"))

    def dress(self) -> None:
        self.back.setIcon(icon("step-back"))
        self.forward.setIcon(icon("step-forward"))
        self._show_state()
        self.timeline.update()

    def toggle(self) -> None:
        if self._rewind.playing:
            self._rewind.pause()
        else:
            self._rewind.play()

    def skip(self, seconds: float) -> None:
        self._rewind.seek(self._rewind.at + seconds)

    def _move(self, at: float) -> None:
        self.timeline.set_head(at, self._rewind.bounds()[1])
        if not self.moment.hasFocus():
            self.moment.setDateTime(QDateTime.fromMSecsSinceEpoch(int(at * 1000), zone(self._rewind.moment())))

    def _show_state(self) -> None:
        self.play.setIcon(icon("pause" if self._rewind.playing else "play"))
        if self._rewind.speed in SPEEDS:
            self.speed.setCurrentIndex(SPEEDS.index(self._rewind.speed))

    def _connect(self) -> None:
        rewind = self._rewind
        rewind.moved.connect(self._move)
        rewind.state_changed.connect(self._show_state)
        self.timeline.sought.connect(rewind.seek)
        self.play.clicked.connect(self.toggle)
        self.back.clicked.connect(lambda: self.skip(-JUMP_S))
        self.forward.clicked.connect(lambda: self.skip(JUMP_S))
        self.go.clicked.connect(lambda: rewind.seek(self.moment.dateTime().toMSecsSinceEpoch() / 1000))
        self.speed.activated.connect(lambda place: rewind.set_speed(SPEEDS[place]))
        self.live.clicked.connect(self.live_wanted)

    def _lay_out(self) -> None:
        row, column = QHBoxLayout(), QVBoxLayout(self)
        for key in (self.back, self.play, self.forward):
            key.setIconSize(QSize(theme.px(16), theme.px(16)))
            key.setFixedSize(theme.px(28), theme.px(28))
        for part in (self.live, self.back, self.play, self.forward, self.speed):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.moment)
        row.addWidget(self.go)
        row.setSpacing(theme.px(3))
        column.setContentsMargins(*(theme.px(6),) * 4)
        column.setSpacing(theme.px(2))
        column.addLayout(row)
        column.addWidget(self.timeline)
