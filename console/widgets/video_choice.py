"""Finds a camera by a part of its name or code."""

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from console.hall.hall import Hall

ID = Qt.ItemDataRole.UserRole
SHOWN = 12  # entries of the list below the field


class CameraChoice(QLineEdit):
    chosen = Signal(str)  # id of a camera

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._labels: dict[str, str] = {}
        self._model = QStandardItemModel(self)
        completer = QCompleter(self._model, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(SHOWN)
        completer.activated[QModelIndex].connect(lambda index: self._choose(index.data(ID)))  # type: ignore[index]
        self.setCompleter(completer)
        self.returnPressed.connect(self._choose_first)
        self.setClearButtonEnabled(True)
        hall.cameras.changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        """Only when names are new: who is typing keeps his list while states change."""
        labels = {camera.id: f"{camera.name}  {camera.code}" for camera in sorted(self._hall.cameras, key=lambda camera: camera.code)}
        if labels == self._labels:
            return
        self._labels = labels
        self._model.clear()
        for id, label in labels.items():
            item = QStandardItem(label)
            item.setData(id, ID)
            self._model.appendRow(item)

    def _choose_first(self) -> None:
        typed = self.text().strip().casefold()
        found = next((id for id, label in self._labels.items() if typed and typed in label.casefold()), None)
        if found:
            self._choose(found)

    def _choose(self, id: str) -> None:
        self.chosen.emit(id)
        # The completer writes its text after this signal.
        QTimer.singleShot(0, self, self.clear)
