"""The reports that were begun and not sent, as a row of buttons above the form; none, no row."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.hall.drafts import Draft
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.flow import Flow
from console.widgets.spoken import Spoken, button, hint

MOST_LETTERS = 10


class ReportDrafts(Spoken):
    chosen = Signal(str)  # id of the report

    def __init__(self, hall: Hall, form: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._form, self._open = hall, form, ""
        self._row = Flow(self, gap=4)
        self._row.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), 0)
        hall.drafts.changed.connect(lambda _: self.say())
        self.say()

    def look_away_from(self, id: str) -> None:
        """The one that the form shows needs no button."""
        self._open = id
        self.say()

    def say(self) -> None:
        while item := self._row.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        drafts = [draft for draft in self._hall.drafts.of(self._form) if draft.subject != self._open]
        for draft in drafts:
            self._row.addWidget(self._button(draft))
        self.setVisible(bool(drafts))
        self.updateGeometry()

    def _button(self, draft: Draft) -> QWidget:
        made, old = button(), words.age((self._hall.clock.now() - draft.at).total_seconds())
        place = dict(draft.fields.get("place") or {})
        named = next((str(text) for text in (draft.fields.get("matter"), place.get("text"), draft.fields.get("phone")) if text), "")
        draft_word = self.tr("Draft")
        made.setText(f"{draft_word} {named[:MOST_LETTERS]} · {old}")
        made.setToolTip(hint(named))
        made.clicked.connect(lambda: self.chosen.emit(draft.subject))
        return made
