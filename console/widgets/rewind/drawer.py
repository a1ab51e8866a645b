"""Panes of the rewound hall that share the place below its map, one in front."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.widgets.spoken import Spoken
from console.widgets.tabs import Tabs


class Drawer(Spoken):
    turned = Signal(str)  # name of the pane that is in front now

    def __init__(self, panes: Mapping[str, QWidget], parent: QWidget | None = None) -> None:
        """`panes` by their names in `words`; the first is in front."""
        super().__init__(parent)
        self._names, self.tabs, self._stack = list(panes), Tabs(len(panes)), QStackedWidget()
        for pane in panes.values():
            self._stack.addWidget(pane)
        self.tabs.chosen.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.say()

    def bring(self, name: str) -> None:
        self.tabs.choose(self._names.index(name))

    def _turn(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.turned.emit(self._names[number])

    def say(self) -> None:
        for number, name in enumerate(self._names):
            self.tabs.write(number, words.pane(name))
