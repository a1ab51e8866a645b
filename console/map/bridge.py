"""The one object that page and console share over the QWebChannel."""

from PySide6.QtCore import QObject, Signal, Slot


class Bridge(QObject):
    """`batch` and `told` go to the page; the other signals come from it. What the page says is checked by whoever listens."""

    batch = Signal(str, int, str)  # layer, serial, columns as JSON, or empty: fetch them from /bulk/LAYER/SERIAL
    told = Signal(str, str)  # topic, JSON

    started = Signal()
    applied = Signal(str, int)  # layer, serial
    rested = Signal()  # tiles and batches are drawn, nothing more is under way
    picked = Signal(str, str)  # layer, key
    opened = Signal(str, str)  # layer, key; a double click
    hovered = Signal(str, str)  # layer, key; both empty when nothing is under the pointer
    clicked = Signal(float, float)  # lon, lat
    viewed = Signal(float, float, float)  # lon, lat, zoom
    toggled = Signal(str, bool)  # overlay
    failed = Signal(str)  # a script error, for the log

    @Slot()
    def start(self) -> None:
        self.started.emit()

    @Slot(str, int)
    def apply(self, layer: str, serial: int) -> None:
        self.applied.emit(layer, serial)

    @Slot()
    def rest(self) -> None:
        self.rested.emit()

    @Slot(str, str)
    def pick(self, layer: str, key: str) -> None:
        self.picked.emit(layer, key)

    @Slot(str, str)
    def open(self, layer: str, key: str) -> None:
        self.opened.emit(layer, key)

    @Slot(str, str)
    def hover(self, layer: str, key: str) -> None:
        self.hovered.emit(layer, key)

    @Slot(float, float)
    def click(self, lon: float, lat: float) -> None:
        self.clicked.emit(lon, lat)

    @Slot(float, float, float)
    def look(self, lon: float, lat: float, zoom: float) -> None:
        self.viewed.emit(lon, lat, zoom)

    @Slot(str, bool)
    def toggle(self, overlay: str, on: bool) -> None:
        self.toggled.emit(overlay, on)

    @Slot(str)
    def fail(self, text: str) -> None:
        self.failed.emit(text)
