"""The searches that somebody keeps under names: chosen from a menu, saved and forgotten there."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu, QWidget

from console.hall.history import Saved
from console.widgets.menus import empty

MOST = 40
LONGEST = 40
KEYS = 9  # of them have a digit


class SavedMenu(QMenu):
    """`searches` are those that are kept; the menu is built anew each time it opens."""

    chosen = Signal(object)  # Search
    named = Signal(str)  # keep the search that is shown now
    changed = Signal(object)  # list[Saved]: one was forgotten

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.searches: list[Saved] = []
        self._dialog = QInputDialog(parent)
        self._dialog.textValueSelected.connect(self._take_name)
        self.aboutToShow.connect(self.build)

    def build(self) -> None:
        empty(self)
        for number, saved in enumerate(self.searches, 1):
            mark = f"&{number}  " if number <= KEYS else ""
            action = self.addAction(mark + saved.name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, saved=saved: self.chosen.emit(saved.search))
        self.addSeparator()
        save = self.addAction(self.tr("Save this search as …   Ctrl+S"))
        save.setEnabled(len(self.searches) < MOST)
        save.triggered.connect(self.ask)
        forget = self.addMenu(self.tr("Forget"))
        forget.setEnabled(bool(self.searches))
        for saved in self.searches:
            action = forget.addAction(saved.name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, saved=saved: self._forget(saved))

    def ask(self) -> None:
        self._dialog.setWindowTitle(self.tr("Save this search"))
        self._dialog.setLabelText(self.tr("Name"))
        self._dialog.setTextValue("")
        if field := self._dialog.findChild(QLineEdit):
            field.setMaxLength(LONGEST)
        self._dialog.open()

    def _take_name(self, name: str) -> None:
        if name.strip():
            self.named.emit(name.strip())

    def _forget(self, saved: Saved) -> None:
        self.searches = [each for each in self.searches if each is not saved]
        self.changed.emit(self.searches)
