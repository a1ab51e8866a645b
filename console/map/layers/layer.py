"""What every layer does: remember what changed, and hand it over a page at a time."""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from console.map.columns import Columns
from wire.codes import Noun

PAGE = 2000  # things per batch: a page is encoded in less than 10 ms (DESIGN 4)


class Batch(NamedTuple):
    """`columns` has at least `reset`, `ids`, `gone` and `more` (the next page follows at once); `size` counts the things in it."""

    columns: Columns
    size: int


class Layer(QObject):
    """`name` is that of its script, `noun` what its keys are ids of. Subclasses say `everything` and `columns`."""

    marked = Signal()
    name = ""
    noun: Noun | None = None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dirty: set[str] = set()
        self._reset = False

    def everything(self) -> Iterable[str]:
        raise NotImplementedError

    def columns(self, ids: list[str]) -> Columns:
        """Columns of those of `ids` that can be drawn now; `ids` among them names which."""
        raise NotImplementedError

    def id_of(self, key: str) -> str:
        """The id of what the page calls `key`; empty when there is no such thing."""
        return key

    def key_of(self, id: str) -> str:
        """What the page calls the thing with this id."""
        return id

    def mark(self, ids: Iterable[str]) -> None:
        self._dirty.update(ids)
        self.marked.emit()

    def restart(self) -> None:
        """The page has forgotten everything."""
        self._reset, self._dirty = True, set(self.everything())
        self.marked.emit()

    def dirty(self) -> int:
        return len(self._dirty) + self._reset

    def take(self) -> Batch | None:
        """The next page of what changed, none when nothing did."""
        if not self.dirty():
            return None
        ids = list(islice(self._dirty, PAGE))
        self._dirty.difference_update(ids)
        columns = self.columns(ids)
        columns["gone"] = sorted(set(ids).difference(columns["ids"]))
        columns["reset"], self._reset = self._reset, False
        columns["more"] = len(self._dirty) >= PAGE
        return Batch(columns, len(ids))
