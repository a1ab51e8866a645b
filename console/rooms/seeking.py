"""What the panes of who was there ask the backend for, in the hall of now and in the hall as it was."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from console import words
from console.api import Api, ApiError
from console.hall.beside import Beside, besides
from console.hall.hall import Hall
from console.hall.whereabouts import Passage, Question, passages
from console.widgets.whereabouts.pane import WhereaboutsPane
from console.workers.caller import Caller
from console.written import write_whole
from wire.cases import Case
from wire.codes import Noun
from wire.whereabouts import Whereabouts

A_DAY = timedelta(days=1)  # tracks of several units come no longer than this at once
AROUND_CASE = timedelta(minutes=30)  # before and after it was reported


class Seeking(QObject):
    """For one pane: the list at once, the ways on the maps of its Hall as soon as they are here, and files."""

    def __init__(self, hall: Hall, caller: Caller, pane: WhereaboutsPane) -> None:
        super().__init__(pane)
        self._hall, self._caller, self._pane = hall, caller, pane
        pane.wanted.connect(self._ask)
        pane.export_wanted.connect(self._export)

    def show(self, open: bool) -> None:
        """What it asks about is on the map for as long as the pane is there."""
        pane = self._pane
        self._hall.there.ask(pane.answered or pane.question() if open else None)
        if open and pane.answered is not None and pane.found is not None:
            self._take(pane.answered, pane.found)

    def case(self) -> Case | None:
        """The selected one."""
        selection = self._hall.selection
        return self._hall.cases.get(selection.id) if selection.noun is Noun.CASE else None

    def look_at_case(self, case: Case) -> None:
        """Around the time at which it was reported, and not later than now."""
        start, now = case.reported_at - AROUND_CASE, self._hall.clock.now()
        end = min(case.reported_at + AROUND_CASE, max(now, case.reported_at))
        self._pane.look_at(case.lon, case.lat, start=start, end=end, about=words.number_short(case.number))

    def _ask(self, question: Question) -> None:
        self._call(
            lambda api: api.whereabouts(*question[:5]),
            lambda found: self._take(question, found),
            lambda error: self._miss(question, error),
        )

    def _take(self, question: Question, found: Whereabouts) -> None:
        self._pane.take(question, found)
        if found.stays:
            there = self._hall.there
            self._call(lambda api: ways(api, question, found), lambda made: there.answer(question, made), lambda _: None)

    def _miss(self, question: Question, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self._pane.miss(question, error.problem)

    def _export(self, question: Question, path: Path) -> None:
        language = words.language()
        self._call(
            lambda api: write_whole(path, api.whereabouts_file(*question[:5], language)),
            lambda _: self._pane.tell_written(path),
            lambda error: self._pane.tell_not_written(error.problem),
        )

    def _call(self, work: Callable[[Api], Any], had: Callable[[Any], None], missed: Callable[[ApiError], None]) -> None:
        """Nobody is told when the pane is gone."""

        def alive(told: Callable[[Any], None]) -> Callable[[Any], None]:
            return lambda answer: told(answer) if shiboken6.isValid(self) else None

        self._caller.call(work, alive(had), alive(missed))


def ways(api: Api, question: Question, found: Whereabouts) -> list[Passage]:
    """A day at a time, of those who were there on it."""
    made: list[Beside] = []
    start = question.start
    while start < question.end:
        end = min(start + A_DAY, question.end)
        ids = [stay.unit_id for stay in found.stays if stay.first_at < end and stay.last_at >= start]
        made += besides(api.tracks_together(start, end, ids), without="")
        start = end
    return passages(made, question, found)
