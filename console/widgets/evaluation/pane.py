"""Comprehensive evaluation: who did how well in a period, how it went on, and the cases behind every figure."""

from datetime import date

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from console import words as codes
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.evaluation.behind import BehindList
from console.widgets.evaluation.bulletin import BulletinPage
from console.widgets.evaluation.period import PeriodChooser
from console.widgets.evaluation.period_state import PeriodState
from console.widgets.evaluation.ranking import Ranking
from console.widgets.evaluation.ranking_model import Behind, RankingModel
from console.widgets.evaluation.trend import Trend
from console.widgets.flow import Flow
from console.widgets.spoken import Spoken, button, label
from console.words import evaluation as words
from console.words.spoken import choose
from wire.bulletins import Bulletin
from wire.cases import CasePage
from wire.evaluation import Basis, Dimension, Evaluation, FigureOf, Period, Question, Scheme, Standing
from wire.period_records import PeriodRecord
from wire.periods import before, id_of, span

USUAL = Dimension.DEPARTMENT
NOT_RANKED = (Dimension.CITY, Dimension.DAY, Dimension.WEEK, Dimension.MONTH)
TREND = {  # over what a figure is followed, and by what
    Period.DAY: (Period.MONTH, Dimension.DAY),
    Period.WEEK: (Period.MONTH, Dimension.DAY),
    Period.MONTH: (Period.MONTH, Dimension.DAY),
    Period.QUARTER: (Period.QUARTER, Dimension.WEEK),
    Period.YEAR: (Period.YEAR, Dimension.MONTH),
}
CALM_MS = 150  # after the last step of the cursor
FRESH_MS = 60_000  # while it is looked at


class EvaluationPane(Spoken):
    """Asks by signals, each with the question that its answer comes back with: an answer to an older question is left alone."""

    wanted = Signal(object, object)  # Question, Dimension
    trend_wanted = Signal(object, object)
    cases_wanted = Signal(object, object, str)  # Question, Behind, cursor
    bulletin_wanted = Signal(object)  # Question
    calls_wanted = Signal(object, object, object)  # HotlineFigure, Period, a day of it: what the hotline lists
    opened = Signal(str)  # case id
    hand_wanted = Signal()
    records_wanted = Signal()
    freeze_wanted = Signal(object)  # Question
    told = Signal(str, str, int)
    looked_at = Signal()  # another evaluation, or another figure of it
    map_wanted = Signal()

    def __init__(self, hall: Hall, judge: bool = False, parent: QWidget | None = None) -> None:
        """`judge`: whoever may freeze, publish and correct a period, and enter figures by hand."""
        super().__init__(parent)
        self._records: dict[str, PeriodRecord] = {}
        self.state = PeriodState(judge)
        self._today = codes.local(hall.clock.now()).date()
        self._scheme: Scheme | None = None
        self.period = PeriodChooser(self._today)
        self.by, self.basis, self.formula = QComboBox(), QComboBox(), QComboBox()
        self.ranks, self.bulletins, self.on_map = button("tab"), button("tab"), button("quiet")
        self.model = RankingModel(hall, self)
        self.table, self.trend, self.behind, self.bulletin = Ranking(self.model), Trend(), BehindList(hall), BulletinPage(hall)
        self._trend_says, self._waiting = label("label"), label("hint")
        self._pages, self._which = QStackedWidget(), QButtonGroup(self)
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._fresh = QTimer(self, interval=FRESH_MS)
        self._at: tuple[str | None, int] = (None, 1)  # key of the chosen line, none for the whole; column
        self._asked: Question | None = None
        self._trend_asked: Question | None = None
        self._cases_asked: tuple[Question, Behind] | None = None
        self._awaited = False  # a page of them
        self._figure: tuple[Question, Behind, str] | None = None  # the figure whose cases are listed
        self._lay_out()
        self._connect()
        self.say()

    # What it asks

    def question(self, *where: str) -> Question:
        basis = Basis(self.basis.currentData() or Basis.REPORTED)
        frozen = self.state.frozen.isChecked()
        return Question(period=self.period.period, day=self.period.day, basis=basis, where=list(where), frozen=frozen)

    def dimension(self) -> Dimension:
        return Dimension(self.by.currentData() or USUAL)  # Qt makes a plain text of it

    def renew(self) -> None:
        """Ask for what is looked at."""
        if self._scheme is None:
            return
        self._show_state()
        self._asked = self.question()
        self.records_wanted.emit()
        if self._pages.currentWidget() is self.bulletin:
            self.bulletin_wanted.emit(self._asked)
        else:
            self.wanted.emit(self._asked, self.dimension())
        self.tell()

    # What it is told

    def set_scheme(self, scheme: Scheme) -> None:
        first = self._scheme is None
        self._scheme = scheme
        self.model.set_scheme(scheme)
        self.bulletin.set_scheme(scheme)
        self.say()
        if first:
            self._choose_usual()
        if self.isVisible():
            self.renew()

    def take(self, asked: Question, found: Evaluation) -> None:
        if asked != self._asked or found.by is not self.dimension():
            return
        key, column = self._at
        self.model.take(found)
        self._waiting.setText(self.tr("{count} changes are not counted yet").format(count=found.waiting) if found.waiting else "")
        row = next((row for row, each in enumerate(self.model.rows) if row and each.key == key), 0)
        self.table.setCurrentIndex(self.model.index(row, min(column, self.model.columnCount() - 1)))
        self.looked_at.emit()
        self.tell()

    def take_trend(self, asked: Question, found: Evaluation) -> None:
        column = self.table.currentIndex().column()
        if asked == self._trend_asked and column > 0:
            rows = [row for row in found.rows if row.key]
            self.trend.show_values([row.key for row in rows], [self.model.value(row, column) for row in rows], self.model.kind(column))

    def take_cases(self, asked: Question, behind: Behind, page: CasePage) -> None:
        if (asked, behind) == self._cases_asked and self._awaited:
            self._awaited = False  # a double click asks twice
            self.behind.take(page)

    def take_records(self, records: list[PeriodRecord]) -> None:
        self._records = {record.id: record for record in records}
        self._show_state()

    def take_record(self, record: PeriodRecord) -> None:
        self._records[record.id] = record
        self._show_state()

    def take_bulletin(self, asked: Question, bulletin: Bulletin) -> None:
        if asked == self._asked:
            self.bulletin.take(bulletin)

    def tell(self) -> None:
        scope = f"{self.period.says()} · {self.basis.currentText()}"
        rows = max(len(self.model.rows) - 1, 0)
        count = self.tr("{count} lines").format(count=rows) if self._pages.currentWidget() is not self.bulletin else ""
        self.told.emit(scope, count, -1)

    def column(self) -> int:
        """Of the figure that is looked at: the score where a name is."""
        return max(self._at[1], 1)

    # What the operator does

    def show_line(self, by: Dimension, key: str) -> None:
        """The line of a key, if it is one of those that are looked at."""
        row = next((row for row, each in enumerate(self.model.rows) if row and each.key == key), 0)
        if row and by is self.dimension():
            self.table.setCurrentIndex(self.model.index(row, self.column()))

    def show_cases_of_line(self, by: Dimension, key: str, name: str) -> None:
        """The list of the cases behind the figure that is looked at, of one key."""
        column = self.column() if by is self.dimension() else 1
        self._list(self.question(f"{by}:{key}"), self.model.behind(column), f"{name} · {self.model.title(column)}")

    def show_cases(self, row: int, column: int) -> None:
        """The list of the cases behind a figure."""
        standing = self.model.rows[row]
        what = f"{self.model.name(standing)} · {self.model.title(max(column, 1))}"
        self._list(self.question(*self._where(row)), self.model.behind(column), what)

    def show_cases_of(self, of: FigureOf, earlier: bool = False) -> None:
        """The same for a figure of the bulletin, of this period or the one before."""
        assert self._scheme is not None
        day = self._day(earlier)
        question = Question(period=self.period.period, day=day, basis=of.basis, where=[f"SOURCE:{source}" for source in of.sources])
        behind = Behind(over=tuple(of.counters))
        if of.indicator:
            indicator = next(each for each in self._scheme.indicators if each.id == of.indicator)
            behind = Behind(tuple(indicator.over), tuple(indicator.under), tuple(indicator.minus))
        self._list(question, behind, f"{words.called(of)} · {words.period(self.period.period, day)}")

    def say(self) -> None:
        self.on_map.setText(self.tr("On the map"))
        self.ranks.setText(self.tr("Ranking"))
        self.bulletins.setText(self.tr("Bulletin"))
        self.by.setToolTip(choose("排名对象", "What is ranked"))
        self.basis.setToolTip(choose("统计口径", "Which cases are counted"))
        self.formula.setToolTip(choose("评分公式", "Formula of the score"))
        self._fill(self.basis, [(choose(*words.BASIS[basis]), basis) for basis in Basis])
        if self._scheme is not None:
            ranked = [each for each in self._scheme.dimensions if each.id not in NOT_RANKED]
            self._fill(self.by, [(words.called(each), Dimension(each.id)) for each in ranked])
            self._fill(self.formula, [(f"{words.called(each)} {each.version}", each.id) for each in self._scheme.formulas])
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(self.model.columnCount() - 1, 0))
        self.table.fit()
        self._say_trend()
        self.looked_at.emit()
        self.tell()

    def dress(self) -> None:
        self.trend.dress()
        self.table.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.renew()
        self._fresh.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._fresh.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: self.period.go_back, Qt.Key.Key_Right: self.period.go_forward}
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and (step := steps.get(Qt.Key(event.key()))):
            step()
        else:
            super().keyPressEvent(event)

    def _list(self, question: Question, behind: Behind, what: str) -> None:
        self._figure = question, behind, what
        self._choose_side(False)

    def _choose_side(self, under: bool) -> None:
        if self._figure is not None:
            question, behind, what = self._figure
            asked = Behind(over=behind.under, minus=behind.minus) if under else Behind(over=behind.over, laps=behind.laps)
            self._cases_asked, self._awaited = (question, asked), True
            self.behind.begin(what, bool(behind.under), under)
            self.cases_wanted.emit(question, asked, "")

    def _day(self, earlier: bool) -> date:
        return before(self.period.period, self.period.day) if earlier else self.period.day

    def _show_state(self) -> None:
        over = span(self.period.period, self.period.day)[1] < self._today
        self.state.show_record(self._records.get(id_of(self.period.period, self.period.day)), over)

    def _fetch_more(self, cursor: str) -> None:
        if self._cases_asked is not None:
            self._awaited = True
            self.cases_wanted.emit(*self._cases_asked, cursor)

    def _where(self, row: int) -> list[str]:
        return [f"{self.dimension()}:{self.model.rows[row].key}"] if row > 0 else []

    def _follow(self, at: QModelIndex) -> None:
        if at.isValid():
            column = self.column()
            self._at = (self.model.rows[at.row()].key if at.row() else None), at.column()
            self._calm.start()
            if column != self.column():
                self.looked_at.emit()

    def _choose_usual(self) -> None:
        self.by.blockSignals(True)
        self.by.setCurrentIndex(self.by.findData(USUAL))
        self.by.blockSignals(False)

    def _ask_trend(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.model.rows):
            over, by = TREND[self.period.period]
            asked = Question(period=over, day=self.period.day, basis=self.question().basis, where=self._where(row))
            self._trend_asked = asked
            self._say_trend()
            self.trend_wanted.emit(asked, by)

    def _say_trend(self) -> None:
        at = self.table.currentIndex()
        if 0 <= at.row() < len(self.model.rows):
            over, _ = TREND[self.period.period]
            unit = self.model.kind(max(at.column(), 1))
            measure = {"rate": "%", "minutes": self.tr("working min"), "score": self.tr("points"), "count": self.tr("cases")}[unit]
            row: Standing = self.model.rows[at.row()]
            title = self.model.title(max(at.column(), 1))
            self._trend_says.setText(f"{self.model.name(row)} · {title} ({measure}) · {words.period(over, self.period.day)}")

    def _turn(self) -> None:
        self._pages.setCurrentWidget(self.bulletin if self.bulletins.isChecked() else self._ranking)
        for part in (self.by, self.basis, self.formula, self.on_map, self.state):
            part.setVisible(self.ranks.isChecked())
        self.renew()

    def _score(self) -> None:
        if self._scheme is not None and self.formula.currentIndex() >= 0:
            self.model.score_by(self._scheme.formulas[self.formula.currentIndex()])
            self.looked_at.emit()

    def _fill(self, box: QComboBox, items: list[tuple[str, object]]) -> None:
        """New words for the same choice."""
        at = max(box.currentIndex(), 0)
        box.blockSignals(True)
        box.clear()
        for text, data in items:
            box.addItem(text, data)
        box.setCurrentIndex(at)
        box.blockSignals(False)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        bar.setSpacing(theme.px(8))
        for tab in (self.ranks, self.bulletins):
            tab.setCheckable(True)
            self._which.addButton(tab)
            bar.addWidget(tab)
        self.ranks.setChecked(True)
        bar.addStretch(1)
        bar.addWidget(self._waiting)
        bar.addWidget(self.period)
        chosen = QWidget()
        choices = Flow(chosen, gap=8)
        choices.setContentsMargins(theme.px(8), 0, theme.px(8), theme.px(4))
        for box in (self.by, self.basis, self.formula):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            choices.addWidget(box)
        choices.addWidget(self.on_map)
        choices.addWidget(self.state)
        curve = QWidget()
        beside = QVBoxLayout(curve)
        beside.setContentsMargins(theme.px(8), theme.px(4), 0, 0)
        beside.setSpacing(theme.px(2))
        beside.addWidget(self._trend_says)
        beside.addWidget(self.trend, 1)
        self._ranking = QSplitter(Qt.Orientation.Vertical)
        self._ranking.addWidget(self.table)
        self._ranking.addWidget(curve)
        self._ranking.setStretchFactor(0, 3)
        self._ranking.setStretchFactor(1, 1)
        self._ranking.setSizes([theme.px(270), theme.px(130)])
        self._pages.addWidget(self._ranking)
        self._pages.addWidget(self.bulletin)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(self._pages)
        halves.addWidget(self.behind)
        halves.setStretchFactor(0, 2)
        halves.setStretchFactor(1, 1)
        halves.setSizes([theme.px(400), theme.px(200)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(chosen)
        column.addWidget(halves, 1)

    def _connect(self) -> None:
        self.period.changed.connect(self.renew)
        self.by.currentIndexChanged.connect(self.renew)
        self.basis.currentIndexChanged.connect(self.renew)
        self.formula.currentIndexChanged.connect(self._score)
        self._which.buttonClicked.connect(self._turn)
        self.on_map.clicked.connect(self.map_wanted)
        self.table.asked.connect(self.show_cases)
        self.table.selectionModel().currentChanged.connect(self._follow)
        self._calm.timeout.connect(self._ask_trend)
        self._fresh.timeout.connect(self.renew)
        self.behind.opened.connect(self.opened)
        self.behind.more.connect(self._fetch_more)
        self.behind.side_chosen.connect(self._choose_side)
        self.bulletin.asked.connect(self.show_cases_of)
        self.bulletin.cases_wanted.connect(lambda asked: self._list(*asked))
        self.bulletin.calls_wanted.connect(lambda of, earlier: self.calls_wanted.emit(of.call, self.period.period, self._day(earlier)))
        self.bulletin.hand_wanted.connect(self.hand_wanted)
        self.state.frozen_chosen.connect(self.renew)
        self.state.freeze_wanted.connect(lambda: self.freeze_wanted.emit(self.question()))
