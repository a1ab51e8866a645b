"""Asks for a layout of one's own: columns, rows, and how large the first pane is. Shows at once what it looks like."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from console.hall.video_layouts import OWN, grid
from console.widgets import theme
from console.widgets.spoken import label


class Sketch(QWidget):
    """The cells of a layout, small."""

    def __init__(self) -> None:
        super().__init__()
        self.columns, self.rows, self.large = 3, 3, 1
        self.setMinimumSize(theme.px(240), theme.px(135))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(135))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(QPen(theme.colour("text_2"), 1))
            painter.setBrush(theme.colour("raised"))
            wide, high = (self.width() - 1) / self.columns, (self.height() - 1) / self.rows
            for cell in grid(self.columns, self.rows, self.large):
                painter.drawRect(QRectF(cell.column * wide + 1, cell.row * high + 1, cell.span * wide - 2, cell.span * high - 2))


class LayoutForm(QDialog):
    wanted = Signal(str)  # one of `console.hall.video_layouts`

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns, self.rows, self.large, self.sketch = QSpinBox(), QSpinBox(), QSpinBox(), Sketch()
        self.columns.setRange(1, 6)
        self.rows.setRange(1, 6)
        for field in (self.columns, self.rows, self.large):
            field.valueChanged.connect(self._draw)
        self._fields = QFormLayout()
        self._labels = [label() for _ in range(3)]
        for text, field in zip(self._labels, (self.columns, self.rows, self.large), strict=True):
            text.setBuddy(field)
            self._fields.addRow(text, field)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        for face in self._buttons.buttons():
            face.setIcon(QIcon())  # of another look than ours
        self._buttons.accepted.connect(self._take)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(self._fields)
        column.addWidget(self.sketch, 1, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._buttons)

    def ask(self, now: str) -> None:
        """With the layout that is shown now, when it is one of this kind."""
        found = OWN.match(now)
        columns, rows, large = (int(part or 1) for part in found.groups()) if found else (3, 3, 1)
        self.setWindowTitle(self.tr("A layout of my own"))
        texts = (self.tr("Columns"), self.tr("Rows"), self.tr("Cells of the first pane, each way"))
        for shown, text in zip(self._labels, texts, strict=True):
            shown.setText(text)
        self.columns.setValue(columns)
        self.rows.setValue(rows)
        self._draw()
        self.large.setValue(large)
        self.open()

    def _draw(self) -> None:
        self.large.setRange(1, max(1, min(self.columns.value(), self.rows.value()) - 1))
        self.sketch.columns, self.sketch.rows, self.sketch.large = self.columns.value(), self.rows.value(), self.large.value()
        self.sketch.update()

    def _take(self) -> None:
        large = f"+{self.large.value()}" if self.large.value() > 1 else ""
        self.wanted.emit(f"{self.columns.value()}x{self.rows.value()}{large}")
        self.accept()
