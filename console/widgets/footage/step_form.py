"""One line that a step needs: to whom footage goes, or why it is refused."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from console import words
from console.widgets import theme
from console.widgets.fields import LineField
from console.widgets.spoken import label
from wire.footage import FootageRequest, HandOverStep, RefuseStep
from wire.problem import Problem

MOST = {"footage_to": 120, "footage_reason": 500}


class StepForm(QDialog):
    """It stays until `accept` or `refuse`."""

    given = Signal(object, object)  # FootageRequest, HandOverStep or RefuseStep

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` of the field: `footage_to` or `footage_reason`."""
        super().__init__(parent)
        self._name = name
        self._request: FootageRequest | None = None
        self.line, self._what, self.wrong = LineField(name, True), label(wrap=True), label("error", wrap=True)
        self.line.edit.setMaxLength(MOST[name])
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        for face in self.buttons.buttons():
            face.setIcon(QIcon())  # of another look than ours
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(8))
        for part in (self._what, self.line, self.wrong, self.buttons):
            column.addWidget(part)
        self.resize(theme.px(420), self.sizeHint().height())
        self.buttons.accepted.connect(self.submit)
        self.buttons.rejected.connect(self.reject)

    def ask(self, request: FootageRequest) -> None:
        self._request = request
        hands_over = self._name == "footage_to"
        self.setWindowTitle(self.tr("Hand over") if hands_over else self.tr("Refuse"))
        files = self.tr("{number}: {count} files").format(number=request.number, count=len(request.copies))
        self._what.setText(files if hands_over else request.number)
        self.line.set(request.officer if hands_over else "")
        self.wrong.hide()
        self.line.set_error("")
        self._wait(False)
        self.open()
        self.line.setFocus()

    def submit(self) -> None:
        text = self.line.value()
        if text is None or self._request is None:
            self.line.set_error(self.tr("Needed"))
            return
        self._wait(True)
        self.given.emit(self._request, HandOverStep(to=text) if self._name == "footage_to" else RefuseStep(reason=text))

    def refuse(self, problem: Problem) -> None:
        self._wait(False)
        self.wrong.setText(words.problem(problem))
        self.wrong.show()

    def _wait(self, waiting: bool) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not waiting)
