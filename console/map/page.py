"""The web page of the map and its surroundings: a profile of its own that keeps nothing, serves our files and lets nothing out."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QUrl
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings

from console.map import document
from console.map.scheme import ORIGIN, SCHEME, Door, Guard, LateDoor, Porter, Reply, folder

RESOURCES = Path(__file__).resolve().parents[2] / "resources" / "map"
LOG = logging.getLogger("yiping.map")
Attribute = QWebEngineSettings.WebAttribute


class MapProfile(QWebEngineProfile):
    """Off the record: no cookies, no cache on disk. `state` is asked for when a page starts."""

    def __init__(self, state: Callable[[], dict[str, Any]], doors: dict[str, Door], late: dict[str, LateDoor] | None = None) -> None:
        super().__init__()
        html = Reply("text/html", document.build().encode())
        self.guard = Guard(self)
        self._porter = Porter(
            {
                "map.html": lambda rest: html,
                "state": lambda rest: Reply("application/json", msgspec.json.encode(state())),
                "page": folder(RESOURCES / "page"),
                "npm": folder(RESOURCES / "node_modules"),
            }
            | doors,
            self,
            late,
        )
        self.installUrlSchemeHandler(SCHEME, self._porter)
        self.setUrlRequestInterceptor(self.guard)


class MapPage(QWebEnginePage):
    """One life of the map page; when its renderer dies, another one takes its place."""

    def __init__(self, profile: MapProfile, objects: Mapping[str, QObject], parent: QObject | None = None) -> None:
        """`objects` are shared with the page, by the names that it knows them by."""
        super().__init__(profile, parent)
        for attribute in (Attribute.LocalContentCanAccessRemoteUrls, Attribute.PluginsEnabled, Attribute.JavascriptCanOpenWindows):
            self.settings().setAttribute(attribute, False)
        self.settings().setAttribute(Attribute.ShowScrollBars, False)
        channel = QWebChannel(self)
        for name, each in objects.items():
            channel.registerObject(name, each)
        self.setWebChannel(channel)
        self.load(QUrl(f"{ORIGIN}/map.html"))

    def acceptNavigationRequest(self, url: QUrl | str, kind: QWebEnginePage.NavigationType, is_main_frame: bool) -> bool:
        return QUrl(url).scheme() == SCHEME.decode()

    def javaScriptConsoleMessage(self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str) -> None:
        wrong = level == QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel
        LOG.log(logging.ERROR if wrong else logging.INFO, "%s:%s %s", source, line, message)
