"""Keeps what the video wall shows under a name; renames, renews and deletes what is kept."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console.hall.hall import Hall
from console.hall.saved_layouts import OwnLayout, of_hall
from console.widgets import theme
from console.widgets.spoken import button, label
from wire.tours import EDITORS
from wire.video_layouts import SavedLayout


class LayoutSaving(QDialog):
    """What concerns the whole hall is done when the backend says so: until then the form stays, and `refuse` or `accept` ends it."""

    kept = Signal(object, str)  # OwnLayout, the name that it had; empty: it is new
    removed = Signal(str)
    shared = Signal(object, object, str)  # OwnLayout, the SavedLayout that it replaces or None, the name that it had as one's own
    unshared = Signal(object)  # SavedLayout

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now, self._was = OwnLayout("-", "4", []), ""
        self._before: OwnLayout | None = None
        self._saved: SavedLayout | None = None
        self._names: list[str] = []
        self._editor = not EDITORS.isdisjoint(hall.me.roles)
        self.name, self.for_hall, self.renew = QLineEdit(), QCheckBox(), QCheckBox()
        self.name.setMaxLength(80)
        self.what, self.wrong, self._name = label("lead", wrap=True), label(tone="danger", wrap=True), label()
        self.forget = button()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        for face in self._buttons.buttons():
            face.setIcon(QIcon())  # of another look than ours
        self._lay_out()
        self.for_hall.setVisible(self._editor)
        self._buttons.accepted.connect(self._keep)
        self._buttons.rejected.connect(self.reject)
        self.forget.clicked.connect(self._forget)

    def ask(self, now: OwnLayout, names: list[str], before: OwnLayout | None = None, saved: SavedLayout | None = None) -> None:
        """`now` is what the wall shows, `names` those of one's own; `before` is one's own that is changed, `saved` one of the hall's."""
        self._now, self._saved = now, saved
        self._before, self._was = (of_hall(saved) if saved else before), before.name if before else ""
        self._names = [name for name in names if name != self._was]
        self._say()
        self.name.setText(self._before.name if self._before else "")
        self.for_hall.setChecked(saved is not None)
        self.renew.setChecked(False)
        for part in (self.renew, self.forget):
            part.setVisible(self._before is not None)
        self._wait(False)
        self.wrong.hide()
        self.open()
        self.name.setFocus()
        self.name.selectAll()

    def refuse(self, text: str) -> None:
        """The backend has not done it."""
        self._wait(False)
        self._refuse(text)

    def _say(self) -> None:
        self.setWindowTitle(self.tr("Saved layout"))
        shown = self._before or self._now
        self.what.setText(self.tr("Layout {layout} with {count} cameras").format(layout=shown.layout, count=sum(map(bool, shown.cameras))))
        self._name.setText(self.tr("Name"))
        self.for_hall.setText(self.tr("For the whole hall"))
        self.for_hall.setToolTip(self.tr("Everybody sees and chooses it. Without the tick it is kept as one of your own."))
        self.renew.setText(self.tr("With what the wall shows now"))
        self.forget.setText(self.tr("Delete this layout"))

    def _keep(self) -> None:
        name = self.name.text().strip()
        if not name:
            self._refuse(self.tr("A layout has a name"))
            return
        content = self._now if self._before is None or self.renew.isChecked() else self._before
        layout = OwnLayout(name, content.layout, content.cameras)
        if self._editor and self.for_hall.isChecked():
            self._wait(True)
            self.shared.emit(layout, self._saved, self._was)
        elif name in self._names:
            self._refuse(self.tr("You have another layout of this name"))
        else:
            self.kept.emit(layout, self._was)
            self.accept()

    def _forget(self) -> None:
        if self._saved is not None:
            self._wait(True)
            self.unshared.emit(self._saved)
        else:
            self.removed.emit(self._was)
            self.accept()

    def _refuse(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.show()
        self.name.setFocus()

    def _wait(self, waiting: bool) -> None:
        for part in (self._buttons, self.forget):
            part.setEnabled(not waiting)

    def _lay_out(self) -> None:
        fields = QFormLayout()
        fields.addRow(self._name, self.name)
        fields.addRow("", self.for_hall)
        fields.addRow("", self.renew)
        foot = QHBoxLayout()
        foot.addWidget(self.forget)
        foot.addStretch(1)
        foot.addWidget(self._buttons)
        column = QVBoxLayout(self)
        column.addWidget(self.what)
        column.addLayout(fields)
        column.addWidget(self.wrong)
        column.addLayout(foot)
        self.setMinimumWidth(theme.px(420))
