"""Findings that wait to be judged, those that belong together beside each other, and of these the usually true ones first."""

from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from console.hall.findings import Rates, Share, Triage, place_of
from console.hall.hall import Hall
from console.widgets.roll import Key, Roll
from wire.cases import Case
from wire.codes import Status

CASE_ROLE = Qt.ItemDataRole.UserRole
MANY = 500  # so many changes at once are cheaper taken whole
Index = QModelIndex | QPersistentModelIndex


class Decision(StrEnum):
    CONFIRM = "CONFIRM"
    DUPLICATE = "DUPLICATE"
    REFUSE = "REFUSE"


class TriageModel(QAbstractListModel):
    """`decided` says what was asked for a finding, until the backend has stored it and the finding is gone from here."""

    counted = Signal()

    def __init__(self, hall: Hall, rules: Triage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._rules, self._rates, self._roll = hall, rules, Rates(), Roll()
        self.decided: dict[str, Decision] = {}
        hall.cases.changed.connect(self._take)
        self._take(frozenset(case.id for case in hall.cases))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._roll)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        case = self.case(index.row())
        if case is None:
            return None
        if role == CASE_ROLE:
            return case
        return case.number if role == Qt.ItemDataRole.AccessibleTextRole else None

    def case(self, row: int) -> Case | None:
        return self._hall.cases.get(self._roll.id(row)) if 0 <= row < len(self._roll) else None

    def row(self, case_id: str) -> int:
        return self._roll.row(case_id)

    def share(self, case: Case) -> Share:
        return self._rates.of(case)

    def starts_group(self, row: int) -> bool:
        """The first of those that belong together."""
        here, before = self.case(row), self.case(row - 1)
        return here is not None and (before is None or _group(here) != _group(before))

    def take_rates(self, rates: Rates) -> None:
        """The order is another one then."""
        self._rates = rates
        self._fill([case for case in (self.case(row) for row in range(len(self._roll))) if case is not None])

    def decide(self, case_id: str, decision: Decision | None) -> None:
        if decision is None:
            self.decided.pop(case_id, None)
        else:
            self.decided[case_id] = decision
        self._repaint(case_id)
        self.counted.emit()

    def left(self) -> int:
        """How many are not decided."""
        return len(self._roll) - sum(1 for id in self.decided if id in self._roll)

    def next_open(self, row: int) -> int:
        """The next row that is not decided, from the beginning where there is none behind; -1 where there is none."""
        rows = [*range(row + 1, len(self._roll)), *range(min(row + 1, len(self._roll)))]
        return next((at for at in rows if self._roll.id(at) not in self.decided), -1)

    def _take(self, ids: frozenset[str]) -> None:
        if len(ids) > MANY:
            self._fill([case for case in self._hall.cases if self._waits(case)])
            self.decided = {id: decision for id, decision in self.decided.items() if id in self._roll}
        elif touched := [id for id in ids if id in self._roll or self._waits(self._hall.cases.get(id))]:
            for id in touched:
                self._take_one(id)
        else:
            return
        self.counted.emit()

    def _take_one(self, id: str) -> None:
        case = self._hall.cases.get(id)
        if case is not None and self._waits(case):
            self._put(case)
        else:
            self._remove(id)
            self.decided.pop(id, None)

    def _waits(self, case: Case | None) -> bool:
        return case is not None and case.status is Status.REPORTED and case.source in self._rules.sources

    def _fill(self, cases: list[Case]) -> None:
        self.beginResetModel()
        self._roll = Roll()
        for _ in self._roll.take([sorted((self._key(case), case.id) for case in cases)]):
            pass
        self.endResetModel()

    def _put(self, case: Case) -> None:
        key = self._key(case)
        if case.id in self._roll and self._roll.key(case.id) == key:
            self._repaint(case.id)
            return
        if case.id in self._roll:
            self._remove(case.id)
        row = self._roll.row_for(case.id, key)
        self.beginInsertRows(QModelIndex(), row, row)
        self._roll.insert(case.id, key)
        self.endInsertRows()

    def _remove(self, id: str) -> None:
        row = self._roll.row(id)
        self.beginRemoveRows(QModelIndex(), row, row)
        self._roll.remove(id)
        self.endRemoveRows()

    def _key(self, case: Case) -> Key:
        share = self._rates.of(case)
        return share.of_one, *_group(case), case.reported_at.timestamp()

    def _repaint(self, case_id: str) -> None:
        if (row := self._roll.row(case_id)) >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, 0))


def _group(case: Case) -> tuple[str, str, str]:
    return case.kind, case.class_code, place_of(case)
