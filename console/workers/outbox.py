"""Sends what the operator asked for: first to disk, then to the backend, until it has answered, and so that nothing is done twice."""

import logging
import math
import threading
import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import NamedTuple

import sqlalchemy as sa
from PySide6.QtCore import QObject, Signal

from console.api import Api, ApiError
from console.connection import failure
from console.workers.letters import Answer, AnyLetter, OrderLetter, ReportLetter
from console.workers.shelf import Settled, Shelf, Waiting
from console.workers.shelves import take_over
from console.workers.worker import STOP_S, Worker
from wire.cases import CaseCard, Taken
from wire.geofences import Geofence

log = logging.getLogger(__name__)

SUBJECT_PAUSE_S = 2.0
COURIERS = 4  # letters on their way at the same time, each about another subject
PILE = 12  # letters: from so many on, nobody is told how each case looks in between
AHEAD = 2 * COURIERS  # of a pile, so many are handed out at most: the next lies ready when a courier comes back
TAKE_OVER_S = 30.0  # so often it is looked for what other consoles have left


class Back(NamedTuple):
    """A courier has come back; without an error and not `carried`, he has not gone at all."""

    waiting: Waiting
    version: int | None
    answer: Answer = None
    error: Exception | None = None
    carried: bool = True


class Outbox(Worker):
    """The clerk writes to disk, the couriers send: the oldest first, and of one subject one letter at a time. The worker's own thread hands out
    what waits, whenever one of them is free, and keeps the books of what they bring back.

    After a failure nobody goes until all are back; then one goes alone, until a letter has got through.

    A refusal is final. When the backend cannot be reached, or the session has ended, everything waits; when one letter did not get through,
    that one waits, and with it all later ones about the same case.
    """

    queued = Signal(object)  # Letter: on disk
    sent = Signal(object)  # Letter: on its way
    held = Signal(object, str)  # Letter, code of what it waits for
    stored = Signal(object, object)  # Letter, Answer
    refused = Signal(object, object)  # Letter, Problem
    recalled = Signal(object)  # Refused or Stored: of an earlier run
    dismissed = Signal(str)  # key of a letter that was refused
    withdrawn = Signal(str)  # key
    kept = Signal(str)  # key of a letter that was to be withdrawn, and cannot be

    def __init__(self, api: Api, shelf: Shelf, parent: QObject | None = None) -> None:
        super().__init__("outbox", api, parent)
        self._shelf = shelf
        self._clerk = ThreadPoolExecutor(1, thread_name_prefix="clerk")
        self._couriers = ThreadPoolExecutor(COURIERS, thread_name_prefix="courier")
        self._work, self._backs = threading.Event(), SimpleQueue[Back]()
        self._away = set[str]()  # the subjects of what was handed out
        self._alone, self._piled = True, False
        self._broken = False  # what concerns all has failed: a courier who has not gone yet need not go
        self._failure: Exception | None = None  # until all are back
        self._paused: dict[str, float] = {}  # subject: until when, monotonic
        self._take_over_at = -math.inf

    def start(self) -> None:
        """What an earlier run left on disk is queued again, under its old keys; what became of the others is told."""
        self._shelf.take_out_spares()
        for past in (*self._shelf.stored(), *self._shelf.refused()):
            self.recalled.emit(past)
        for waiting in self._shelf.waiting():
            self.queued.emit(waiting.letter)
        super().start()

    def put(self, *letters: AnyLetter, instead_of: str = "") -> None:
        """Send them in this order; they are on disk together, or not at all. What was kept in reserve under this name is not sent any more."""
        self._clerk.submit(self._file, letters, instead_of)

    def keep_in_reserve(self, *letters: AnyLetter, stands_for: str) -> None:
        """On disk, to be sent by the next console of this user if this one ends before it puts what they stand for."""
        self._clerk.submit(self._reserve, letters, stands_for)

    def withdraw(self, key: str) -> None:
        """Take a letter back, unless the backend may already have had it."""
        self._clerk.submit(self._withdraw, key)

    def dismiss(self, key: str) -> None:
        """The author has done with a letter that was refused."""
        self._clerk.submit(self._dismiss, key)

    def replace(self, key: str, letter: AnyLetter) -> None:
        """Send this one in the place of one that was refused."""
        self._clerk.submit(self._replace, key, letter)

    def halt(self) -> None:
        super().halt()
        self._work.set()

    def stop(self, within_s: float = STOP_S) -> None:
        """What was put in is on disk afterwards."""
        self._clerk.shutdown(wait=True)
        super().stop(within_s)
        self._couriers.shutdown(wait=False)

    def step(self) -> None:
        self._work.clear()
        if self._stopping.is_set():  # since the last look: the call to wake up may just have been cleared
            return
        self._book()
        if self._failure is not None:
            self._fail()
        now = time.monotonic()
        if now >= self._take_over_at:
            self._take_over_at = now + TAKE_OVER_S
            for letter in take_over(self._shelf):
                self.queued.emit(letter)
        self._paused = {subject: until for subject, until in self._paused.items() if until > now}
        if not self._hand_out():
            self._work.wait(min([*self._paused.values(), self._take_over_at]) - now)
        elif self._alone:  # within one step, so that the pause grows from one failure to the next
            self._fail()

    def failed(self, error: ApiError) -> None: ...

    def _run(self) -> None:
        super()._run()
        self._await_all()  # whoever has an answer is heard; the calls of the others have been ended

    def _await_all(self) -> None:
        while self._away:
            self._work.wait()
            self._work.clear()
            self._book()

    def _fail(self) -> None:
        """With the first failure, when all are back."""
        self._await_all()
        first, self._failure = self._failure, None
        if first is not None:
            raise first

    def _hand_out(self) -> bool:
        """Whether there was anything to be sent, and somebody to send it."""
        room = self._room()
        waiting = self._shelf.next(room, without=[*self._paused, *self._away]) if room else []
        if not waiting:
            return False
        self._piled, self._broken = self._shelf.is_piled(PILE), False
        there = self._shelf.send([each.letter.key for each in waiting])
        for each in waiting:
            if each.letter.key in there:  # the others were withdrawn a moment ago
                self._away.add(each.letter.subject)
                self._couriers.submit(self._carry, each, self._shelf.version(each.letter), self._piled)
        return True

    def _room(self) -> int:
        """How many letters may be handed out now: of a pile some at once, with one wait for the disk."""
        if self._alone:
            return 1
        if not self._piled:
            return max(COURIERS - len(self._away), 0)
        return AHEAD - len(self._away) if len(self._away) <= COURIERS else 0

    def _carry(self, waiting: Waiting, version: int | None, briefly: bool) -> None:
        """In a courier's thread, which has nothing to do with the disk."""
        letter = waiting.letter
        back = Back(waiting, version, carried=False)
        try:
            if not self._broken:
                self.sent.emit(letter)
                back = Back(waiting, version, letter.post_briefly(self._api, version) if briefly else letter.post(self._api, version))
        except Exception as error:
            back = Back(waiting, version, error=error)
            self._broken = self._broken or not isinstance(error, ApiError) or concerns_all(error)
        self._backs.put(back)
        self._work.set()

    def _book(self) -> None:
        """What has come back since the last time: what was stored with one write, then the failures."""
        backs = list[Back]()
        with suppress(Empty):
            while True:
                backs.append(self._backs.get_nowait())
        self._away.difference_update(back.waiting.letter.subject for back in backs)
        stored = [back for back in backs if back.carried and back.error is None]
        self._shelf.settle_all([settled(back) for back in stored])
        for back in stored:
            self.stored.emit(back.waiting.letter, back.answer)
        self._alone = self._alone and not stored
        for back in backs:
            if back.error is not None:
                self._hear(back.waiting, back.error)
            elif not back.carried:
                self._shelf.mark(back.waiting.letter.key, sent=back.waiting.sent)

    def _hear(self, waiting: Waiting, error: Exception) -> None:
        """The first failure of all that are away is the one that is told, as that of one alone."""
        try:
            if not isinstance(error, ApiError):
                raise error
            self._return(waiting, error)
        except Exception as told:
            self._failure, self._alone = self._failure or told, True
        else:
            self._alone = False

    def _return(self, waiting: Waiting, error: ApiError) -> None:
        letter, problem = waiting.letter, error.problem
        if problem.code == "stopped":  # it waits for the next run, and nothing more is told of it
            raise error
        if 400 <= problem.status < 500 and not error.passes:
            self._shelf.refuse(letter, problem)
            self.refused.emit(letter, problem)
            return
        self._shelf.mark(letter.key, sent=waiting.sent or error.sent)
        self.held.emit(letter, problem.code)
        if concerns_all(error):
            raise error
        self._paused[letter.subject] = time.monotonic() + SUBJECT_PAUSE_S

    def _reserve(self, letters: Collection[AnyLetter], stands_for: str) -> None:
        try:
            self._shelf.add_spare(letters, stands_for)
        except sa.exc.SQLAlchemyError as error:  # what they stand for is put all the same, and says so then
            log.error("the outbox cannot be written: %s", type(error).__name__)

    def _file(self, letters: Collection[AnyLetter], instead_of: str) -> None:
        try:
            self._shelf.add(letters, instead_of)
        except sa.exc.SQLAlchemyError as error:
            self._tell_unwritable(error, letters)
            return
        for letter in letters:
            self.queued.emit(letter)
        self._work.set()

    def _withdraw(self, key: str) -> None:
        if self._shelf.withdraw(key):
            self.withdrawn.emit(key)
        else:
            self.kept.emit(key)

    def _dismiss(self, key: str) -> None:
        if self._shelf.dismiss(key):
            self.dismissed.emit(key)

    def _replace(self, key: str, letter: AnyLetter) -> None:
        try:
            self._shelf.replace(key, letter)
        except sa.exc.SQLAlchemyError as error:
            self._tell_unwritable(error, [letter])
            return
        self.dismissed.emit(key)
        self.queued.emit(letter)
        self._work.set()

    def _tell_unwritable(self, error: Exception, letters: Collection[AnyLetter]) -> None:
        log.error("the outbox cannot be written: %s", type(error).__name__)
        problem = failure("outbox_unwritable", "The order could not be kept on this machine's disk and was not sent.").problem
        for letter in letters:
            self.refused.emit(letter, problem)


def step_of(letter: AnyLetter, answer: Answer) -> int:
    """The number of the flow record that a letter became; 0 when it became none."""
    if isinstance(answer, Taken):
        return answer.step
    return answer.flow[-1].seq if isinstance(answer, CaseCard) and isinstance(letter, OrderLetter | ReportLetter) and answer.flow else 0


def concerns_all(error: ApiError) -> bool:
    """The backend cannot be reached, the session has ended, or this console ends: no other letter would fare better."""
    return error.problem.status == 401 or error.problem.code == "stopped" or not error.sent


def settled(back: Back) -> Settled:
    letter = back.waiting.letter
    return Settled(letter, back.version, version_of(back.answer), step_of(letter, back.answer))


def version_of(answer: Answer) -> int | None:
    return answer.version if isinstance(answer, CaseCard | Taken | Geofence) else None
