"""The outbox: what was asked of the backend and what became of it, the newest first."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.receipts import Receipt, ReceiptState
from console.widgets import theme
from console.widgets.cell import TONE_ROLE, Cell
from console.widgets.spoken import Spoken
from wire.codes import Noun

Index = QModelIndex | QPersistentModelIndex
TONES = {ReceiptState.STORED: "ok", ReceiptState.REFUSED: "danger", ReceiptState.QUEUED: "warn"}
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
            return receipt.problem.detail if receipt.problem else self._text(receipt, index.column())
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
    """The receipts as a list; a row chosen selects its case."""

    withdraw_wanted = Signal(str)  # key of an order that is still queued
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self.model, self.table = hall, Receipts(hall), QTableView()
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
        column.addWidget(self.table)
        self.table.clicked.connect(lambda index: hall.selection.set(Noun.CASE, self.model.receipt(index.row()).subject))
        self.model.modelReset.connect(self.tell)
        self.say()

    def tell(self) -> None:
        waiting = sum(1 for receipt in self._hall.receipts if receipt.state in WAITING)
        refused = sum(1 for receipt in self._hall.receipts if receipt.state is ReceiptState.REFUSED)
        self.told.emit("", self.tr("{waiting} waiting · {refused} refused").format(waiting=waiting, refused=refused), self.model.rowCount())

    def _withdraw(self) -> None:
        """Only what has not left this console can be taken back."""
        for index in self.table.selectionModel().selectedRows():
            if (receipt := self.model.receipt(index.row())).state is ReceiptState.QUEUED:
                self.withdraw_wanted.emit(receipt.id)

    def say(self) -> None:
        self.withdraw.setText(self.tr("Withdraw"))
        self.model.say()
        self.table.viewport().update()
        self.tell()

    def _prepare_table(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        table.setModel(self.model)
        table.setItemDelegate(Cell(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.px(28))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setFixedHeight(theme.px(24))
        for column, width in enumerate((80, 112, 96, 72)):
            header.resizeSection(column, theme.px(width))
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
