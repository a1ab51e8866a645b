"""The object over which the page says what hands have done; what the console answers goes by `console.map.bridge`."""

from PySide6.QtCore import QObject, Signal, Slot

from console.map.hands import readout


class HandsBridge(QObject):
    """Nothing that the page says is taken as true before `Hands` has read it."""

    held = Signal(bool)  # the view is locked
    followed = Signal(str, str)  # key and name of a unit; empty: nobody
    selected = Signal(str)  # ring as JSON
    shaped = Signal(str, bool)  # shape as JSON; whether it is a new one
    finished = Signal()
    place_asked = Signal(float, float)  # lon, lat
    around_asked = Signal(float, float, float)  # lon, lat, metres
    who_asked = Signal(float, float, float)  # lon, lat, metres: who was there
    sight_asked = Signal(float, float)  # lon, lat: who can see it
    sought = Signal(str, float, float)  # text; lon, lat of the middle of the map
    visited = Signal(str, str)  # kind, id
    dismissed = Signal()
    copied = Signal(str)
    place_copied = Signal(float, float)  # lon, lat
    written_in = Signal(str)  # the datum in which places are read out
    pictured = Signal()
    traced = Signal(str)  # what a tool has put down so far, as JSON; empty: nothing
    ring_hidden = Signal()  # of the selection; its list stays

    @Slot(bool)
    def hold(self, locked: bool) -> None:
        self.held.emit(locked)

    @Slot(str, str)
    def follow(self, key: str, name: str) -> None:
        self.followed.emit(key, name)

    @Slot(str)
    def select(self, ring: str) -> None:
        self.selected.emit(ring)

    @Slot(str)
    def shape(self, shape: str) -> None:
        self.shaped.emit(shape, True)

    @Slot(str)
    def reshape(self, shape: str) -> None:
        self.shaped.emit(shape, False)

    @Slot()
    def finish(self) -> None:
        self.finished.emit()

    @Slot(float, float)
    def place(self, lon: float, lat: float) -> None:
        self.place_asked.emit(lon, lat)

    @Slot(float, float, float)
    def around(self, lon: float, lat: float, metres: float) -> None:
        self.around_asked.emit(lon, lat, metres)

    @Slot(float, float, float)
    def who(self, lon: float, lat: float, metres: float) -> None:
        self.who_asked.emit(lon, lat, metres)

    @Slot(float, float)
    def sight(self, lon: float, lat: float) -> None:
        self.sight_asked.emit(lon, lat)

    @Slot(str, float, float)
    def search(self, text: str, lon: float, lat: float) -> None:
        self.sought.emit(text, lon, lat)

    @Slot(str, str)
    def visit(self, kind: str, id: str) -> None:
        self.visited.emit(kind, id)

    @Slot()
    def dismiss(self) -> None:
        self.dismissed.emit()

    @Slot(str)
    def copy(self, text: str) -> None:
        self.copied.emit(text)

    @Slot(float, float)
    def copy_place(self, lon: float, lat: float) -> None:
        self.place_copied.emit(lon, lat)

    @Slot(float, float, str, result=str)
    def read(self, lon: float, lat: float, writing: str) -> str:
        return readout.line(lon, lat, writing)

    @Slot(str)
    def write_in(self, writing: str) -> None:
        self.written_in.emit(writing)

    @Slot(str)
    def trace(self, traced: str) -> None:
        self.traced.emit(traced)

    @Slot()
    def hide_ring(self) -> None:
        self.ring_hidden.emit()

    @Slot()
    def picture(self) -> None:
        self.pictured.emit()
