"""Parts beside one another."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSplitter, QWidget

from console.widgets import theme
from console.widgets.fields import Choice


def side_by_side(*parts: QWidget | None) -> QHBoxLayout:
    """What is typed or chosen takes the room; None is where it stretches."""
    row = QHBoxLayout()
    row.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
    row.setSpacing(theme.px(6))
    for part in parts:
        row.addStretch(1) if part is None else row.addWidget(part, 1 if isinstance(part, QLineEdit | Choice) else 0)
    return row


def split(*parts: tuple[QWidget, int, int]) -> QSplitter:
    """With handles between them; each with its share of what is left over, and how many px it begins with. None can be folded away."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    for at, (part, share, _) in enumerate(parts):
        splitter.addWidget(part)
        splitter.setStretchFactor(at, share)
        splitter.setCollapsible(at, False)
    splitter.setSizes([theme.px(width) for _, _, width in parts])
    return splitter


def by_two(*parts: QWidget) -> QWidget:
    """Two in a row."""
    whole = QWidget()
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(theme.px(8))
    for number, part in enumerate(parts):
        grid.addWidget(part, number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
    return whole
