"""The trips of muck trucks on the desk: what their list asks the backend for, the track of one of them, and files."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from console import words
from console.api import Api, ApiError
from console.hall.hall import Hall
from console.hall.hauls import Trips
from console.widgets.trucks.pane import TruckPane
from console.widgets.trucks.trips import TripWindow
from console.workers.caller import Caller
from console.written import write_whole
from wire.hauls import HaulSums, HaulTrip


class HaulTrips(QObject):
    track_wanted = Signal(str, object, object)  # unit id, start and end: aware datetimes

    def __init__(self, hall: Hall, caller: Caller, trucks: TruckPane) -> None:
        super().__init__(trucks)
        self._caller, self.window = caller, TripWindow(hall, trucks)
        trucks.trips_wanted.connect(self.window.open_of)
        self.list = self.window.list
        self.list.wanted.connect(self._ask)
        self.list.export_wanted.connect(self._export)
        self.list.opened.connect(self.track_wanted)

    def _ask(self, asked: Trips) -> None:
        def fetched(api: Api) -> tuple[list[HaulTrip], HaulSums]:
            question = asked.during, asked.truck_id, asked.permit_id
            return api.haul_trips(*question), api.haul_sums(*question)

        def missed(error: ApiError) -> None:
            if error.problem.code != "stopped":
                self.list.miss(asked, error.problem)

        self._caller.call(fetched, lambda answer: self.list.take(asked, *answer), missed)

    def _export(self, asked: Trips, path: Path) -> None:
        suffix, language = "csv" if path.suffix.lower() == ".csv" else "xlsx", words.language()

        def refused(error: ApiError) -> None:
            if error.problem.code != "stopped":
                self.list.tell_not_written(error.problem)

        self._caller.call(
            lambda api: write_whole(path, api.haul_file(asked.during, asked.truck_id, asked.permit_id, suffix, language)),
            lambda _: self.list.tell_written(path),
            refused,
        )
