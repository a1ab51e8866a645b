"""The tables of a bulletin: departments, regions, sources, classes, days, laps and the age of what is open; every number opens its cases."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHeaderView, QVBoxLayout, QWidget

from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.evaluation.ranking import Ranking
from console.widgets.evaluation.ranking_model import Behind, RankingModel
from console.widgets.spoken import Spoken, button, label
from console.words import evaluation as words
from wire.bulletins import Bulletin
from wire.evaluation import Basis, Counter, Dimension, Evaluation, Lap, Question, Scheme, Standing

MOST_LINES = 12  # of a table before it scrolls by itself
LONG_AGO = date(1900, 1, 1)


class Asked(NamedTuple):
    """Which cases are wanted, and what they are the cases of."""

    question: Question
    behind: Behind
    what: str


class BulletinTables(Spoken):
    asked = Signal(object)  # Asked

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._scheme: Scheme | None = None
        self._bulletin: Bulletin | None = None
        self.tables: dict[Dimension, Ranking] = {}
        self.laps: dict[Lap, QWidget] = {}
        self.ages: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(12), 0, theme.px(12), theme.px(12))
        self._column.setSpacing(theme.px(4))

    def show_bulletin(self, scheme: Scheme, bulletin: Bulletin) -> None:
        self._scheme, self._bulletin = scheme, bulletin
        self.say()

    def say(self) -> None:
        if self._scheme is None or self._bulletin is None:
            return
        self._clear()
        for by, rows in self._bulletin.tables.items():
            self._add_table(by, rows)
        if self._bulletin.days:
            self._add_table(Dimension.DAY, self._bulletin.days)
        self._add_laps(self._scheme, self._bulletin)
        self._add_ages(self._bulletin)

    def _add_table(self, by: Dimension, rows: Sequence[Standing]) -> None:
        assert self._scheme is not None
        assert self._bulletin is not None
        bulletin = self._bulletin
        model = RankingModel(self._hall)
        table = self.tables[by] = Ranking(model)
        model.setParent(table)
        model.set_scheme(self._scheme)
        model.take(
            Evaluation(
                period=bulletin.period,
                first=bulletin.first,
                last=bulletin.last,
                at=bulletin.at,
                version=bulletin.version,
                basis=Basis.REPORTED,
                by=by,
                rows=list(rows),
                total=bulletin.total,
            )
        )
        if by is Dimension.DAY:
            table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        table.asked.connect(lambda row, column: self._ask_line(by, model, row, column))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        lines = min(len(model.rows), MOST_LINES)
        bar = table.horizontalScrollBar().sizeHint().height()
        table.setFixedHeight(table.horizontalHeader().sizeHint().height() + lines * table.verticalHeader().defaultSectionSize() + bar)
        self._add_head(words.called(next(each for each in self._scheme.dimensions if each.id == by)))
        self._column.addWidget(table)

    def _ask_line(self, by: Dimension, model: RankingModel, row: int, column: int) -> None:
        standing = model.rows[row]
        where = [f"{by}:{standing.key}"] if row else []
        self._ask(self._question(where=where), model.behind(column), f"{model.name(standing)} · {model.title(max(column, 1))}")

    def _add_laps(self, scheme: Scheme, bulletin: Bulletin) -> None:
        heads = [self.tr("Lap"), self.tr("Cases"), self.tr("Mean"), self.tr("Median"), self.tr("90 % within")]
        grid = self._grid(self.tr("Working minutes by lap"), heads)
        names = {each.id: words.called(each) for each in scheme.laps}
        for row, (lap, time) in enumerate(((lap, bulletin.total.laps.get(lap)) for lap in Lap), 1):
            cases = self.laps[lap] = button("quiet")
            cases.setText(f"{time.cases if time else 0:,}")
            cases.clicked.connect(lambda _=False, lap=lap: self._ask(self._question(), Behind(laps=(lap,)), names[lap]))
            self._write(grid, row, names[lap], cases, *((time.mean, time.median, time.p90) if time else (None,) * 3))

    def _add_ages(self, bulletin: Bulletin) -> None:
        grid = self._grid(self.tr("Open cases by day of report"), [self.tr("Reported"), self.tr("Cases")])
        for row, age in enumerate(bulletin.ageing, 1):
            said = f"{age.first:%m-%d} – {age.last:%m-%d}" if age.first else self.tr("{day} and earlier").format(day=f"{age.last:%m-%d}")
            cases = button("quiet")
            cases.setText(f"{age.cases:,}")
            days = {"first": age.first or LONG_AGO, "last": age.last}
            cases.clicked.connect(lambda _=False, days=days, said=said: self._ask(self._question(**days), Behind(over=(Counter.OPEN,)), said))
            self.ages.append(cases)
            self._write(grid, row, said, cases)

    def _grid(self, title: str, heads: Sequence[str]) -> QGridLayout:
        self._add_head(title)
        inside, grid = QWidget(), QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(2))
        grid.setColumnStretch(len(heads), 1)
        inside.setLayout(grid)
        for at, head in enumerate(heads):
            said = label("hint")
            said.setText(head)
            grid.addWidget(said, 0, at, Qt.AlignmentFlag.AlignRight if at else Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(inside)
        return grid

    def _write(self, grid: QGridLayout, row: int, name: str, cases: QWidget, *minutes: float | None) -> None:
        said = label()
        said.setText(name)
        grid.addWidget(said, row, 0)
        grid.addWidget(cases, row, 1, Qt.AlignmentFlag.AlignRight)
        for at, value in enumerate(minutes, 2):
            figure = label()
            figure.setText(words.figure("minutes", value))
            grid.addWidget(figure, row, at, Qt.AlignmentFlag.AlignRight)

    def _add_head(self, text: str) -> None:
        head = label("lead")
        head.setText(text)
        head.setContentsMargins(0, theme.px(8), 0, 0)
        self._column.addWidget(head)

    def _question(self, where: Sequence[str] = (), first: date | None = None, last: date | None = None) -> Question:
        assert self._bulletin is not None
        return Question(period=self._bulletin.period, day=self._bulletin.first, where=list(where), first=first, last=last)

    def _ask(self, question: Question, behind: Behind, what: str) -> None:
        self.asked.emit(Asked(question, behind, what))

    def _clear(self) -> None:
        self.tables, self.laps, self.ages = {}, {}, []
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
