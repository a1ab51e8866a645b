"""Which steps the backend offers for each of many cases: asked for a few at a time, so that nobody's own card waits behind hundreds."""

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.passing import passes
from wire.cases import CaseCard
from wire.problem import Problem

AT_ONCE = 16  # cards that are asked for and not here yet
AGAIN_MS = 2000  # before what nobody answered is asked for again
TRIES = 3  # of a card that could not be had, or whose case has moved on meanwhile
OVERTAKEN = Problem(status=412, code="changed_meanwhile", title="Precondition Failed", detail="The case has changed meanwhile.")
AWAY = frozenset({LinkState.LOST, LinkState.REFUSED})


class Offers(QObject):
    """`take` begins with other cases, `stop` asks for no more. What is known are cards of the cases as they are now; `missed` are those that the
    backend will not give, and why: none is both. While it is away nothing is asked for, and what it could not answer is asked for when it is back."""

    wanted = Signal(str)  # case id: its card
    told = Signal(object)  # frozenset of the ids of which something else is known

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.ids: list[str] = []
        self.missed: dict[str, Problem] = {}
        self._mine = frozenset[str]()
        self._waiting, self._under, self._tries = dict[str, None](), set[str](), Counter[str]()
        self._known, self._asking = set[str](), False
        self._pause = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._pause.timeout.connect(self._ask)
        hall.card_told.connect(self._take)
        hall.cards.changed.connect(self._come)
        hall.cases.changed.connect(self._renew)
        hall.failures.changed.connect(self._miss)
        hall.link.changed.connect(self._hear)

    def take(self, case_ids: Iterable[str]) -> None:
        self.ids = list(dict.fromkeys(case_ids))
        self._mine, self.missed = frozenset(self.ids), {}
        self._waiting, self._under, self._tries = dict.fromkeys(self.ids), set(), Counter()
        self._known = {id for id in self.ids if self.card(id) is not None}
        self._pause.stop()
        self._ask()

    def stop(self) -> None:
        self._mine, self._waiting, self._under = frozenset(), {}, set()

    def card(self, case_id: str) -> CaseCard | None:
        """None unless it is of the case as it is now: what is offered is true for one version only."""
        return None if case_id in self.missed else self._newest(case_id)

    def _newest(self, case_id: str) -> CaseCard | None:
        card, case = self._hall.cards.get(case_id), self._hall.cases.get(case_id)
        return card if card is not None and (case is None or card.version >= case.version) else None

    @property
    def known(self) -> int:
        return len(self._known)

    @property
    def unknown(self) -> set[str]:
        """Those that are not looked up yet, or have moved on."""
        return set(self.ids) - self._known - self.missed.keys()

    @property
    def is_looking(self) -> bool:
        return bool(self._waiting or self._under)

    @property
    def is_whole(self) -> bool:
        """All that can be known is known."""
        return self.known + len(self.missed) == len(self.ids)

    def _ask(self) -> None:
        if self._asking or self._pause.isActive() or self._hall.link.state in AWAY:
            return
        self._asking = True
        while self._waiting and len(self._under) < AT_ONCE:
            id = next(iter(self._waiting))
            del self._waiting[id]
            self._under.add(id)
            self._tries[id] += 1
            self.wanted.emit(id)
        self._asking = False

    def _take(self, case_id: str) -> None:
        """It has come, perhaps saying the same as before."""
        if case_id in self._under or case_id in self.missed:
            self._under.discard(case_id)
            self._come([case_id])
            self._ask()

    def _come(self, ids: Iterable[str]) -> None:
        """Cards, also of those that had been given up."""
        for id in self.missed.keys() & set(ids):
            if self._newest(id) is not None:
                del self.missed[id]
        self._renew(ids)

    def _hear(self) -> None:
        """Whoever is back had nothing to answer while it went."""
        if self._hall.link.state is LinkState.FRESH:
            self._pause.stop()
            self._tries.clear()
            back = frozenset(id for id, problem in self.missed.items() if id in self._mine and passes(problem))
            for id in back:
                del self.missed[id]
                self._waiting[id] = None
            if back:
                self.told.emit(back)
        self._ask()

    def _renew(self, ids: Iterable[str]) -> None:
        mine = self._mine.intersection(ids)
        for id in mine:
            if self.card(id) is not None:
                self._known.add(id)
                self._under.discard(id)
                self._waiting.pop(id, None)
                self._tries[id] = 0
                continue
            self._known.discard(id)
            if id not in self.missed and id not in self._under and id not in self._waiting:
                self._again(id)
        if mine:
            self.told.emit(mine)
        self._ask()

    def _again(self, id: str) -> None:
        if self._tries[id] < TRIES:
            self._waiting[id] = None
        elif id not in self._known:
            self.missed[id] = self._hall.failures.of(Wanted.CARD, id) or OVERTAKEN

    def _miss(self, wanted: str, id: str) -> None:
        problem = self._hall.failures.of(Wanted.CARD, id) if wanted == Wanted.CARD else None
        if problem is None or id not in self._under:
            return
        self._under.discard(id)
        if passes(problem):
            if not self._pause.isActive():
                self._pause.start()
            self._again(id)
        else:
            self._known.discard(id)
            self.missed[id] = problem
        self.told.emit(frozenset({id}))
        self._ask()
