"""Captures: what a camera showed, on a case. A still is a photo, a clip an MP4; each is uploaded first, and named by the SHA-256 of its bytes."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from wire.message import Message, Order
from wire.places import Id

CLIP_TYPE = "video/mp4"
MOST_CLIP_BYTES = 48_000_000  # of one
LONGEST_CLIP_S = 300.0


class Stream(StrEnum):
    """Which stream of the camera it was taken from, or that it was taken from what was recorded."""

    SUB = "SUB"
    MAIN = "MAIN"
    RECORDED = "RECORDED"


class Clip(Message, frozen=True, kw_only=True):
    """A film that was uploaded. `id` is the SHA-256 of the bytes, hexadecimal."""

    id: str
    size: int  # bytes
    at: datetime


class Capture(Message, frozen=True, kw_only=True):
    """A still or a clip that hangs on a case, and where it comes from. `taken_at` is when the picture was there; a clip lies around that moment."""

    id: str  # SHA-256 of the bytes, as the backend has computed it
    media_type: str
    size: int  # bytes
    camera_id: str
    camera: str  # its name at that time
    stream: Stream
    taken_at: datetime
    seconds: float  # 0 for a still
    by: str  # full name of who took it
    at: datetime  # when it was stored
    preset: str = ""  # that the camera stood at, by its name at that time


class CaptureOrder(Order, frozen=True, kw_only=True):
    """Hangs an uploaded still or clip on a case. A still becomes one of the photos from before."""

    media_id: Id
    camera_id: Id
    stream: Stream
    taken_at: datetime
    seconds: Annotated[float, Meta(ge=0, le=LONGEST_CLIP_S)] = 0.0
    preset: Annotated[str, Meta(max_length=60)] = ""
