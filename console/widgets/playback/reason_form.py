"""Why something is kept, recorded or handed out: nothing of it happens without a reason that stands in the trail."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console.widgets import theme
from console.widgets.spoken import button, label

MOST = 300


class ReasonForm(QDialog):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._then: Callable[[str], None] = lambda _: None
        self.what, self.asked = label("lead", wrap=True), label("label")
        self.reason = QLineEdit(maxLength=MOST)
        self.keep, self.leave = button("primary"), button("quiet")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        for part in (self.what, self.asked, self.reason):
            column.addWidget(part)
        column.addLayout(foot)
        self.setMinimumWidth(theme.px(380))
        self.reason.textChanged.connect(lambda text: self.keep.setEnabled(bool(text.strip())))
        self.keep.clicked.connect(self._done)
        self.leave.clicked.connect(self.reject)

    def ask(self, what: str, act: str, then: Callable[[str], None]) -> None:
        """`then` is called with the reason, when there is one."""
        self._then = then
        self.setWindowTitle(act)
        self.what.setText(what)
        self.asked.setText(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("For example: traffic accident, asked for by the police"))
        self.keep.setText(act)
        self.leave.setText(self.tr("Cancel"))
        self.reason.clear()
        self.keep.setEnabled(False)
        self.reason.setFocus()
        self.open()

    def _done(self) -> None:
        self.accept()
        self._then(self.reason.text().strip())
