"""The handle of recorded video: beside play and skip, pictures one by one, and what is to be kept of it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from console.hall.hall import Hall
from console.hall.past import SPEEDS
from console.widgets import theme
from console.widgets.elided import Elided
from console.widgets.icons import icon
from console.widgets.playback.hand_bar import HandBar
from console.widgets.spoken import Saying, button

STEP_S = 10.0


class PlaybackBar(HandBar):
    """Turns `hall.past`. Hidden while every pane is live."""

    all_wanted = Signal(bool)  # every pane, or the hot one alone
    frame_wanted = Signal(int)  # 1: the next picture, -1: the one before
    event_wanted = Signal(int)  # what happened next in front of this camera, or before
    edge_wanted = Signal(bool)  # here begins, or ends, what is to be kept
    lock_wanted = Signal()
    record_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(hall.past, SPEEDS, STEP_S, hall.clock.now, parent)
        self.past = hall.past
        self.every, self.step = button("quiet"), button("quiet")
        self.before, self.behind = QToolButton(), QToolButton()
        self.event_before, self.event_behind = QToolButton(), QToolButton()
        self.begin, self.end = button("quiet"), button("quiet")
        self.lock, self.record, self.export = button("quiet"), button("quiet"), button("quiet")
        self.told, self._unlocks, self._ends = Elided("hint"), False, False
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lay_out()
        self._connect()
        self.say()
        self.dress()
        self.hide()

    def tell(self, saying: Saying) -> None:
        """What became of the last thing that was asked for, or what is done about this camera."""
        self.told.tell(saying)

    def refuse(self, text: str) -> None:
        self.told.setText(text)

    def offer(self, unlocks: bool, ends: bool) -> None:
        """Whether the key that locks takes a lock away now, and the one that records ends that."""
        if (unlocks, ends) != (self._unlocks, self._ends):
            self._unlocks, self._ends = unlocks, ends
            self._say_offer()

    def say(self) -> None:
        super().say()
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
        ):
            part.setToolTip(text)
        for part, text in (
            (self.event_before, self.tr("The case before in front of this camera ([)")),
            (self.event_behind, self.tr("The next case in front of this camera (])")),
        ):
            part.setToolTip(text)
            part.setAccessibleName(text)
        self.begin.setText(self.tr("From here"))
        self.end.setText(self.tr("Up to here"))
        self._say_offer()
        self.export.setText(self.tr("Export"))
        self.export.setToolTip(self.tr("A package with digests, for the police or a court"))

    def dress(self) -> None:
        self.before.setIcon(icon("chevron-left"))
        self.behind.setIcon(icon("chevron-right"))
        super().dress()

    def acts(self) -> dict[int, Callable[[], None]]:
        return super().acts() | {
            Qt.Key.Key_Comma: lambda: self.frame_wanted.emit(-1),
            Qt.Key.Key_Period: lambda: self.frame_wanted.emit(1),
            Qt.Key.Key_BracketLeft: lambda: self.event_wanted.emit(-1),
            Qt.Key.Key_BracketRight: lambda: self.event_wanted.emit(1),
        }

    # --- inside

    def _say_offer(self) -> None:
        self.lock.setText(self.tr("Unlock") if self._unlocks else self.tr("Lock"))
        unlocking = self.tr("Take away the lock that the hand stands in: the ring may have it")
        self.lock.setToolTip(unlocking if self._unlocks else self.tr("Keep as evidence: the ring does not take it"))
        self.record.setText(self.tr("End recording") if self._ends else self.tr("Record"))
        ending = self.tr("It is recorded again only while it is watched, or something happens")
        self.record.setToolTip(ending if self._ends else self.tr("Record this camera from now on, whoever watches"))

    def show_state(self) -> None:
        super().show_state()
        self.step.setChecked(self.past.in_step)

    def _connect(self) -> None:
        self.past.step_changed.connect(self.show_state)
        self.before.clicked.connect(lambda: self.frame_wanted.emit(-1))
        self.behind.clicked.connect(lambda: self.frame_wanted.emit(1))
        self.event_before.clicked.connect(lambda: self.event_wanted.emit(-1))
        self.event_behind.clicked.connect(lambda: self.event_wanted.emit(1))
        self.every.toggled.connect(self.all_wanted)
        self.step.clicked.connect(self.past.keep_step)
        self.begin.clicked.connect(lambda: self.edge_wanted.emit(True))
        self.end.clicked.connect(lambda: self.edge_wanted.emit(False))
        for part, asked in ((self.lock, self.lock_wanted), (self.record, self.record_wanted), (self.export, self.export_wanted)):
            part.clicked.connect(asked)

    def _lay_out(self) -> None:
        self.keys_of(self.before, self.behind, self.event_before, self.event_behind)
        self.event_before.setText("◂▴")  # ▴: as the line marks them
        self.event_behind.setText("▴▸")
        self.row.insertWidget(self.row.indexOf(self.back), self.before)
        for place, key in enumerate((self.behind, self.event_before, self.event_behind), self.row.indexOf(self.forward) + 1):
            self.row.insertWidget(place, key)
        for part in (self.every, self.step):
            part.setCheckable(True)
        kept = QHBoxLayout()
        kept.setSpacing(theme.px(3))
        kept.addWidget(self.told, 1)
        parts: tuple[QPushButton, ...] = (self.every, self.step, self.begin, self.end, self.lock, self.record, self.export)
        for part in parts:
            kept.addWidget(part)
        self.column.addLayout(kept)
