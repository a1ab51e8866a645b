"""Requests of the police as rows."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from console import words
from console.hall.hall import Hall
from console.widgets.cell import TONE_ROLE
from console.widgets.spoken import hint
from wire.footage import FootageRequest, FootageState

Index = QModelIndex | QPersistentModelIndex
TONES = {FootageState.ASKED: "warn", FootageState.COPIED: "text", FootageState.HANDED_OVER: "text_2", FootageState.REFUSED: "text_3"}


class Column(IntEnum):
    NUMBER = 0
    ENTERED = 1
    UNIT = 2
    OFFICER = 3
    CAMERAS = 4
    STATE = 5
    FILES = 6


def state_word(state: FootageState) -> str:
    named = {
        FootageState.ASKED: QCoreApplication.translate("Footage", "Asked"),
        FootageState.COPIED: QCoreApplication.translate("Footage", "Copied"),
        FootageState.HANDED_OVER: QCoreApplication.translate("Footage", "Handed over"),
        FootageState.REFUSED: QCoreApplication.translate("Footage", "Refused"),
    }
    return named[state]


def camera_name(hall: Hall, id: str) -> str:
    """One that is gone keeps its id."""
    camera = hall.cameras.get(id)
    return f"{camera.name} {camera.code}" if camera else id


class FootageModel(QAbstractTableModel):
    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._found: Sequence[FootageRequest] = ()
        hall.cameras.changed.connect(self.say)

    def show(self, found: Sequence[FootageRequest]) -> None:
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def request(self, row: int) -> FootageRequest | None:
        return self._found[row] if 0 <= row < len(self._found) else None

    def row(self, id: str) -> int:
        """-1: it is not there."""
        return next((row for row, each in enumerate(self._found) if each.id == id), -1)

    def say(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        if self._found:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._found) - 1, len(Column) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._found)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if section == Column.FILES else Qt.AlignmentFlag.AlignLeft)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = (self.tr("Number"), self.tr("Entered"), self.tr("Unit"), self.tr("Officer"), self.tr("Cameras"), self.tr("State"), self.tr("Files"))
        return heads[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        request = self.request(index.row())
        if request is None:
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(request, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return hint("\n".join(camera_name(self._hall, id) for id in request.cameras) if column is Column.CAMERAS else self._text(request, column))
        if role == TONE_ROLE:
            return TONES[request.state] if column is Column.STATE else "text" if column is Column.NUMBER else "text_2"
        return None

    def _text(self, request: FootageRequest, column: Column) -> str:
        match column:
            case Column.NUMBER:
                return request.number
            case Column.ENTERED:
                return words.moment(request.asked_at, self._hall.clock.now())
            case Column.UNIT:
                return request.unit
            case Column.OFFICER:
                return request.officer
            case Column.CAMERAS:
                first, more = camera_name(self._hall, request.cameras[0]), len(request.cameras) - 1
                return first + (f"  +{more}" if more else "")
            case Column.STATE:
                return state_word(request.state)
            case Column.FILES:
                return str(len(request.copies) or "")
