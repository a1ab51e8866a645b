"""Geofences: what people drew."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QObject

from console.hall.hall import Hall
from console.map.columns import Columns
from console.map.layers.layer import Layer
from wire.codes import FenceKind, Noun

KINDS = {kind: number for number, kind in enumerate(FenceKind)}


class Geofences(Layer):
    """`places` as in `wire.geofences`, `radius` in metres; `lon`, `lat` the middle of the places, for the name."""

    name, noun = "geofences", Noun.GEOFENCE

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fences = hall.geofences
        hall.geofences.changed.connect(self.mark)

    def everything(self) -> Iterable[str]:
        return [fence.id for fence in self._fences]

    def columns(self, ids: list[str]) -> Columns:
        fences = [fence for fence in map(self._fences.get, ids) if fence is not None]
        middles = np.array([np.mean(fence.places, axis=0) for fence in fences]).reshape(-1, 2)
        return {
            "ids": [fence.id for fence in fences],
            "name": [fence.name for fence in fences],
            "kind": np.array([KINDS[fence.kind] for fence in fences], np.uint8),
            "places": [fence.places for fence in fences],
            "radius": np.array([fence.radius_m or 0.0 for fence in fences]),
            "lon": middles[:, 0],
            "lat": middles[:, 1],
        }
