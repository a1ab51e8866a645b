"""The patrol log to be read: who watched which camera when, by person, camera and day; every row opens its camera."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted as Missed
from console.hall.hall import Hall
from console.hall.watched import Found, Wanted
from console.widgets import keys, theme
from console.widgets.cell import Cell
from console.widgets.columns import Columns
from console.widgets.evaluation.period import PeriodChooser
from console.widgets.files import save_file
from console.widgets.flow import Flow
from console.widgets.missing import Missing
from console.widgets.outcome import Outcome
from console.widgets.patrol_log_model import RIGHT, Column, PatrolLogModel, camera_name
from console.widgets.queue.pane import CaseTable
from console.widgets.rows import as_rows
from console.widgets.spoken import Spoken, button
from console.widgets.video_choice import CameraChoice
from wire.evaluation import Period
from wire.patrols import READERS, Watcher, WatchRecord
from wire.periods import span
from wire.problem import Problem

COLUMNS = Columns(
    {Column.SINCE: 132, Column.PERSON: 120, Column.TOUR: 148, Column.LASTED: 76, Column.LIVE: 68},
    rest=Column.CAMERA,
    rest_px=168,
    dispensable=(Column.TOUR, Column.LASTED, Column.PERSON),
)
FIELD_PX, PERSON_PX = 184, 132
AGAIN = timedelta(seconds=30)  # so long what was read counts as new


class LogCell(Cell):
    """Figures stand right."""

    def side(self, column: int) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft


class PatrolLog(Spoken):
    """Who may read their own log only is not asked for a person. Keys: Enter opens the camera, F5 asks anew, Ctrl+E exports, Ctrl+F finds a
    camera, Ctrl+← and Ctrl+→ go to another day.
    """

    wanted = Signal(object, str)  # Wanted, behind which record; answered by `take` or `miss`
    watchers_wanted = Signal(object)  # Wanted: of whose time
    export_wanted = Signal(object, object)  # Wanted, Path
    opened = Signal(str)  # id of a camera
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.camera_id, self._at, self._asked = "", hall.clock.now(), False
        self.period, self.people, self.choice = PeriodChooser(self._today()), QComboBox(), CameraChoice(hall)
        self.period.choose(Period.DAY, self._today())
        self.chip, self.export, self.outcome = button(), button(), Outcome()
        self.missing = Missing(hall, Missed.WATCHES)
        self.model, self.table = PatrolLogModel(hall, self), CaseTable()
        self.people.addItem("", "")
        self.people.setVisible(not READERS.isdisjoint(hall.me.roles))
        self._found = Found(self._wanted())
        self._lay_out()
        self._connect()
        self.say()

    def renew(self) -> None:
        """Ask for what is chosen, from its newest record on."""
        self._found, self._at, self._asked = Found(self._wanted()), self._hall.clock.now(), True
        self.model.show(self._found)
        self._ask()
        if self.people.isVisibleTo(self):
            self.watchers_wanted.emit(self._found.wanted)
        self.tell()

    def take(self, wanted: Wanted, after: str, page: list[WatchRecord]) -> None:
        """An answer to an older question than the last is too late."""
        if (wanted, after) == (self._found.wanted, self._found.last) and self._found.asking:
            self._hall.failures.clear(Missed.WATCHES, "")
            self._found.take(page)
            self.model.grow()
            if not after and page:
                self.table.setCurrentIndex(self.model.index(0, 0))
            self._allow()
            self.tell()

    def miss(self, problem: Problem) -> None:
        self._found.asking = False
        self._hall.failures.note(Missed.WATCHES, "", problem)
        self.tell()

    def take_watchers(self, watchers: list[Watcher]) -> None:
        """Whom there is to choose from; who is chosen stays chosen."""
        chosen, name = self.people.currentData(), self.people.currentText()
        self.people.blockSignals(True)
        while self.people.count() > 1:
            self.people.removeItem(1)
        for watcher in watchers:
            self.people.addItem(words.person(watcher.full_name), watcher.user)
        if chosen and self.people.findData(chosen) < 0:
            self.people.addItem(name, chosen)
        self.people.setCurrentIndex(max(0, self.people.findData(chosen)))
        self.people.blockSignals(False)

    def show_only(self, camera_id: str) -> None:
        """Watches of one camera; empty: of all."""
        if camera_id != self.camera_id:
            self.camera_id = camera_id
            self._say_chip()
            self.renew()

    def tell_written(self, path: Path, count: int) -> None:
        self.outcome.tell_of(lambda: self.tr("{count} rows in {name}").format(count=f"{count:,}", name=path.name))

    def tell_not_written(self, problem: Problem) -> None:
        self.outcome.refuse(problem)

    def tell(self) -> None:
        found = self._found
        count = self.tr("fetching …") if found.asking and not found.records else self.tr("{count} watches").format(count=f"{len(found.records):,}")
        if found.more and found.records:
            count = self.tr("the newest {count} watches").format(count=f"{len(found.records):,}")
        count += self.tr(" · at {time}").format(time=f"{words.local(self._at):%H:%M:%S}")
        settled = not found.asking and self._hall.failures.of(Missed.WATCHES) is None
        self.told.emit(self.period.says(), count, len(found.records) if settled else -1)

    def say(self) -> None:
        self.people.setItemText(0, self.tr("Everybody"))
        self.people.setAccessibleName(self.tr("Person"))
        self.choice.setPlaceholderText(self.tr("Camera …  Ctrl+F"))
        self.export.setText(self.tr("Export CSV…"))
        self.export.setToolTip(self.tr("All that is chosen, not only what is listed (Ctrl+E)"))
        self._say_chip()
        self.model.say()
        self.tell()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._asked or (self.table.currentIndex().row() <= 0 and self._hall.clock.now() - self._at >= AGAIN):
            self.renew()  # but who has gone down in it comes back to where he was

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        COLUMNS.fit(self.table, event.size().width())

    # --- inside

    def _wanted(self) -> Wanted:
        first, last = span(self.period.period, self.period.day)
        zone = words.local(self._hall.clock.now()).tzinfo
        start, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
        return Wanted(start, end, self.camera_id, self.people.currentData() or "")

    def _today(self) -> date:
        return words.local(self._hall.clock.now()).date()

    def _ask(self) -> None:
        self._found.asking = True
        self.wanted.emit(self._found.wanted, self._found.last)

    def _reach(self) -> None:
        """The next page is asked for before the last row is in sight."""
        bar = self.table.verticalScrollBar()
        if self._found.more and not self._found.asking and self._found.records and bar.value() + bar.pageStep() >= bar.maximum():
            self._ask()

    def _press(self, key: int) -> None:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()

    def _open(self) -> None:
        if (record := self.model.record(self.table.currentIndex().row())) is not None:
            self.opened.emit(record.camera_id)

    def _say_chip(self) -> None:
        self.chip.setText(f"{camera_name(self._hall, self.camera_id)}  ✕" if self.camera_id else "")
        self.chip.setToolTip(self.tr("Show all cameras again"))
        self.chip.setVisible(bool(self.camera_id))

    def _allow(self) -> None:
        self.export.setEnabled(bool(self._found.records))

    def _ask_where(self) -> None:
        if not self.export.isEnabled():
            return
        name = f"patrol-{self.period.day.isoformat()}.csv"
        save_file(self, self.tr("Export the patrol log"), name, lambda path: self.export_wanted.emit(self._found.wanted, path))

    def _connect(self) -> None:
        self.period.changed.connect(self.renew)
        self.people.currentIndexChanged.connect(self.renew)
        self.choice.chosen.connect(self.show_only)
        self.chip.clicked.connect(lambda: self.show_only(""))
        self.export.clicked.connect(self._ask_where)
        self.missing.again.connect(self.renew)
        self.table.pressed_key.connect(self._press)
        self.table.doubleClicked.connect(self._open)
        self.table.verticalScrollBar().valueChanged.connect(self._reach)
        self._hall.clock.ticked.connect(lambda: self.period.set_today(self._today()))
        keys.bind(self, self.renew, "F5")
        keys.bind(self, self._ask_where, "Ctrl+E")
        keys.bind(self, self.choice.setFocus, "Ctrl+F")
        keys.bind(self, self.period.go_back, "Ctrl+Left")
        keys.bind(self, self.period.go_forward, "Ctrl+Right")

    def _lay_out(self) -> None:
        self.choice.setFixedWidth(theme.px(FIELD_PX))
        self.people.setFixedWidth(theme.px(PERSON_PX))
        bar = Flow(gap=8)
        bar.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        for part in (self.period, self.people, self.choice, self.chip, self.export):
            bar.addWidget(part)
        as_rows(self.table, self.model, LogCell(self.table))
        COLUMNS.lay(self.table)
        for line in (self.missing, self.outcome):
            line.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        self.export.setEnabled(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        whole.addWidget(self.missing)
        whole.addWidget(self.outcome)
        whole.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
