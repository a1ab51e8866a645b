"""A form for what is kept under a name, as one's own or for the whole hall."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QHBoxLayout, QLineEdit, QWidget

from console.hall.hall import Hall
from console.widgets.spoken import button, label
from wire.tours import EDITORS

LONGEST_NAME = 80


class SharingForm(QDialog):
    """What concerns the whole hall is done when the backend says so: until then the form stays, and `refuse` or `end` with the `turn` in which it was
    asked ends it; an answer to an earlier turn is about what the form does not show any more.
    """

    kept = Signal(object, str)  # what is kept, the name that it had; empty: it is new
    removed = Signal(str)
    shared = Signal(object, object, str)  # what is kept, that of the hall which it replaces or None, the name that it had as one's own
    unshared = Signal(object)  # that of the hall

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turn, self._was = 0, ""
        self._saved: Any = None
        self._editor = not EDITORS.isdisjoint(hall.me.roles)
        self.name, self.for_hall, self.forget = QLineEdit(), QCheckBox(), button()
        self.name.setMaxLength(LONGEST_NAME)
        self.wrong = label(tone="danger", wrap=True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        for face in self._buttons.buttons():
            face.setIcon(QIcon())  # of another look than ours
        self._buttons.accepted.connect(self._keep)
        self._buttons.rejected.connect(self.reject)
        self.forget.clicked.connect(self._forget)

    def end(self, turn: int) -> None:
        """The backend has done it."""
        if turn == self.turn:
            self.accept()

    def refuse(self, text: str, turn: int) -> None:
        """The backend has not done it."""
        if turn == self.turn:
            self._wait(False)
            self._refuse_at(text, self.name)

    def _keep(self) -> None:
        """Check what is written, then `_hand_on` or `_refuse_at`."""
        raise NotImplementedError

    def _begin(self, name: str, was: str, saved: object) -> None:
        """`was`: the name of one's own that is changed; `saved`: that of the hall which is changed, or None."""
        self.turn += 1
        self._was, self._saved = was, saved
        self.name.setText(name)
        self.for_hall.setVisible(self._editor)
        self.for_hall.setChecked(saved is not None)
        self.forget.setVisible(bool(was) or saved is not None)
        self._wait(False)
        self.wrong.hide()
        self.open()
        self.name.setFocus()
        self.name.selectAll()

    def _is_for_all(self) -> bool:
        return self._editor and self.for_hall.isChecked()

    def _hand_on(self, content: object) -> None:
        if self._is_for_all():
            self._wait(True)
            self.shared.emit(content, self._saved, self._was)
        else:
            self.kept.emit(content, self._was)
            self.accept()

    def _forget(self) -> None:
        if self._saved is not None:
            self._wait(True)
            self.unshared.emit(self._saved)
        else:
            self.removed.emit(self._was)
            self.accept()

    def _wait(self, waiting: bool) -> None:
        for part in (self._buttons, self.forget):
            part.setEnabled(not waiting)

    def _refuse_at(self, text: str, field: QWidget) -> None:
        self.wrong.setText(text)
        self.wrong.show()
        field.setFocus()

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(self.forget)
        foot.addStretch(1)
        foot.addWidget(self._buttons)
        return foot
