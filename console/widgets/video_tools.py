"""What the header of the video wall has to choose with: a camera, the layout, the full screen; and what the streams take."""

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from console.hall.video_layouts import PRESETS
from console.widgets.fitting_row import FittingRow
from console.widgets.spoken import Spoken, button
from console.widgets.video_layout_form import LayoutForm
from console.widgets.video_load import LoadButton

CHOICE_PX = 112


class WallTools(Spoken):
    layout_wanted = Signal(str)
    full_wanted = Signal()

    def __init__(self, choice: QWidget, load: LoadButton, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._name = ""
        self._form = LayoutForm(self)
        self._form.wanted.connect(self.layout_wanted)
        self.layouts, self.full = button("quiet"), button("quiet")
        self._menu = QMenu(self)
        self.presets: dict[str, QAction] = {}
        for name in PRESETS:
            action = self._menu.addAction(name)
            action.triggered.connect(partial(self._choose, name))
            action.setCheckable(True)
            self.presets[name] = action
        self._menu.addSeparator()
        self.saved = self._menu.addMenu("")
        self.own = self._menu.addAction("", lambda: self._form.ask(self._name))
        self.layouts.setMenu(self._menu)
        self.full.clicked.connect(self.full_wanted)
        self._row = FittingRow(choice, CHOICE_PX)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._row)
        for face in (self.full, self.layouts):
            self._row.add(face, face)
        self._row.add(load, load.face, early=True)
        self.say()

    def add(self, button: QPushButton) -> None:
        """One more, before the others; it goes into the menu where there is no room for it."""
        self._row.add(button, button)

    def keep(self, widget: QWidget) -> None:
        """One more that always has its place."""
        self._row.add(widget)

    def say(self) -> None:
        self.saved.setTitle(self.tr("Saved layouts (V)"))
        self.own.setText(self.tr("A layout of my own…"))
        self.layouts.setText(self.tr("Layout {name}").format(name=self._name))
        self.full.setText(self.tr("Full screen"))
        self.full.setToolTip(self.tr("All panes on the whole screen; F or Esc leads back"))

    def show_saved(self) -> None:
        """The menu of saved layouts by itself; its first ones are chosen by digits."""
        self.saved.popup(self.layouts.mapToGlobal(QPoint(0, self.layouts.height())))

    def _choose(self, name: str, _: bool = False) -> None:
        self.layout_wanted.emit(name)

    def set_layout(self, name: str) -> None:
        """Which one is shown."""
        self._name = name
        for preset, action in self.presets.items():
            action.setChecked(preset == name)
        self.say()
