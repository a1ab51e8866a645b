"""Photos: uploaded first as raw bytes (`POST /v1/photos`), then named by id in a report or an order."""

import hashlib
from datetime import datetime

from wire.codes import PhotoPhase
from wire.message import Message

MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp")
MOST_BYTES = 12_000_000  # of one
MOST_PHOTOS = 20  # of one report or order


class Photo(Message, frozen=True, kw_only=True):
    id: str  # SHA-256 of the bytes, hexadecimal
    media_type: str
    size: int  # bytes
    at: datetime
    phase: PhotoPhase | None = None


def id_of(image: bytes) -> str:
    """The id that the backend will give to these bytes."""
    return hashlib.sha256(image).hexdigest()
