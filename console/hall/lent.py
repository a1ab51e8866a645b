"""What has no past is lent by the live hall to the hall as it was: base maps, components, registers, basic grids."""

from PySide6.QtCore import QObject

from console.hall.hall import Hall
from wire.codes import RegisterKind
from wire.problem import Problem

OF_NOW = Problem(status=409, code="of_now", title="the hall as it was is not asked for what is now", detail="")


class Lent(QObject):
    """As long as it lives, whatever `past` wants comes from `live`, which fetches it if it must. A card, which is of now, is refused."""

    def __init__(self, live: Hall, past: Hall, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._past = live, past
        self._kinds: set[RegisterKind] = set()  # that are wanted
        past.entries.wanted.connect(self._want)
        past.entries.entry_wanted.connect(self._refuse)
        past.basic.wanted.connect(self._want_basic)
        live.entries.changed.connect(self._lend)
        live.basic.changed.connect(self._lend_basic)
        past.components.wanted.connect(self._want_components)
        live.components.changed.connect(self._lend_components)
        past.bases.set(live.bases.all)
        self._lend_components()

    def _want(self, kind: RegisterKind) -> None:
        self._kinds.add(kind)
        self._live.entries.want(kind)
        self._lend(kind)

    def _lend(self, kind: RegisterKind) -> None:
        columns = self._live.entries.get(kind)
        if kind in self._kinds and columns is not None:
            self._past.entries.set(kind, columns)

    def _refuse(self, kind: RegisterKind, id: str) -> None:
        self._past.entries.miss_card(kind, id, OF_NOW)

    def _want_basic(self) -> None:
        self._live.basic.want()
        self._lend_basic()

    def _want_components(self) -> None:
        self._live.components.want()

    def _lend_components(self) -> None:
        if self._live.components.columns is not None:
            self._past.components.set(self._live.components.columns)

    def _lend_basic(self) -> None:
        if self._live.basic.squares is not None:
            self._past.basic.set(self._live.basic.squares)
