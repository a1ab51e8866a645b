"""Whether the tables of a window have room for what stands in them."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QTextDocumentFragment
from PySide6.QtWidgets import QAbstractItemDelegate, QTableView, QWidget

from console.widgets import theme
from console.widgets.cell import Cell
from console.widgets.lettering import Said

SHORT = 15  # letters, of which Chinese ones count twice: a column that has no longer text is one of numbers, codes or words, and elides nothing
SIDES_PX = 16  # what a cell leaves free at its sides


def cut(window: QWidget) -> list[str]:
    """Heads and cells that are cut and do not say in their hint what was; cells that are cut in a column of short texts, in any case."""
    return [each for table in window.findChildren(QTableView) if table.isVisible() for each in (*_heads(table), *_cells(table))]


def _columns(table: QTableView) -> Iterator[tuple[int, int]]:
    """Those that are seen, with their width."""
    header = table.horizontalHeader()
    return ((at, header.sectionSize(at)) for at in range(header.count()) if not table.isColumnHidden(at))


def _heads(table: QTableView) -> Iterator[str]:
    header, model = table.horizontalHeader(), table.model()
    for at, width in _columns(table) if header.isVisible() else ():
        text = model.headerData(at, Qt.Orientation.Horizontal)
        if (
            text
            and header.sectionSizeHint(at) > width
            and str(text) not in str(model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole))
        ):
            yield f"head {text!r}: {width} of {header.sectionSizeHint(at)} px"


def _cells(table: QTableView) -> Iterator[str]:
    model, cell = table.model(), table.itemDelegate()
    for at, width in _columns(table):
        texts = [str(model.index(row, at).data() or "") for row in range(model.rowCount())]
        short = max(map(_letters, texts), default=0) <= SHORT
        for row, text in enumerate(texts):
            needed = _needed(cell, model.index(row, at)) if text else 0
            if needed > width and (short or text not in _hint(model, row, at)):
                yield f"cell {text!r} in column {model.headerData(at, Qt.Orientation.Horizontal)!r}: {width} of {needed} px"


def _letters(text: str) -> int:
    return sum(1 + (ord(letter) > 0x2E80) for letter in text)


def _needed(cell: QAbstractItemDelegate, index: QModelIndex) -> int:
    said = cell.said(index) if isinstance(cell, Cell) else Said(index.data())
    beside = QFontMetrics(theme.font("small")).horizontalAdvance(said.aside) + theme.px(8) if said.aside else 0
    return QFontMetrics(theme.font("body", strong=said.tone == "danger")).horizontalAdvance(said.text) + beside + theme.px(SIDES_PX)


def _hint(model: QAbstractItemModel, row: int, at: int) -> str:
    said = str(model.index(row, at).data(Qt.ItemDataRole.ToolTipRole) or "")
    return QTextDocumentFragment.fromHtml(said).toPlainText() if said.startswith("<") else said
