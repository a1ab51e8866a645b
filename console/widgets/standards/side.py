"""What stands beside the lines of a version, one at a time: the line as a form, what is wrong, what changes with its publication, what was before."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from console.widgets import theme
from console.widgets.lines import Lines
from console.widgets.spoken import Spoken, button, label
from console.widgets.standards import standard_words
from console.widgets.standards.line_form import StandardLineForm
from console.widgets.standards.publish import StandardPublish
from wire.codes import StandardKind
from wire.standards import ConditionVersion, Fault, StandardChanges


class StandardSide(Spoken):
    turned = Signal()  # to another of its pages
    history_wanted = Signal(str)  # id of a condition

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = {name: button("tab") for name in ("line", "faults", "changes", "history")}
        self.form, self.faults, self.changes, self.history = StandardLineForm(), Lines(), Lines(), Lines()
        self.publish, self.summary = StandardPublish(), label(wrap=True)
        self._wrong, self._changed = 0, -1
        self._followed, self._asked = "", ""  # id of a condition, and the one whose history was asked for
        self._lay_out()
        for tab in self.tabs.values():
            tab.clicked.connect(self._turn)
        self.say()

    def shows(self, page: str) -> bool:
        return self.tabs[page].isChecked()

    def turn_to(self, page: str) -> None:
        self.tabs[page].setChecked(True)
        self._turn()

    def show_faults(self, faults: list[Fault], edits: bool) -> None:
        self._wrong = len(faults)
        self.faults.take(standard_words.fault_lines(faults))
        self.tabs["faults"].setVisible(edits)
        self.say()

    def show_changes(self, found: StandardChanges | None, otherwise: str) -> None:
        lines = standard_words.change_lines(found) if found else []
        self._changed = len(lines) if found else -1
        self.changes.take(lines)
        self.summary.setText(standard_words.summary(found) if found else otherwise)
        self.say()

    def follow(self, id: str) -> None:
        """To another condition, or none; what it was before is asked for when somebody looks."""
        if id != self._followed:
            self._followed, self._asked = id, ""
            self.history.take([])
        if self.shows("history") and id and id != self._asked:
            self._asked = id
            self.history_wanted.emit(id)

    def take_history(self, id: str, found: list[ConditionVersion]) -> None:
        if id == self._followed:
            self.history.take(standard_words.history_lines(found))

    def suit(self, kind: StandardKind) -> None:
        self.tabs["history"].setVisible(kind is StandardKind.CATALOGUE)
        if kind is StandardKind.CALENDAR and self.shows("history"):
            self.turn_to("line")

    def say(self) -> None:
        for name, text in (
            ("line", self.tr("Line")),
            ("faults", self.tr("Wrong") + (f"  {self._wrong}" if self._wrong else "")),
            ("changes", self.tr("Changes") + (f"  {self._changed}" if self._changed >= 0 else "")),
            ("history", self.tr("History")),
        ):
            self.tabs[name].setText(text)
            widen(self.tabs[name])

    def _turn(self) -> None:
        self._pages.setCurrentIndex(next((at for at, tab in enumerate(self.tabs.values()) if tab.isChecked()), 0))
        self.follow(self._followed)
        self.turned.emit()

    def _lay_out(self) -> None:
        self._pages, changes = QStackedWidget(), QWidget()
        preview, foot, head, column = QVBoxLayout(changes), QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        for layout in (preview, column):
            layout.setContentsMargins(0, 0, 0, 0)
        self.summary.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        foot.setContentsMargins(theme.px(8), 0, theme.px(8), theme.px(8))
        foot.addWidget(self.publish)
        preview.addWidget(self.summary)
        preview.addWidget(self.changes, 1)
        preview.addLayout(foot)
        for page in (self.form, self.faults, changes, self.history):
            self._pages.addWidget(page)
        head.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        head.setSpacing(theme.px(6))
        for tab in self.tabs.values():
            tab.setCheckable(True)
            tab.setAutoExclusive(True)
            head.addWidget(tab)
        head.addStretch(1)
        self.tabs["line"].setChecked(True)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        self.setMinimumWidth(theme.px(260))


def widen(tab: QPushButton) -> None:
    """As wide as its text is while it is chosen, and so strong."""
    tab.setMinimumWidth(QFontMetrics(theme.font("body", strong=True)).horizontalAdvance(tab.text()) + theme.px(18))
