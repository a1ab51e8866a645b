"""What the map of the past shows of the city as of the moment: where inspectors had been, and how the areas stood in the evaluation."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import shiboken6
from PySide6.QtCore import QObject, QTimer

from console import words
from console.api import Api, ApiError
from console.hall.failures import Wanted
from console.hall.rewind import Rewind
from console.map.view import MapView
from console.widgets.evaluation.colours import coloured
from console.widgets.evaluation.ranking_model import RankingModel
from console.workers.caller import Caller
from wire.coverage import Covered
from wire.evaluation import Dimension, Evaluation, Period, Question, Scheme

BACK_H = 24.0  # so far coverage looks back
STANDING = timedelta(minutes=1)  # where the hand stands, what is shown may be of so long before it
PLAYING = timedelta(minutes=10)  # and while it plays
PAUSE_S = 5.0  # of the operator's time, from one question to the next while it plays
AGAIN_MS = 5_000  # until what could not be had, or was not whole, is asked for again
SCORE = 1  # its column


class AsOf(NamedTuple):
    """An overlay: `ask` runs in a worker, `take` and `drop` put its answer into the Hall of the past and take it out. An answer that is not `whole`
    is shown, and asked for again.
    """

    overlay: str
    wanted: Wanted
    ready: Callable[[], bool]
    ask: Callable[[Api, datetime], Any]
    take: Callable[[datetime, Any], None]
    drop: Callable[[], None]
    whole: Callable[[Any], bool] = lambda _: True


class Follower(QObject):
    """Asks for one overlay while the map shows it, anew when the moment has gone on far enough, and again after a while when the backend was away or
    had not counted everything. Nothing is shown of after the moment.
    """

    def __init__(self, of: AsOf, caller: Caller, rewind: Rewind, view: MapView) -> None:
        super().__init__(rewind)
        self._of, self._caller, self._rewind, self._map, self._hall = of, caller, rewind, view, rewind.hall
        self._at: datetime | None = None  # what is shown is as of then
        self._asking = False
        self._whole = True  # nothing more can be had of the same moment
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self.look)
        rewind.arrived.connect(self.look)
        self._hall.clock.ticked.connect(lambda _: self.look())

    def look(self) -> None:
        if self._rewind.shown is None:
            return
        now = self._hall.clock.now()
        if self._at is not None and now < self._at:
            self._at = None
            self._of.drop()
        shown = self._map.drawing.overlays[self._of.overlay] and self._of.ready()
        wanted = self._at is None or now - self._at >= self._far() or not (self._whole or self._again.isActive())
        if shown and wanted and not self._asking:
            self._ask(now)

    def _far(self) -> timedelta:
        return max(PLAYING, timedelta(seconds=PAUSE_S * self._rewind.speed)) if self._rewind.playing else STANDING

    def _ask(self, at: datetime) -> None:
        self._asking = True

        def had(answer: Any) -> None:
            if not shiboken6.isValid(self):
                return  # the window was closed meanwhile
            self._asking = False
            if at <= self._hall.clock.now():
                self._at = at
                self._settle(self._of.whole(answer))
                self._hall.failures.clear(self._of.wanted, "")
                self._of.take(at, answer)
            self.look()  # something else may be wanted by now

        def missed(error: ApiError) -> None:
            if not shiboken6.isValid(self) or error.problem.code == "stopped":
                return
            self._asking, self._at = False, min(at, self._hall.clock.now())  # asked again no sooner than if it had come
            self._settle(not error.passes)
            self._of.drop()
            self._hall.failures.note(self._of.wanted, "", error.problem)

        self._caller.call(lambda api: self._of.ask(api, at), had, missed)

    def _settle(self, whole: bool) -> None:
        self._whole = whole
        if whole:
            self._again.stop()
        else:
            self._again.start()


class OverlayRoom(QObject):
    """Of one window of the past, and as long as that is open."""

    def __init__(self, caller: Caller, rewind: Rewind, view: MapView) -> None:
        super().__init__(rewind)
        self._hall = hall = rewind.hall
        self._model = RankingModel(hall, self)
        coverage = AsOf("coverage", Wanted.COVERAGE, self._has_squares, lambda api, at: api.coverage(at), self._cover, hall.basic.uncover)
        scores = AsOf("scores", Wanted.SCORES, lambda: True, self._evaluate, self._colour, lambda: hall.scores.set("", [], {}), _is_counted)
        covering, colouring = (Follower(each, caller, rewind, view) for each in (coverage, scores))
        hall.basic.coverage_wanted.connect(covering.look)
        hall.basic.changed.connect(covering.look)
        hall.scores.wanted.connect(colouring.look)

    def _has_squares(self) -> bool:
        return self._hall.basic.squares is not None

    def _cover(self, at: datetime, covered: list[Covered]) -> None:
        self._hall.basic.cover_as_of(at, BACK_H, covered)

    def _evaluate(self, api: Api, at: datetime) -> tuple[Scheme, Evaluation]:
        """In a worker: the duty grids in the month of the moment, up to it."""
        scheme = self._model.scheme or api.scheme()
        return scheme, api.evaluation(Question(period=Period.MONTH, day=words.local(at).date()), Dimension.DUTY_GRID, at)

    def _colour(self, at: datetime, told: tuple[Scheme, Evaluation]) -> None:
        scheme, found = told
        if self._model.scheme is None:
            self._model.set_scheme(scheme)
        self._model.take(found)
        title, bands, of = coloured(self._hall, self._model, SCORE)
        title += words.choose(" · 按现行规则评分", " · scored by today's rule")
        until = f"{words.local(at):%m-%d %H:%M}"
        if not _is_counted(told):
            title += words.choose(" · 尚未全部计入", " · not all counted")
        self._hall.scores.set(title + words.choose(f" · 截至 {until}", f" · up to {until}"), bands, of)


def _is_counted(told: tuple[Scheme, Evaluation]) -> bool:
    return not told[1].waiting
