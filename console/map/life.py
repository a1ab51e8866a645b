"""One page of the map after the other: opened, replaced when its process holds too much, opened again when it died."""

import time
from collections import deque
from collections.abc import Callable, Mapping

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.map.bridge import Bridge
from console.map.fallen import Fallen
from console.map.health import Health
from console.map.page import LOG, MapPage, MapProfile
from console.map.veil import Veil

DEATHS, DEATHS_WITHIN_S = 3, 60  # a renderer that dies as often as this is left dead for a while, and the pane says so


class Life(QWidget):
    """Shows the page that lives now, or says that there is none. Whatever a page must be told again it is told by whoever hears `began`."""

    began = Signal()  # a page listens, and knows nothing yet
    ended = Signal()  # it hears no more

    def __init__(
        self, profile: MapProfile, bridge: Bridge, objects: Mapping[str, QObject], ground: Callable[[], QColor], parent: QWidget | None = None
    ) -> None:
        """`objects` are what the page shares with the console beside the bridge; `ground` is the colour before it has drawn."""
        super().__init__(parent)
        self._profile, self._bridge, self._objects, self._ground = profile, bridge, objects, ground
        self.web, self.fallen = QWebEngineView(self), Fallen(self)
        self.web.setAcceptDrops(False)  # a file is for the pane: Chromium would leave the map for it
        self.health, self.veil = Health(self), Veil(self)
        self.deaths: deque[float] = deque(maxlen=DEATHS)
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self.open)
        self.fallen.again.connect(self._restart)
        self.health.outgrown.connect(self._renew)
        bridge.started.connect(self._start)
        for touched in (bridge.picked, bridge.opened, bridge.hovered, bridge.clicked, bridge.viewed, bridge.toggled, bridge.arranged, bridge.folded):
            touched.connect(self.health.touch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.web)
        layout.addWidget(self.fallen)

    def open(self) -> None:
        self._rest.stop()
        self._show_fallen(False)
        old = self.web.page()
        page = MapPage(self._profile, {"hall": self._bridge, **self._objects}, self.web)
        page.renderProcessTerminated.connect(self._died)
        page.setBackgroundColor(self._ground())  # until it has drawn, no white sheet in a dark hall
        self.web.setPage(page)
        # Qt deletes children in the order of their coming, and a page must be gone before its profile is.
        self._profile.setParent(None)
        self._profile.setParent(self.web)
        if isinstance(old, MapPage):
            old.deleteLater()

    def settle(self) -> None:
        """It has drawn everything."""
        self.health.drawn()
        self.veil.lift()

    def replace(self) -> None:
        """Another process in the place of this one; the last picture stays until it has drawn."""
        LOG.info("the renderer of the map holds too much memory and is replaced")
        self.veil.cover(self.web)
        self._end()
        self.open()

    def shut(self) -> None:
        """For good; called when the application quits, on which Chromium stands."""
        self._rest.stop()
        self.health.stop()
        if shiboken6.isValid(self.web):
            shiboken6.delete(self.web)

    def _start(self) -> None:
        self._bridge.begin()
        self.health.restart(self.web.page().renderProcessPid())
        self.began.emit()

    def _end(self) -> None:
        self.ended.emit()
        self._bridge.begin()

    def _restart(self) -> None:
        """As if it had never died."""
        self.deaths.clear()
        self.open()

    def _renew(self) -> None:
        """Unless somebody has a tool in hand."""
        self.web.page().runJavaScript("yiping.state.tool ?? ''", lambda tool: self.replace() if tool == "" else None)

    def _died(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        if status == QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            return
        LOG.warning("the renderer of the map ended: %s, code %s", status.name, code)
        self._end()
        self.deaths.append(time.monotonic())
        often = len(self.deaths) == DEATHS and self.deaths[-1] - self.deaths[0] < DEATHS_WITHIN_S
        self._show_fallen(often)
        self._rest.start(DEATHS_WITHIN_S * 1000 if often else 0)

    def _show_fallen(self, on: bool) -> None:
        self.fallen.setVisible(on)
        self.web.setVisible(not on)
