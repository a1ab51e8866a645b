"""Where the units are: the newest fix of each, as often as the backend has one."""

from PySide6.QtCore import QObject, Signal

from console.api import Api, ApiError
from console.workers.worker import Worker

WAIT_S = 2.0


class PositionPoller(Worker):
    """Its failures are not told: the poller of the feed meets the same ones and says so."""

    moved = Signal(object)  # Positions

    def __init__(self, api: Api, parent: QObject | None = None) -> None:
        super().__init__("positions", api, parent)
        self._cursor, self._wait_s = 0, 0.0

    def step(self) -> None:
        positions = self._api.positions(self._cursor, self._wait_s)
        self._cursor, self._wait_s = positions.cursor, WAIT_S
        if positions.unit_ids:
            self.moved.emit(positions)

    def failed(self, error: ApiError) -> None:
        self._wait_s = 0.0
        if error.problem.status == 410:  # another database: begin again
            self._cursor = 0
