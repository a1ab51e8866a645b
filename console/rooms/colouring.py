"""The maps in the colours of the evaluation: the areas that its pane looks at, else duty grids by their score."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from console.api import ApiError
from console.hall.hall import Hall
from console.widgets.evaluation.colours import KINDS, coloured
from console.widgets.evaluation.pane import EvaluationPane
from console.widgets.evaluation.ranking_model import RankingModel
from console.workers.caller import Caller
from wire.bands import AREAS
from wire.codes import Noun
from wire.evaluation import Dimension, Evaluation, Question, Scheme
from wire.exports import Scored


class Colouring(QObject):
    """Asks while a map wants it; another figure of the same evaluation is coloured by what is known."""

    def __init__(self, hall: Hall, caller: Caller, pane: EvaluationPane, fail: Callable[[ApiError], None]) -> None:
        super().__init__(pane)
        self._hall, self._caller, self._pane, self._fail = hall, caller, pane, fail
        self._model = RankingModel(hall, self)
        self._wanted = False
        self._asked: tuple[Question, Dimension] | None = None
        hall.scores.wanted.connect(self._want)
        hall.selection.changed.connect(self._select)
        pane.looked_at.connect(self._look)

    def set_scheme(self, scheme: Scheme) -> None:
        self._model.set_scheme(scheme)
        if self._wanted:
            self._ask()

    def _dimension(self) -> Dimension:
        by = self._pane.dimension()
        return by if by in AREAS else Dimension.DUTY_GRID

    def _want(self) -> None:
        self._wanted = True
        if self._model.scheme is not None:
            self._ask()

    def _look(self) -> None:
        if not self._wanted or self._model.scheme is None:
            return
        if self._asked != (self._pane.question(), self._dimension()):
            self._ask()
        else:
            self._colour()

    def _ask(self) -> None:
        asked, by = self._asked = self._pane.question(), self._dimension()
        self._caller.call(lambda api: api.evaluation(asked, by), lambda found: self._take(asked, by, found), self._fail)

    def _take(self, asked: Question, by: Dimension, found: Evaluation) -> None:
        if (asked, by) == self._asked:
            self._model.take(found)
            self._colour()

    def _colour(self) -> None:
        if self._model.found is None:
            return
        formula = self._pane.model.formula
        if formula is not None and formula != self._model.formula:
            self._model.score_by(formula)
        column = self._pane.column() if self._model.found.by is self._pane.dimension() else 1
        column = min(column, self._model.columnCount() - 1)
        scored = Scored(question=self._asked[0], by=self._model.found.by, figure=self._model.id(column)) if self._asked else None
        self._hall.scores.set(*coloured(self._hall, self._model, column), scored)

    def _select(self, noun: Noun | None, id: str) -> None:
        grid = self._hall.grids.get(id) if noun == Noun.GRID else None
        if grid is not None and grid.kind in KINDS:
            self._pane.show_line(KINDS[grid.kind], grid.code)
