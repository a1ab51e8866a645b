"""The outbox: what was asked of the backend and what became of it, the newest first."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.receipts import Receipt, ReceiptState
from console.widgets import theme
from console.widgets.cell import TONE_ROLE
from console.widgets.missing import Missing
from console.widgets.rows import as_rows
from console.widgets.spoken import Spoken, button, hint
from wire.codes import Noun

Index = QModelIndex | QPersistentModelIndex
TONES = {ReceiptState.STORED: "ok", ReceiptState.SEEN: "ok", ReceiptState.REFUSED: "danger", ReceiptState.QUEUED: "warn"}
WAITING = (ReceiptState.QUEUED, ReceiptState.SENT)


class Receipts(QAbstractTableModel):
    """Columns: time, what, case, state, why."""

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        self._hall = hall
        self._rows: list[Receipt] = []
        hall.receipts.changed.connect(self._take)
        self._take()

    def receipt(self, row: int) -> Receipt:
        return self._rows[row]

    def row_of(self, key: str) -> int:
        """-1 when there is none."""
        return next((row for row, receipt in enumerate(self._rows) if receipt.id == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return (self.tr("Time"), self.tr("Step"), self.tr("Case"), self.tr("State"), self.tr("Why"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        receipt = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(receipt, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return hint(receipt.problem.detail if receipt.problem else self._text(receipt, index.column()))
        if role == TONE_ROLE:
            return TONES.get(receipt.state, "text") if index.column() == 3 else "text" if index.column() in (1, 4) else "text_2"
        return None

    def say(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 4)

    def _text(self, receipt: Receipt, column: int) -> str:
        case = self._hall.cases.get(receipt.subject)
        if column == 0:
            return words.moment(receipt.at, self._hall.clock.now())
        if column == 1:
            return words.verb(receipt.verb)
        if column == 2:
            return words.number_short(case.number) if case else ""
        if column == 3:
            return words.receipt(receipt.state)
        return words.problem(receipt.problem) if receipt.problem else words.cause(receipt.waiting_for)

    def _take(self) -> None:
        # A shift writes some hundred receipts: taken whole, they are a screenful of work.
        self.beginResetModel()
        self._rows = sorted(self._hall.receipts, key=lambda receipt: receipt.at, reverse=True)
        self.endResetModel()


class Outbox(Spoken):
    """The receipts as a list; a row chosen selects its case. `number`: which console of this user on this machine it is."""

    withdraw_wanted = Signal(str)  # key of an order that is still queued
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, number: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._number, self.model, self.table = hall, number, Receipts(hall), QTableView()
        self.tools, self.missing = QWidget(), Missing(hall, Wanted.WITHDRAWAL, asking=False)
        self.take_back, self._id = button("tab"), ""
        self.model.setParent(self)
        self.withdraw = QAction(self)
        self.withdraw.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        self.withdraw.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.withdraw.triggered.connect(self._withdraw)
        self.table.addAction(self.withdraw)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._prepare_table()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.missing.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(4))
        column.addWidget(self.missing)
        column.addWidget(self.table)
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.take_back)
        for small in ("stacked", "tight"):
            self.take_back.setProperty(small, True)
        self.take_back.clicked.connect(self.withdraw.trigger)
        self.table.selectionModel().selectionChanged.connect(self._judge)
        self.table.clicked.connect(lambda index: hall.selection.set(Noun.CASE, self.model.receipt(index.row()).subject))
        self.model.modelReset.connect(self._keep_choice)
        self.model.modelReset.connect(self.tell)
        self.say()
        self._judge()

    def tell(self) -> None:
        waiting = sum(1 for receipt in self._hall.receipts if receipt.state in WAITING)
        refused = sum(1 for receipt in self._hall.receipts if receipt.state is ReceiptState.REFUSED)
        scope = self.tr("window {number}: it sends its own orders").format(number=self._number) if self._number > 1 else ""
        self.told.emit(scope, self.tr("{waiting} waiting · {refused} refused").format(waiting=waiting, refused=refused), self.model.rowCount())

    def _withdraw(self) -> None:
        """Only what has not left this console can be taken back."""
        receipt = self._chosen()
        if receipt is not None and receipt.state is ReceiptState.QUEUED:
            self.withdraw_wanted.emit(receipt.id)

    def _chosen(self) -> Receipt | None:
        rows = self.table.selectionModel().selectedRows()
        return self.model.receipt(rows[0].row()) if rows else None

    def _keep_choice(self) -> None:
        """The rows are taken whole and every time: what was chosen stays chosen."""
        row = self.model.row_of(self._id)
        if row >= 0:
            self.table.selectRow(row)
        self._judge()

    def _judge(self) -> None:
        chosen = self._chosen()
        self._id = chosen.id if chosen else ""
        self.take_back.setEnabled(chosen is not None and chosen.state is ReceiptState.QUEUED)

    def say(self) -> None:
        self.withdraw.setText(self.tr("Withdraw"))
        self.take_back.setText(self.tr("Withdraw"))
        self.take_back.setToolTip(self.tr("Take back an order that has not left this console (Del)"))
        self.model.say()
        self.table.viewport().update()
        self.tell()

    def _prepare_table(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        as_rows(table, self.model)
        for column, width in enumerate((80, 112, 96, 72)):
            header.resizeSection(column, theme.px(width))
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
