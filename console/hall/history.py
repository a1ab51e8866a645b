"""The cases that were searched for: as many pages as were wanted so far. What it lacks is asked for; the answer to an older question is dropped."""

from datetime import datetime, timedelta

import msgspec
from PySide6.QtCore import QObject, Signal

from console import words
from wire.case_filter import CaseFilter
from wire.cases import Case, CasePage
from wire.problem import Problem

PER_PAGE = 200


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """A filter; with `days`, of what was reported today and on so many days before it, less one, whenever it is asked."""

    filter: CaseFilter = CaseFilter()
    days: int | None = None

    def asked(self, now: datetime) -> CaseFilter:
        if self.days is None:
            return self.filter
        today = words.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
        return msgspec.structs.replace(self.filter, reported_from=today - timedelta(days=self.days - 1), reported_to=None)


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """A search that somebody has given a name."""

    name: str
    search: Search


class History(QObject):
    wanted = Signal(int, object)  # number of the question, CaseFilter
    renewed = Signal()  # another question was answered, or could not be
    grown = Signal(int)  # how many cases there were before the page that has come

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.search = Search()
        self.cases: list[Case] = []
        self.total, self.more = 0, False
        self.at: datetime | None = None  # when it was answered
        self.problem: Problem | None = None
        self.asking = False
        self._number, self._fresh = 0, True
        self._next: str | None = None
        self._filter = CaseFilter(limit=PER_PAGE)

    def seek(self, search: Search, now: datetime) -> None:
        """What is shown stays until the answer is here."""
        self.search = search
        self._filter = msgspec.structs.replace(search.asked(now), limit=PER_PAGE, cursor=None)
        self._ask(self._filter)

    def reach(self, row: int) -> None:
        """Somebody looks at this row: have the page after it in time."""
        if self._next is not None and not self.asking and row >= len(self.cases) - PER_PAGE // 2:
            self._ask(msgspec.structs.replace(self._filter, cursor=self._next))

    def take(self, number: int, answer: CasePage | Problem, at: datetime) -> None:
        if number != self._number:
            return
        self.asking = False
        if isinstance(answer, Problem):
            self.problem = answer
            self.renewed.emit()
            return
        self.problem, self.at, self._next = None, at, answer.next
        self.total, self.more = answer.total, answer.more
        if self._fresh:
            self.cases = list(answer.cases)
            self.renewed.emit()
        else:
            before = len(self.cases)
            self.cases += answer.cases
            self.grown.emit(before)

    @property
    def whole(self) -> CaseFilter:
        """What is shown, all pages of it: for an export."""
        return msgspec.structs.replace(self._filter, cursor=None)

    def _ask(self, wanted: CaseFilter) -> None:
        self._number += 1
        self.asking, self._fresh = True, wanted.cursor is None
        self.wanted.emit(self._number, wanted)
