"""The menu of a camera's patrols (巡航): start one, by its number too, or make one of all presets."""

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from console.widgets import ptz_words
from wire.ptz import LAST_PRESET, Patrol, PatrolOrder, Preset

MOST_PRESETS, USUAL_S, LONGEST_S = 32, 15, 600


class PatrolMenu(QMenu):
    wanted = Signal(int)  # number of a patrol
    made = Signal(int, object)  # number, PatrolOrder

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._free = 1
        self._presets: list[int] = []
        self._number, self._dwell = QInputDialog(parent), QInputDialog(parent)
        for dialog, last, first in ((self._number, LAST_PRESET, 1), (self._dwell, LONGEST_S, USUAL_S)):
            dialog.setInputMode(QInputDialog.InputMode.IntInput)
            dialog.setIntRange(1, last)
            dialog.setIntValue(first)
        self._number.intValueSelected.connect(self.wanted)
        self._dwell.intValueSelected.connect(self._make)

    def open_at(self, at: QPoint, patrols: list[Patrol], presets: list[Preset]) -> None:
        """On the screen; a gateway may tell of no patrol and have some all the same."""
        self._presets = [preset.number for preset in presets][:MOST_PRESETS]
        taken = {patrol.number for patrol in patrols}
        self._free = next((number for number in range(1, LAST_PRESET + 1) if number not in taken), 0)
        self.clear()
        for patrol in patrols:
            self.addAction(f"{patrol.number}  {patrol.name}").triggered.connect(partial(self._choose, patrol.number))
        self.addSeparator()
        self.addAction(self.tr("Start a patrol by its number…")).triggered.connect(self._ask_number)
        made = self.addAction(self.tr("Make a patrol of all presets…"))
        made.setEnabled(len(self._presets) > 1 and self._free > 0)
        made.triggered.connect(self._ask_dwell)
        self.popup(at)

    def _choose(self, number: int, _: bool = False) -> None:
        self.wanted.emit(number)

    def _ask_number(self) -> None:
        self._number.setWindowTitle(self.tr("Start a patrol"))
        self._number.setLabelText(self.tr("Number of the patrol"))
        self._number.open()

    def _ask_dwell(self) -> None:
        self._dwell.setWindowTitle(self.tr("Patrol {number} of {count} presets").format(number=self._free, count=len(self._presets)))
        self._dwell.setLabelText(self.tr("Seconds at each preset"))
        self._dwell.open()

    def _make(self, seconds: int) -> None:
        self.made.emit(self._free, PatrolOrder(name=ptz_words.patrol(self._free), presets=self._presets, dwell_s=seconds))
