"""The bytes of photos on disk, each under the SHA-256 of itself."""

import hashlib
import logging
import os
import re
import tempfile
from pathlib import Path

from backend.refusals import Malformed, NotNow, Unknown
from wire.photos import MOST_BYTES

__all__ = ["MAGIC", "MOST_BYTES", "PhotoStore"]

log = logging.getLogger("backend")
MAGIC = {
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),  # RIFF alone may be a sound or a film
}


class PhotoStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, body: bytes, media_type: str) -> str:
        """The id of the bytes; they are whole on disk when this returns, and kept once however often they come."""
        if media_type not in MAGIC or not MAGIC[media_type].match(body):
            raise Malformed(f"These bytes are no {media_type or 'picture'}.")
        id = hashlib.sha256(body).hexdigest()
        place = self._place(id)
        if not place.exists():
            _write(place, body)
        return id

    def bytes_of(self, id: str) -> bytes:
        try:
            return self._place(id).read_bytes()
        except FileNotFoundError:
            raise Unknown("photo", id) from None

    def _place(self, id: str) -> Path:
        return self._folder / id[:2] / id


def _write(place: Path, body: bytes) -> None:
    """Whole or not at all; `NotNow` when the disk takes no more."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
            try:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
                os.replace(file.name, place)
            except OSError:
                os.unlink(file.name)
                raise
    except OSError as error:
        log.error("a photo cannot be kept: %s", error)
        raise NotNow("The photo cannot be kept now; try again.") from error
