"""The hand on the hall's past: a line of time to be dragged, any moment by its time, play at any speed, and the way back to now."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.hall.rewind import SPEEDS, Rewind
from console.widgets import theme
from console.widgets.playback.hand_bar import HandBar
from console.widgets.playback.timeline import Event
from console.widgets.spoken import button

JUMP_S = 600.0
SEEN_S = 28_800.0  # of the line of time at first: a shift


class RewindBar(HandBar):
    """Turns a `Rewind`."""

    moments_wanted = Signal()  # those that are kept, and to keep this one

    def __init__(self, rewind: Rewind, parent: QWidget | None = None) -> None:
        super().__init__(rewind, SPEEDS, JUMP_S, lambda: datetime.fromtimestamp(rewind.bounds()[1], UTC), parent)
        self.timeline.length_s = SEEN_S
        self.moments = button("quiet")
        self.moments.clicked.connect(self.moments_wanted)
        self.row.insertWidget(self.row.indexOf(self.moment), self.moments)
        self.column.setContentsMargins(*(theme.px(6),) * 4)
        self.say()
        self.dress()

    def mark(self, events: Sequence[Event]) -> None:
        """What happened, on the line of time."""
        self.timeline.show_line((), (), (), events)

    def say(self) -> None:
        super().say()
        self.live.setText(self.tr("Back to now"))
        self.live.setToolTip(self.tr("Close this window (Esc)"))
        self.back.setToolTip(self.tr("10 minutes back (J)"))
        self.forward.setToolTip(self.tr("10 minutes on (L)"))
        self.moments.setText(self.tr("Moments…"))
        self.moments.setToolTip(self.tr("Keep this moment, open a kept one, or one by its link (M)"))
