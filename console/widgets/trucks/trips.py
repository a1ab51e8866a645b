"""What a muck truck or a permit has hauled today, this month or the last: its trips, what they come to, and the way to the track of each."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.hauls import Trips
from console.widgets import keys, theme
from console.widgets.columns import Columns
from console.widgets.files import TABLES, save_file
from console.widgets.flow import Flow
from console.widgets.missing import Missing
from console.widgets.outcome import Outcome
from console.widgets.queue.pane import CaseTable
from console.widgets.row_model import RowCell
from console.widgets.rows import as_rows
from console.widgets.spoken import Spoken, button, label
from console.widgets.trucks.trips_model import Column, TripModel
from wire.hauls import HaulSums, HaulTrip
from wire.problem import Problem

COLUMNS = Columns(
    {
        **{Column.START: 92, Column.END: 92, Column.TRUCK: 88, Column.PERMIT: 136, Column.STATE: 104},
        **{Column.LENGTH: 72, Column.OFF: 96, Column.FAULTS: 128, Column.VOLUME: 80},
    },
    rest=Column.WAY,
    rest_px=168,
    dispensable=(Column.END, Column.PERMIT, Column.TRUCK, Column.OFF),
)
WIDTH, HEIGHT = 1120, 520
SETTLE_MS = 2000  # the trip of a truck changes with each of its reports
LONGEST = timedelta(days=1)  # of the track of a trip that nobody saw end


class Span(StrEnum):
    TODAY = "TODAY"
    MONTH = "MONTH"
    LAST_MONTH = "LAST_MONTH"

    def ends(self, now: datetime) -> tuple[datetime, datetime]:
        """From and until before, in the zone of `now`."""
        midnight = datetime.combine(now.date(), time(), now.tzinfo)
        first = midnight.replace(day=1)
        if self is Span.TODAY:
            return midnight, midnight + timedelta(days=1)
        if self is Span.MONTH:
            return first, (first + timedelta(days=31)).replace(day=1)
        return (first - timedelta(days=1)).replace(day=1), first


class TripList(Spoken):
    """Keys: Enter opens the track of the chosen trip, F5 asks anew, Ctrl+E exports."""

    wanted = Signal(object)  # Trips; answered by `take` or `miss`
    export_wanted = Signal(object, object)  # Trips that were answered, Path
    opened = Signal(str, object, object)  # truck id, start and end of a trip

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._truck = hall, ""
        self.asked: Trips | None = None  # and not answered yet
        self.answered: Trips | None = None
        self.sums: HaulSums | None = None
        self.of, self.span, self.again, self.export = QComboBox(), QComboBox(), button(), button()
        self.missing, self.outcome = Missing(hall, Wanted.TRIPS), Outcome()
        self.model, self.table = TripModel(hall, self), CaseTable()
        self.nothing, self.foot = label(tone="quiet", wrap=True), label("lead", wrap=True)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._lay_out()
        self._connect()
        self.say()

    def look_at(self, truck_id: str) -> None:
        """Of this truck; its permits can be chosen instead."""
        if truck_id != self._truck:
            self._truck = truck_id
            self.of.setCurrentIndex(0)
        self.outcome.hide()
        self._offer()
        self.renew()
        self.table.setFocus()

    def question(self) -> Trips:
        """As it is chosen now."""
        truck_id, permit_id = self.of.currentData() or (self._truck, "")
        return Trips(*Span(self.span.currentData()).ends(words.local(self._hall.clock.now())), truck_id, permit_id)

    def renew(self) -> None:
        if not self._truck:
            return
        self.asked = self.question()
        if self.asked != self.answered:
            self.answered = self.sums = None
            self.model.show([])
        self._show()
        self.wanted.emit(self.asked)

    def take(self, asked: Trips, trips: list[HaulTrip], sums: HaulSums) -> None:
        """An answer to an older question than the last is too late."""
        if asked != self.asked:
            return
        self.asked, self.answered, self.sums = None, asked, sums
        self._hall.failures.clear(Wanted.TRIPS, "")
        self.model.show(trips)
        if trips and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._show()

    def miss(self, asked: Trips, problem: Problem) -> None:
        if asked == self.asked:
            self.asked = None
            self._hall.failures.note(Wanted.TRIPS, "", problem)
            self._show()

    def forget(self) -> None:
        """Nobody looks any more."""
        self.asked = None
        self._hall.failures.clear(Wanted.TRIPS, "")

    def tell_written(self, path: Path) -> None:
        self.outcome.tell_of(lambda: self.tr("Written: {name}").format(name=path.name))

    def tell_not_written(self, problem: Problem) -> None:
        self.outcome.refuse(problem)

    def say(self) -> None:
        self.of.setAccessibleName(self.tr("Truck or permit"))
        self.span.setAccessibleName(self.tr("Period"))
        for row, text in enumerate((self.tr("Today"), self.tr("This month"), self.tr("Last month"))):
            self.span.setItemText(row, text)
        self.again.setText(self.tr("Fetch anew") + "  F5")
        self.export.setText(self.tr("Export…"))
        self.export.setToolTip(self.tr("XLSX or CSV, of all these trips (Ctrl+E)"))
        self.model.say()
        self._offer()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        COLUMNS.fit(self.table, self.width())

    # --- inside

    def _offer(self) -> None:
        """The truck, and every permit that it is on, the newest first."""
        permits = self._hall.hauls.permits_of(self._truck)
        offered = [(self.tr("Truck {plate}").format(plate=self.model.truck(self._truck)), (self._truck, ""))]
        offered += [(self.tr("Permit {number}").format(number=permit.number), ("", permit.id)) for permit in permits]
        chosen = self.of.currentData()
        self.of.clear()
        for text, of in offered:
            self.of.addItem(text, of)
        self.of.setCurrentIndex(next((row for row, (_, of) in enumerate(offered) if of == chosen), 0))

    def _show(self) -> None:
        some, known = self.model.rowCount() > 0, self.sums is not None
        self.export.setEnabled(some and self.answered is not None)
        self.table.setVisible(some)
        self.nothing.setVisible(not some)
        empty = self.tr("No trips in this period") if known else ""
        self.nothing.setText(self.tr("fetching …") if self.asked is not None and not known else empty)
        self.foot.setVisible(some)
        if self.sums is not None:
            told = {"trips": f"{self.sums.trips:,}", "volume": f"{self.sums.volume_m3:,.1f}", "km": f"{self.sums.length_m / 1000:,.1f}"}
            text = self.tr("{trips} trips · {volume} m³ · {km} km").format(**told)
            if self.sums.trips > self.model.rowCount():
                text += "  " + self.tr("the newest {count} are listed").format(count=f"{self.model.rowCount():,}")
            self.foot.setText(text)

    def _follow(self, ids: frozenset[str]) -> None:
        """A trip of what is looked at has begun, changed or ended."""
        asked = self.asked or self.answered
        if asked is None or not self.isVisible() or self._settle.isActive():
            return
        trips = [trip for id in ids if (trip := self._hall.hauls.trips.get(id)) is not None]
        if any(asked.start <= trip.started_at < asked.end and {trip.truck_id, trip.permit_id} & {asked.truck_id, asked.permit_id} for trip in trips):
            self._settle.start()

    def _press(self, key: int) -> None:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()

    def _open(self) -> None:
        trip = self.model.trip(self.table.currentIndex().row())
        if trip is not None:
            end = trip.ended_at or min(max(self._hall.clock.now(), trip.started_at), trip.started_at + LONGEST)
            self.opened.emit(trip.truck_id, trip.started_at, end)

    def _ask_where(self) -> None:
        if self.answered is None or not self.export.isEnabled():
            return
        name = f"haul-trips-{words.local(self.answered.start):%Y%m%d}.xlsx"
        save_file(self, self.tr("Export the trips"), name, partial(self.export_wanted.emit, self.answered), *TABLES)

    def _connect(self) -> None:
        self.of.activated.connect(lambda _: self.renew())
        self.span.activated.connect(lambda _: self.renew())
        self.again.clicked.connect(self.renew)
        self.missing.again.connect(lambda _: self.renew())
        self.export.clicked.connect(self._ask_where)
        self.table.pressed_key.connect(self._press)
        self.table.doubleClicked.connect(lambda _: self._open())
        self._hall.hauls.trips.changed.connect(self._follow)
        self._settle.timeout.connect(lambda: self.renew() if self.isVisible() else None)
        keys.bind(self, self.renew, "F5")
        keys.bind(self, self._ask_where, "Ctrl+E")

    def _lay_out(self) -> None:
        for span in Span:
            self.span.addItem("", span)
        self.span.setCurrentIndex(list(Span).index(Span.MONTH))
        self.of.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        bar = Flow(gap=8)
        for part in (self.of, self.span, self.again, self.export):
            bar.addWidget(part)
        as_rows(self.table, self.model, RowCell(self.model, self.table))
        COLUMNS.lay(self.table)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(4))
        whole.addLayout(bar)
        for line in (self.missing, self.outcome):
            whole.addWidget(line)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignCenter)
        whole.addWidget(self.foot)


class TripWindow(QDialog):
    """Beside the map and the track, not in front of them."""

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = TripList(hall)
        QVBoxLayout(self).addWidget(self.list)
        self.resize(theme.px(WIDTH), theme.px(HEIGHT))
        self._say()

    def open_of(self, truck_id: str) -> None:
        self.show()
        self.raise_()
        self.list.look_at(truck_id)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.list.forget()

    def _say(self) -> None:
        self.setWindowTitle(self.tr("Trips of muck trucks"))
