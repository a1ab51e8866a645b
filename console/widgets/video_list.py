"""All cameras by name, to be dragged onto a pane, or chosen for a tour."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.hall.hall import Hall
from console.hall.streams import CAMERA_MIME
from console.widgets.spoken import Spoken

ID = Qt.ItemDataRole.UserRole


class Cameras(QListWidget):
    """The list itself: what is dragged out of it is a camera."""

    def __init__(self) -> None:
        super().__init__()
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setUniformItemSizes(True)

    def mimeData(self, items: list[QListWidgetItem]) -> QMimeData:  # type: ignore[override]
        data = QMimeData()
        if items:
            data.setData(CAMERA_MIME, str(items[0].data(ID)).encode())
        return data


class CameraList(Spoken):
    """A filter over the list. Enter or a double click emits `chosen`; cameras that the gateway calls offline say so."""

    chosen = Signal(str)  # id
    edit_wanted = Signal(str)  # id

    def __init__(self, hall: Hall, several: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._shown: list[tuple[str, str]] = []
        self.filter, self.list = QLineEdit(), Cameras()
        self.edit = QAction(self, shortcut=QKeySequence("F2"))
        self.edit.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.edit.triggered.connect(self._edit)
        self.filter.setClearButtonEnabled(True)
        if several:
            self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.filter.textChanged.connect(self._fill)
        self.list.itemActivated.connect(lambda item: self.chosen.emit(item.data(ID)))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        hall.cameras.changed.connect(lambda _: self._fill())
        self.say()

    def say(self) -> None:
        self.filter.setPlaceholderText(self.tr("Name or code"))
        self.edit.setText(self.tr("Entry of this camera…"))
        self._shown = []
        self._fill()

    def offer_editing(self) -> None:
        """By the right button and F2."""
        self.list.addAction(self.edit)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def picked(self) -> list[str]:
        """Ids of the cameras that are selected, in the order of the list."""
        return [item.data(ID) for row in range(self.list.count()) if (item := self.list.item(row)).isSelected()]

    def _edit(self) -> None:
        if (item := self.list.currentItem()) is not None:
            self.edit_wanted.emit(item.data(ID))

    def _fill(self) -> None:
        """Only when it would say something else: who is choosing keeps his place."""
        sought = self.filter.text().strip().casefold()
        offline = self.tr("offline")
        cameras = sorted(self._hall.cameras, key=lambda camera: camera.code)
        labels = [(camera.id, f"{camera.name}  {camera.code}" + (f" · {offline}" if camera.online is False else "")) for camera in cameras]
        labels = [(id, text) for id, text in labels if sought in text.casefold()]
        if labels == self._shown:
            return
        self._shown = labels
        self.list.clear()
        for id, text in labels:
            item = QListWidgetItem(text)
            item.setData(ID, id)
            self.list.addItem(item)
