"""How fast a track is played."""

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from console.hall.playback import SPEEDS, SPEEDS_TOGETHER, Playback
from console.widgets import theme
from console.widgets.spoken import button

FORWARD = sorted({speed for speed in (*SPEEDS, *SPEEDS_TOGETHER) if speed > 0})


class SpeedTabs(QWidget):
    """Those that are offered now; which way it goes stays as it is when another is chosen."""

    def __init__(self, playback: Playback, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playback, self._group = playback, QButtonGroup(self)
        self.tabs = {speed: button("tab") for speed in FORWARD}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for speed, tab in self.tabs.items():
            tab.setText(f"{speed}×")
            tab.setProperty("tight", True)
            tab.setCheckable(True)
            tab.clicked.connect(lambda _=False, speed=speed: self._choose(speed))
            self._group.addButton(tab)
            row.addWidget(tab)
        row.setSpacing(theme.px(4))
        playback.state_changed.connect(self._show)
        playback.beside_changed.connect(self._show)
        self._show()

    def turn(self) -> None:
        """The other way, as fast as is offered there."""
        self._playback.set_speed(self._playback.nearest(-self._playback.speed))

    def _choose(self, speed: int) -> None:
        self._playback.set_speed(self._playback.nearest(speed if self._playback.speed > 0 else -speed))

    def _show(self) -> None:
        for speed, tab in self.tabs.items():
            tab.setVisible(speed in self._playback.speeds)
        if (speed := int(abs(self._playback.speed))) in self.tabs:
            self.tabs[speed].setChecked(True)
