"""The cases of the Hall as rows: filtered by queue and by what is wanted, in order of one column, changed row by row."""

import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from console.hall.filters import NOTHING, Sieve
from console.hall.hall import Hall
from console.hall.queues import Queue, by_id
from console.hall.sought import Sought
from console.widgets.lettering import Said
from console.widgets.queue.cells import CaseCells, Column
from console.widgets.queue.tally import Tally
from console.widgets.roll import Key, Roll
from console.widgets.spoken import hint
from wire.cases import Case
from wire.filters import Wanted

PAGE = 2000  # cases looked at between two pauses: under 10 ms (DESIGN 4)
SLICE_S = 0.006  # of work between two looks at the window
MANY = 500  # so many changes at once are cheaper taken whole
DONE = object()
Index = QModelIndex | QPersistentModelIndex


class CasesModel(QAbstractTableModel):
    """One row per case that is in the chosen queue and is wanted. `tally` counts all cases, shown or not."""

    counted = Signal()  # the tally or the number of rows has changed
    arrived = Signal()  # rows have come in that are new to the hall
    marks_changed = Signal()

    def __init__(self, hall: Hall, queues: Sequence[Queue], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.queues = by_id(queues)
        self.tally = Tally(queues)
        self.queue, self._sought, self._sieve = queues[0], Sought(hall), Sieve(hall)
        self._cells = CaseCells(hall)
        self._column = Column.LEFT
        self._all, self._roll = Roll(), Roll()  # all cases in the order of the column, and those that are shown
        self._ordered = False  # `_all` is true
        self._arrivals: dict[str, float] = {}
        self._rebuilding: Iterator[None] | None = None
        self._reading: Iterator[None] | None = None
        self._late: set[str] = set()
        self._marked: set[str] = set()
        self._minute = 0
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._work_on)
        hall.cases.changed.connect(self.take)
        hall.company.changed.connect(self._paint)
        hall.clock.ticked.connect(self._take_turns)
        for renamed in (hall.catalogue_changed, hall.departments.changed):
            renamed.connect(self._sought.forget)
        self.rebuild()

    @property
    def narrow(self) -> bool:
        """Two lines a row: class over address, time left over status."""
        return self._cells.narrow

    @narrow.setter
    def narrow(self, on: bool) -> None:
        self._cells.narrow = on

    # what a view asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._roll)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = section in (Column.LEFT, Column.REPORTED)
            return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        arrow = (" ↓" if self._roll.descending else " ↑") if section == self._column and section != Column.LAMP else ""
        return self._title(Column(section)) + arrow

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        case = self.case(index.row())
        if case is None:
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells.text(case, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return hint(self._cells.explained(case, column))
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column = Column(column)
        self._roll.descending = order is Qt.SortOrder.DescendingOrder
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self.rebuild()

    # what a pane asks

    def case(self, row: int) -> Case | None:
        return self._hall.cases.get(self._roll.id(row)) if 0 <= row < len(self._roll) else None

    def said(self, row: int, column: Column) -> Said:
        """What is written in a cell."""
        case = self.case(row)
        return self._cells.said(case, column) if case is not None else Said("")

    def id(self, row: int) -> str:
        """Also of a row that is about to go, whose case may be gone already; empty where there is no row."""
        return self._roll.id(row) if 0 <= row < len(self._roll) else ""

    def keeps(self, case_id: str) -> bool:
        """Whether the case belongs here, though its row may be on its way to another place."""
        case = self._hall.cases.get(case_id)
        return case is not None and self._shown(case)

    def row(self, case_id: str) -> int:
        """Where a case is; -1 when it is not shown."""
        return self._roll.row(case_id)

    def face(self, row: int) -> tuple[str, ...]:
        """What a row says that changes by time alone, and whose it is; nothing where there is no row."""
        case = self.case(row)
        return self._cells.face(case) if case is not None else ()

    def show_queue(self, id: str) -> None:
        before, self.queue = self.queue, self.queues[id]
        if before is not self.queue:
            same_order = before.sort is self.queue.sort or self._column is not Column.LEFT
            self._sift_anew() if same_order else self.rebuild()

    @property
    def wanted(self) -> Wanted:
        return self._sieve.wanted

    def want(self, wanted: Wanted = NOTHING) -> None:
        """Show only cases of the queue that are like this."""
        if wanted != self._sieve.wanted:
            self._sieve = Sieve(self._hall, wanted)
            self._sought.seek(wanted.text)
            self._sift_anew()

    def seek(self, text: str) -> None:
        """Show only cases whose number, class, address, department or description has all these words."""
        self.want(msgspec.structs.replace(self.wanted, text=" ".join(text.split())))

    def mark(self, case_id: str) -> None:
        """Marks are for what is done to many; a second time takes the mark away."""
        self._marked.symmetric_difference_update({case_id})
        self.marks_changed.emit()

    def mark_shown(self) -> None:
        """All that are shown; where all are marked already, none."""
        shown = {self._roll.id(row) for row in range(len(self._roll))}
        self._marked = set() if shown <= self._marked else self._marked | shown
        self.marks_changed.emit()

    def unmark(self) -> None:
        if self._marked:
            self._marked = set()
            self.marks_changed.emit()

    def marked(self) -> list[str]:
        """In the order in which they are shown; what is shown no more is marked no more."""
        self._marked = {id for id in self._marked if id in self._roll}
        return sorted(self._marked, key=self._roll.row)

    def is_marked(self, case_id: str) -> bool:
        return case_id in self._marked

    def newness(self, case_id: str, fade_s: float) -> float:
        """1 for a row that has just come, falling to 0 within `fade_s` seconds."""
        since = self._arrivals.get(case_id)
        if since is None:
            return 0.0
        share = 1 - (time.monotonic() - since) / fade_s
        if share <= 0:
            del self._arrivals[case_id]
        return max(share, 0.0)

    def fading(self, fade_s: float) -> bool:
        """Whether any row is still new."""
        return max((self.newness(id, fade_s) for id in list(self._arrivals)), default=0.0) > 0

    # changes

    def take(self, ids: frozenset[str]) -> None:
        """These cases of the hall are new, different or gone."""
        if self._rebuilding is not None:
            self._late |= ids
        elif len(ids) > MANY:
            self.rebuild()
        else:
            for id in ids:
                self._take_one(id)
            self.counted.emit()

    def _take_turns(self, now: datetime) -> None:
        """Lamps that have changed by time alone: where they decide who is shown or counted, as if the case had changed."""
        if turned := self.tally.due(now):
            self.take(turned)
        minute = int(now.timestamp() // 60)
        if minute != self._minute and self._sieve.wanted.older_h is not None:
            self._sift_anew()
        self._minute = minute

    def rebuild(self) -> None:
        """Take all cases anew, in slices between which the window lives on."""
        self._ordered = False
        self._sift_anew()

    def _sift_anew(self) -> None:
        self._rebuilding = self._rebuild()
        self._turn.start()
        self._work_on()

    def _work_on(self) -> None:
        until = time.monotonic() + SLICE_S
        while self._rebuilding is not None and time.monotonic() < until:
            if next(self._rebuilding, DONE) is DONE:
                self._end_rebuild()
        if self._rebuilding is None and (self._reading is None or next(self._reading, DONE) is DONE):
            self._reading = None
            self._turn.stop()

    def _end_rebuild(self) -> None:
        self._rebuilding = None
        late, self._late = self._late, set()
        self.take(frozenset(late))

    def _rebuild(self) -> Iterator[None]:
        """Pauses often where there are many cases; what changes meanwhile is taken afterwards."""
        many = len(self._hall.cases) > PAGE
        if not self._ordered:
            for pause in self._order():
                if many:
                    yield pause
        for pause in self._sift():
            if many:
                yield pause

    def _order(self) -> Iterator[None]:
        cases = list(self._hall.cases)
        tally, roll, runs = Tally(list(self.queues.values())), Roll(), list[list[tuple[Key, str]]]()
        for start in range(0, len(cases), PAGE):
            page = cases[start : start + PAGE]
            tally.gather(page, self._now())
            runs.append(sorted((self._cells.key(case, self._column, self.queue.sort), case.id) for case in page))
            yield
        tally.settle()
        yield from roll.take(runs)
        self._all, self.tally, self._ordered = roll, tally, True
        self._reading = self._sought.read_ahead(PAGE)

    def _sift(self) -> Iterator[None]:
        get, shown_now = self._hall.cases.get, self._shown
        shown: list[tuple[Key, str]] = []
        for page in self._all.pairs():
            shown += [pair for pair in page if (case := get(pair[1])) is not None and shown_now(case)]
            yield
        roll = Roll(self._roll.descending)
        yield from roll.take([shown])
        self.beginResetModel()
        self._roll = roll
        self.endResetModel()

    def _take_one(self, id: str) -> None:
        case = self._hall.cases.get(id)
        new = case is not None and not self.tally.knows(id)
        self.tally.change(id, case, self._now())
        if case is None:
            self._all.discard(id)
            self._sought.drop(id)
            self._remove(id)
            return
        key = self._cells.key(case, self._column, self.queue.sort)
        self._all.put(id, key)
        if not self._shown(case):
            self._remove(id)
        elif id in self._roll and self._roll.key(id) == key:
            row = self._roll.row(id)
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))
        else:
            self._remove(id)
            self._insert(id, key, new)

    def _insert(self, id: str, key: Key, new: bool) -> None:
        row = self._roll.row_for(id, key)
        self.beginInsertRows(QModelIndex(), row, row)
        self._roll.insert(id, key)
        self.endInsertRows()
        if new:
            self._arrivals[id] = time.monotonic()
            self.arrived.emit()

    def _remove(self, id: str) -> None:
        row = self._roll.row(id)
        if row >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            self._roll.remove(id)
            self.endRemoveRows()

    # one case

    def _shown(self, case: Case) -> bool:
        return self.queue.holds(case, self._now()) and self._sieve.lets(case) and self._sought.finds(case)

    def _paint(self, ids: frozenset[str]) -> None:
        for id in ids:
            if (row := self._roll.row(id)) >= 0:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def _now(self) -> datetime:
        return self._hall.clock.now()

    def _title(self, column: Column) -> str:
        return {
            Column.LAMP: "",
            Column.NUMBER: self.tr("Number"),
            Column.CLASS: self.tr("Class"),
            Column.ADDRESS: self.tr("Address"),
            Column.STATUS: self.tr("Status"),
            Column.LEFT: self.tr("Time left"),
            Column.SOURCE: self.tr("Source"),
            Column.DEPARTMENT: self.tr("Department"),
            Column.REPORTED: self.tr("Reported"),
        }[column]
