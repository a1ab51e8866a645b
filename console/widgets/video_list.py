"""All cameras by street and name, to be dragged onto a pane, or chosen for a tour."""

from collections.abc import Iterator

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from console.hall.hall import Hall
from console.hall.streams import CAMERA_MIME
from console.hall.streets import Streets
from console.widgets import theme
from console.widgets.spoken import Spoken, hint
from wire.cameras import Camera

ID = Qt.ItemDataRole.UserRole
MOST_OPEN = 60  # cameras: with more, streets are closed until somebody opens them


class Cameras(QTreeWidget):
    """The tree itself: what is dragged out of it is a camera; a street is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(theme.px(12))
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)

    def mimeData(self, items: list[QTreeWidgetItem]) -> QMimeData:  # type: ignore[override]
        data = QMimeData()
        if id := next((id for item in items if (id := item.data(0, ID))), ""):
            data.setData(CAMERA_MIME, str(id).encode())
        return data


class CameraList(Spoken):
    """A filter over the tree. Enter or a double click emits `chosen`; cameras that the gateway calls offline say so. Where the hall knows no streets,
    or all cameras are of one, there are only cameras. Whoever is choosing keeps place and selection, whatever becomes known meanwhile."""

    chosen = Signal(str)  # id
    edit_wanted = Signal(str)  # id

    def __init__(self, hall: Hall, several: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._shown: list[tuple[str, str, str]] = []
        self._streets: Streets | None = None
        self._street_of: dict[tuple[float, float], str] = {}
        self.filter, self.list = QLineEdit(), Cameras()
        self.edit = QAction(self, shortcut=QKeySequence("F2"))
        self.edit.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.edit.triggered.connect(self._edit)
        self.filter.setClearButtonEnabled(True)
        if several:
            self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.filter.textChanged.connect(self._fill)
        self.list.itemActivated.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        hall.cameras.changed.connect(lambda _: self._fill())
        hall.grids.changed.connect(lambda _: self._lay_streets())
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

    def items(self) -> list[QTreeWidgetItem]:
        """Those of cameras, from top to bottom."""
        return [item for item in self._all() if item.data(0, ID)]

    def picked(self) -> list[str]:
        """Ids of the cameras that are selected, or whose street is, in the order of the tree."""
        return [item.data(0, ID) for item in self.items() if item.isSelected() or ((street := item.parent()) is not None and street.isSelected())]

    def _all(self) -> Iterator[QTreeWidgetItem]:
        for row in range(self.list.topLevelItemCount()):
            if (item := self.list.topLevelItem(row)) is not None:
                yield item
                yield from (child for place in range(item.childCount()) if (child := item.child(place)) is not None)

    def _choose(self, item: QTreeWidgetItem) -> None:
        if id := item.data(0, ID):
            self.chosen.emit(id)

    def _edit(self) -> None:
        if (item := self.list.currentItem()) is not None and (id := item.data(0, ID)):
            self.edit_wanted.emit(id)

    def _lay_streets(self) -> None:
        self._streets, self._street_of = None, {}
        self._fill()

    def _named(self, cameras: list[Camera]) -> list[str]:
        """The street of each; what was looked for once is known until streets change."""
        new = list({(camera.lon, camera.lat) for camera in cameras} - self._street_of.keys())
        if new:
            self._streets = self._streets or Streets(self._hall.grids)
            self._street_of |= zip(new, self._streets.of(new), strict=True)
        return [self._street_of[camera.lon, camera.lat] for camera in cameras]

    def _fill(self) -> None:
        """Only when it would say something else."""
        sought, offline, elsewhere = self.filter.text().strip().casefold(), self.tr("offline"), self.tr("Elsewhere")
        cameras = sorted(self._hall.cameras, key=lambda camera: camera.code)
        streets = self._named(cameras)
        several = len(set(streets)) > 1
        rows = [
            (street or elsewhere if several else "", camera.id, (f"{offline} · " if camera.online is False else "") + f"{camera.name}  {camera.code}")
            for camera, street in zip(cameras, streets, strict=True)
        ]
        rows = sorted((row for row in rows if sought in f"{row[2]} {row[0]}".casefold()), key=lambda row: (row[0] == elsewhere, row[0]))
        if rows != self._shown:
            self._shown = rows
            self._build(rows, bool(sought) or len(rows) <= MOST_OPEN)

    def _build(self, rows: list[tuple[str, str, str]], all_open: bool) -> None:
        current, bar = self.list.currentItem(), self.list.verticalScrollBar()
        before, place = current.data(0, ID) if current is not None else None, bar.value()
        selected = {_key_of(item) for item in self._all() if item.isSelected()}
        opened = {_key_of(item) for item in self._all() if item.isExpanded()}
        self.list.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for street, id, text in rows:
            item = QTreeWidgetItem([text])
            item.setData(0, ID, id)
            item.setToolTip(0, hint(text))
            if not street:
                self.list.addTopLevelItem(item)
            else:
                if street not in groups:
                    groups[street] = QTreeWidgetItem()
                    self.list.addTopLevelItem(groups[street])
                groups[street].addChild(item)
            if id == before:
                self.list.setCurrentItem(item)
        self.list.setRootIsDecorated(bool(groups))
        for street, group in groups.items():
            group.setText(0, f"{street}  {group.childCount()}")
            group.setFlags(group.flags() & ~Qt.ItemFlag.ItemIsDragEnabled)
            group.setExpanded(all_open or street in opened)
        for item in self._all():
            item.setSelected(_key_of(item) in selected)
        bar.setValue(place)


def _key_of(item: QTreeWidgetItem) -> str:
    """What an item is known by when the tree is built anew: the id of its camera, or the name of its street."""
    return str(item.data(0, ID) or item.text(0).rpartition("  ")[0])
