"""A choice of several: each pick adds one or takes it away again, and the line below says which."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.widgets import theme
from console.widgets.fields import Choice
from console.widgets.spoken import Spoken, button, label


class Many(Spoken):
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice, self._label, self._chosen_line, self._clear = Choice(), label("label"), label("hint", wrap=True), button("quiet")
        self._chosen: list[object] = []
        self._texts: dict[object, str] = {}
        self._lay_out()
        self.choice.activated.connect(self._pick)
        self.choice.line.editingFinished.connect(self._pick)  # a part of only one text, and Return
        self._clear.clicked.connect(lambda: self._set([]))
        self.setFocusProxy(self.choice)
        self._show()

    def set_label(self, text: str) -> None:
        self._label.setText(text)
        self.choice.setAccessibleName(text)

    def fill(self, options: Iterable[tuple[object, str]]) -> None:
        offered = list(options)
        self._texts = dict(offered)
        self.choice.fill(offered)
        self._show()

    def values(self) -> list[object]:
        return list(self._chosen)

    def show_values(self, values: Iterable[object]) -> None:
        """Without a signal: somebody else has changed them."""
        self._chosen = list(values)
        self._show()

    def say(self) -> None:
        self._clear.setToolTip(self.tr("None of them"))

    def _pick(self) -> None:
        value = self.choice.chosen()
        self.choice.setEditText("")
        if value is not None:
            self._set([each for each in self._chosen if each != value] if value in self._chosen else [*self._chosen, value])

    def _set(self, values: list[object]) -> None:
        if values != self._chosen:
            self._chosen = values
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        self._chosen_line.setText(" · ".join(self._texts.get(value, str(value)) for value in self._chosen))
        for part in (self._chosen_line, self._clear):
            part.setVisible(bool(self._chosen))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._label, 1)
        head.addWidget(self._clear)
        self._clear.setText("×")
        self._clear.setFixedHeight(theme.px(18))
        self._label.setMinimumHeight(theme.px(18))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(head)
        column.addWidget(self.choice)
        column.addWidget(self._chosen_line)
        column.addStretch(1)
        self.say()
