"""Sends what the operator asked for: first to disk, then to the backend, until it has answered, and so that nothing is done twice."""

import logging
import math
import threading
import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa
from PySide6.QtCore import QObject, Signal

from console.api import Api, ApiError
from console.connection import failure
from console.workers.letters import Answer, AnyLetter, OrderLetter, ReportLetter
from console.workers.shelf import Shelf, Waiting
from console.workers.shelves import take_over
from console.workers.worker import STOP_S, Worker
from wire.cases import CaseCard, Taken
from wire.geofences import Geofence

log = logging.getLogger(__name__)

SUBJECT_PAUSE_S = 2.0
COURIERS = 4  # letters on their way at the same time, each about another subject
PILE = 12  # letters: from so many on, nobody is told how each case looks in between
TAKE_OVER_S = 30.0  # so often it is looked for what other consoles have left


class Outbox(Worker):
    """The clerk writes to disk, the couriers send: the oldest first, and of one subject one letter at a time.

    After a failure one of them goes alone, until a letter has got through.

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
        self._work, self._alone, self._piled = threading.Event(), True, False
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
        now = time.monotonic()
        if now >= self._take_over_at:
            self._take_over_at = now + TAKE_OVER_S
            for letter in take_over(self._shelf):
                self.queued.emit(letter)
        self._paused = {subject: until for subject, until in self._paused.items() if until > now}
        waiting = self._shelf.next(1 if self._alone else COURIERS, without=list(self._paused))
        if not waiting:
            self._work.wait(min([*self._paused.values(), self._take_over_at]) - now)
            return
        self._alone = True
        self._piled = self._shelf.is_piled(PILE)
        there = self._shelf.send([each.letter.key for each in waiting])
        waiting = [each for each in waiting if each.letter.key in there]  # the others were withdrawn a moment ago
        if len(waiting) == 1:
            self._deliver(waiting[0])
        else:
            self._deliver_together(waiting)
        self._alone = False

    def failed(self, error: ApiError) -> None: ...

    def _deliver_together(self, waiting: Collection[Waiting]) -> None:
        """All have ended when it returns; the first failure is told as that of one alone."""
        ended = [self._couriers.submit(self._deliver, each) for each in waiting]
        failures = [error for each in ended if (error := each.exception()) is not None]
        if failures:
            raise failures[0]

    def _deliver(self, waiting: Waiting) -> None:
        letter = waiting.letter
        version = self._shelf.version(letter)
        self.sent.emit(letter)
        try:
            answer = letter.post_briefly(self._api, version) if self._piled else letter.post(self._api, version)
        except ApiError as error:
            self._return(waiting, error)
        else:
            self._shelf.settle(letter, version, _version_of(answer), step_of(letter, answer))
            self.stored.emit(letter, answer)

    def _return(self, waiting: Waiting, error: ApiError) -> None:
        letter, problem = waiting.letter, error.problem
        if problem.code == "stopped":
            raise error
        if 400 <= problem.status < 500 and problem.status != 401 and not error.retry:
            self._shelf.refuse(letter, problem)
            self.refused.emit(letter, problem)
            return
        self._shelf.mark(letter.key, sent=waiting.sent or error.sent)
        self.held.emit(letter, problem.code)
        if problem.status == 401 or not error.sent:
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


def _version_of(answer: Answer) -> int | None:
    return answer.version if isinstance(answer, CaseCard | Taken | Geofence) else None
