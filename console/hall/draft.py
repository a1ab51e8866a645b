"""The geofence that is being drawn, by hand on the map, by figures in its form; or a line or area that another form has lent the pen for."""

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
    """`of` is the geofence that is being changed, none for a new one. `lent`: what is drawn is no geofence, and another form takes it."""

    changed = Signal()
    wanted = Signal(object)  # FenceKind: draw one on the map
    finished = Signal()  # the hand on the map is done with it

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shape: Shape | None = None
        self.of: Geofence | None = None
        self.lent = False

    def draw(self, shape: Shape) -> None:
        """A new one, or the same in another shape."""
        self.shape = shape
        self.changed.emit()

    def edit(self, fence: Geofence) -> None:
        self.shape, self.of, self.lent = Shape(fence.kind, list(fence.places), fence.radius_m), fence, False
        self.changed.emit()

    def lend(self, kind: FenceKind, shape: Shape | None) -> None:
        """To a form that asks for a line or an area: a new one, or this one in another shape. Until it is dropped."""
        self.shape, self.of, self.lent = shape, None, True
        self.changed.emit()
        if shape is None:
            self.wanted.emit(kind)

    def drop(self) -> None:
        self.shape = self.of = None
        self.lent = False
        self.changed.emit()
