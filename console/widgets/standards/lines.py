"""The lines of a version as a table: what is shown of them, what is wrong in them, and the class that is looked at."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from console import words
from console.widgets.cell import TONE_ROLE
from console.widgets.spoken import hint
from wire.codes import DayMeaning, Kind, LimitType, StandardKind
from wire.standards import ConditionLine, DayLine, Fault, Lines

Index = QModelIndex | QPersistentModelIndex
Line = ConditionLine | DayLine
COLUMNS = {
    StandardKind.CATALOGUE: ("code", "name", "text", "limit", "closing", "trade"),
    StandardKind.CALENDAR: ("meaning", "first", "last", "name", "periods"),
}
OF_CLASS = ("kind", "major_code", "major_name", "major_name_en", "code", "name", "name_en", "trade", "ask", "ask_en", "urgent")
# What is said of a class or a major class as a whole, and by which code its lines are found.
TOGETHER = dict.fromkeys(("name", "name_en", "ask", "ask_en", "urgent"), "code") | dict.fromkeys(("major_name", "major_name_en"), "major_code")
LINE: dict[StandardKind, type[ConditionLine] | type[DayLine]] = {StandardKind.CATALOGUE: ConditionLine, StandardKind.CALENDAR: DayLine}


def limit_words(text: str) -> str:
    """ "4 WORK_HOUR" in words; what is no limit as it was typed."""
    amount, _, unit = text.rpartition(" ")
    if unit not in set(LimitType):
        return text
    try:
        return words.limit(float(amount), LimitType(unit))
    except ValueError:
        return f"{amount} {words.of(LimitType(unit))}"


def cell_words(field: str, text: str) -> str:
    """A cell as people read it; what is no code as it was typed."""
    if field == "limit":
        return limit_words(text)
    if field == "trade":
        return words.trade(text)
    if field == "urgent":
        return words.urgency(text)
    if field == "kind" and text in set(Kind):
        return words.of(Kind(text))
    if field == "meaning" and text in set(DayMeaning):
        return words.of(DayMeaning(text))
    return " ".join(text.split())


class StandardLines(QAbstractTableModel):
    """`lines` are those of the version, all of them and in order; rows are those that are shown now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kind, self.lines = StandardKind.CATALOGUE, list[Line]()
        self.faults: dict[int, list[Fault]] = {}  # by row of the version, from 1
        self._prefix, self._text, self._shown = ("", ""), "", list[int]()

    # What they are

    def take(self, kind: StandardKind, lines: Lines, faults: Sequence[Fault]) -> None:
        self.beginResetModel()
        self.kind = kind
        self.lines = [*lines.conditions] if kind is StandardKind.CATALOGUE else [*lines.days]
        self._note(faults)
        self._choose()
        self.endResetModel()

    def judge(self, faults: Sequence[Fault]) -> None:
        """What is wrong now, after a change; the lines stay as they are."""
        self._note(faults)
        self._repaint()

    def all(self) -> Lines:
        """All lines, as a draft takes them."""
        if self.kind is StandardKind.CATALOGUE:
            return Lines(conditions=[line for line in self.lines if isinstance(line, ConditionLine)])
        return Lines(days=[line for line in self.lines if isinstance(line, DayLine)])

    def change(self, at: int, field: str, value: str) -> bool:
        """True when it was another value. What a class is called is changed in all its lines."""
        before = self.lines[at]
        if getattr(before, field) == value:
            return False
        for other in list(self._together(at, field)):
            self.lines[other] = msgspec.structs.replace(self.lines[other], **{field: value})
        self._repaint()
        return True

    def add(self, after: int) -> int:
        """A new line below one, of the same class; where it is now."""
        like = self.lines[after] if 0 <= after < len(self.lines) else None
        line = LINE[self.kind](**{name: getattr(like, name) for name in OF_CLASS if isinstance(like, ConditionLine)})
        at = after + 1 if like else len(self.lines)
        self.beginResetModel()
        self.lines.insert(at, line)
        self.faults = {}
        self._choose(keep=at)
        self.endResetModel()
        return at

    def remove(self, at: int) -> None:
        self.beginResetModel()
        del self.lines[at]
        self.faults = {}
        self._choose()
        self.endResetModel()

    # Which of them are shown

    def narrow(self, kind: str = "", prefix: str = "", text: str | None = None) -> None:
        """Those of a kind whose class code begins so, and that hold a text somewhere."""
        self.beginResetModel()
        self._prefix = (kind, prefix)
        self._text = self._text if text is None else text.strip().lower()
        self._choose()
        self.endResetModel()

    def search(self, text: str) -> None:
        self.narrow(*self._prefix, text=text)

    def at(self, row: int) -> int:
        """The place in the version of a row that is shown; -1 when there is none."""
        return self._shown[row] if 0 <= row < len(self._shown) else -1

    def at_of(self, id: str) -> int:
        """Which line is that of a condition, or the first of a class ("EVENT-0110"); -1 when none is."""
        named = ((at, line) for at, line in enumerate(self.lines) if isinstance(line, ConditionLine))
        return next((at for at, line in named if id in (line.id, f"{line.kind}-{line.code}")), -1)

    def row(self, at: int) -> int:
        """The row where a line is shown; -1 when it is left out."""
        return self._shown.index(at) if at in self._shown else -1

    # Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(COLUMNS[self.kind])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return words.field(f"line.{COLUMNS[self.kind][section]}")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        at, field = self._shown[index.row()], COLUMNS[self.kind][index.column()]
        wrong = [fault for fault in self.faults.get(at + 1, []) if fault.field == field]
        if role == Qt.ItemDataRole.DisplayRole:
            mark = "◆ " if index.column() == 0 and at + 1 in self.faults else ""
            return mark + self._said(self.lines[at], field)
        if role == Qt.ItemDataRole.ToolTipRole:
            return hint("\n".join([self._said(self.lines[at], field), *(words.fault(fault.code) for fault in wrong)]))
        if role == TONE_ROLE:
            return "danger" if wrong else "text" if field in ("text", "limit", "first", "name") else "text_2"
        return None

    def _said(self, line: Line, field: str) -> str:
        if isinstance(line, ConditionLine) and field in ("text", "closing"):
            return words.choose(getattr(line, field), getattr(line, f"{field}_en"))
        if isinstance(line, ConditionLine) and field == "name":
            return words.choose(line.name, line.name_en)
        return cell_words(field, getattr(line, field))

    def _note(self, faults: Sequence[Fault]) -> None:
        self.faults = {}
        for fault in faults:
            self.faults.setdefault(fault.row, []).append(fault)

    def _repaint(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, self.columnCount() - 1))

    def _choose(self, keep: int = -1) -> None:
        self._shown = [at for at, line in enumerate(self.lines) if at == keep or self._fits(line)]

    def _fits(self, line: Line) -> bool:
        kind, prefix = self._prefix
        if isinstance(line, ConditionLine) and not ((not kind or line.kind == kind) and line.code.startswith(prefix)):
            return False
        return not self._text or self._text in " ".join(msgspec.structs.astuple(line)).lower()

    def _together(self, at: int, field: str) -> Iterator[int]:
        """The lines that say the same of the same class."""
        line = self.lines[at]
        key = TOGETHER.get(field)
        if not isinstance(line, ConditionLine) or key is None:
            return iter([at])
        same = (line.kind, getattr(line, key))
        return (other for other, each in enumerate(self.lines) if isinstance(each, ConditionLine) and (each.kind, getattr(each, key)) == same)
