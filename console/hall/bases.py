"""The base maps that this user can choose from, and how each of them fares."""

from PySide6.QtCore import QObject, Signal

from console.basemaps.base import Base, Health

WELL = Health()


class Bases(QObject):
    changed = Signal()  # the list
    fared = Signal(str)  # id: its health is another
    renewed = Signal(str)  # id: what could not be had can be had now

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all: list[Base] = []
        self._health: dict[str, Health] = {}

    def set(self, bases: list[Base]) -> None:
        self.all = bases
        known = {base.map.id for base in bases}
        self._health = {id: health for id, health in self._health.items() if id in known}
        self.changed.emit()

    def get(self, id: str) -> Base | None:
        return next((base for base in self.all if base.map.id == id), None)

    def chosen(self, wanted: str | None) -> Base | None:
        """The one that was chosen; where nothing was, or it is no more, the first; none for the empty id: no base map."""
        if wanted == "":
            return None
        return (self.get(wanted) if wanted else None) or next((base for base in self.all if not base.fault), None)

    def health(self, id: str) -> Health:
        return self._health.get(id, WELL)

    def note(self, id: str, health: Health) -> None:
        if health == self.health(id) or self.get(id) is None:
            return
        self._health[id] = health
        self.fared.emit(id)

    def renew(self, id: str) -> None:
        self.note(id, WELL)
        self.renewed.emit(id)
