"""The handle of the past: play, speed, pictures one by one, a moment by its time, and what is to be kept of it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QDateTime, QSize, Qt, QTimeZone, Signal
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.past import SPEEDS
from console.widgets import theme
from console.widgets.icons import icon
from console.widgets.playback.face import rate
from console.widgets.playback.timeline import Timeline
from console.widgets.spoken import Spoken, button, label

STEP_S = 10.0


class PlaybackBar(Spoken):
    """Turns `hall.past`. Hidden while every pane is live."""

    live_wanted = Signal()
    all_wanted = Signal(bool)  # every pane, or the hot one alone
    frame_wanted = Signal(int)  # 1: the next picture, -1: the one before
    edge_wanted = Signal(bool)  # here begins, or ends, what is to be kept
    lock_wanted = Signal()
    record_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall, self.past = hall, hall.past
        self.timeline = Timeline()
        self.live, self.every, self.step = button("primary"), button("quiet"), button("quiet")
        self.before, self.back, self.play, self.forward, self.behind = (QToolButton() for _ in range(5))
        self.speed = QComboBox()
        self.speed.addItems([rate(speed) for speed in SPEEDS])
        self.moment = QDateTimeEdit()
        self.moment.setButtonSymbols(QDateTimeEdit.ButtonSymbols.NoButtons)
        self.go, self.begin, self.end = button("quiet"), button("quiet"), button("quiet")
        self.lock, self.record, self.export = button("quiet"), button("quiet"), button("quiet")
        self.told = label("hint")
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lay_out()
        self._connect()
        self.say()
        self.dress()
        self.hide()

    def tell(self, text: str) -> None:
        """What became of the last thing that was asked for, or what is done about this camera."""
        self.told.setText(text)
        self.told.setToolTip(text)

    def say(self) -> None:
        self.live.setText(self.tr("Live"))
        self.live.setToolTip(self.tr("Back to the live pictures (B)"))
        self.every.setText(self.tr("All panes"))
        self.every.setToolTip(self.tr("All cameras of the wall at this moment"))
        self.step.setText(self.tr("With the track"))
        self.step.setToolTip(self.tr("In step with the track that is being played"))
        for part, text in (
            (self.before, self.tr("Picture before (,)")),
            (self.behind, self.tr("Next picture (.)")),
            (self.back, self.tr("10 s back (J)")),
            (self.forward, self.tr("10 s on (L)")),
            (self.play, self.tr("Play or pause (K)")),
        ):
            part.setToolTip(text)
        self.go.setText(self.tr("Go there"))
        self.begin.setText(self.tr("From here"))
        self.end.setText(self.tr("Up to here"))
        self.lock.setText(self.tr("Lock"))
        self.lock.setToolTip(self.tr("Keep as evidence: the ring does not take it"))
        self.record.setText(self.tr("Record"))
        self.record.setToolTip(self.tr("Record this camera from now on, whoever watches"))
        self.export.setText(self.tr("Export"))
        self.export.setToolTip(self.tr("A package with digests, for the police or a court"))
        self.speed.setToolTip(self.tr("Speed"))

    def dress(self) -> None:
        for part, name in ((self.before, "chevron-left"), (self.behind, "chevron-right"), (self.back, "step-back"), (self.forward, "step-forward")):
            part.setIcon(icon(name))
        self._show_state()
        self.timeline.update()

    def key(self, key: int) -> bool:
        """Was it one of ours?"""
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_K: self.toggle,
            Qt.Key.Key_J: lambda: self.skip(-STEP_S),
            Qt.Key.Key_L: lambda: self.skip(STEP_S),
            Qt.Key.Key_Comma: lambda: self.frame_wanted.emit(-1),
            Qt.Key.Key_Period: lambda: self.frame_wanted.emit(1),
        }
        act = acts.get(key)
        if act is not None:
            act()
        return act is not None

    def toggle(self) -> None:
        if self.past.playing:
            self.past.pause()
        else:
            self.past.play()

    def skip(self, seconds: float) -> None:
        self.past.seek(self.past.at + seconds)

    # --- inside

    def _jump(self) -> None:
        chosen = self.moment.dateTime()
        self.past.seek(chosen.toMSecsSinceEpoch() / 1000)

    def _move(self, at: float) -> None:
        self.timeline.set_head(at, self._hall.clock.now().timestamp())
        if not self.moment.hasFocus():
            self.moment.setDateTime(QDateTime.fromMSecsSinceEpoch(int(at * 1000), zone(self._hall.clock.now())))

    def _show_state(self) -> None:
        self.play.setIcon(icon("pause" if self.past.playing else "play"))
        if self.past.speed in SPEEDS:
            self.speed.setCurrentIndex(SPEEDS.index(self.past.speed))
        self.step.setChecked(self.past.in_step)

    def _connect(self) -> None:
        past = self.past
        past.moved.connect(self._move)
        past.state_changed.connect(self._show_state)
        past.step_changed.connect(self._show_state)
        self.timeline.sought.connect(past.seek)
        self.play.clicked.connect(self.toggle)
        self.back.clicked.connect(lambda: self.skip(-STEP_S))
        self.forward.clicked.connect(lambda: self.skip(STEP_S))
        self.before.clicked.connect(lambda: self.frame_wanted.emit(-1))
        self.behind.clicked.connect(lambda: self.frame_wanted.emit(1))
        self.go.clicked.connect(self._jump)
        self.live.clicked.connect(self.live_wanted)
        self.every.toggled.connect(self.all_wanted)
        self.step.clicked.connect(past.keep_step)
        self.begin.clicked.connect(lambda: self.edge_wanted.emit(True))
        self.end.clicked.connect(lambda: self.edge_wanted.emit(False))
        for part, asked in ((self.lock, self.lock_wanted), (self.record, self.record_wanted), (self.export, self.export_wanted)):
            part.clicked.connect(asked)
        self.speed.activated.connect(lambda place: past.set_speed(SPEEDS[place]))

    def _lay_out(self) -> None:
        self.moment.setDisplayFormat("yyyy-MM-dd HH:mm:ss")
        self.moment.setTimeZone(zone(self._hall.clock.now()))
        row, kept = QHBoxLayout(), QHBoxLayout()
        for key in (self.before, self.back, self.play, self.forward, self.behind):
            key.setIconSize(QSize(theme.px(16), theme.px(16)))
            key.setFixedSize(theme.px(28), theme.px(28))
        for part in (self.every, self.step):
            part.setCheckable(True)
        row.addWidget(self.live)
        for widget in (self.before, self.back, self.play, self.forward, self.behind):
            row.addWidget(widget)
        row.addWidget(self.speed)
        row.addStretch(1)
        row.addWidget(self.moment)
        row.addWidget(self.go)
        parts: tuple[QPushButton, ...] = (self.every, self.step, self.begin, self.end, self.lock, self.record, self.export)
        kept.addWidget(self.told, 1)
        for part in parts:
            kept.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(6), theme.px(2), theme.px(6), theme.px(2))
        column.setSpacing(theme.px(2))
        for line in (row, kept):
            line.setSpacing(theme.px(3))
        column.addLayout(row)
        column.addWidget(self.timeline)
        column.addLayout(kept)


def zone(now: datetime) -> QTimeZone:
    """The city's, whatever zone this machine is in."""
    offset = words.local(now).utcoffset()
    return QTimeZone.fromSecondsAheadOfUtc(int(offset.total_seconds()) if offset else 0)
