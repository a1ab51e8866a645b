"""The alarms of supervision: what is open, what was over in the last 24 hours; who may sees to them here."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.alarms.model import AlarmModel, Column
from console.widgets.columns import Columns
from console.widgets.elided import Elided
from console.widgets.flow import Flow
from console.widgets.missing import Missing
from console.widgets.queue.pane import CaseTable
from console.widgets.row_model import RowCell
from console.widgets.rows import as_rows
from console.widgets.spoken import Saying, Spoken, button, nothing
from console.widgets.tabs import Tabs
from wire.alarms import ACKNOWLEDGERS, AcknowledgeOrder, Alarm
from wire.codes import Noun

OPEN, OVER = range(2)
COLUMNS = Columns(
    {Column.LAMP: 32, Column.UNIT: 132, Column.SINCE: 96, Column.LASTED: 84, Column.VALUE: 132, Column.SEEN: 168},
    rest=Column.KIND,
    rest_px=120,
    dispensable=(Column.SINCE, Column.VALUE, Column.SEEN),
)
NOTE_PX = 200


class AlarmPane(Spoken):
    """The unit of the row that a hand chose is the Hall's selection. Keys: Enter shows it on the map, Ctrl+Enter sees to it, with the note that
    is written, Ctrl+K writes one, F4 opens its track, B what cameras recorded of it.
    """

    acknowledged = Signal(str, object, int)  # alarm id, AcknowledgeOrder, the version that was seen
    located = Signal(float, float)
    track_wanted = Signal(str)  # unit id
    then_wanted = Signal(str)  # alarm id: what cameras recorded then
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._id = hall, ""
        self.tabs, self.model, self.table = Tabs(2), AlarmModel(hall, self), CaseTable()
        self.note, self.acknowledge = QLineEdit(), button("primary")
        self.then, self._then_says = button("quiet"), Elided("hint")
        self.missing = Missing(hall, Wanted.ALARM, asking=False)
        may = not ACKNOWLEDGERS.isdisjoint(hall.me.roles) and not hall.replay
        for part in (self.note, self.acknowledge):
            part.setVisible(may)
        self._then_says.hide()
        if hall.replay:
            self.then.hide()
        self._lay_out()
        self._connect(may)
        self.say()
        self._fill()

    def go_to(self, id: str) -> None:
        """Choose an alarm, wherever it is listed."""
        alarm = self._hall.alarms.get(id)
        if alarm is not None:
            self.tabs.choose(OPEN if alarm.cleared_at is None else OVER)
            self._fill()
            self._choose(id)
            self._hall.selection.set(Noun.UNIT, alarm.unit_id)
            self.table.setFocus()

    def tell_then(self, saying: Saying) -> None:
        """Why there is no recording, or that it is being looked for."""
        self._then_says.tell(saying)
        self._then_says.setVisible(bool(self._then_says.text()))

    def say(self) -> None:
        self.then.setText(self.tr("Recording of then") + "  B")
        self.note.setPlaceholderText(self.tr("Note, if any  Ctrl+K"))
        self.acknowledge.setText(self.tr("Seen to") + "  Ctrl+⏎")
        self.model.say()
        self._write_tabs()
        self.tell()

    def tell(self) -> None:
        alarms = self._hall.alarms.open()
        waiting = sum(alarm.acknowledged_at is None for alarm in alarms)
        self.told.emit("", self.tr("{count} open · {waiting} not seen to").format(count=len(alarms), waiting=waiting), self.model.rowCount())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        COLUMNS.fit(self.table, event.size().width())

    # --- inside

    def _chosen(self) -> Alarm | None:
        return self.model.alarm(self.table.currentIndex().row())

    def _fill(self) -> None:
        """Who stands at an alarm stays there; one that goes leaves the hand at its place."""
        row, open_tab = self.table.currentIndex().row(), self.tabs.current == OPEN
        self.model.show([alarm for alarm in self._hall.alarms if (alarm.cleared_at is None) == open_tab])
        if self._id and not self._choose(self._id) and row >= 0 and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(min(row, self.model.rowCount() - 1), 0))
        self._write_tabs()
        self._allow()
        self.tell()

    def _choose(self, id: str) -> bool:
        row = self.model.row(id)
        if row >= 0 and row != self.table.currentIndex().row():
            self.table.setCurrentIndex(self.model.index(row, 0))
        return row >= 0

    def _write_tabs(self) -> None:
        count = len(self._hall.alarms.open())
        self.tabs.write(OPEN, self.tr("Open"), count)
        self.tabs.write(OVER, self.tr("Over, 24 h"), len(self._hall.alarms) - count)

    def _select(self, current: QModelIndex) -> None:
        alarm = self.model.alarm(current.row())
        if alarm is not None:
            if alarm.id != self._id:
                self.note.clear()
                self.tell_then(nothing)
            self._id = alarm.id
        self._allow()

    def _look_at(self, row: int) -> None:
        alarm = self.model.alarm(row)
        if alarm is not None:
            self._hall.selection.set(Noun.UNIT, alarm.unit_id)

    def _allow(self) -> None:
        alarm = self._chosen()
        self.then.setEnabled(alarm is not None)
        self.acknowledge.setEnabled(alarm is not None and (alarm.acknowledged_at is None or not alarm.note))

    def _press(self, key: int) -> None:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._locate()
        elif key == Qt.Key.Key_B and not self._hall.replay and (alarm := self._chosen()) is not None:
            self.then_wanted.emit(alarm.id)
        elif key == Qt.Key.Key_F4 and (alarm := self._chosen()) is not None:
            self.track_wanted.emit(alarm.unit_id)

    def _locate(self) -> None:
        """Where the unit is, while it goes on; else where it was at its worst."""
        alarm = self._chosen()
        if alarm is None:
            return
        fix = self._hall.fixes.get(alarm.unit_id)
        if alarm.cleared_at is None and fix is not None:
            self.located.emit(fix.lon, fix.lat)
        elif alarm.lon is not None and alarm.lat is not None:
            self.located.emit(alarm.lon, alarm.lat)

    def _acknowledge(self) -> None:
        alarm = self._chosen()
        if alarm is not None and self.acknowledge.isEnabled():
            self.acknowledged.emit(alarm.id, AcknowledgeOrder(note=self.note.text().strip()), alarm.version)
            self.note.clear()
            self.table.setFocus()

    def _connect(self, may: bool) -> None:
        self.tabs.chosen.connect(lambda _: self._fill())
        self.table.selectionModel().currentChanged.connect(self._select)
        self.table.gone_to.connect(self._look_at)
        self.table.pressed_key.connect(self._press)
        self.table.doubleClicked.connect(self._locate)
        self.acknowledge.clicked.connect(self._acknowledge)
        self.then.clicked.connect(lambda: self._press(Qt.Key.Key_B))
        self._hall.alarms.changed.connect(self._fill)
        self._hall.units.changed.connect(self.model.repaint)
        self._hall.callouts.changed.connect(self.model.repaint)
        self._hall.clock.ticked.connect(self.model.repaint)
        if may:
            keys.bind(self, self._acknowledge, "Ctrl+Return", "Ctrl+Enter")
            keys.bind(self, self.note.setFocus, "Ctrl+K")

    def _lay_out(self) -> None:
        self.note.setFixedWidth(theme.px(NOTE_PX))
        self.note.setMaxLength(500)
        bar = Flow(gap=8)
        bar.setContentsMargins(theme.px(4), theme.px(4), theme.px(8), theme.px(4))
        for part in (self.tabs, self.note, self.acknowledge, self.then, self._then_says):
            bar.addWidget(part)
        as_rows(self.table, self.model, RowCell(self.model, self.table))
        header = self.table.horizontalHeader()
        header.setMinimumSectionSize(theme.px(24))
        COLUMNS.lay(self.table)
        self.missing.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        whole.addWidget(self.missing)
        whole.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
