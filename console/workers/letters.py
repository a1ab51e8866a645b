"""What waits in the outbox: one class for each kind of thing that is sent, which knows how it is sent."""

from datetime import datetime
from typing import ClassVar, NamedTuple

import msgspec

from console.api import Api
from wire.calls import AnyCallOrder, CallCard
from wire.captures import CaptureOrder, Clip
from wire.cases import AnyCaseOrder, Case, CaseCard, CaseReport, PhotoOfCase, Taken
from wire.geofences import Geofence, GeofenceOrder
from wire.photos import Photo
from wire.problem import Problem
from wire.publications import AnyPublicationOrder, Publication, WithdrawOrder
from wire.transfers import AnyTransferOrder, Transfer

Answer = CaseCard | Taken | Photo | Clip | Geofence | CallCard | Transfer | Publication | None  # none: what was asked for is gone


class Letter(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """`key` is the idempotency key. Letters about the same `subject`, the id of a case or geofence, are sent in the order in which they came."""

    MEDIA: ClassVar[str] = ""  # its field of raw bytes, which lie on the disk beside the letter

    key: str
    subject: str
    version: int | None = None  # of the subject, as the operator saw it

    @property
    def verb(self) -> str:
        raise NotImplementedError

    def post(self, api: Api, version: int | None) -> Answer:
        raise NotImplementedError

    def post_briefly(self, api: Api, version: int | None) -> Answer:
        """Where many wait: what a case looks like between two of them nobody has to be told."""
        return self.post(api, version)


class OrderLetter(Letter, frozen=True, kw_only=True):
    """`base` is the case as the operator saw it, to be laid beside what it has become when they differ, and
    `steps` how many flow records were seen, 0 when that is not known."""

    order: AnyCaseOrder
    version: int
    base: Case | None = None
    steps: int = 0

    @property
    def verb(self) -> str:
        return str(self.order.__struct_config__.tag)

    def post(self, api: Api, version: int | None) -> CaseCard | Taken:
        return api.order(self.subject, self.order, self.key, self.version if version is None else version)

    def post_briefly(self, api: Api, version: int | None) -> CaseCard | Taken:
        return api.order_briefly(self.subject, self.order, self.key, self.version if version is None else version)


class ReportLetter(Letter, frozen=True, kw_only=True):
    report: CaseReport

    @property
    def verb(self) -> str:
        return "REPORT"

    def post(self, api: Api, version: int | None) -> CaseCard | Taken:
        return api.report(self.report)

    def post_briefly(self, api: Api, version: int | None) -> CaseCard | Taken:
        return api.report_briefly(self.report)


class UploadLetter(Letter, frozen=True, kw_only=True):
    """A photo, before the report or order that names it."""

    MEDIA: ClassVar[str] = "image"

    image: bytes
    media_type: str

    @property
    def verb(self) -> str:
        return "UPLOAD"

    def post(self, api: Api, version: int | None) -> Photo:
        return api.upload_photo(self.image, self.media_type)


class PhotoLetter(Letter, frozen=True, kw_only=True):
    photo: PhotoOfCase

    @property
    def verb(self) -> str:
        return "PHOTO"

    def post(self, api: Api, version: int | None) -> CaseCard:
        return api.add_photo(self.subject, self.photo, self.key)


class ClipLetter(Letter, frozen=True, kw_only=True):
    """A clip of a camera, before the capture that names it."""

    MEDIA: ClassVar[str] = "film"

    film: bytes

    @property
    def verb(self) -> str:
        return "CLIP"

    def post(self, api: Api, version: int | None) -> Clip:
        return api.upload_clip(self.film)


class CaptureLetter(Letter, frozen=True, kw_only=True):
    """Where a still or a clip of a case comes from."""

    order: CaptureOrder

    @property
    def verb(self) -> str:
        return "CAPTURE"

    def post(self, api: Api, version: int | None) -> CaseCard:
        return api.add_capture(self.subject, self.order, self.key)


class FenceLetter(Letter, frozen=True, kw_only=True):
    """`base` is the geofence as the operator saw it, none for a new one."""

    fence: GeofenceOrder
    base: Geofence | None = None

    @property
    def verb(self) -> str:
        return "FENCE"

    def post(self, api: Api, version: int | None) -> Geofence:
        return api.put_geofence(self.fence, self.key, self.version if version is None else version)


class FenceRemovalLetter(Letter, frozen=True, kw_only=True):
    @property
    def verb(self) -> str:
        return "FENCE_REMOVAL"

    def post(self, api: Api, version: int | None) -> None:
        api.remove_geofence(self.subject, self.key, self.version if version is None else version)


class CallLetter(Letter, frozen=True, kw_only=True):
    """What was said in a call. Its subject is the case that came of it, so that it is sent after the report, or else the call."""

    call_id: str
    order: AnyCallOrder

    @property
    def verb(self) -> str:
        return str(self.order.__struct_config__.tag)

    def post(self, api: Api, version: int | None) -> CallCard:
        return api.order_call(self.call_id, self.order, self.key)


class TransferLetter(Letter, frozen=True, kw_only=True):
    """Likewise: after the report of the case that was made of it."""

    transfer_id: str
    order: AnyTransferOrder

    @property
    def verb(self) -> str:
        return str(self.order.__struct_config__.tag)

    def post(self, api: Api, version: int | None) -> Transfer:
        return api.order_transfer(self.transfer_id, self.order, self.key)


class PublicationLetter(Letter, frozen=True, kw_only=True):
    order: AnyPublicationOrder

    @property
    def verb(self) -> str:
        return "UNPUBLISH" if isinstance(self.order, WithdrawOrder) else str(self.order.__struct_config__.tag)

    def post(self, api: Api, version: int | None) -> Publication:
        return api.order_publication(self.subject, self.order, self.key)


AnyLetter = (
    OrderLetter
    | ReportLetter
    | UploadLetter
    | PhotoLetter
    | ClipLetter
    | CaptureLetter
    | FenceLetter
    | FenceRemovalLetter
    | CallLetter
    | TransferLetter
    | PublicationLetter
)


class Refused(NamedTuple):
    """A letter that the backend refused: what was written in it is kept until its author has done with it."""

    letter: AnyLetter
    problem: Problem
    at: datetime


class Stored(NamedTuple):
    """What is kept of a letter that the backend has stored; `step` is the number of the flow record that it became, 0 when it became none."""

    key: str
    subject: str
    verb: str
    step: int
    at: datetime
