"""Muck haulage: sites, tipping grounds, forbidden areas; of the chosen truck the approved line, and the way that it took."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QObject

from console.hall.hall import Hall
from console.map.columns import Columns
from console.map.layers.layer import Layer
from wire.codes import HaulPlaceKind, Noun

KINDS = {kind: number for number, kind in enumerate(HaulPlaceKind)}
LINE, WAY = 3, 4
CORRIDOR_M = 50.0  # of either side, as far as one sees on a map
OWN = {"#line": LINE, "#way": WAY}  # keys that are no ids


class Hauls(Layer):
    """`kind`: 0 site, 1 tipping ground, 2 forbidden area, 3 approved line, 4 way; `places` lon/lat, `radius` in metres for lines; `unseen` the places
    of a way, by their number, that nobody saw the way to."""

    name, noun = "hauls", Noun.HAUL_PLACE

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hauls = hall.hauls
        self._hauls.places.changed.connect(self.mark)
        self._hauls.chosen_changed.connect(lambda: self.mark(OWN))
        self._hauls.permits.changed.connect(lambda _: self.mark(OWN))
        self._hauls.trips.changed.connect(lambda _: self.mark(OWN))
        self._hauls.way_changed.connect(lambda: self.mark(OWN))

    def everything(self) -> Iterable[str]:
        return [*(place.id for place in self._hauls.places), *OWN]

    def id_of(self, key: str) -> str:
        return "" if key in OWN else key

    def columns(self, ids: list[str]) -> Columns:
        rows = [row for id in ids if (row := self._row(id)) is not None]
        middles = np.array([np.mean(places, axis=0) for _, _, _, places, _ in rows]).reshape(-1, 2)
        return {
            "ids": [row[0] for row in rows],
            "name": [row[1] for row in rows],
            "kind": np.array([row[2] for row in rows], np.uint8),
            "places": [row[3] for row in rows],
            "radius": np.array([row[4] for row in rows], np.float64),
            "unseen": [list(self._hauls.way.unseen) if row[2] == WAY else [] for row in rows],
            "lon": middles[:, 0],
            "lat": middles[:, 1],
        }

    def _row(self, id: str) -> tuple[str, str, int, list[tuple[float, float]], float] | None:
        if id == "#line":
            permit = self._hauls.permit_of(self._hauls.chosen) if self._hauls.chosen else None
            return None if permit is None else (id, permit.number, LINE, permit.route, CORRIDOR_M)
        if id == "#way":
            way = self._hauls.way
            return None if way.truck_id != self._hauls.chosen or len(way.places) < 2 else (id, "", WAY, way.places, 0.0)
        place = self._hauls.places.get(id)
        return None if place is None else (place.id, place.name, KINDS[place.kind], place.outline, 0.0)
