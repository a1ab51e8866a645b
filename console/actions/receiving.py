"""What became of each order: the outbox says it, the receipts and clashes of the Hall keep it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from PySide6.QtCore import QObject

from console.connection import failure
from console.hall.clashes import clash_of
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.hall.receipts import Receipt, ReceiptState
from console.workers.letters import Answer, AnyLetter, FenceLetter, FenceRemovalLetter, OrderLetter, Refused, Stored
from console.workers.outbox import Outbox, step_of
from wire.cases import CaseCard
from wire.geofences import Geofence
from wire.problem import Problem


class Receiving(QObject):
    """`open_card` shows who was faster than a refused order."""

    def __init__(self, hall: Hall, outbox: Outbox, open_card: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._outbox, self._open_card = hall, outbox, open_card
        outbox.queued.connect(self._take_queued)
        outbox.sent.connect(self._take_sent)
        outbox.held.connect(self._take_held)
        outbox.stored.connect(self._take_stored)
        outbox.refused.connect(self._take_refused)
        outbox.recalled.connect(self._take_recalled)
        outbox.dismissed.connect(self._take_withdrawn)
        outbox.withdrawn.connect(self._take_withdrawn)
        outbox.kept.connect(self._take_kept)
        hall.seen.changed.connect(self._take_seen)
        hall.link.changed.connect(self._hurry)

    def _take_queued(self, letter: AnyLetter) -> None:
        self._note(letter, ReceiptState.QUEUED)

    def _take_sent(self, letter: AnyLetter) -> None:
        self._note(letter, ReceiptState.SENT)

    def _take_held(self, letter: AnyLetter, code: str) -> None:
        self._note(letter, ReceiptState.QUEUED, waiting_for=code)

    def _take_stored(self, letter: AnyLetter, answer: Answer) -> None:
        self._hall.failures.clear(Wanted.WITHDRAWAL, "")
        if isinstance(answer, CaseCard):
            self._hall.take_card(answer)
        elif isinstance(answer, Geofence):
            self._hall.geofences.put([answer])
        elif isinstance(letter, FenceRemovalLetter):
            self._hall.geofences.put([], gone=[letter.subject])
        self._note(letter, ReceiptState.STORED, step=step_of(letter, answer))

    def _take_refused(self, letter: AnyLetter, problem: Problem) -> None:
        self._hall.failures.clear(Wanted.WITHDRAWAL, "")
        self._note(letter, ReceiptState.REFUSED, problem=problem)
        self._lay_beside(letter, problem)

    def _lay_beside(self, letter: AnyLetter, problem: Problem) -> None:
        """What is to be decided when somebody else was faster."""
        if isinstance(letter, OrderLetter):
            clash = clash_of(letter.key, letter.subject, letter.order, letter.base, problem, letter.steps)
        elif isinstance(letter, FenceLetter):
            clash = clash_of(letter.key, letter.subject, letter.fence, letter.base, problem)
        else:
            return
        if clash is not None:
            self._hall.clashes.put([clash])
            if isinstance(letter, OrderLetter):
                self._open_card(letter.subject)  # who it was and when is in its flow

    def _take_recalled(self, past: Refused | Stored) -> None:
        """Of an earlier run: what was refused is still to be decided, what was stored may still be seen."""
        if isinstance(past, Refused):
            letter, problem = past.letter, past.problem
            self._put_receipt(letter.key, letter.verb, letter.subject, ReceiptState.REFUSED, past.at, problem=problem)
            self._lay_beside(letter, problem)
        else:
            self._put_receipt(past.key, past.verb, past.subject, ReceiptState.STORED, past.at, step=past.step)
            self._take_seen(frozenset({past.subject}))

    def _take_seen(self, case_ids: frozenset[str]) -> None:
        """Whoever has seen a step has seen those before it."""
        seen = self._hall.seen
        mine = [receipt for receipt in self._hall.receipts if receipt.subject in case_ids and receipt.state is ReceiptState.STORED and receipt.step]
        reached = [(receipt, at) for receipt in mine if (at := seen.get(receipt.subject)) is not None and at.version >= receipt.step]
        self._hall.receipts.put(
            [msgspec.structs.replace(each, version=each.version + 1, state=ReceiptState.SEEN, seen_by=at.by) for each, at in reached]
        )

    def _take_withdrawn(self, key: str) -> None:
        self._hall.failures.clear(Wanted.WITHDRAWAL, "")
        self._hall.receipts.put([], gone=[key])
        self._hall.clashes.put([], gone=[key])

    def _take_kept(self, key: str) -> None:
        self._hall.failures.note(Wanted.WITHDRAWAL, "", failure("perhaps_sent", key).problem)

    def _note(self, letter: AnyLetter, state: ReceiptState, waiting_for: str = "", problem: Problem | None = None, step: int = 0) -> None:
        now = self._hall.clock.now()
        self._put_receipt(letter.key, letter.verb, letter.subject, state, now, waiting_for=waiting_for, problem=problem, step=step)
        if state is ReceiptState.STORED:
            self._take_seen(frozenset({letter.subject}))

    def _put_receipt(self, key: str, verb: str, subject: str, state: ReceiptState, at: datetime, **more: Any) -> None:
        before = self._hall.receipts.get(key)
        version, attempts = before.version + 1 if before else 1, (before.attempts if before else 0) + (state == ReceiptState.SENT)
        self._hall.receipts.put([Receipt(id=key, version=version, verb=verb, subject=subject, state=state, at=at, attempts=attempts, **more)])

    def _hurry(self) -> None:
        """The backend is back: what waits is sent now and not at the end of a pause."""
        if self._hall.link.state is LinkState.FRESH:
            self._outbox.hurry()
