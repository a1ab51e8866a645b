"""The one object that page and console share over the QWebChannel."""

from PySide6.QtCore import QObject, Signal, Slot


class Bridge(QObject):
    """`batch` and `told` go to the page; the other signals come from it. What the page says is checked by whoever listens.

    Both ends count what was sent, so that a page that rests is known to have heard everything, and not only what was said before.
    """

    batch = Signal(str, int, str)  # layer, serial, columns as JSON, or empty: fetch them from /bulk/LAYER/SERIAL
    told = Signal(str, str)  # topic, JSON

    started = Signal()
    applied = Signal(str, int)  # layer, serial
    rested = Signal()  # everything sent has been heard and drawn, nothing more is under way
    picked = Signal(str, str)  # layer, key
    opened = Signal(str, str)  # layer, key; a double click
    carried = Signal(str, str)  # layer, key; dragged off its place, the button is held
    hovered = Signal(str, str)  # layer, key; both empty when nothing is under the pointer
    clicked = Signal(float, float)  # lon, lat
    viewed = Signal(float, float, float)  # lon, lat, zoom
    toggled = Signal(str, bool)  # overlay
    base_chosen = Signal(str)  # id; empty: no base map
    arranged = Signal(str)  # JSON of order, opacity and what is hidden of the overlays (console.map.drawing)
    folded = Signal(str, bool)  # panel, whether it is open now
    failed = Signal(str)  # a script error, for the log

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sent = 0
        self._quiet = False

    def quiet(self) -> bool:
        """Whether the page has rested since it was last told anything."""
        return self._quiet

    def begin(self) -> None:
        """Both ends count from here."""
        self._sent, self._quiet = 0, False
        self.told.emit("begin", "null")

    def tell(self, topic: str, text: str) -> None:
        self._count()
        self.told.emit(topic, text)

    def send(self, layer: str, serial: int, text: str) -> None:
        self._count()
        self.batch.emit(layer, serial, text)

    @Slot()
    def start(self) -> None:
        self.started.emit()

    @Slot(str, int)
    def apply(self, layer: str, serial: int) -> None:
        self.applied.emit(layer, serial)

    @Slot(int)
    def rest(self, heard: int) -> None:
        self._quiet = heard == self._sent
        if self._quiet:
            self.rested.emit()

    @Slot(str, str)
    def pick(self, layer: str, key: str) -> None:
        self.picked.emit(layer, key)

    @Slot(str, str)
    def open(self, layer: str, key: str) -> None:
        self.opened.emit(layer, key)

    @Slot(str, str)
    def carry(self, layer: str, key: str) -> None:
        self.carried.emit(layer, key)

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
    def choose_base(self, id: str) -> None:
        self.base_chosen.emit(id)

    @Slot(str)
    def arrange(self, text: str) -> None:
        self.arranged.emit(text)

    @Slot(str, bool)
    def fold(self, panel: str, open: bool) -> None:
        self.folded.emit(panel, open)

    @Slot(str)
    def fail(self, text: str) -> None:
        self.failed.emit(text)

    def _count(self) -> None:
        self._sent += 1
        self._quiet = False
