"""Tabs, with a count each where there is one to be told, of which one is chosen."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from console.widgets import theme
from console.widgets.spoken import button


class Tabs(QWidget):
    chosen = Signal(int)  # which one

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs, self._group = [button("tab") for _ in range(count)], QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(4), 0, theme.px(4), 0)
        row.setSpacing(0)
        for number, tab in enumerate(self._tabs):
            tab.setCheckable(True)
            self._group.addButton(tab, number)
            row.addWidget(tab)
        row.addStretch(1)
        self._tabs[0].setChecked(True)
        self._group.idClicked.connect(self.chosen)

    @property
    def current(self) -> int:
        return self._group.checkedId()

    def choose(self, number: int) -> None:
        if number != self.current:
            self._tabs[number].setChecked(True)
            self.chosen.emit(number)

    def write(self, number: int, text: str, count: int | None = None) -> None:
        said = text if count is None else f"{text} {count}"
        if said != self._tabs[number].text():
            self._tabs[number].setText(said)
            # The chosen one is written bold, and must not be wider for it.
            self._tabs[number].setMinimumWidth(QFontMetrics(theme.font("body", strong=True)).horizontalAdvance(said) + theme.px(20))
