"""A peer's page in our engine: what it fetches comes from doors as ours does, and `bench.drawn` in it says that it is there.

MapLibre needs WebGL, which the engine keeps from software: the process that shows it is let (`let_gl`, before the application).
"""

import os
import sys
import time

from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView

from bench.map_window import SIZE, until
from console.map.page import MapProfile
from console.map.scheme import ORIGIN, Door, Reply

SOFTWARE_GL = "--use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader --ignore-gpu-blocklist --disable-gpu-compositing"


def let_gl() -> None:
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = f"{os.environ.get('QTWEBENGINE_CHROMIUM_FLAGS', '')} {SOFTWARE_GL}"


class Peer:
    """On the screen; `load` shows its page, whose doors are beside that of its own HTML."""

    def __init__(self, html: bytes, doors: dict[str, Door]) -> None:
        self._profile = MapProfile(dict, doors | {"peer.html": lambda rest: Reply("text/html", html)})
        self._view = QWebEngineView()
        self.page = Talking(self._profile, self._view)
        self.page.renderProcessTerminated.connect(ended)
        self._view.setPage(self.page)
        self._view.resize(*SIZE)
        self._view.show()

    def load(self) -> float:
        """Until it is drawn; when that began, milliseconds since 1970."""
        began = time.time() * 1000
        self.page.load(QUrl(f"{ORIGIN}/peer.html"))
        until(lambda: self.page, "!!window.bench?.drawn")
        return began


class Talking(QWebEnginePage):
    """What a page complains of is said, and spoils no figures."""

    def javaScriptConsoleMessage(self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str) -> None:
        print(f"page: {source}:{line} {message}", file=sys.stderr)


def ended(status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
    """A page whose process is gone answers nothing any more."""
    print(f"Ended: its web process ended ({status.name}, {code})", file=sys.stderr, flush=True)
    os._exit(1)
