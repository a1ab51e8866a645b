"""Units: the newest fix of each, and what kind of unit it is. They travel together; the page draws each kind on an overlay of its own."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QObject

from console.hall.hall import Hall
from console.map.columns import Columns
from console.map.layers.layer import Layer
from wire.codes import DutyState, Noun, UnitKind

KINDS = {kind: number for number, kind in enumerate(UnitKind)}
OVERLAYS = {UnitKind.INSPECTOR: "inspectors", UnitKind.TRUCK: "trucks", UnitKind.VEHICLE: "vehicles"}


class Units(Layer):
    """`at` in milliseconds since 1970, `heading` in degrees from north or NaN; `kind` is 0 for inspectors, 1 trucks, 2 other vehicles;
    `alarm` the level of its worst open alarm, 0 for none; `mocked`: its device says itself that it is somewhere else.

    A unit without fix is not on the map. Only who signs in, an inspector, can be off duty: of the others the age of the fix says all.
    """

    name, noun = "units", Noun.UNIT

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._units, self._fixes, self._alarms = hall.units, hall.fixes, hall.alarms
        self._levels: dict[str, int] = {}
        hall.units.changed.connect(self.mark)
        hall.fixes.changed.connect(self.mark)
        hall.alarms.changed.connect(self._judge)
        self._judge()

    def _judge(self) -> None:
        """Mark the units whose worst alarm is another one than before."""
        before, self._levels = self._levels, self._alarms.levels()
        if changed := {id for id in before.keys() | self._levels.keys() if before.get(id) != self._levels.get(id)}:
            self.mark(changed)

    def everything(self) -> Iterable[str]:
        return [id for id, _ in self._fixes.items()]

    def columns(self, ids: list[str]) -> Columns:
        found = [(id, self._units.get(id), self._fixes.get(id)) for id in ids]
        known = [(id, unit, place) for id, unit, place in found if unit is not None and place is not None]
        return {
            "ids": [id for id, _, _ in known],
            "name": [unit.name for _, unit, _ in known],
            "lon": np.array([place.lon for _, _, place in known]),
            "lat": np.array([place.lat for _, _, place in known]),
            "heading": np.array([np.nan if place.heading is None else place.heading for _, _, place in known]),
            "at": np.array([place.at.timestamp() * 1000 for _, _, place in known]),
            "kind": np.array([KINDS[unit.kind] for _, unit, _ in known], np.uint8),
            "on_duty": np.array([unit.kind is not UnitKind.INSPECTOR or unit.duty == DutyState.ON_DUTY for _, unit, _ in known], np.uint8),
            "mocked": np.array([place.mocked for _, _, place in known], np.uint8),
            "alarm": np.array([self._levels.get(id, 0) for id, _, _ in known], np.uint8),
        }
