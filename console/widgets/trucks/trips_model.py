"""Trips of muck trucks as rows, the newest first."""

from enum import IntEnum

from PySide6.QtCore import QObject

from console import words
from console.hall.hall import Hall
from console.widgets.row_model import RowModel
from wire.codes import HaulState
from wire.hauls import HaulTrip

TONES = {HaulState.DUMPED: "danger", HaulState.LOST: "warn"}


class Column(IntEnum):
    START = 0
    END = 1
    TRUCK = 2
    PERMIT = 3
    WAY = 4
    STATE = 5
    LENGTH = 6
    OFF = 7
    FAULTS = 8
    VOLUME = 9


class TripModel(RowModel):
    columns, right = Column, (Column.LENGTH, Column.OFF, Column.VOLUME)

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall

    def show(self, trips: list[HaulTrip]) -> None:
        self.show_things(trips, lambda trip: trip.id)

    def trip(self, row: int) -> HaulTrip | None:
        found: HaulTrip | None = self.thing(row)
        return found

    def truck(self, id: str) -> str:
        return self._hall.unit_name(id)

    def heads(self) -> tuple[str, ...]:
        return (
            *(self.tr("Start"), self.tr("End"), self.tr("Truck"), self.tr("Permit"), self.tr("Site → ground"), self.tr("State")),
            *(self.tr("Length"), self.tr("Off the line"), self.tr("Faults"), self.tr("Volume")),
        )

    def tone(self, trip: HaulTrip, column: Column) -> str:
        if column is Column.STATE:
            return TONES.get(trip.state, "text_2")
        if column in (Column.FAULTS, Column.OFF) or (column is Column.PERMIT and trip.permit_id is None):
            return "warn"
        return "text" if column in (Column.START, Column.WAY) else "text_2"

    def tip(self, trip: HaulTrip, column: Column) -> str:
        return "\n".join(f"{head}  {text}" for head, each in zip(self.heads(), Column, strict=True) if (text := self.text(trip, each)))

    def text(self, trip: HaulTrip, column: Column) -> str:
        permit = self._hall.hauls.permits.get(trip.permit_id or "")
        match column:
            case Column.START | Column.END:
                at = trip.started_at if column is Column.START else trip.ended_at
                return f"{words.local(at):%m-%d %H:%M}" if at is not None else ""
            case Column.TRUCK:
                return self.truck(trip.truck_id)
            case Column.PERMIT:
                return permit.number if permit is not None else trip.permit_id or self.tr("none")
            case Column.WAY:
                bound = permit.ground_id if permit is not None and trip.state is HaulState.RUNNING else None  # where it is going to
                return " → ".join(self._place(id) for id in (trip.site_id, trip.ground_id or bound))
            case Column.STATE:
                return words.of(trip.state)
            case Column.LENGTH:
                return f"{trip.length_m / 1000:.1f} km"
            case Column.OFF:
                return f"{trip.off_m:,.0f} m" if trip.off_m else ""
            case Column.FAULTS:
                return words.choose("、", ", ").join(map(words.of, trip.faults))
            case Column.VOLUME:
                return f"{trip.volume_m3:,.1f} m³" if trip.volume_m3 else ""

    def _place(self, id: str | None) -> str:
        place = self._hall.hauls.places.get(id or "")
        return place.name if place is not None else id or "–"
