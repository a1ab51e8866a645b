"""What the operator can ask for: one short method each. The answers go into the Hall, failures to `failed`."""

import logging
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from console.api import Api, ApiError
from console.hall.disk import Disk, picture_of
from console.hall.hall import Hall
from console.hall.playback import Track
from console.hall.receipts import Receipt, ReceiptState
from console.workers.caller import Caller
from console.workers.letters import Answer, AnyLetter, OrderLetter, PhotoLetter, ReportLetter, TaskLetter, UploadLetter
from console.workers.outbox import Outbox
from wire.cases import AnyCaseOrder, CaseCard, CaseReport, PhotoOfCase
from wire.codes import PhotoPhase
from wire.photos import id_of
from wire.problem import Problem
from wire.tasks import Task, TaskReport

log = logging.getLogger(__name__)


class Actions(QObject):
    """Orders return the key under which `hall.receipts` says what became of them."""

    failed = Signal(object)  # Problem: something that was asked for could not be had

    def __init__(self, hall: Hall, caller: Caller, outbox: Outbox, disk: Disk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._caller, self._outbox, self._disk = hall, caller, outbox, disk
        outbox.queued.connect(self._take_queued)
        outbox.sent.connect(self._take_sent)
        outbox.held.connect(self._take_held)
        outbox.stored.connect(self._take_stored)
        outbox.refused.connect(self._take_refused)
        outbox.withdrawn.connect(self._take_withdrawn)

    # Orders: to the outbox, so that they outlive this process.

    def order(self, case_id: str, order: AnyCaseOrder, version: int | None = None) -> str:
        """`version` is the one that the operator looked at; without it, that of the open card, else of the table."""
        letter = OrderLetter(key=_new_key(), subject=case_id, order=order, version=version or self._seen(case_id))
        return self._put(letter)

    def report(self, report: CaseReport, photos: Sequence[tuple[bytes, str]] = ()) -> str:
        """`photos`: images and their media types, to be uploaded first; the report comes to name them if it does not yet."""
        uploads = [UploadLetter(key=_new_key(), subject=report.id, image=image, media_type=kind) for image, kind in photos]
        named = dict.fromkeys([*report.photos, *(id_of(image) for image, _ in photos)])
        report = msgspec.structs.replace(report, photos=list(named))
        return self._put(*uploads, ReportLetter(key=report.id, subject=report.id, report=report))

    def add_photo(self, case_id: str, image: bytes, media_type: str, phase: PhotoPhase) -> str:
        upload = UploadLetter(key=_new_key(), subject=case_id, image=image, media_type=media_type)
        return self._put(upload, PhotoLetter(key=_new_key(), subject=case_id, photo=PhotoOfCase(photo_id=id_of(image), phase=phase)))

    def upload(self, case_id: str, image: bytes, media_type: str) -> str:
        """A photo that an order on this case is going to name by the SHA-256 of its bytes."""
        return self._put(UploadLetter(key=_new_key(), subject=case_id, image=image, media_type=media_type))

    def report_task(self, task: Task, report: TaskReport) -> str:
        return self._put(TaskLetter(key=_new_key(), subject=task.case_id, task_id=task.id, report=report))

    def withdraw(self, key: str) -> None:
        """Take back what is queued; the receipt goes when it worked."""
        self._outbox.withdraw(key)

    # Questions: to the caller.

    def open_card(self, case_id: str) -> None:
        self._ask(lambda api: api.case(case_id), self._take_card)

    def load_photo(self, photo_id: str) -> None:
        """`hall.photos.arrived` answers, at once when it is here already."""
        photos = self._hall.photos
        if image := photos.get(photo_id):
            photos.put(photo_id, image)
        else:
            self._caller.call(lambda api: api.photo(photo_id), partial(photos.put, photo_id), lambda error: photos.miss(photo_id))

    def load_track(self, unit_id: str, start: datetime, end: datetime) -> None:
        self._ask(lambda api: Track(unit_id, api.track(unit_id, start, end)), self._hall.playback.open)

    def load_track_days(self, unit_id: str) -> None:
        self._ask(lambda api: api.track_days(unit_id), lambda days: self._hall.set_track_days(unit_id, days))

    def load_catalogue(self) -> None:
        self._ask(Api.catalogue, self._hall.set_catalogue)

    def load_components(self) -> None:
        self._ask(Api.components, self._hall.components.set)

    def save_picture(self) -> None:
        """Keep what the Hall shows now, for the next start."""
        picture = picture_of(self._hall)
        if picture is not None:
            self._ask(lambda _: self._disk.save(picture), lambda _: None)

    def _ask(self, work: Callable[[Api], Any], done: Callable[[Any], None]) -> None:
        self._caller.call(work, done, self._fail)

    def _fail(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self.failed.emit(error.problem)

    def _put(self, *letters: AnyLetter) -> str:
        self._outbox.put(*letters)
        return letters[-1].key

    def _seen(self, case_id: str) -> int:
        seen = self._hall.cards.get(case_id) or self._hall.cases.get(case_id)
        return seen.version if seen else 0

    def _take_card(self, card: CaseCard) -> None:
        self._hall.cards.put([card])
        self._hall.cases.put([card.case])
        self._hall.tasks.put(card.tasks)

    # Receipts.

    def _take_queued(self, letter: AnyLetter) -> None:
        self._note(letter, ReceiptState.QUEUED)

    def _take_sent(self, letter: AnyLetter) -> None:
        self._note(letter, ReceiptState.SENT)

    def _take_held(self, letter: AnyLetter, code: str) -> None:
        self._note(letter, ReceiptState.QUEUED, waiting_for=code)

    def _take_stored(self, letter: AnyLetter, answer: Answer) -> None:
        if isinstance(answer, CaseCard):
            self._take_card(answer)
        elif isinstance(answer, Task):
            self._hall.tasks.put([answer])
        self._note(letter, ReceiptState.STORED)

    def _take_refused(self, letter: AnyLetter, problem: Problem) -> None:
        self._note(letter, ReceiptState.REFUSED, problem=problem)

    def _take_withdrawn(self, key: str) -> None:
        self._hall.receipts.put([], gone=[key])

    def _note(self, letter: AnyLetter, state: ReceiptState, waiting_for: str = "", problem: Problem | None = None) -> None:
        before = self._hall.receipts.get(letter.key)
        attempts = (before.attempts if before else 0) + (state == ReceiptState.SENT)
        receipt = Receipt(
            id=letter.key,
            version=before.version + 1 if before else 1,
            verb=letter.verb,
            subject=letter.subject,
            state=state,
            at=self._hall.clock.now(),
            attempts=attempts,
            waiting_for=waiting_for,
            problem=problem,
        )
        self._hall.receipts.put([receipt])


def _new_key() -> str:
    return uuid.uuid4().hex
