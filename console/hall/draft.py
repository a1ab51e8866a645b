"""The geofence that is being drawn: by hand on the map, by figures in its form."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from wire.codes import FenceKind
from wire.geofences import Geofence


class Shape(NamedTuple):
    """As in `wire.geofences.Geofence`."""

    kind: FenceKind
    places: list[tuple[float, float]]
    radius_m: float | None


class Draft(QObject):
    """`of` is the geofence that is being changed, none for a new one."""

    changed = Signal()
    wanted = Signal(object)  # FenceKind: draw one on the map
    finished = Signal()  # the hand on the map is done with it

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shape: Shape | None = None
        self.of: Geofence | None = None

    def draw(self, shape: Shape) -> None:
        """A new one, or the same in another shape."""
        self.shape = shape
        self.changed.emit()

    def edit(self, fence: Geofence) -> None:
        self.shape, self.of = Shape(fence.kind, list(fence.places), fence.radius_m), fence
        self.changed.emit()

    def drop(self) -> None:
        self.shape = self.of = None
        self.changed.emit()
