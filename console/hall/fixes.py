"""Where every unit is: its newest fix."""

from datetime import UTC, datetime
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from wire.units import Positions


class Place(NamedTuple):
    """Degrees WGS-84, m/s, degrees from north; `speed` and `heading` are none when unknown. `mocked`: its device says itself that it is made up."""

    at: datetime
    lon: float
    lat: float
    speed: float | None
    heading: float | None
    mocked: bool = False


class Fixes(QObject):
    changed = Signal(object)  # frozenset of unit ids

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: dict[str, Place] = {}
        self._newest: datetime | None = None

    def apply(self, positions: Positions) -> None:
        columns = (positions.unit_ids, positions.at, positions.lon, positions.lat, positions.speed, positions.heading)
        mocked = frozenset(positions.mocked)
        for id, at, lon, lat, speed, heading in zip(*columns, strict=True):
            when, pace, course = datetime.fromtimestamp(at / 1000, UTC), None if speed < 0 else speed, None if heading < 0 else heading
            self._places[id] = Place(when, lon, lat, pace, course, id in mocked)
        if positions.unit_ids:
            newest = datetime.fromtimestamp(max(positions.at) / 1000, UTC)
            self._newest = max(newest, self._newest or newest)
            self.changed.emit(frozenset(positions.unit_ids))

    def replace(self, positions: Positions) -> None:
        """All there are, as of another moment: a unit that is not among them is nowhere."""
        gone = self._places.keys() - set(positions.unit_ids)
        self._places, self._newest = {}, None
        self.apply(positions)
        if gone:
            self.changed.emit(frozenset(gone))

    def newest(self) -> datetime | None:
        """When the newest of all fixes was taken; none before the first."""
        return self._newest

    def get(self, unit_id: str) -> Place | None:
        return self._places.get(unit_id)

    def items(self) -> list[tuple[str, Place]]:
        return list(self._places.items())
