"""Everything that was begun and not sent, with its age: offered again after a crash or a change of shift."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console import words
from console.hall.drafts import Draft
from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.spoken import Spoken, label

KEY = Qt.ItemDataRole.UserRole


class DraftList(Spoken):
    """Enter opens a draft in its form; Delete gives it up."""

    opened = Signal(str, str)  # form, subject
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.list, self._hint = QListWidget(), label("hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addWidget(self._hint)
        self._hint.setContentsMargins(*(theme.px(side) for side in (12, 4, 12, 6)))
        self.list.itemActivated.connect(lambda item: self.opened.emit(*item.data(KEY)))
        keys.bind(self.list, self._drop, "Delete")
        hall.drafts.changed.connect(lambda _: self.say())
        hall.cases.changed.connect(lambda _: self._name_again())
        self.say()

    def tell(self) -> None:
        self.told.emit("", self.tr("{count} drafts").format(count=self.list.count()), self.list.count())

    def say(self) -> None:
        self._hint.setText(self.tr("Enter: write on · Delete: give up"))
        chosen = self.list.currentRow()
        self.list.clear()
        for draft in self._hall.drafts.of():
            item = QListWidgetItem(self._line(draft))
            item.setData(KEY, (draft.form, draft.subject))
            self.list.addItem(item)
        self.list.setCurrentRow(min(max(chosen, 0), self.list.count() - 1))
        self.tell()

    def _name_again(self) -> None:
        if self.isVisible():
            for row, draft in enumerate(self._hall.drafts.of()):
                self.list.item(row).setText(self._line(draft))

    def _line(self, draft: Draft) -> str:
        form, _, verb = draft.form.partition(":")
        case = self._hall.cases.get(draft.subject)
        old = words.age((self._hall.clock.now() - draft.at).total_seconds())
        what = words.verb(verb) if verb else words.pane(form)
        where = f"{words.number_short(case.number)} {case.address}" if case else ""
        said = next((text for text in draft.fields.values() if isinstance(text, str) and text.strip()), "")
        return " · ".join(part for part in (what, where, said[:40], old) if part)

    def _drop(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._hall.drafts.drop(*item.data(KEY))
