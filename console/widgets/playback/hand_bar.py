"""The handle of a `Playhead`: play, skip, speed, any moment by its time, and the line of time."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from console.hall.playhead import Playhead
from console.widgets import theme
from console.widgets.icons import icon
from console.widgets.playback.face import rate
from console.widgets.playback.moment_line import MomentLine
from console.widgets.playback.timeline import Timeline
from console.widgets.spoken import Spoken, button


class HandBar(Spoken):
    """What the hands on the past share: each has its own speeds, and its own length of a skip (seconds). `now` is where its line of time ends."""

    live_wanted = Signal()

    def __init__(self, head: Playhead, speeds: Sequence[float], jump_s: float, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._head, self._speeds, self._jump_s, self._now = head, tuple(speeds), jump_s, now
        self.timeline = Timeline()
        self.live, self.go = button("primary"), button("quiet")
        self.back, self.play, self.forward = QToolButton(), QToolButton(), QToolButton()
        self.speed, self.moment = QComboBox(), MomentLine(head.bounds)
        self.speed.addItems([rate(speed) for speed in speeds])
        self.row, self.column = QHBoxLayout(), QVBoxLayout(self)
        self._lay_out_hand()
        self._connect_hand()

    def say(self) -> None:
        self.play.setToolTip(self.tr("Play or pause (K)"))
        self.go.setText(self.tr("Go there"))
        self.speed.setToolTip(self.tr("Speed"))
        self.moment.say()

    def dress(self) -> None:
        self.back.setIcon(icon("step-back"))
        self.forward.setIcon(icon("step-forward"))
        self.show_state()
        self.timeline.update()

    def refuse(self, text: str) -> None:
        """What was typed cannot be gone to."""
        raise NotImplementedError

    def key(self, key: int) -> bool:
        """Was it one of ours?"""
        act = self.acts().get(key)
        if act is not None:
            act()
        return act is not None

    def acts(self) -> dict[int, Callable[[], None]]:
        return {Qt.Key.Key_K: self.toggle, Qt.Key.Key_J: lambda: self.skip(-self._jump_s), Qt.Key.Key_L: lambda: self.skip(self._jump_s)}

    def toggle(self) -> None:
        if self._head.playing:
            self._head.pause()
        else:
            self._head.play()

    def skip(self, seconds: float) -> None:
        self._head.seek(self._head.at + seconds)

    def show_state(self) -> None:
        self.play.setIcon(icon("pause" if self._head.playing else "play"))
        if self._head.speed in self._speeds:
            self.speed.setCurrentIndex(self._speeds.index(self._head.speed))

    def keys_of(self, *parts: QToolButton) -> None:
        """Of one size, whoever adds more of them."""
        for part in parts:
            part.setIconSize(QSize(theme.px(16), theme.px(16)))
            part.setFixedSize(theme.px(28), theme.px(28))

    def _move(self, at: float) -> None:
        self.timeline.set_head(at, self._now().timestamp())
        self.moment.show_at(at)

    def _connect_hand(self) -> None:
        head = self._head
        head.moved.connect(self._move)
        head.state_changed.connect(self.show_state)
        self.timeline.sought.connect(head.seek)
        self.play.clicked.connect(self.toggle)
        self.back.clicked.connect(lambda: self.skip(-self._jump_s))
        self.forward.clicked.connect(lambda: self.skip(self._jump_s))
        self.go.clicked.connect(self.moment.commit)
        self.moment.sought.connect(head.seek)
        self.moment.refused.connect(self.refuse)
        self.speed.activated.connect(lambda place: head.set_speed(self._speeds[place]))
        self.live.clicked.connect(self.live_wanted)

    def _lay_out_hand(self) -> None:
        self.keys_of(self.back, self.play, self.forward)
        for part in (self.live, self.back, self.play, self.forward, self.speed):
            self.row.addWidget(part)
        self.row.addStretch(1)
        self.row.addWidget(self.moment)
        self.row.addWidget(self.go)
        self.row.setSpacing(theme.px(3))
        self.column.setContentsMargins(theme.px(6), theme.px(2), theme.px(6), theme.px(2))
        self.column.setSpacing(theme.px(2))
        self.column.addLayout(self.row)
        self.column.addWidget(self.timeline)
