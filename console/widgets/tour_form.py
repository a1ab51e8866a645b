"""Makes and changes tours: groups of cameras, how long each page stays, in which layout, and at which times of the day."""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.hall.hall import Hall
from console.hall.tours import Group, Tour, of_hall, parse_periods, written
from console.hall.video_layouts import PRESETS
from console.widgets import theme
from console.widgets.spoken import button, label
from console.widgets.video_list import ID, CameraList
from wire.tours import EDITORS, LEAST_S, MOST_S, SavedTour


class TourForm(QDialog):
    """`ask` with a tour to be changed, or with none for a new one. What concerns the whole hall is done when the backend says so: until then the
    form stays, and `refuse` or `accept` ends it.
    """

    kept = Signal(object, str)  # Tour, the name that it had; empty: it is new
    removed = Signal(str)
    shared = Signal(object, object, str)  # Tour, the SavedTour that it replaces or None, the name that it had as one's own
    unshared = Signal(object)  # SavedTour

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._was = hall, ""
        self._saved: SavedTour | None = None
        self._editor = not EDITORS.isdisjoint(hall.me.roles)
        self.name, self.dwell, self.layouts, self.periods = QLineEdit(), QSpinBox(), QComboBox(), QLineEdit()
        self.for_hall = QCheckBox()
        self.for_hall.setVisible(self._editor)
        self.name.setMaxLength(80)
        self.dwell.setRange(LEAST_S, MOST_S)
        self.layouts.addItems(PRESETS)
        self.list, self.groups, self.wrong = CameraList(hall, several=True), QTreeWidget(), label(tone="danger", wrap=True)
        self.groups.setHeaderHidden(True)
        self.add_group, self.add, self.remove, self.forget = (button() for _ in range(4))
        self._labels = [label() for _ in range(4)]
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self._lay_out()
        self.list.chosen.connect(lambda id: self._put([id]))
        self.add.clicked.connect(lambda: self._put(self.list.picked()))
        self.add_group.clicked.connect(lambda: self._new_group(""))
        self.remove.clicked.connect(self._take_out)
        self.forget.clicked.connect(self._forget)
        for face in self._buttons.buttons():
            face.setIcon(QIcon())  # of another look than ours
        self._buttons.accepted.connect(self._keep)
        self._buttons.rejected.connect(self.reject)

    def ask(self, tour: Tour | None = None, saved: SavedTour | None = None) -> None:
        """`saved`: one of the hall instead of one's own."""
        self._was, self._saved = tour.name if tour else "", saved
        tour = of_hall(saved) if saved else tour
        self.for_hall.setChecked(saved is not None)
        tour = tour or Tour(name=" ", groups=[])
        self._say()
        self.name.setText(tour.name.strip())
        self.dwell.setValue(tour.dwell_s)
        if self.layouts.findText(tour.layout) < 0:
            self.layouts.addItem(tour.layout)
        self.layouts.setCurrentText(tour.layout)
        self.periods.setText(written(tour.periods))
        self.groups.clear()
        for group in tour.groups:
            self._new_group(group.name, group.cameras)
        self.forget.setVisible(bool(self._was or saved))
        self._wait(False)
        self.wrong.hide()
        self.open()
        self.name.setFocus()

    def _lay_out(self) -> None:
        fields = QFormLayout()
        for text, field in zip(self._labels, (self.name, self.dwell, self.layouts, self.periods), strict=True):
            text.setBuddy(field)
            fields.addRow(text, field)
        fields.addRow("", self.for_hall)
        steps = QVBoxLayout()
        for widget in (self.add, self.add_group, self.remove):
            steps.addWidget(widget)
        steps.addStretch(1)
        middle = QHBoxLayout()
        middle.addWidget(self.list, 1)
        middle.addLayout(steps)
        middle.addWidget(self.groups, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.forget)
        foot.addStretch(1)
        foot.addWidget(self._buttons)
        column = QVBoxLayout(self)
        column.addLayout(fields)
        column.addLayout(middle, 1)
        column.addWidget(self.wrong)
        column.addLayout(foot)
        self.resize(theme.px(820), theme.px(560))

    def _say(self) -> None:
        self.setWindowTitle(self.tr("Tour"))
        self.for_hall.setText(self.tr("For the whole hall"))
        self.for_hall.setToolTip(self.tr("Everybody sees and runs it. Without the tick it is kept as one of your own."))
        texts = (self.tr("Name"), self.tr("Seconds for each page"), self.tr("Layout"), self.tr("Times of the day"))
        for shown, text in zip(self._labels, texts, strict=True):
            shown.setText(text)
        self.periods.setPlaceholderText(self.tr("07:00-09:00, 17:00-19:00; empty: always"))
        self.add.setText(self.tr("Add ▸"))
        self.add_group.setText(self.tr("New group"))
        self.remove.setText(self.tr("Take out"))
        self.forget.setText(self.tr("Delete this tour"))

    def _new_group(self, name: str, cameras: list[str] = []) -> QTreeWidgetItem:  # noqa: B006
        group = QTreeWidgetItem([name or self.tr("Group {number}").format(number=self.groups.topLevelItemCount() + 1)])
        group.setFlags(group.flags() | Qt.ItemFlag.ItemIsEditable)
        self.groups.addTopLevelItem(group)
        group.setExpanded(True)
        self._fill(group, cameras)
        self.groups.setCurrentItem(group)
        return group

    def _fill(self, group: QTreeWidgetItem, cameras: list[str]) -> None:
        for id in cameras:
            camera = self._hall.cameras.get(id)
            item = QTreeWidgetItem([camera.name if camera else id])
            item.setData(0, ID, id)
            group.addChild(item)

    def _put(self, cameras: list[str]) -> None:
        """Into the group that is chosen, or the last one, or the first that there is then."""
        chosen = self.groups.currentItem()
        group = (chosen.parent() or chosen) if chosen else self.groups.topLevelItem(self.groups.topLevelItemCount() - 1)
        group = group or self._new_group("")
        self._fill(group, [id for id in cameras if id not in _cameras(group)])

    def _take_out(self) -> None:
        chosen = self.groups.currentItem()
        if chosen is None:
            return
        group = chosen.parent()
        if group is not None:
            group.removeChild(chosen)
        else:
            self.groups.takeTopLevelItem(self.groups.indexOfTopLevelItem(chosen))

    def _forget(self) -> None:
        if self._saved is not None:
            self._wait(True)
            self.unshared.emit(self._saved)
        else:
            self.removed.emit(self._was)
            self.accept()

    def _keep(self) -> None:
        items = [self.groups.topLevelItem(row) for row in range(self.groups.topLevelItemCount())]
        groups = [Group(name=item.text(0)[:40], cameras=_cameras(item)) for item in items if item]
        groups = [group for group in groups if group.cameras]
        try:
            periods = parse_periods(self.periods.text())
        except ValueError as error:
            self._refuse_at(self.tr("{part} is no time like 07:00-09:00").format(part=error), self.periods)
            return
        if not self.name.text().strip():
            self._refuse_at(self.tr("A tour has a name"), self.name)
        elif not groups:
            self._refuse_at(self.tr("A tour has one camera at least"), self.list.filter)
        else:
            tour = Tour(name=self.name.text().strip(), groups=groups, dwell_s=self.dwell.value(), layout=self.layouts.currentText(), periods=periods)
            self._hand_on(msgspec.convert(msgspec.to_builtins(tour), Tour))

    def _hand_on(self, tour: Tour) -> None:
        if self._editor and self.for_hall.isChecked():
            self._wait(True)
            self.shared.emit(tour, self._saved, self._was)
        else:
            self.kept.emit(tour, self._was)
            self.accept()

    def refuse(self, text: str) -> None:
        """The backend has not done it."""
        self._wait(False)
        self._refuse_at(text, self.name)

    def _wait(self, waiting: bool) -> None:
        for part in (self._buttons, self.forget):
            part.setEnabled(not waiting)

    def _refuse_at(self, text: str, field: QWidget) -> None:
        self.wrong.setText(text)
        self.wrong.show()
        field.setFocus()


def _cameras(group: QTreeWidgetItem) -> list[str]:
    return [item.data(0, ID) for row in range(group.childCount()) if (item := group.child(row)) is not None]
