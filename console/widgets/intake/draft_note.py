"""One line above a form that was found again: how old its draft is, and the way to be rid of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console import words
from console.hall.drafts import Draft
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.spoken import Spoken, button, label


class DraftNote(Spoken):
    """Nothing at all while there is no draft."""

    dropped = Signal()

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._draft: Draft | None = None
        self._text, self._drop = label(tone="warn", wrap=True), button("quiet")
        self._drop.clicked.connect(self.dropped)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._text, 1)
        row.addWidget(self._drop)
        self.show_draft(None)

    def show_draft(self, draft: Draft | None) -> None:
        self._draft = draft
        self.say()
        self.setVisible(draft is not None)

    def say(self) -> None:
        self._drop.setText(self.tr("Discard"))
        if self._draft is not None:
            old = words.age((self._hall.clock.now() - self._draft.at).total_seconds())
            self._text.setText(self.tr("Your draft of {age} ago, not sent").format(age=old))
