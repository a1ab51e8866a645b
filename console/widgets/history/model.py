"""The cases that were found, as rows: those that have come so far; the others come while one scrolls."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from console import words
from console.hall.hall import Hall
from console.hall.history import History
from console.widgets.cell import TONE_ROLE
from console.widgets.spoken import hint
from wire.cases import Case

CASE_ROLE = Qt.ItemDataRole.UserRole
BEFORE_HIT = 8  # characters of a long text that are left before what was sought
Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    LAMP = 0
    NUMBER = 1
    CLASS = 2
    ADDRESS = 3
    DESCRIPTION = 4
    STATUS = 5
    DEPARTMENT = 6
    REPORTED = 7
    CLOSED = 8


LOUD = (Column.CLASS, Column.ADDRESS, Column.DESCRIPTION)


class HistoryModel(QAbstractTableModel):
    """A case that has changed meanwhile is shown as the Hall has it; it stays where it was found."""

    def __init__(self, hall: Hall, history: History, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._history = hall, history
        self._rows: dict[str, int] = {}
        self._shown = 0
        history.renewed.connect(self._renew)
        history.grown.connect(self._grow)
        hall.cases.changed.connect(self._change)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = section in (Column.REPORTED, Column.CLOSED)
            return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        return self._title(Column(section)) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        case = self.case(index.row())
        if case is None:
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(case, column)
        if role == CASE_ROLE:
            return case
        if role == TONE_ROLE:
            return "text" if column in LOUD else "text_2"
        if role == Qt.ItemDataRole.ToolTipRole:
            return hint(self._hint(case, column))
        return None

    def case(self, row: int) -> Case | None:
        if not 0 <= row < self._shown:
            return None
        found = self._history.cases[row]
        newer = self._hall.cases.get(found.id)
        return newer if newer is not None and newer.version > found.version else found

    def row(self, case_id: str) -> int:
        return self._rows.get(case_id, -1)

    def sought(self) -> list[str]:
        """The words that were looked for."""
        return self._history.search.filter.text.casefold().split()

    def _renew(self) -> None:
        if self._history.problem is not None:
            return
        self.beginResetModel()
        self._shown = len(self._history.cases)
        self._rows = {case.id: row for row, case in enumerate(self._history.cases)}
        self.endResetModel()

    def _grow(self, before: int) -> None:
        cases = self._history.cases
        self.beginInsertRows(QModelIndex(), before, len(cases) - 1)
        self._shown = len(cases)
        self._rows |= {case.id: row for row, case in enumerate(cases[before:], before)}
        self.endInsertRows()

    def _change(self, ids: frozenset[str]) -> None:
        for row in (self._rows[id] for id in ids if id in self._rows):
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def _text(self, case: Case, column: Column) -> str:
        now = self._hall.clock.now()
        if column is Column.NUMBER:
            return words.number_dated(case.number)
        if column is Column.CLASS:
            return words.class_name(self._hall.classes.get((case.kind, case.class_code)), case.class_code)
        if column is Column.ADDRESS:
            return case.address
        if column is Column.DESCRIPTION:
            return self._around_hit(" ".join(case.description.split()))
        if column is Column.STATUS:
            return words.of(case.status)
        if column is Column.DEPARTMENT:
            department = self._hall.departments.get(case.department_id or "")
            return department.name if department else ""
        if column is Column.REPORTED:
            return words.moment(case.reported_at, now)
        return words.moment(case.closed_at, now) if column is Column.CLOSED else ""

    def _around_hit(self, text: str) -> str:
        """From a little before the first hit on, so that it is in sight."""
        folded = text.casefold()
        first = min((at for word in self.sought() if (at := folded.find(word)) >= 0), default=0)
        return f"…{text[first - BEFORE_HIT :]}" if first > 2 * BEFORE_HIT else text

    def _hint(self, case: Case, column: Column) -> str:
        if column is Column.DESCRIPTION:
            return case.description
        return case.number if column is Column.NUMBER else self._text(case, column)

    def _title(self, column: Column) -> str:
        return {
            Column.LAMP: "",
            Column.NUMBER: self.tr("Number"),
            Column.CLASS: self.tr("Class"),
            Column.ADDRESS: self.tr("Address"),
            Column.DESCRIPTION: self.tr("Description"),
            Column.STATUS: self.tr("Status"),
            Column.DEPARTMENT: self.tr("Department"),
            Column.REPORTED: self.tr("Reported"),
            Column.CLOSED: self.tr("Closed"),
        }[column]
