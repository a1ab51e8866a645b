"""What can be done with one pane by the right button: trying again what is not there, its sound, how loud it is, whether it is the
hot-spot, and the entry of its camera."""

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSlider, QWidget, QWidgetAction

from console.hall.listening import Listening
from console.widgets import theme
from console.widgets.spoken import label
from console.widgets.video import VideoPane


class PaneMenu(QMenu):
    """Of the pane that it was asked for."""

    edit_wanted = Signal(str)  # id of a camera
    spot_wanted = Signal()  # the hot pane is to be the hot-spot, or to be it no longer

    def __init__(self, listening: Listening, parent: QWidget) -> None:
        super().__init__(parent)
        self._listening = listening
        self._pane: VideoPane | None = None
        self.again = self.addAction("")
        self.again.triggered.connect(self._try_again)
        self.heard = self.addAction("")
        self.heard.setCheckable(True)
        self.heard.setShortcut(Qt.Key.Key_S)  # shown, not listened to: the wall has its keys
        self.heard.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.heard.triggered.connect(self._turn)
        self.volume, self._said = QSlider(Qt.Orientation.Horizontal), label()
        self.volume.setRange(0, 100)
        self.volume.setFixedWidth(theme.px(140))
        self.volume.valueChanged.connect(self._on_volume)
        self.aboutToHide.connect(listening.keep_volume)
        row, place = QWidget(), QWidgetAction(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(4))
        line.addWidget(self._said)
        line.addWidget(self.volume)
        place.setDefaultWidget(row)
        self.addAction(place)
        self.spot = self.addAction("")
        self.spot.setCheckable(True)
        self.spot.triggered.connect(lambda: self.spot_wanted.emit())
        self.edit = self.addAction("")
        self.edit.setVisible(False)
        self.edit.triggered.connect(lambda: self.edit_wanted.emit(self._pane.camera_id if self._pane else ""))

    def offer_editing(self) -> None:
        self.edit.setVisible(True)

    def ask(self, pane: VideoPane, at: QPoint) -> None:
        """`at`: on the screen."""
        self._pane = pane
        self.again.setText(QCoreApplication.translate("Video", "Try again now"))
        self.again.setVisible(pane.is_failing)
        self.heard.setText(QCoreApplication.translate("Video", "Sound of this camera"))
        self.heard.setChecked(self._listening.who is pane)
        self.heard.setEnabled(bool(pane.camera_id) and not pane.is_past)
        self.spot.setText(QCoreApplication.translate("Video", "Hot-spot: shows what the hot pane shows (H)"))
        self.spot.setChecked(pane.spot)
        self.edit.setText(QCoreApplication.translate("Video", "Entry of this camera…"))
        self.edit.setEnabled(bool(pane.camera_id))
        self.volume.setValue(self._listening.volume)
        self._say(self._listening.volume)
        self.popup(at)

    def _try_again(self) -> None:
        if self._pane is not None:
            self._pane.try_again()

    def _turn(self) -> None:
        if self._pane is not None:
            self._pane.turn_sound()

    def _on_volume(self, percent: int) -> None:
        self._listening.set_volume(percent)
        self._say(percent)

    def _say(self, percent: int) -> None:
        self._said.setText(QCoreApplication.translate("Video", "Volume {} %").format(percent))
