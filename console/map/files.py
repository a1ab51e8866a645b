"""Files that somebody lays over the map for himself: read and placed in a thread of their own, drawn by `resources/map/page/files.js`."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import shapely
from PySide6.QtCore import QEvent, QMimeData, QObject, QThread, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from console import words
from console.hall.hall import Hall
from console.hall.mercator import mercator
from console.map import columns
from console.map.scheme import Reply
from geo import files
from geo.files import Drawn, Unreadable
from geo.formats import SUFFIXES
from geo.misfit import Verdict
from wire.codes import GridKind, RegisterKind

COLOURS = ("#F08AD8", "#4FB3BF", "#A78BFA", "#E8A15A", "#7BBBFF")  # none of them a lamp's
BOUNDARIES = frozenset({GridKind.DUTY, GridKind.COMMUNITY, GridKind.STREET, GridKind.DISTRICT})
MOST_LINES = 10  # of attributes that are told at once
Line = Sequence[Sequence[float]]


class Laid(msgspec.Struct):
    """A file as it lies over a map, to be read again: where it is, which datum or zone somebody said it is in, and how it is drawn."""

    path: str
    system: str
    name: str
    colour: str
    opacity: float


@dataclass(frozen=True)
class Overlay:
    id: str
    name: str
    colour: str
    opacity: float
    system: str
    drawn: Drawn
    body: bytes  # as the page fetches it
    bounds: tuple[float, float, float, float]  # west, south, east, north


class Work(QThread):
    """One piece of work away from the window; `done` gets what came of it, once."""

    done = Signal(object)

    def __init__(self, act: Callable[[], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act

    def run(self) -> None:
        try:
            answer = self._act()
        except Unreadable as error:
            answer = error
        except Exception as error:  # whatever a file can do to its reader
            answer = Unreadable("not_geographic", detail=str(error)[:200])
        self.done.emit(answer)


class FilesBridge(QObject):
    """What the page says of its files; the console answers by `tell`."""

    dressed = Signal(str, str, float)  # id, colour, opacity
    removed = Signal(str)

    @Slot(str, str, float)
    def dress_file(self, id: str, colour: str, opacity: float) -> None:
        self.dressed.emit(id, colour, opacity)

    @Slot(str)
    def remove_file(self, id: str) -> None:
        self.removed.emit(id)


class Files(QObject):
    """The files over one map. `read` ends in `guessed` or `refused`, `draw` in `drawn`; `lay` brings back what was laid before, and tells of each
    file that is gone."""

    guessed = Signal(object, object)  # Drawn, Verdict of its places as it says: somebody says which datum or zone it is in, and draws it
    refused = Signal(str, object)  # name of the file, Unreadable
    drawn = Signal(object)  # Overlay
    dropped = Signal(object)  # Path
    changed = Signal()  # other files, or otherwise: so that `laid` can be kept
    fell = Signal()  # one of those that were laid before is not there: `fallen`

    def __init__(self, hall: Hall, view: QWidget, tell: Callable[[str, Any], None]) -> None:
        super().__init__(view)
        self._hall, self._tell, self._numbers, self._works = hall, tell, count(1), set[Work]()
        self.overlays: dict[str, Overlay] = {}
        self.fallen: list[str] = []  # a sentence each
        self._waiting: list[Laid] = []  # that are being read, or cannot be reached now
        self.bridge = FilesBridge(self)
        self.bridge.dressed.connect(self._dress)
        self.bridge.removed.connect(self.remove)
        view.setAcceptDrops(True)
        view.installEventFilter(self)

    def read(self, path: Path) -> None:
        lines = self._lines()

        def done(answer: tuple[Drawn, Verdict] | Unreadable) -> None:
            if isinstance(answer, Unreadable):
                self.refused.emit(path.name, answer)
            else:
                self.guessed.emit(*answer)

        self._do(lambda: _judged(path, lines), done)

    def laid(self) -> list[Laid]:
        """In the order in which they were laid."""
        return self._waiting + [Laid(str(each.drawn.path), each.system, each.name, each.colour, each.opacity) for each in self.overlays.values()]

    def lay(self, kept: Sequence[Laid]) -> None:
        """What was laid before; the map stays where it is."""
        self._waiting += kept
        for each in kept:
            id, dress = f"f{next(self._numbers)}", (each.name, each.colour, each.opacity)
            self._do(partial(_placed_again, id, dress, each), partial(self._take_again, each))

    def show_those_of(self, other: "Files") -> None:
        """For paper."""
        self.overlays = dict(other.overlays)

    def draw(self, read: Drawn, system: str, name: str = "", colour: str = "", opacity: float = 0.8) -> None:
        """Places of a datum, or of a zone (`gk117`), are brought to where they belong."""
        number = next(self._numbers)
        dress = (name or read.name, colour or COLOURS[(number - 1) % len(COLOURS)], opacity)
        self._do(lambda: _placed(f"f{number}", *dress, read, system), self._take)

    def remove(self, id: str) -> None:
        if self.overlays.pop(id, None) is not None:
            self._say()
            self.changed.emit()

    def state(self) -> list[dict[str, Any]]:
        """As the page knows them."""
        return [
            {"id": each.id, "name": each.name, "colour": each.colour, "opacity": each.opacity, "count": each.drawn.count, "bounds": each.bounds}
            for each in self.overlays.values()
        ]

    def door(self, rest: str) -> Reply | None:
        """`ID`: its columns."""
        found = self.overlays.get(rest)
        return Reply("application/octet-stream", found.body) if found else None

    def hover(self, layer: str, key: str) -> None:
        """The page asks what lies under the pointer: its attributes, as text."""
        found = self.overlays.get(layer.removeprefix("file:"))
        if found is None or not key.isdecimal() or int(key) >= found.drawn.count:
            return
        feature = found.drawn.feature(int(key))
        where = words.choose(f"{found.name} · {feature.layer} 第 {feature.number} 个", f"{found.name} · {feature.layer} {feature.number}")
        lines = [where, *(f"{name}: {text}" for name, text in feature.attributes[:MOST_LINES])]
        if (more := len(feature.attributes) - MOST_LINES) > 0:
            lines.append(words.choose(f"另有 {more} 项", f"and {more} more"))
        self._tell("tip", {"layer": layer, "key": key, "lines": lines})

    def stop(self) -> None:
        """Wait for what is still being read."""
        for work in list(self._works):
            work.done.disconnect()
            work.wait()
        self._works.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and _paths(event.mimeData()):
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            for path in _paths(event.mimeData()):
                self.dropped.emit(path)
            event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)

    def _do(self, act: Callable[[], Any], done: Callable[[Any], None]) -> None:
        work = Work(act, self)
        self._works.add(work)

        def end(answer: Any) -> None:
            self._works.discard(work)
            work.wait()
            work.deleteLater()
            done(answer)

        work.done.connect(end)
        work.start()

    def _take(self, answer: Overlay | Unreadable) -> None:
        if isinstance(answer, Unreadable):
            self.refused.emit("", answer)
            return
        self.overlays[answer.id] = answer
        self._say()
        self._tell("bounds", answer.bounds)
        self.changed.emit()
        self.drawn.emit(answer)

    def _take_again(self, kept: Laid, answer: Overlay | Unreadable) -> None:
        """One that is gone is told of once; one whose folder cannot be reached, as of a drive that is not connected, is tried again next time."""
        reachable = not isinstance(answer, Unreadable) or answer.code != "no_file" or Path(kept.path).parent.is_dir()
        if reachable:
            self._waiting.remove(kept)
        if isinstance(answer, Unreadable):
            self.fallen.append(_gone(kept, answer))
            self.fell.emit()
            self.changed.emit()
        else:
            self.overlays[answer.id] = answer
            self._say()

    def _dress(self, id: str, colour: str, opacity: float) -> None:
        if id in self.overlays and len(colour) == 7 and 0 <= opacity <= 1:
            self.overlays[id] = replace(self.overlays[id], colour=colour, opacity=opacity)
            self.changed.emit()

    def _say(self) -> None:
        self._tell("files", self.state())

    def _lines(self) -> list[Line]:
        """What is known to lie right: boundaries of grids, drains and outlines of buildings as far as they are here."""
        found: list[Line] = [ring for grid in self._hall.grids if grid.kind in BOUNDARIES for polygon in grid.rings for ring in polygon]
        for kind in (RegisterKind.DRAIN, RegisterKind.BUILDING):
            register = self._hall.entries.get(kind)
            if register is not None:
                found += [line for text in register.table.column("lines").to_pylist() if text for line in json.loads(text)]
        return found


def _judged(path: Path, lines: Sequence[Line]) -> tuple[Drawn, Verdict]:
    drawn = files.read(path)
    return drawn, files.judged(drawn, np.array([shapely.LineString(line) for line in lines if len(line) > 1], dtype=object))


def _placed(id: str, name: str, colour: str, opacity: float, drawn: Drawn, system: str) -> Overlay:
    lon, lat = drawn.placed(system)
    x, y = mercator(lon, lat)
    body = columns.to_bytes({"x": x, "y": y, "starts": drawn.starts, "kinds": drawn.kinds, "owner": drawn.owner})
    bounds = (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
    return Overlay(id, name, colour, opacity, system, replace(drawn, lon=lon, lat=lat, crs="", metres=False), body, bounds)


def _placed_again(id: str, dress: tuple[str, str, float], kept: Laid) -> Overlay:
    return _placed(id, *dress, files.read(Path(kept.path)), kept.system)


def _gone(kept: Laid, why: Unreadable) -> str:
    if why.code == "no_file":
        return words.choose(f"叠加文件“{kept.name}”已不在 {kept.path}", f'The file "{kept.name}" is no longer at {kept.path}')
    return words.choose(f"叠加文件“{kept.name}”已不能读取", f'The file "{kept.name}" can no longer be read')


def _paths(mime: QMimeData) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in SUFFIXES]
