"""What every layer does: say what changed, and pack it a page at a time. A layer belongs to the Hall: all maps that show it share what was packed."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from console.map import columns as packing
from console.map.columns import Columns
from wire.codes import Noun

PAGE = 2000  # things per batch: a page is encoded in less than 10 ms (DESIGN 4)
INLINE = 300  # more things than this travel as binary columns
MOST_PARCELS = 128  # packed pages that are remembered, the newest


class Batch(NamedTuple):
    """`columns` has at least `reset`, `ids`, `gone` and `more` (the next page follows at once); `size` counts the things in it."""

    columns: Columns
    size: int


class Parcel(NamedTuple):
    """A batch as it travels: as text, or when that is empty as bytes."""

    text: str
    body: bytes


class Layer(QObject):
    """`name` is what the page calls it, `noun` what its keys are ids of. Subclasses say `everything` and `columns`, or `whole` for one piece."""

    marked = Signal(object)  # iterable of ids that changed
    restarted = Signal()  # all of it is otherwise now
    name = ""
    noun: Noun | None = None
    prompt = False  # it begins anew only because the operator wants it
    page = PAGE  # things per batch

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parcels: dict[tuple[tuple[str, ...], bool, bool], Parcel] = {}
        self._whole: Parcel | None = None

    def everything(self) -> Iterable[str]:
        return []

    def columns(self, ids: list[str]) -> Columns:
        """Columns of those of `ids` that can be drawn now; `ids` among them names which."""
        raise NotImplementedError

    def whole(self) -> Batch | None:
        """All of it at once, for a layer that has no single things; none for the others."""
        return None

    def names(self, first: int, count: int) -> list[str]:
        """Of `count` things from key `first` on, for a layer whose names do not travel with it."""
        return []

    def id_of(self, key: str) -> str:
        """The id of what the page calls `key`; empty when there is no such thing."""
        return key

    def key_of(self, id: str) -> str:
        """What the page calls the thing with this id."""
        return id

    def mark(self, ids: Iterable[str]) -> None:
        changed = frozenset(ids)
        self._parcels = {key: parcel for key, parcel in self._parcels.items() if changed.isdisjoint(key[0])}
        self.marked.emit(changed)

    def restart(self) -> None:
        """All of it is otherwise now."""
        self._parcels.clear()
        self._whole = None
        self.restarted.emit()

    def parcel(self, ids: tuple[str, ...], reset: bool, more: bool) -> Parcel:
        """A page, packed once however many maps ask for it."""
        key = (ids, reset, more)
        if key not in self._parcels:
            self._parcels[key] = packed(self.batch(list(ids), reset, more))
            for oldest in list(self._parcels)[:-MOST_PARCELS]:
                del self._parcels[oldest]
        return self._parcels[key]

    def whole_parcel(self) -> Parcel | None:
        """Likewise of a layer that goes in one piece."""
        if self._whole is None and (batch := self.whole()) is not None:
            self._whole = packed(batch)
        return self._whole

    def batch(self, ids: list[str], reset: bool, more: bool) -> Batch:
        columns = self.columns(ids)
        columns["gone"] = sorted(set(ids).difference(columns["ids"]))
        return Batch(columns | {"reset": reset, "more": more}, len(ids))


def packed(batch: Batch) -> Parcel:
    if batch.size <= INLINE:
        return Parcel(packing.to_json(batch.columns), b"")
    return Parcel("", packing.to_bytes(batch.columns))
