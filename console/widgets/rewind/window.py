"""The window of the rewound hall: a band over all of it that says of when it is, its panes, and the hand below."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from console import words
from console.hall.rewind import Rewind
from console.widgets import theme
from console.widgets.rewind.bar import RewindBar
from console.widgets.spoken import Spoken, label

SIZE = (1600, 900)


class RewindWindow(Spoken):
    closed = Signal()

    def __init__(self, rewind: Rewind, panes: Sequence[tuple[QWidget, int]]) -> None:
        """`panes`: from the left to the right, each with its share of the width."""
        super().__init__()
        self._rewind = rewind
        self.band, self.bar = label("past"), RewindBar(rewind)
        self.band.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.band.setFixedHeight(theme.px(30))
        split = QSplitter()
        for place, (pane, share) in enumerate(panes):
            split.addWidget(pane)
            split.setStretchFactor(place, share)
        split.setSizes([share * 100 for _, share in panes])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.band)
        column.addWidget(split, 1)
        column.addWidget(self.bar)
        self.resize(*SIZE)
        self._refused = ""
        self.bar.live_wanted.connect(self.close)
        rewind.moved.connect(lambda _: self._tell())
        rewind.arrived.connect(self._arrive)
        self.say()

    def refuse(self, text: str) -> None:
        """What was asked for could not be had: the panes stay as of the moment that they were at."""
        self._refused = text
        self._tell()

    def say(self) -> None:
        self.setWindowTitle(self.tr("The hall as it was"))
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_M:
            self.bar.moments_wanted.emit()
        elif not self.bar.key(event.key()):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)

    def _arrive(self) -> None:
        self._refused = ""
        self._tell()

    def _tell(self) -> None:
        shown = self._rewind.shown
        when = f"{words.local(words.at_seconds(shown)):%Y-%m-%d %H:%M:%S}" if shown is not None else ""
        if self._refused:
            still = self.tr("PAST · still shown is {when}").format(when=when)
            text = f"{self._refused} · {still}" if when else self._refused
        elif shown is None:
            text = self.tr("Fetching the hall as it was …")
        elif shown != self._rewind.at:
            text = self.tr("PAST · {when} · fetching {wanted} …").format(when=when, wanted=f"{words.local(self._rewind.moment()):%H:%M:%S}")
        else:
            text = self.tr("PAST · the hall as it was at {when} · nothing can be ordered here").format(when=when)
        self.band.setText(text)
