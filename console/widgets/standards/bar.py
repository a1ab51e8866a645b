"""What of the library is looked at, the catalogue or the calendar and which version, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from console import words
from console.widgets import theme
from console.widgets.fields import Choice
from console.widgets.flow import Flow
from console.widgets.spoken import button
from console.widgets.standards.side import widen
from wire.codes import StandardKind


class StandardBar(QWidget):
    """Whoever shows it says what its buttons are called."""

    switched = Signal(object)  # StandardKind
    opened = Signal(str)  # id of a version
    format_chosen = Signal(str)  # suffix of the file

    def __init__(self) -> None:
        super().__init__()
        self.kinds, self.versions = {kind: button("tab") for kind in StandardKind}, Choice()
        self.new, self.read, self.export, self.withdraw = button(), button(), button(), button("quiet")
        for kind, tab in self.kinds.items():
            tab.setCheckable(True)
            tab.setAutoExclusive(True)
            tab.clicked.connect(lambda _=False, kind=kind: self.switched.emit(kind))
        self.kinds[StandardKind.CATALOGUE].setChecked(True)
        self.versions.setMinimumContentsLength(24)
        self.versions.activated.connect(lambda _: self.opened.emit(str(self.versions.chosen() or "")))
        formats = QMenu(self)
        for suffix in ("xlsx", "csv"):
            action = QAction(suffix.upper(), self)
            action.triggered.connect(lambda _=False, suffix=suffix: self.format_chosen.emit(suffix))
            formats.addAction(action)
        self.export.setMenu(formats)
        line = Flow(self, gap=6)
        line.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        for part in (*self.kinds.values(), self.versions, self.new, self.read, self.export, self.withdraw):
            line.addWidget(part)

    def allow(self, may: bool, edits: bool, shown: bool) -> None:
        """What an administrator may, what may be done to a draft of his, and what needs a version that is there."""
        self.new.setVisible(may)
        self.read.setVisible(may)
        self.withdraw.setVisible(edits)
        for part in (self.export, self.new):
            part.setEnabled(shown)

    def say(self) -> None:
        self.versions.setAccessibleName(words.field("version.id"))
        for kind, tab in self.kinds.items():
            tab.setText(words.of(kind))
            widen(tab)
