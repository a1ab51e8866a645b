"""Keeps what the video wall shows under a name; renames, renews and deletes what is kept."""

from PySide6.QtWidgets import QCheckBox, QFormLayout, QVBoxLayout, QWidget

from console.hall.hall import Hall
from console.hall.saved_layouts import OwnLayout, of_hall
from console.widgets import theme
from console.widgets.sharing_form import SharingForm
from console.widgets.spoken import label
from wire.video_layouts import SavedLayout


class LayoutSaving(SharingForm):
    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(hall, parent)
        self._now = OwnLayout("-", "4", [])
        self._before: OwnLayout | None = None
        self._names: list[str] = []
        self.renew = QCheckBox()
        self.what, self._name = label("lead", wrap=True), label()
        self._lay_out()

    def ask(self, now: OwnLayout, names: list[str], before: OwnLayout | None = None, saved: SavedLayout | None = None) -> None:
        """`now` is what the wall shows, `names` those of one's own; `before` is one's own that is changed, `saved` one of the hall's."""
        self._now, self._before = now, of_hall(saved) if saved else before
        was = before.name if before else ""
        self._names = [name for name in names if name != was]
        self._say()
        self.renew.setChecked(False)
        self.renew.setVisible(self._before is not None)
        self._begin(self._before.name if self._before else "", was, saved)

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
            self._refuse_at(self.tr("A layout has a name"), self.name)
        elif name in self._names and not self._is_for_all():
            self._refuse_at(self.tr("You have another layout of this name"), self.name)
        else:
            content = self._now if self._before is None or self.renew.isChecked() else self._before
            self._hand_on(OwnLayout(name, content.layout, content.cameras))

    def _lay_out(self) -> None:
        fields = QFormLayout()
        fields.addRow(self._name, self.name)
        fields.addRow("", self.for_hall)
        fields.addRow("", self.renew)
        column = QVBoxLayout(self)
        column.addWidget(self.what)
        column.addLayout(fields)
        column.addWidget(self.wrong)
        column.addLayout(self._foot())
        self.setMinimumWidth(theme.px(420))
