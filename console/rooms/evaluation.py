"""The pane of evaluation, the form for figures by hand, and what both ask of the backend."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from console import words
from console.api import Api, ApiError
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.rooms.colouring import Colouring
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.evaluation.colours import KINDS
from console.widgets.evaluation.hand_form import HandForm
from console.widgets.evaluation.pane import EvaluationPane
from console.widgets.evaluation.ranking_model import Behind
from console.widgets.pane import Pane
from console.workers.caller import Caller
from console.written import write_whole
from wire.bulletins import BulletinFormat, BulletinOrder
from wire.codes import Noun, Role
from wire.evaluation import Dimension, HandOrder, Question, Scheme
from wire.period_records import PeriodOrder, PeriodRecord
from wire.problem import Problem

JUDGES = frozenset({Role.EVALUATOR, Role.DUTY_LEADER, Role.ADMIN})


class EvaluationRoom(QObject):
    opened = Signal(object, str)  # Noun, id
    calls_wanted = Signal(object, object, object)  # HotlineFigure, Period, a day of it

    def __init__(self, hall: Hall, caller: Caller, wall: Wall) -> None:
        super().__init__(wall)
        self._hall, self._caller = hall, caller
        self._scheme: Scheme | None = None
        judge = not JUDGES.isdisjoint(hall.me.roles)
        self.content, self.form = EvaluationPane(hall, judge), HandForm(hall, wall)
        self.pane = Pane("evaluation", self.content, hall, prompt=True)  # maps show its figures
        wall.add("evaluation", self.pane, Place.CENTRE, lambda: words.pane("evaluation"))
        content = self.content
        content.wanted.connect(self._evaluate)
        content.trend_wanted.connect(self._follow)
        content.cases_wanted.connect(self._list)
        content.bulletin_wanted.connect(self._read)
        content.opened.connect(self._open)
        content.calls_wanted.connect(self.calls_wanted)
        content.hand_wanted.connect(self._ask)
        content.bulletin.file_wanted.connect(self._keep)
        content.bulletin.enter.setVisible(judge)
        content.records_wanted.connect(lambda: caller.call(Api.period_records, content.take_records, self._fail))
        content.freeze_wanted.connect(lambda asked: self._step(lambda api: api.freeze(PeriodOrder(period=asked.period, day=asked.day))))
        content.state.publish_wanted.connect(lambda record: self._step(lambda api: api.publish(record.id, record.version)))
        content.state.correction_wanted.connect(lambda record, why: self._step(lambda api: api.correct(record.id, record.version, why)))
        self.form.wanted.connect(self._enter)
        hall.link.changed.connect(self._begin)
        self._areas = Colouring(hall, caller, content, self._fail)

    def _begin(self) -> None:
        """What there is to be evaluated by, once the backend is there."""
        if self._scheme is None and self._hall.link.state is LinkState.FRESH:
            self._caller.call(Api.scheme, self._take_scheme, self._fail)

    def _take_scheme(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self.content.set_scheme(scheme)
        self._areas.set_scheme(scheme)

    def _evaluate(self, asked: Question, by: Dimension) -> None:
        self._caller.call(lambda api: api.evaluation(asked, by), lambda found: self._shown(self.content.take, asked, found), self._fail)

    def _follow(self, asked: Question, by: Dimension) -> None:
        self._caller.call(lambda api: api.evaluation(asked, by), lambda found: self.content.take_trend(asked, found), self._fail)

    def _list(self, asked: Question, behind: Behind, cursor: str) -> None:
        self._caller.call(
            lambda api: api.counted_cases(asked, behind.over, behind.minus, behind.laps, cursor),
            lambda page: self.content.take_cases(asked, behind, page),
            self._fail,
        )

    def _read(self, asked: Question) -> None:
        self._caller.call(lambda api: api.bulletin(asked), lambda found: self._shown(self.content.take_bulletin, asked, found), self._fail)

    def list_cases_of(self, grid_id: str) -> None:
        """The cases behind the figure that the maps show of an area."""
        grid = self._hall.grids.get(grid_id)
        if grid is not None and grid.kind in KINDS and self._scheme is not None:
            self.content.show_cases_of_line(KINDS[grid.kind], grid.code, grid.name)

    def _open(self, case_id: str) -> None:
        self._hall.selection.set(Noun.CASE, case_id)
        self.opened.emit(Noun.CASE, case_id)

    def _ask(self) -> None:
        if self._scheme is not None:
            self.form.ask(self._scheme, self.content.period.period, self.content.period.day)

    def _enter(self, order: HandOrder) -> None:
        self._caller.call(lambda api: api.enter_hand(order), self._entered, lambda error: self.form.refuse(words.problem(error.problem)))

    def _entered(self, _: object) -> None:
        self.form.accept()
        self.content.renew()

    def _keep(self, form: BulletinFormat, path: Path) -> None:
        asked = self.content.question()
        order = BulletinOrder(period=asked.period, day=asked.day, format=form, language="en" if words.language() == "en" else "zh_CN")
        page = self.content.bulletin
        page.tell(self.tr("Writing {name} …").format(name=path.name))
        self._caller.call(
            lambda api: write_whole(path, api.bulletin_file(order)),
            lambda _: page.tell(self.tr("{name} is written").format(name=path.name)),
            lambda error: page.tell(words.problem(error.problem), wrong=True),
        )

    def _step(self, ask: Callable[[Api], PeriodRecord]) -> None:
        state = self.content.state
        self._caller.call(ask, self.content.take_record, lambda error: state.refuse(words.problem(error.problem)))

    def _shown(self, take: Any, asked: Question, found: object) -> None:
        self.pane.shown()
        take(asked, found)

    def _fail(self, error: ApiError) -> None:
        problem: Problem = error.problem
        if problem.code != "stopped" and self._hall.link.state is not LinkState.LOST:
            self.pane.refuse(partial(words.problem, problem))
