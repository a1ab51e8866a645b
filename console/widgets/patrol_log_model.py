"""The patrol log as rows, and as a file for a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from console import words
from console.hall.hall import Hall
from console.hall.watched import Found
from console.widgets.cell import TONE_ROLE
from console.widgets.selection.files import safe
from console.widgets.spoken import hint
from wire.patrols import WatchRecord

HEAD = ("since", "until", "seconds", "live_seconds", "camera_id", "camera_code", "camera_name", "user", "full_name", "tour")
HALF = 0.5  # of the time live: with less, a watch has seen little
Index = QModelIndex | QPersistentModelIndex
Named = Callable[[str], tuple[str, str]]  # id of a camera: its code and name, as far as they are known


class Column(IntEnum):
    SINCE = 0
    CAMERA = 1
    PERSON = 2
    TOUR = 3
    LASTED = 4
    LIVE = 5


RIGHT = (Column.LASTED, Column.LIVE)


def lasted_s(record: WatchRecord) -> float:
    return (record.until - record.since).total_seconds()


def live_share(record: WatchRecord) -> float:
    """0 to 1."""
    lasted = lasted_s(record)
    return min(1.0, record.live_s / lasted) if lasted > 0 else 0.0


def camera_name(hall: Hall, id: str) -> str:
    """One that is gone keeps its id."""
    camera = hall.cameras.get(id)
    return f"{camera.name}  {camera.code}" if camera else id


def lines(records: Iterable[WatchRecord], named: Named) -> Iterator[bytes]:
    """CSV, row by row: UTF-8 with the mark by which spreadsheets know it, times of the city."""
    yield b"\xef\xbb\xbf" + _line(HEAD)
    for record in records:
        since, until = (words.local(at).isoformat(timespec="seconds") for at in (record.since, record.until))
        seen = (since, until, round(lasted_s(record), 1), record.live_s)
        yield _line((*seen, record.camera_id, *named(record.camera_id), record.user, record.full_name, record.tour))


def _line(values: Iterable[str | float]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow([safe(value) for value in values])
    return text.getvalue().encode()


class PatrolLogModel(QAbstractTableModel):
    """Words are made for what is painted."""

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._found: Found | None = None
        self._shown = 0
        hall.cameras.changed.connect(self.say)

    def show(self, found: Found) -> None:
        """Another log than before."""
        self.beginResetModel()
        self._found, self._shown = found, len(found.records)
        self.endResetModel()

    def grow(self) -> None:
        """The same, with more at the end."""
        if self._found is not None and len(self._found.records) > self._shown:
            self.beginInsertRows(QModelIndex(), self._shown, len(self._found.records) - 1)
            self._shown = len(self._found.records)
            self.endInsertRows()

    def record(self, row: int) -> WatchRecord | None:
        return self._found.records[row] if self._found is not None and 0 <= row < self._shown else None

    def say(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(self._shown - 1, len(Column) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if section in RIGHT else Qt.AlignmentFlag.AlignLeft)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("From"), self.tr("Camera"), self.tr("Person"), self.tr("Brought by"), self.tr("For"), self.tr("Live"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        record = self.record(index.row())
        if record is None:
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(record, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return hint(self._text(record, column))
        if role == TONE_ROLE:
            if column is Column.LIVE:
                return "text_2" if live_share(record) >= HALF else "warn"
            return "text" if column in (Column.SINCE, Column.CAMERA) else "text_2"
        return None

    def _text(self, record: WatchRecord, column: Column) -> str:
        match column:
            case Column.SINCE:
                return f"{words.local(record.since):%m-%d %H:%M:%S}"
            case Column.CAMERA:
                return camera_name(self._hall, record.camera_id)
            case Column.PERSON:
                return words.person(record.full_name)
            case Column.TOUR:
                return record.tour or self.tr("by hand")
            case Column.LASTED:
                return words.age(lasted_s(record))
            case Column.LIVE:
                return f"{100 * live_share(record):.0f} %"
