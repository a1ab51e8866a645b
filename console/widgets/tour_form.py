"""Makes and changes tours: groups of cameras, how long each page stays, in which layout, and at which times of the day."""

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
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
from console.widgets.sharing_form import SharingForm
from console.widgets.spoken import button, label
from console.widgets.video_list import ID, CameraList
from wire.tours import LEAST_S, MOST_S, SavedTour


class TourForm(SharingForm):
    """`ask` with a tour to be changed, or with none for a new one."""

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(hall, parent)
        self._hall = hall
        self.dwell, self.layouts, self.periods = QSpinBox(), QComboBox(), QLineEdit()
        self.dwell.setRange(LEAST_S, MOST_S)
        self.layouts.addItems(PRESETS)
        self.list, self.groups = CameraList(hall, several=True), QTreeWidget()
        self.groups.setHeaderHidden(True)
        self.add_group, self.add, self.remove = (button() for _ in range(3))
        self._labels = [label() for _ in range(4)]
        self._lay_out()
        self.list.chosen.connect(lambda id: self._put([id]))
        self.add.clicked.connect(lambda: self._put(self.list.picked()))
        self.add_group.clicked.connect(lambda: self._new_group(""))
        self.remove.clicked.connect(self._take_out)

    def ask(self, tour: Tour | None = None, saved: SavedTour | None = None) -> None:
        """`saved`: one of the hall instead of one's own."""
        was = tour.name if tour else ""
        tour = (of_hall(saved) if saved else tour) or Tour(name=" ", groups=[])
        self._say()
        self.dwell.setValue(tour.dwell_s)
        if self.layouts.findText(tour.layout) < 0:
            self.layouts.addItem(tour.layout)
        self.layouts.setCurrentText(tour.layout)
        self.periods.setText(written(tour.periods))
        self.groups.clear()
        for group in tour.groups:
            self._new_group(group.name, group.cameras)
        self._begin(tour.name.strip(), was, saved)

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
        column = QVBoxLayout(self)
        column.addLayout(fields)
        column.addLayout(middle, 1)
        column.addWidget(self.wrong)
        column.addLayout(self._foot())
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


def _cameras(group: QTreeWidgetItem) -> list[str]:
    return [item.data(0, ID) for row in range(group.childCount()) if (item := group.child(row)) is not None]
