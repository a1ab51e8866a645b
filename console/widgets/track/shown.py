"""What of a track is looked at: cleaned, as it came, both, or laid on the streets."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from console.hall.hall import Hall
from console.hall.playback import Shown
from console.widgets import theme
from console.widgets.spoken import Spoken, button
from console.words import choose
from wire.codes import UnitKind

SAID = {
    Shown.BELIEVED: ("清洗后", "Cleaned"),
    Shown.RAW: ("原始", "As it came"),
    Shown.BOTH: ("对照", "Both"),
    Shown.STREETS: ("沿街", "On streets"),
}
HINTS = {
    Shown.BOTH: (
        "清洗后的轨迹，其下细线为原始轨迹，叉为剔除的点",
        "The cleaned track; beneath it a thin line as it came, a cross for each fix that was dropped",
    ),
    Shown.STREETS: ("把行程匹配到所走的街道", "The trips laid on the streets that were driven"),
}
ON_WHEELS = (UnitKind.TRUCK, UnitKind.VEHICLE)


class ShownTabs(Spoken):
    """Streets are for who drives on them, and are asked for when they are first looked at."""

    streets_wanted = Signal()

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._playback = hall, hall.playback
        self.tabs = {shown: button("tab") for shown in SAID}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        for shown, tab in self.tabs.items():
            tab.setProperty("tight", True)
            tab.setCheckable(True)
            tab.clicked.connect(lambda _=False, shown=shown: self._choose(shown))
            self._group.addButton(tab)
            row.addWidget(tab)
        self._playback.opened.connect(self._show)
        self._playback.shown_changed.connect(self._show)
        self.say()
        self._show()

    def say(self) -> None:
        for shown, tab in self.tabs.items():
            tab.setText(choose(*SAID[shown]))
            tab.setToolTip(choose(*HINTS.get(shown, ("", ""))))

    def _choose(self, shown: Shown) -> None:
        self._playback.show(shown)
        if shown is Shown.STREETS and self._playback.streets is None:
            self.streets_wanted.emit()

    def _show(self) -> None:
        track = self._playback.track
        self.tabs[Shown.STREETS].setVisible(track is not None and track.analysis.kind in ON_WHEELS)
        self.tabs[self._playback.shown].setChecked(True)
