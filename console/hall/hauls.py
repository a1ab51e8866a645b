"""Muck trucks in the Hall: their registers, their trips, and the way that the chosen one took since it does something wrong."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from console.hall.selection import Selection
from console.hall.table import Table
from geo.grids import METRES_PER_DEGREE
from wire.cameras import Camera
from wire.codes import HaulState, Noun
from wire.hauls import HaulCompany, HaulPermit, HaulPlace, HaulTrip, HaulTruck

SEES_M = 120.0  # a camera so near the way has seen the truck
Places = list[tuple[float, float]]


class Way(NamedTuple):
    """Lon and lat of the fixes of a truck, in order of time. `unseen`: the places, by their number, that nobody saw the way to."""

    truck_id: str
    places: Places
    unseen: tuple[int, ...] = ()


class Trips(NamedTuple):
    """Which trips are looked at: of this truck, or of this permit, begun from `start` on and before `end`."""

    start: datetime
    end: datetime
    truck_id: str = ""
    permit_id: str = ""

    @property
    def during(self) -> str:
        """As it is asked for over the wire."""
        return "/".join(at.astimezone(UTC).isoformat().replace("+00:00", "Z") for at in (self.start, self.end))


class Hauls(QObject):
    """`chosen` is the truck that is selected, empty when it is another thing; it stays when something beside trucks is selected."""

    chosen_changed = Signal()
    way_changed = Signal()

    def __init__(self, selection: Selection, parent: QObject) -> None:
        super().__init__(parent)
        self.companies: Table[HaulCompany] = Table(parent)
        self.places: Table[HaulPlace] = Table(parent)
        self.trucks: Table[HaulTruck] = Table(parent)
        self.permits: Table[HaulPermit] = Table(parent)
        self.trips: Table[HaulTrip] = Table(parent)
        self.chosen = ""
        self.way = Way("", [])
        selection.changed.connect(self._follow)

    def set_way(self, way: Way) -> None:
        if way != self.way:
            self.way = way
            self.way_changed.emit()

    def permits_of(self, truck_id: str) -> list[HaulPermit]:
        """The newest first."""
        return sorted(
            (permit for permit in self.permits if truck_id in permit.truck_ids), key=lambda permit: (permit.ends, permit.number), reverse=True
        )

    def trip_of(self, truck_id: str) -> HaulTrip | None:
        """The one that goes on, else the last."""
        mine = [trip for trip in self.trips if trip.truck_id == truck_id]
        return max(mine, key=lambda trip: (trip.state is HaulState.RUNNING, trip.started_at), default=None)

    def permit_of(self, truck_id: str) -> HaulPermit | None:
        """The one that its trip goes by, else its newest."""
        trip, mine = self.trip_of(truck_id), self.permits_of(truck_id)
        of_trip = self.permits.get(trip.permit_id) if trip is not None and trip.permit_id else None
        return of_trip or next(iter(mine), None)

    def _follow(self, noun: Noun | None, id: str) -> None:
        if noun is Noun.UNIT and id in self.trucks and id != self.chosen:
            self.chosen = id
            self.chosen_changed.emit()


def along(way: Way, cameras: list[Camera]) -> list[tuple[Camera, float]]:
    """The cameras that the way passes within `SEES_M`, or within what they reach, in its order, with metres; where nobody saw it, it passes none."""
    if not way.places or not cameras:
        return []
    line = np.asarray(way.places, np.float64)
    scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(line[:, 1].mean())), 1.0])
    flat, spots = line * scale, np.array([(camera.lon, camera.lat) for camera in cameras]) * scale
    steps = np.vstack([flat[:1], *(_between(a, b) if row not in way.unseen else b[None] for row, (a, b) in enumerate(pairwise(flat), 1))])
    away = np.hypot(spots[:, None, 0] - steps[None, :, 0], spots[:, None, 1] - steps[None, :, 1])
    nearest, first = away.min(axis=1), away.argmin(axis=1)
    found = [number for number, camera in enumerate(cameras) if nearest[number] <= max(SEES_M, camera.reach or 0.0)]
    return [(cameras[number], float(nearest[number])) for number in sorted(found, key=lambda number: int(first[number]))]


def _between(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """A place each 20 metres."""
    return np.linspace(a, b, max(2, int(np.hypot(*(b - a)) / 20)))
