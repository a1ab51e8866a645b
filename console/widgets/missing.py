"""One line that says what a pane could not have, and why; it goes when the pane has it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.elided import Elided
from console.widgets.spoken import Spoken, button, hint, label


class Missing(Spoken):
    """Hidden while nothing is missing. `again` is there for whoever asks for it; without `asking` it is tried by itself."""

    again = Signal(str)  # Wanted

    def __init__(self, hall: Hall, *wanted: Wanted, asking: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._failures, self._wanted, self._id = hall.failures, wanted, ""
        self._missing: Wanted | None = None
        # Without a button it stands in rows that have one line, and no room to spare.
        self.text, self.ask = label("hint", tone="danger", wrap=True) if asking else Elided("hint", tone="danger"), button("quiet")
        self.ask.setVisible(asking)
        self.ask.clicked.connect(lambda: self.again.emit(self._missing or ""))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.text, 1)
        row.addWidget(self.ask)
        hall.failures.changed.connect(self._take)
        self.say()

    def watch(self, id: str) -> None:
        """Whose things are wanted now."""
        self._id = id
        self.say()

    def say(self) -> None:
        self._missing = next((wanted for wanted in self._wanted if self._failures.of(wanted, self._id)), None)
        problem = self._failures.of(self._missing, self._id) if self._missing else None
        text = words.missing(self._missing, problem) if self._missing and problem else ""
        self.text.setText(text)
        self.text.setToolTip(hint("\n".join(filter(None, (text, problem.detail)))) if problem else "")
        self.ask.setText(self.tr("Try again"))
        self.setVisible(problem is not None)

    def _take(self, wanted: str, id: str) -> None:
        if wanted in self._wanted and id == self._id:
            self.say()
