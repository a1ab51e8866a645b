"""The entries of the city's registers, each register fetched when it is first wanted, and again when it has changed."""

from PySide6.QtCore import QObject, QTimer, Signal

from console.hall.columns import Columns
from console.hall.table import Table
from wire.codes import RegisterKind
from wire.entry_cards import EntryCard
from wire.problem import Problem
from wire.registers import Entry, Register

PAUSE_MS = 3000  # an import writes thousands, one order after the other


class Entries(QObject):
    """However many panes want a register, it is fetched once."""

    changed = Signal(object)  # RegisterKind: its entries are here
    wanted = Signal(object)  # RegisterKind: to be fetched
    entry_wanted = Signal(object, str)  # RegisterKind, id: somebody looks at this one, as it is now
    renewed = Signal(object, str)  # RegisterKind, id: it is here as it is now
    told = Signal(object)  # EntryCard of one that somebody looks at
    untold = Signal(object, str, object)  # RegisterKind, id, Problem: its card could not be had

    def __init__(self, registers: Table[Register], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._registers = registers
        self._columns: dict[RegisterKind, Columns[Entry]] = {}
        self._versions: dict[RegisterKind, int] = {}  # that were asked for
        self._newest: dict[tuple[RegisterKind, str], Entry] = {}  # than the columns
        self._wants: set[RegisterKind] = set()
        self._looks: set[tuple[RegisterKind, str]] = set()  # on their way: several maps may ask for the same
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._renew)
        registers.changed.connect(self._age)

    def get(self, kind: RegisterKind) -> Columns[Entry] | None:
        return self._columns.get(kind)

    def entry(self, kind: RegisterKind, id: str) -> Entry | None:
        columns = self._columns.get(kind)
        return self._newest.get((kind, id)) or (columns.get(id) if columns else None)

    def look_at(self, kind: RegisterKind, id: str) -> None:
        """It is known at once as it was when the register was fetched; as it is now comes with its card."""
        if (kind, id) not in self._looks:
            self._looks.add((kind, id))
            self.entry_wanted.emit(kind, id)

    def take(self, card: EntryCard) -> None:
        entry = card.entry
        self._looks.discard((entry.kind, entry.id))
        self._newest[entry.kind, entry.id] = entry
        self.renewed.emit(entry.kind, entry.id)
        self.told.emit(card)

    def miss_card(self, kind: RegisterKind, id: str, problem: Problem) -> None:
        """It is shown as it was."""
        self._looks.discard((kind, id))
        self.untold.emit(kind, id, problem)

    def want(self, kind: RegisterKind) -> None:
        """From now on somebody looks at it."""
        self._wants.add(kind)
        self._renew()

    def set(self, kind: RegisterKind, columns: Columns[Entry]) -> None:
        self._columns[kind] = columns
        self._newest = {key: entry for key, entry in self._newest.items() if key[0] != kind}
        self.changed.emit(kind)

    def miss(self, kind: RegisterKind) -> None:
        """It could not be fetched: the next who wants it asks again."""
        self._versions.pop(kind, None)

    def _age(self) -> None:
        if self._wants and not self._pause.isActive():
            self._pause.start()

    def _renew(self) -> None:
        for kind in sorted(self._wants):
            register = self._registers.get(kind)
            if register is not None and self._versions.get(kind) != register.version:
                self._versions[kind] = register.version
                self.wanted.emit(kind)
