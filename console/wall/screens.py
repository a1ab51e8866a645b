"""The monitors that are there now: what tells one set of them from another, and whether a window can be seen on them."""

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen

CALM_MS = 150  # one monitor that comes or goes makes Qt emit half a dozen signals
GRIP_PX = 80  # so much of the top of a window must be on a monitor for a hand to catch it


def key() -> str:
    """Name and geometry of every monitor, in the order of their places: "HDMI-1 1920x1080+0+0 | HDMI-2 …"."""
    screens = sorted(QGuiApplication.screens(), key=lambda screen: screen.geometry().topLeft().toTuple())
    return " | ".join(f"{screen.name()} {_words(screen.geometry())}" for screen in screens)


def reachable(window: QRect) -> bool:
    """Whether the upper edge of a window with this geometry can be seen and caught."""
    top = QRect(window.x(), window.y(), window.width(), GRIP_PX)
    seen = [screen.availableGeometry().intersected(top) for screen in QGuiApplication.screens()]
    return any(part.width() >= GRIP_PX and part.height() >= GRIP_PX // 2 for part in seen)


def _words(place: QRect) -> str:
    return f"{place.width()}x{place.height()}{place.x():+}{place.y():+}"


class Screens(QObject):
    """`changed` comes once when monitors have come, gone or moved, with the new key; `leaving` while a monitor still has its windows."""

    changed = Signal(str)
    leaving = Signal(object)  # QScreen; when it has gone, Qt puts its windows in the way on another one

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.key = key()
        self._calm = QTimer(self, interval=CALM_MS, singleShot=True)
        self._calm.timeout.connect(self._compare)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._watch)
        application.screenRemoved.connect(self._left)
        for screen in application.screens():
            self._watch(screen)

    def _watch(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._calm.start)
        self._calm.start()

    def _left(self, screen: QScreen) -> None:
        self.leaving.emit(screen)
        self._calm.start()

    def _compare(self) -> None:
        now = key()
        if now != self.key:
            self.key = now
            self.changed.emit(now)
