"""The lines of a version: searched, as a table, one more or one less; what there is no room for stands in the form beside it."""

from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from console.widgets import theme
from console.widgets.rows import as_rows
from console.widgets.side_by_side import side_by_side
from console.widgets.spoken import button
from console.widgets.standards.lines import COLUMNS, StandardLines

WIDE = ("text", "periods")
WIDTHS = {"code": 76, "name": 130, "limit": 124, "closing": 170, "trade": 110, "meaning": 110, "first": 100, "last": 100}
WANTS = {"closing": 1300, "trade": 1150, "limit": 760}  # px of the pane, for columns that stand in the form as well


class StandardTable(QTableView):
    def __init__(self, model: StandardLines) -> None:
        super().__init__()
        self._lines = model
        as_rows(self, model)

    def fit(self) -> None:
        """To the columns of the kind that the model has now, and their titles."""
        header = self.horizontalHeader()
        for at, field in enumerate(COLUMNS[self._lines.kind]):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch if field in WIDE else QHeaderView.ResizeMode.Interactive)
            if field not in WIDE:
                header.resizeSection(at, max(theme.px(WIDTHS[field]), header.sectionSizeHint(at)))

    def fold(self, width: int) -> None:
        """In a pane of so many pixels."""
        for at, field in enumerate(COLUMNS[self._lines.kind]):
            self.setColumnHidden(at, width < theme.px(WANTS.get(field, 0)))


class StandardList(QWidget):
    """`edits` is what only who may edit has. Whoever shows it says what its buttons are called."""

    def __init__(self, model: StandardLines) -> None:
        super().__init__()
        self.search, self.table, self.edits = QLineEdit(), StandardTable(model), QWidget()
        self.add, self.remove = button(), button("quiet")
        self.edits.setLayout(side_by_side(self.add, self.remove, None))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(side_by_side(self.search))
        column.addWidget(self.table, 1)
        column.addWidget(self.edits)
