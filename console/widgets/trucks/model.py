"""Muck trucks as rows: those that do something wrong first, then those on their way."""

from enum import IntEnum

from PySide6.QtCore import QObject

from console import words
from console.hall.hall import Hall
from console.widgets.alarms.model import lamp_of
from console.widgets.row_model import Lit, RowModel
from wire.codes import HaulState

STALE_S = 300.0


class Column(IntEnum):
    LAMP = 0
    TRUCK = 1
    ALARMS = 2
    TRIP = 3
    PERMIT = 4
    COMPANY = 5
    FIX = 6


class TruckModel(RowModel):
    """A row is the id of a truck."""

    columns, right = Column, (Column.FIX,)

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall

    def show(self, text: str) -> None:
        """Those whose plate, name or company has the text in it."""
        levels = self._hall.alarms.levels()
        running = {trip.truck_id for trip in self._hall.hauls.trips if trip.state is HaulState.RUNNING}
        wanted = [truck.id for truck in self._hall.hauls.trucks if text.lower() in self._found_by(truck.id).lower()]
        ids = sorted(wanted, key=lambda id: (-levels.get(id, 0), id not in running, self.name(id)))
        self.show_things(ids)

    def truck(self, row: int) -> str:
        """Its id; empty where there is none."""
        return self.thing(row) or ""

    def row(self, id: str) -> int:
        """-1: it is not there."""
        return self._things.index(id) if id in self._things else -1

    def name(self, id: str) -> str:
        return self._hall.unit_name(id)

    def tip(self, id: str, column: Column) -> str:
        return "\n".join(filter(None, (self.text(id, each) for each in Column)))

    def text(self, id: str, column: Column) -> str:
        match column:
            case Column.TRUCK:
                return self.name(id)
            case Column.ALARMS:
                return words.choose("、", ", ").join(words.of(alarm.kind) for alarm in self._hall.alarms.of(id))
            case Column.TRIP:
                return self._trip(id)
            case Column.PERMIT:
                permit = self._hall.hauls.permit_of(id)
                return permit.number if permit is not None else self.tr("none")
            case Column.COMPANY:
                return self._company(id)
            case Column.FIX:
                return "–" if (age := self._age(id)) is None else words.age(age)
        return ""

    # --- words

    def heads(self) -> tuple[str, ...]:
        return "", self.tr("Truck"), self.tr("Alarms"), self.tr("Trip"), self.tr("Permit"), self.tr("Company"), self.tr("Fix")

    def _trip(self, id: str) -> str:
        trip = self._hall.hauls.trip_of(id)
        if trip is None:
            return self.tr("none yet")
        permit = self._hall.hauls.permits.get(trip.permit_id or "")
        goal = trip.ground_id or (permit.ground_id if permit is not None and trip.state is HaulState.RUNNING else "")
        way = " → ".join(filter(None, (self._place(trip.site_id), self._place(goal))))
        return f"{words.of(trip.state)}  {way}".strip()

    def _place(self, id: str | None) -> str:
        place = self._hall.hauls.places.get(id or "")
        return place.name if place is not None else ""

    def _company(self, id: str) -> str:
        truck = self._hall.hauls.trucks.get(id)
        company = self._hall.hauls.companies.get(truck.company_id) if truck is not None else None
        return company.name if company is not None else ""

    def _found_by(self, id: str) -> str:
        unit = self._hall.units.get(id)
        return f"{self.name(id)} {unit.name if unit is not None else ''} {self._company(id)}"

    def _age(self, id: str) -> float | None:
        fix = self._hall.fixes.get(id)
        return None if fix is None else max((self._hall.clock.now() - fix.at).total_seconds(), 0.0)

    def lamp(self, id: str) -> Lit | None:
        alarms = self._hall.alarms.of(id)
        return lamp_of(max(alarms, key=lambda alarm: alarm.level)) if alarms else None

    def tone(self, id: str, column: Column) -> str:
        if column is Column.ALARMS:
            return "danger" if self._hall.alarms.levels().get(id, 0) > 1 else "warn"
        if column is Column.FIX:
            age = self._age(id)
            return "warn" if age is None or age > STALE_S else "text_2"
        if column is Column.PERMIT and self._hall.hauls.permit_of(id) is None:
            return "warn"
        return "text" if column in (Column.TRUCK, Column.TRIP) else "text_2"
