"""The cases behind a figure: their number is the figure; a row opens its card."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.cell import TONE_ROLE
from console.widgets.rows import as_rows
from console.widgets.spoken import Spoken, button, hint, label
from wire.cases import Case, CasePage

Index = QModelIndex | QPersistentModelIndex
WIDTHS = (88, 132, 200, 92, 132, 96, 96)


class BehindModel(QAbstractTableModel):
    """Columns: number, class, address, status, department, reported, deadline. What is not here yet is fetched when somebody gets there."""

    more = Signal(str)  # the cursor of the next page

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.cases: list[Case] = []
        self._next: str | None = None

    def clear(self) -> None:
        self.beginResetModel()
        self.cases, self._next = [], None
        self.endResetModel()

    def take(self, page: CasePage) -> None:
        if not page.cases:
            return
        self.beginInsertRows(QModelIndex(), len(self.cases), len(self.cases) + len(page.cases) - 1)
        self.cases += page.cases
        self._next = page.next
        self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:
        return self._next is not None

    def fetchMore(self, parent: Index) -> None:
        if (cursor := self._next) is not None:
            self._next = None
            self.more.emit(cursor)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.cases)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(WIDTHS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return (
            self.tr("Number"),
            self.tr("Class"),
            self.tr("Address"),
            self.tr("Status"),
            self.tr("Department"),
            self.tr("Reported"),
            self.tr("Deadline"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        case = self.cases[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self._texts(case)[index.column()]
            return hint(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return ("text" if index.column() < 2 else "text_2") if role == TONE_ROLE else None

    def _texts(self, case: Case) -> tuple[str, ...]:
        department, now = self._hall.departments.get(case.department_id or ""), self._hall.clock.now()
        return (
            words.number_short(case.number),
            words.class_name(self._hall.classes.get((case.kind, case.class_code)), case.class_code),
            case.address,
            words.of(case.status),
            department.name if department else "",
            words.moment(case.reported_at, now),
            words.moment(case.deadline_at, now) if case.deadline_at else "",
        )

    def say(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(WIDTHS) - 1)


class BehindTable(QTableView):
    opened = Signal(int)  # row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class BehindList(Spoken):
    """`side` says whether the cases that count are listed, or those that they are a share of."""

    opened = Signal(str)  # case id
    more = Signal(str)
    side_chosen = Signal(bool)  # True: the denominator

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what, self._total = "", 0
        self.model, self.table = BehindModel(hall, self), BehindTable()
        self.over, self.under = button("tab"), button("tab")
        self._says, self._sides = label("lead"), QButtonGroup(self)
        self._lay_out()
        self.model.more.connect(self.more)
        self.table.opened.connect(self._open)
        self.table.doubleClicked.connect(lambda at: self._open(at.row()))
        self.over.clicked.connect(lambda: self.side_chosen.emit(False))
        self.under.clicked.connect(lambda: self.side_chosen.emit(True))
        self.say()

    def begin(self, what: str, shared: bool, under: bool) -> None:
        """Another list is on its way; `shared`: it is of a figure with a denominator."""
        self._what, self._total = what, -1
        self.model.clear()
        for side in (self.over, self.under):
            side.setVisible(shared)
        (self.under if under else self.over).setChecked(True)
        self.say()

    def take(self, page: CasePage) -> None:
        self._total = page.total
        self.model.take(page)
        self.say()

    def say(self) -> None:
        self.over.setText(self.tr("Counted"))
        self.under.setText(self.tr("Out of"))
        if self._total >= 0 and self._what:
            self._says.setText(self.tr("{what}: {count} cases").format(what=self._what, count=f"{self._total:,}"))
        else:
            self._says.setText(f"{self._what} …" if self._what else self.tr("Choose a figure: its cases are listed here"))
        self.model.say()

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.model.cases):
            self.opened.emit(self.model.cases[row].id)

    def _fit(self) -> None:
        """As wide as what stands there, and its titles."""
        header = self.table.horizontalHeader()
        for at, width in enumerate(WIDTHS):
            header.resizeSection(at, max(theme.px(width), header.sectionSizeHint(at)))

    def _lay_out(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        as_rows(table, self.model)
        self._fit()
        self.model.headerDataChanged.connect(lambda *_: self._fit())
        header.setStretchLastSection(True)
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(8), theme.px(2), theme.px(8), theme.px(2))
        row.setSpacing(theme.px(8))
        row.addWidget(self._says, 1)
        for side in (self.over, self.under):
            side.setCheckable(True)
            side.hide()
            self._sides.addButton(side)
            row.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(table, 1)
