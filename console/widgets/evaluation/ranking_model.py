"""An evaluation as a table: the whole first, then its units, the best score first or by any column."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from console import words as codes
from console.hall.hall import Hall
from console.widgets.cell import TONE_ROLE
from console.words import evaluation as words
from console.words.spoken import choose
from wire.codes import Source
from wire.evaluation import Counter, Dimension, Evaluation, Formula, Grade, Indicator, Lap, Named, Scheme, Standing

Index = QModelIndex | QPersistentModelIndex
COUNTED = (
    Counter.REPORT,
    Counter.INST,
    Counter.NEED_DISPOSE,
    Counter.DISPOSE,
    Counter.OVERTIME_TO_DISPOSE,
    Counter.NEED_ARCHIVE,
    Counter.ARCHIVE,
)
TIMES = (Dimension.DAY, Dimension.WEEK, Dimension.MONTH)
GRADE_ROLE = Qt.ItemDataRole.UserRole + 9  # a token of the look, for the mark of a score
WHOLE_ROLE = Qt.ItemDataRole.UserRole + 10  # whether it is the line of the whole


@dataclass(frozen=True)
class Behind:
    """The cases behind a figure: those that count for it, and those that it is a share of."""

    over: tuple[Counter, ...] = ()
    under: tuple[Counter, ...] = ()
    minus: tuple[Counter, ...] = ()
    laps: tuple[Lap, ...] = ()


class RankingModel(QAbstractTableModel):
    """Columns: name, score, counters, and the indicators that are usual for the dimension. Row 0 is the whole."""

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.scheme: Scheme | None = None
        self.found: Evaluation | None = None
        self.formula: Formula | None = None
        self.rows: list[Standing] = []
        self.columns: list[Named | Indicator] = []  # after name and score
        self._sorted, self._descending = 1, True
        self._counters: dict[str, Named] = {}

    def set_scheme(self, scheme: Scheme) -> None:
        self.scheme, self.formula = scheme, scheme.formulas[0]
        self._counters = {named.id: named for named in scheme.counters}
        self._arrange()

    def take(self, found: Evaluation) -> None:
        self.found = found
        self._arrange()

    def score_by(self, formula: Formula) -> None:
        self.formula = formula
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted, self._descending = column, order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 2 + len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or self.scheme is None or self.formula is None or section >= self.columnCount():
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.explained(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int((Qt.AlignmentFlag.AlignLeft if section == 0 else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        arrow = ("", " ▾" if self._descending else " ▴")[section == self._sorted]
        return self.title(section) + arrow

    def title(self, column: int) -> str:
        if column == 0:
            return words.called(next(named for named in self.scheme.dimensions if named.id == self.found.by)) if self.scheme and self.found else ""
        return self.tr("Score") if column == 1 else words.called(self.columns[column - 2])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name(row) if column == 0 else self._text(row, column)
        if role == WHOLE_ROLE:
            return index.row() == 0
        if role == GRADE_ROLE:
            grade = self.grade(row)
            return grade.colour if column == 1 and grade else None
        if role == TONE_ROLE:
            return "text" if column < 2 or self.value(row, column) else "text_3"
        return self._hint(row, column) if role == Qt.ItemDataRole.ToolTipRole else None

    def name(self, row: Standing) -> str:
        by = self.found.by if self.found else Dimension.CITY
        if row is self.rows[0]:
            return choose("全部", "All")
        if not row.key:
            return choose("（未划分）", "(none)")
        if by is Dimension.SOURCE:
            return codes.of(Source(row.key))
        kind, _, code = row.key.partition("-")
        if by is Dimension.CLASS and (small := self._hall.classes.get((kind, code))):
            return codes.class_name(small, code)
        if by is Dimension.MAJOR and self._hall.catalogue:
            named = [each for each in self._hall.catalogue.majors if (each.kind, each.code) == (kind, code)]
            return words.called(named[0]) if named else row.key
        return row.name or row.key

    def value(self, row: Standing, column: int) -> float | None:
        if column == 1:
            return row.scores.get(self.formula.id) if self.formula else None
        of = self.columns[column - 2]
        return row.rates.get(of.id) if isinstance(of, Indicator) else row.counts.get(Counter(of.id), 0)

    def id(self, column: int) -> str:
        """Of the formula, the counter or the indicator of a column after the first."""
        return (self.formula.id if self.formula else "") if column == 1 else self.columns[column - 2].id

    def kind(self, column: int) -> str:
        if column == 1:
            return "score"
        of = self.columns[column - 2]
        return ("minutes" if of.laps else "rate") if isinstance(of, Indicator) else "count"

    def grade(self, row: Standing) -> Grade | None:
        score = self.value(row, 1)
        if score is None or self.scheme is None:
            return None
        return next((grade for grade in self.scheme.grades if score >= grade.least), self.scheme.grades[-1])

    def behind(self, column: int) -> Behind:
        """Behind a score are the cases that should be closed."""
        if column < 2:
            return Behind(over=(Counter.NEED_ARCHIVE,))
        of = self.columns[column - 2]
        if isinstance(of, Indicator):
            return Behind(tuple(of.over), tuple(of.under), tuple(of.minus), tuple(of.laps))
        return Behind(over=(Counter(of.id),))

    def explained(self, column: int) -> str:
        """The formula of a column, with the version of its scheme."""
        if self.scheme is None or self.formula is None or column == 0:
            return ""
        version = choose(f"指标版本 {self.scheme.version}", f"indicators {self.scheme.version}")
        if column == 1:
            return f"{words.called(self.formula)} {self.formula.version}\n{self._terms(self.formula)}\n{version}"
        of = self.columns[column - 2]
        note = choose(of.note, of.note_en)
        lines = [words.called(of), words.formula(of, self.scheme) if isinstance(of, Indicator) else "", note, version]
        return "\n".join(line for line in lines if line)

    def _terms(self, formula: Formula) -> str:
        if formula.note:
            return choose(formula.note, formula.note_en)
        assert self.scheme is not None
        named = words.names(self.scheme)
        parts = ((term, named[term.of]) for term in formula.terms)
        return " + ".join(f"{term.weight:g} × (1 − {name})" if term.f == "REST" else f"{term.weight:g} × {name}" for term, name in parts)

    def _text(self, row: Standing, column: int) -> str:
        text = words.figure(self.kind(column), self.value(row, column))
        grade = self.grade(row) if column == 1 else None
        return f"{text} {words.called(grade)}" if grade else text

    def _hint(self, row: Standing, column: int) -> str:
        """With the numbers that the figure is made of."""
        lines = [f"{self.name(row)} · {self._text(row, column)}" if column else self.name(row), self.explained(column)]
        of = self.columns[column - 2] if column > 1 else None
        if isinstance(of, Indicator) and of.over:
            over, under = (sum(row.counts.get(counter, 0) for counter in side) for side in (of.over, of.under))
            under -= sum(row.counts.get(counter, 0) for counter in of.minus)
            lines.insert(1, f"{over:,.0f} ÷ {under:,.0f}")
        return "\n".join(line for line in lines if line)

    def _arrange(self) -> None:
        self.beginResetModel()
        if self.scheme is None or self.found is None:
            self.rows, self.columns = [], []
        else:
            level = Dimension.CITY if self.found.by in TIMES else self.found.by  # a day is one of the whole city
            usual = [indicator for indicator in self.scheme.indicators if level in indicator.levels]
            self.columns = [*(self._counters[counter] for counter in COUNTED), *usual]
            self.rows = [self.found.total, *sorted(self.found.rows, key=self._rank, reverse=self._descending)]
        self.endResetModel()

    def _rank(self, row: Standing) -> tuple[bool, float | str]:
        """What has no figure is last in both directions."""
        if self._sorted == 0:
            return (row.key == "") != self._descending, row.name or row.key
        value = self.value(row, self._sorted) if self._sorted < self.columnCount() else None
        return (value is None) != self._descending, value or 0.0
