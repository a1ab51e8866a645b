"""What the operator can ask for: one short method each. The answers go into the Hall, and what could not be had into its failures."""

import logging
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from console import words
from console.api import Api, ApiError
from console.connection import failure
from console.hall.beside import Beside, besides
from console.hall.clashes import clash_of
from console.hall.columns import Columns
from console.hall.disk import Disk, Picture, picture_of
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.hall.playback import Shown
from console.hall.receipts import Receipt, ReceiptState
from console.hall.track import OnStreets, Track
from console.workers.caller import Caller
from console.workers.letters import (
    Answer,
    AnyLetter,
    CaptureLetter,
    ClipLetter,
    FenceLetter,
    FenceRemovalLetter,
    OrderLetter,
    PhotoLetter,
    Refused,
    ReportLetter,
    Stored,
    TaskLetter,
    UploadLetter,
)
from console.workers.outbox import Outbox, step_of
from wire.captures import CLIP_TYPE, CaptureOrder
from wire.cases import AnyCaseOrder, CaseCard, CaseReport, PhotoOfCase
from wire.codes import PhotoPhase, UnitKind
from wire.components import Component
from wire.geofences import Geofence, GeofenceOrder
from wire.photos import id_of
from wire.problem import Problem
from wire.tasks import Task, TaskReport
from wire.tracks import TrackLikeness

log = logging.getLogger(__name__)

AGAIN_MS = 5_000  # what no pane asks for is asked for again by itself


class Actions(QObject):
    """Orders return the key under which `hall.receipts` says what became of them."""

    sight_found = Signal(object)  # Sight: who can see a place
    recommended = Signal(object)  # Recommendation: whom to send to a case
    found = Signal(str, object)  # what was searched for, Found or Problem
    place_told = Signal(object)  # PlaceAt or Problem
    around_told = Signal(object)  # Around or Problem

    def __init__(self, hall: Hall, caller: Caller, outbox: Outbox, disk: Disk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._caller, self._outbox, self._disk = hall, caller, outbox, disk
        outbox.queued.connect(self._take_queued)
        outbox.sent.connect(self._take_sent)
        outbox.held.connect(self._take_held)
        outbox.stored.connect(self._take_stored)
        outbox.refused.connect(self._take_refused)
        outbox.recalled.connect(self._take_recalled)
        outbox.dismissed.connect(self._take_withdrawn)
        hall.seen.changed.connect(self._take_seen)
        hall.link.changed.connect(self._hurry)
        outbox.withdrawn.connect(self._take_withdrawn)
        outbox.kept.connect(self._take_kept)

    # Orders: to the outbox, so that they outlive this process.

    def order(self, case_id: str, order: AnyCaseOrder, version: int | None = None) -> str:
        """`version` is the one that the operator looked at; without it, that of the open card, else of the table."""
        return self._put(self._letter(case_id, order, version))

    def report(self, report: CaseReport, photos: Sequence[tuple[bytes, str]] = ()) -> str:
        """`photos`: images and their media types, to be uploaded first; the report comes to name them if it does not yet."""
        uploads = [UploadLetter(key=_new_key(), subject=report.id, image=image, media_type=kind) for image, kind in photos]
        named = dict.fromkeys([*report.photos, *(id_of(image) for image, _ in photos)])
        report = msgspec.structs.replace(report, photos=list(named))
        return self._put(*uploads, ReportLetter(key=report.id, subject=report.id, report=report))

    def add_photo(self, case_id: str, image: bytes, media_type: str, phase: PhotoPhase) -> str:
        upload = UploadLetter(key=_new_key(), subject=case_id, image=image, media_type=media_type)
        return self._put(upload, PhotoLetter(key=_new_key(), subject=case_id, photo=PhotoOfCase(photo_id=id_of(image), phase=phase)))

    def capture(self, case_id: str, content: bytes, media_type: str, order: CaptureOrder) -> str:
        """A still or a clip of a camera: uploaded, unless its report has brought it already (`content` is empty then), and hung on the case."""
        letters = _letters_of(case_id, content, media_type, order)
        self._outbox.put(*letters, instead_of=_reserve_of(case_id) if media_type == CLIP_TYPE else "")
        return letters[-1].key

    def keep_clip_in_reserve(self, case_id: str, content: bytes, order: CaptureOrder) -> None:
        """The beginning of a clip of this case: sent if this console ends before it has captured the whole one."""
        self._outbox.keep_in_reserve(*_letters_of(case_id, content, CLIP_TYPE, order), stands_for=_reserve_of(case_id))

    def upload(self, case_id: str, image: bytes, media_type: str) -> str:
        """A photo that an order on this case is going to name by the SHA-256 of its bytes."""
        return self._put(UploadLetter(key=_new_key(), subject=case_id, image=image, media_type=media_type))

    def report_task(self, task: Task, report: TaskReport) -> str:
        return self._put(TaskLetter(key=_new_key(), subject=task.case_id, task_id=task.id, report=report))

    def put_geofence(self, order: GeofenceOrder, version: int | None = None) -> str:
        """`version` is that of the geofence that it replaces, none for a new one."""
        return self._put(self._fence_letter(order, version))

    def remove_geofence(self, id: str, version: int) -> str:
        return self._put(FenceRemovalLetter(key=_new_key(), subject=id, version=version))

    def withdraw(self, key: str) -> None:
        """Take back what is queued; the receipt goes when it worked, and else the outbox says that it did not."""
        self._outbox.withdraw(key)

    def dismiss(self, key: str) -> None:
        """Done with what was refused: it is not kept any longer."""
        self._outbox.dismiss(key)

    def send_instead(self, key: str, order: AnyCaseOrder | GeofenceOrder) -> str:
        """In the place of what was refused under this key, on the version that was laid beside it."""
        clash = self._hall.clashes.get(key)
        if clash is None:
            return ""
        version = clash.now.version if clash.now else None
        letter = self._fence_letter(order, version) if isinstance(order, GeofenceOrder) else self._letter(clash.subject, order, version)
        self._outbox.replace(key, msgspec.structs.replace(letter, base=clash.now))
        return letter.key

    def lay_aside(self, key: str) -> None:
        """Theirs it is; what was written is kept."""
        if clash := self._hall.clashes.get(key):
            self._hall.clashes.put([msgspec.structs.replace(clash, version=clash.version + 1, aside=True)])

    # Questions: to the caller.

    def open_card(self, case_id: str) -> None:
        self._ask(Wanted.CARD, lambda api: api.case(case_id), self._take_card, case_id)

    def load_photo(self, photo_id: str) -> None:
        """`hall.photos.arrived` answers, at once when it is here already."""
        photos = self._hall.photos
        if image := photos.get(photo_id):
            photos.put(photo_id, image)
        else:
            self._ask(Wanted.PHOTO, lambda api: api.photo(photo_id), partial(photos.put, photo_id), photo_id, lambda: photos.miss(photo_id))

    def load_clip(self, clip_id: str) -> None:
        """Likewise: bytes by their id."""
        photos = self._hall.photos
        if film := photos.get(clip_id):
            photos.put(clip_id, film)
        else:
            self._ask(Wanted.CLIP, lambda api: api.clip(clip_id), partial(photos.put, clip_id), clip_id, lambda: photos.miss(clip_id))

    def load_track(self, unit_id: str, start: datetime, end: datetime) -> None:
        def load(api: Api) -> Track:
            analysis, happenings = api.track_analysis(unit_id, start, end), api.happenings(unit_id, start, end)
            return Track(unit_id, api.track(unit_id, start, end), analysis, happenings)

        self._ask(Wanted.TRACK, load, self._hall.playback.open, unit_id)

    def load_streets(self) -> None:
        """The track that is played, laid on the streets."""
        playback = self._hall.playback
        if (track := playback.track) is None:
            return
        told = track.analysis

        def show(found: OnStreets) -> None:
            if playback.track is track:
                playback.set_streets(found)

        def load(api: Api) -> OnStreets:
            return OnStreets(api.track_on_streets(track.unit_id, told.start, told.end), told)

        self._ask(Wanted.STREETS, load, show, track.unit_id, failed=lambda: playback.show(Shown.BELIEVED))

    def load_likenesses(self) -> None:
        """Whose track the one that is played is again."""
        playback = self._hall.playback
        if (track := playback.track) is None:
            return

        def show(found: list[TrackLikeness]) -> None:
            if playback.track is track:
                playback.set_likenesses(found)

        told = track.analysis
        self._ask(Wanted.LIKENESSES, lambda api: api.track_likenesses(track.unit_id, told.start, told.end), show, track.unit_id)

    def load_beside(self, unit_ids: Sequence[str], kind: UnitKind | None) -> None:
        """Other units in the time of the track that is played; what comes when another one is played is not shown."""
        playback = self._hall.playback
        track, bounds = playback.track, playback.bounds()
        if track is None or bounds is None:
            return
        start, end = (words.at_seconds(at) for at in bounds)

        def load(api: Api) -> list[Beside]:
            return besides(api.tracks_together(start, end + timedelta(milliseconds=1), unit_ids, kind), track.unit_id)

        def show(found: list[Beside]) -> None:
            if playback.track is track:
                playback.set_beside(found)

        self._ask(Wanted.TRACK, load, show, track.unit_id)

    def load_track_days(self, unit_id: str) -> None:
        self._ask(Wanted.TRACK_DAYS, lambda api: api.track_days(unit_id), partial(self._hall.set_track_days, unit_id), unit_id)

    def search(self, text: str, lon: float, lat: float) -> None:
        """Of equals the nearest to this place is first."""
        self._tell(lambda api: api.search(text, near=(lon, lat)), partial(self.found.emit, text))

    def load_place(self, lon: float, lat: float) -> None:
        self._tell(lambda api: api.place_at(lon, lat), self.place_told.emit)

    def load_around(self, lon: float, lat: float, radius_m: float) -> None:
        self._tell(lambda api: api.around(lon, lat, radius_m), self.around_told.emit)

    def load_sight(self, lon: float, lat: float) -> None:
        self._ask(Wanted.SIGHT, lambda api: api.sight(lon, lat), self.sight_found.emit)

    def load_recommendation(self, case_id: str) -> None:
        self._ask(Wanted.RECOMMENDATION, lambda api: api.recommendation(case_id), self.recommended.emit, case_id)

    def load_catalogue(self) -> None:
        self._ask(Wanted.CATALOGUE, Api.catalogue, self._hall.set_catalogue, again=self.load_catalogue)

    def load_components(self) -> None:
        self._ask(Wanted.COMPONENTS, lambda api: Columns(Component, api.components()), self._hall.components.set, again=self.load_components)

    def save_picture(self) -> None:
        """Keep what the Hall shows now, for the next start."""
        picture = picture_of(self._hall)
        if picture is not None:
            self._ask(Wanted.PICTURE, lambda _: self._keep(picture), lambda _: None)

    def save_last_picture(self) -> None:
        """The same at the end, when there is nothing left to be done beside it."""
        picture = picture_of(self._hall)
        if picture is not None:
            try:
                self._keep(picture)
            except ApiError as error:
                self._fail(Wanted.PICTURE, "", error)

    def prefer(self, name: str, value: bytes) -> None:
        """Keep what this user prefers, for the next start."""
        try:
            self._disk.prefer(name, value)
        except OSError as error:
            self._fail(Wanted.PREFERENCE, "", failure("disk_unwritable", str(error)))
        else:
            self._hall.failures.clear(Wanted.PREFERENCE, "")

    def _keep(self, picture: Picture) -> None:
        try:
            self._disk.save(picture)
        except OSError as error:
            raise failure("disk_unwritable", str(error)) from error

    def _tell(self, work: Callable[[Api], Any], told: Callable[[Any], None]) -> None:
        """Who asked is waiting, and takes the problem as it would the answer."""
        self._caller.call(work, told, lambda error: told(error.problem))

    def _ask(
        self,
        wanted: Wanted,
        work: Callable[[Api], Any],
        done: Callable[[Any], None],
        id: str = "",
        failed: Callable[[], None] | None = None,
        again: Callable[[], None] | None = None,
    ) -> None:
        """`id`: whose it is; `failed` is told too, and `again` asks once more after a while."""

        def had(answer: Any) -> None:
            self._hall.failures.clear(wanted, id)
            done(answer)

        def missed(error: ApiError) -> None:
            self._fail(wanted, id, error)
            if failed is not None:
                failed()
            if again is not None and error.problem.code != "stopped":
                QTimer.singleShot(AGAIN_MS, self, again)

        self._caller.call(work, had, missed)

    def _fail(self, wanted: Wanted, id: str, error: ApiError) -> None:
        if error.problem.code != "stopped":
            log.warning("%s %s: %s", wanted, id, error.problem.code)
            self._hall.failures.note(wanted, id, error.problem)

    def _put(self, *letters: AnyLetter) -> str:
        self._outbox.put(*letters)
        return letters[-1].key

    def _letter(self, case_id: str, order: AnyCaseOrder, version: int | None) -> OrderLetter:
        """With what the operator looks at, where that is of the same version."""
        version, card = version or self._seen(case_id), self._hall.cards.get(case_id)
        base = next((thing for thing in (self._hall.cases.get(case_id), card and card.case) if thing and thing.version == version), None)
        steps = card.flow[-1].seq if card and card.flow and card.version == version else 0
        return OrderLetter(key=_new_key(), subject=case_id, order=order, version=version, base=base, steps=steps)

    def _fence_letter(self, order: GeofenceOrder, version: int | None) -> FenceLetter:
        here = self._hall.geofences.get(order.id)
        base = here if here is not None and here.version == version else None
        return FenceLetter(key=_new_key(), subject=order.id, fence=order, version=version, base=base)

    def _seen(self, case_id: str) -> int:
        seen = self._hall.cards.get(case_id) or self._hall.cases.get(case_id)
        return seen.version if seen else 0

    def _take_card(self, card: CaseCard) -> None:
        self._hall.cards.put([card])
        self._hall.cases.put([card.case])
        self._hall.tasks.put(card.tasks)

    def _hurry(self) -> None:
        """The backend is back: what waits is sent now and not at the end of a pause."""
        if self._hall.link.state is LinkState.FRESH:
            self._outbox.hurry()

    # Receipts.

    def _take_queued(self, letter: AnyLetter) -> None:
        self._note(letter, ReceiptState.QUEUED)

    def _take_sent(self, letter: AnyLetter) -> None:
        self._note(letter, ReceiptState.SENT)

    def _take_held(self, letter: AnyLetter, code: str) -> None:
        self._note(letter, ReceiptState.QUEUED, waiting_for=code)

    def _take_stored(self, letter: AnyLetter, answer: Answer) -> None:
        self._hall.failures.clear(Wanted.WITHDRAWAL, "")
        if isinstance(answer, CaseCard):
            self._take_card(answer)
        elif isinstance(answer, Task):
            self._hall.tasks.put([answer])
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
                self.open_card(letter.subject)  # who it was and when is in its flow

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
        self._fail(Wanted.WITHDRAWAL, "", failure("perhaps_sent", key))

    def _note(self, letter: AnyLetter, state: ReceiptState, waiting_for: str = "", problem: Problem | None = None, step: int = 0) -> None:
        now = self._hall.clock.now()
        self._put_receipt(letter.key, letter.verb, letter.subject, state, now, waiting_for=waiting_for, problem=problem, step=step)
        if state is ReceiptState.STORED:
            self._take_seen(frozenset({letter.subject}))

    def _put_receipt(self, key: str, verb: str, subject: str, state: ReceiptState, at: datetime, **more: Any) -> None:
        before = self._hall.receipts.get(key)
        version, attempts = before.version + 1 if before else 1, (before.attempts if before else 0) + (state == ReceiptState.SENT)
        self._hall.receipts.put([Receipt(id=key, version=version, verb=verb, subject=subject, state=state, at=at, attempts=attempts, **more)])


def _new_key() -> str:
    return uuid.uuid4().hex


def _letters_of(case_id: str, content: bytes, media_type: str, order: CaptureOrder) -> list[AnyLetter]:
    uploads: list[AnyLetter] = []
    if content and media_type == CLIP_TYPE:
        uploads = [ClipLetter(key=_new_key(), subject=case_id, film=content)]
    elif content:
        uploads = [UploadLetter(key=_new_key(), subject=case_id, image=content, media_type=media_type)]
    return [*uploads, CaptureLetter(key=_new_key(), subject=case_id, order=order)]


def _reserve_of(case_id: str) -> str:
    return f"clip {case_id}"
