"""Messages of one kind by id, with one signal for every change."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from wire.message import Versioned

T = TypeVar("T", bound=Versioned)


class Table(QObject, Generic[T]):
    """Lives in the GUI thread. Only `Hall.apply` and the answers to our own orders write here."""

    changed = Signal(object)  # frozenset of the ids that are new, different or gone

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, T] = {}

    def put(self, items: Iterable[T], gone: Iterable[str] = ()) -> None:
        """Take what is not older than what is here: an answer that was overtaken on its way is ignored."""
        fresh, missing = self._take(items, gone)
        self._tell(fresh | missing)

    def replace(self, items: Iterable[T]) -> None:
        """Take a snapshot: what is not in it is gone."""
        before, self._items = self._items, {item.id: item for item in items}
        different = {id for id, item in self._items.items() if before.get(id) != item}
        different |= before.keys() - self._items.keys()
        self._tell(different)

    def get(self, id: str) -> T | None:
        return self._items.get(id)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, id: object) -> bool:
        return id in self._items

    def _take(self, items: Iterable[T], gone: Iterable[str]) -> tuple[set[str], set[str]]:
        """The ids that are new or different, and those that are gone."""
        fresh = {item.id: item for item in items if self._is_news(item)}
        missing = {id for id in gone if self._items.pop(id, None) is not None}
        self._items |= fresh
        return set(fresh), missing

    def _tell(self, ids: set[str]) -> None:
        if ids:
            self.changed.emit(frozenset(ids))

    def _is_news(self, item: T) -> bool:
        """The same version can say something else: to another role, or after something beside it changed."""
        here = self._items.get(item.id)
        return here is None or item.version > here.version or (item.version == here.version and item != here)
