"""What the operator can ask for: one short method each. The answers go into the Hall, and what could not be had into its failures."""

import uuid
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QObject

from console.actions.questions import Questions
from console.actions.receiving import Receiving
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.workers.caller import Caller
from console.workers.letters import (
    AnyLetter,
    CaptureLetter,
    ClipLetter,
    FenceLetter,
    FenceRemovalLetter,
    OrderLetter,
    PhotoLetter,
    ReportLetter,
    UploadLetter,
)
from console.workers.outbox import Outbox
from wire.captures import CLIP_TYPE, CaptureOrder
from wire.cases import AnyCaseOrder, CaseReport, PhotoOfCase
from wire.codes import PhotoPhase
from wire.geofences import GeofenceOrder
from wire.photos import id_of


class Actions(Questions):
    """Orders go to the outbox, so that they outlive this process; each returns the key under which `hall.receipts` says what became of it."""

    def __init__(self, hall: Hall, caller: Caller, outbox: Outbox, disk: Disk, parent: QObject | None = None) -> None:
        super().__init__(hall, caller, disk, parent)
        self._outbox = outbox
        self._receiving = Receiving(hall, outbox, self.open_card, self)

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
