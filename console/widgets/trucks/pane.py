"""Muck trucks: a list of them, and what is known of the chosen one."""

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.columns import Columns
from console.widgets.list_and_detail import ListAndDetail
from console.widgets.queue.pane import CaseTable
from console.widgets.row_model import RowCell
from console.widgets.rows import as_rows
from console.widgets.spoken import Spoken, button
from console.widgets.trucks.detail import TruckDetail
from console.widgets.trucks.model import Column, TruckModel
from wire.codes import HaulState, Noun

COLUMNS = Columns(
    {Column.LAMP: 32, Column.TRUCK: 88, Column.ALARMS: 112, Column.PERMIT: 136, Column.COMPANY: 120, Column.FIX: 64},
    rest=Column.TRIP,
    rest_px=200,
    dispensable=(Column.COMPANY, Column.PERMIT, Column.FIX),
)
SETTLE_MS = 300  # many positions come at once
SHARES = (3, 2)


class TruckTable(CaseTable):
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        COLUMNS.fit(self, event.size().width())


class TruckPane(Spoken):
    """The chosen truck is the Hall's selection. Keys: Enter shows it on the map, F4 its track, Ctrl+N drafts a case of what it does
    wrong, Ctrl+T lists its trips, Ctrl+Enter sends the squad that could be there first."""

    drafted = Signal(str)  # truck id
    located = Signal(float, float)
    opened = Signal(object, str)  # Noun, id
    looked = Signal(str)  # truck id: it was chosen, or something of it has changed
    registers_wanted = Signal()
    trips_wanted = Signal(str)  # truck id
    sent = Signal(str, str)  # alarm id, unit id: this squad is to go
    withdrawn = Signal(str, int)  # callout id, the version that was seen
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, trade: str = "", parent: QWidget | None = None) -> None:
        """`trade` is that of the squads that are sent to trucks."""
        super().__init__(parent)
        self._hall, self._id = hall, ""
        self.sought, self.model, self.table, self.detail = QLineEdit(), TruckModel(hall, self), TruckTable(), TruckDetail(hall, trade)
        self.registers = button()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._lay_out()
        self._connect()
        self.say()
        self._fill()

    def say(self) -> None:
        self.sought.setPlaceholderText(self.tr("Plate or company"))
        self.registers.setText(words.choose("台账…", "Registers…"))
        self.model.say()
        self.tell()

    def tell(self) -> None:
        trucks = {truck.id for truck in self._hall.hauls.trucks}
        wrong = sum(id in trucks for id in self._hall.alarms.levels())
        running = sum(trip.state is HaulState.RUNNING for trip in self._hall.hauls.trips)
        self.told.emit("", self.tr("{running} on their way · {wrong} with an alarm").format(running=running, wrong=wrong), self.model.rowCount())

    def go_to(self, id: str) -> None:
        row = self.model.row(id)
        if row >= 0 and row != self.table.currentIndex().row():
            self.table.setCurrentIndex(self.model.index(row, 0))

    # --- inside

    def _fill(self) -> None:
        self.model.show(self.sought.text().strip())
        if self._id:
            self.go_to(self._id)
        self.detail.refresh()
        self.tell()
        if self._id and self.isVisible():
            self.looked.emit(self._id)

    def _select(self, current: QModelIndex) -> None:
        id = self.model.truck(current.row())
        if id and id != self._id:
            self._id = id
            self._hall.selection.set(Noun.UNIT, id)
            self.detail.show_truck(id)
            self.looked.emit(id)

    def _follow(self) -> None:
        """A truck that was chosen elsewhere."""
        if self._hall.hauls.chosen != self._id:
            self.go_to(self._hall.hauls.chosen)

    def _press(self, key: int) -> None:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._locate(self._id)
        elif key == Qt.Key.Key_F4 and self._id:
            self.opened.emit(Noun.UNIT, self._id)

    def _locate(self, id: str) -> None:
        fix = self._hall.fixes.get(id)
        if fix is not None:
            self.located.emit(fix.lon, fix.lat)

    def _list_trips(self) -> None:
        if self._id:
            self.trips_wanted.emit(self._id)

    def _draft(self) -> None:
        if self._id and self.detail.draft.isEnabled():
            self.drafted.emit(self._id)

    def _connect(self) -> None:
        hall = self._hall
        self.sought.textChanged.connect(lambda _: self._fill())
        self.table.selectionModel().currentChanged.connect(self._select)
        self.table.pressed_key.connect(self._press)
        self.table.doubleClicked.connect(lambda _: self._locate(self._id))
        for table in (hall.hauls.trucks, hall.hauls.companies, hall.hauls.places, hall.hauls.permits, hall.hauls.trips, hall.alarms, hall.units):
            table.changed.connect(lambda _: self._settle.start())
        self._settle.timeout.connect(self._fill)
        hall.hauls.way_changed.connect(self.detail.refresh)
        hall.hauls.chosen_changed.connect(self._follow)
        hall.clock.ticked.connect(self.model.repaint)
        self.registers.clicked.connect(self.registers_wanted)
        self.detail.drafted.connect(self.drafted)
        self.detail.located.connect(self._locate)
        self.detail.tracked.connect(lambda id: self.opened.emit(Noun.UNIT, id))
        self.detail.trips_wanted.connect(self.trips_wanted)
        self.detail.opened.connect(self.opened)
        self.detail.squads.sent.connect(self.sent)
        self.detail.squads.withdrawn.connect(self.withdrawn)
        keys.bind(self, self._draft, "Ctrl+N")
        keys.bind(self, self._list_trips, "Ctrl+T")
        keys.bind(self, self.detail.squads.press, "Ctrl+Return", "Ctrl+Enter")

    def _lay_out(self) -> None:
        as_rows(self.table, self.model, RowCell(self.model, self.table))
        header = self.table.horizontalHeader()
        header.setMinimumSectionSize(theme.px(24))
        COLUMNS.lay(self.table)
        listed = QWidget()
        left = QVBoxLayout(listed)
        left.setContentsMargins(0, theme.px(4), 0, 0)
        left.setSpacing(theme.px(4))
        search = QHBoxLayout()
        search.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        search.setSpacing(theme.px(6))
        search.addWidget(self.sought, 1)
        search.addWidget(self.registers)
        left.addLayout(search)
        left.addWidget(self.table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ListAndDetail(listed, self.detail, SHARES))
        self.setFocusProxy(self.table)
