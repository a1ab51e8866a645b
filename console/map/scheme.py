"""The address `hall://map/…` under which the map page, its scripts, the vector tiles and bulk columns are served. Nothing comes from outside."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QObject, Qt
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

SCHEME = b"hall"
ORIGIN = "hall://map"
INSIDE = ("hall", "qrc", "data", "blob")
# Of what the page is made of. The module `mimetypes` would first read the machine's own lists: 100 ms of the GUI thread.
MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
# The second lock beside the interceptor: the page itself asks for nothing else. folium writes inline scripts.
POLICY = b"default-src hall: qrc: data: blob: 'unsafe-inline'; object-src 'none'; frame-src 'none'; form-action 'none'; base-uri 'none'"


class Reply(NamedTuple):
    media_type: str
    body: bytes


Door = Callable[[str], Reply | None]
# A door that answers later, once, in the GUI thread; while the question is `wanted`, which any thread may ask.
LateDoor = Callable[[str, Callable[[Reply | None], None], Callable[[], bool]], None]


def prepare() -> None:
    """Make the scheme known and the engine fit for this machine. Call before the QApplication exists; a second call changes nothing."""
    if os.geteuid() == 0:  # Chromium's sandbox refuses root
        flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
        if "--no-sandbox" not in flags:
            os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = f"{flags} --no-sandbox".strip()
    if not Path("/dev/dri").exists():
        os.environ.setdefault("QT_XCB_GL_INTEGRATION", "none")  # software GL made every repaint four times as long
        os.environ.setdefault("QT_QUICK_BACKEND", "software")  # the web view is a Qt Quick item, and finds no GL then
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    if QWebEngineUrlScheme.schemeByName(QByteArray(SCHEME)).name() != SCHEME:
        scheme = QWebEngineUrlScheme(SCHEME)
        scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
        scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme | QWebEngineUrlScheme.Flag.CorsEnabled | QWebEngineUrlScheme.Flag.FetchApiAllowed)
        QWebEngineUrlScheme.registerScheme(scheme)


def folder(root: Path) -> Door:
    """A door to the files below `root`, and to none above it."""
    root = root.resolve()

    def door(rest: str) -> Reply | None:
        path = (root / rest).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            return None
        return Reply(MEDIA_TYPES.get(path.suffix, "application/octet-stream"), path.read_bytes())

    return door


class Porter(QWebEngineUrlSchemeHandler):
    """Answers `hall://map/DOOR/REST` from the door of that name; what no door knows is not found."""

    def __init__(self, doors: dict[str, Door], parent: QObject | None = None, late: dict[str, LateDoor] | None = None) -> None:
        super().__init__(parent)
        self._doors, self._late = doors, late or {}

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        name, _, rest = job.requestUrl().path().strip("/").partition("/")
        if name in self._late:
            waiting = Waiting(job)
            self._late[name](rest, waiting.answer, waiting.wanted)
        else:
            door = self._doors.get(name)
            answer(job, door(rest) if door else None)


class Waiting(QObject):
    """A question whose answer is on its way. A child of its job, with which it goes when the page gives the question up; no signal is connected
    for that: what Python connects may be taken down by the garbage collector, in whichever thread it happens to run."""

    def __init__(self, job: QWebEngineUrlRequestJob) -> None:
        super().__init__(job)
        self._job = job

    def wanted(self) -> bool:
        return shiboken6.isValid(self)

    def answer(self, reply: Reply | None) -> None:
        if self.wanted():
            answer(self._job, reply)


def answer(job: QWebEngineUrlRequestJob, reply: Reply | None) -> None:
    if reply is None:
        job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
        return
    buffer = QBuffer(job)
    buffer.setData(QByteArray(reply.body))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    # A list, whatever the type hints say: a bare value is taken for one header per letter.
    job.setAdditionalResponseHeaders({QByteArray(b"Content-Security-Policy"): [QByteArray(POLICY)]})  # type: ignore[dict-item]
    job.reply(QByteArray(reply.media_type.encode()), buffer)


class Guard(QWebEngineUrlRequestInterceptor):
    """Refuses every request that would leave the console, and remembers which: `refused` are addresses."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.refused: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        if info.requestUrl().scheme() not in INSIDE:
            self.refused.append(info.requestUrl().toString())
            info.block(True)
