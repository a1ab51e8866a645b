"""The bytes of photos on disk, each under the SHA-256 of itself."""

import hashlib
import os
import tempfile
from pathlib import Path

from backend.refusals import Malformed, Unknown

MAGIC = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/webp": b"RIFF"}
MOST_BYTES = 12_000_000


class PhotoStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, body: bytes, media_type: str) -> str:
        """The id of the bytes; they are whole on disk when this returns, and kept once however often they come."""
        if media_type not in MAGIC or not body.startswith(MAGIC[media_type]):
            raise Malformed(f"These bytes are no {media_type or 'picture'}.")
        id = hashlib.sha256(body).hexdigest()
        place = self._place(id)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(place)
        return id

    def bytes_of(self, id: str) -> bytes:
        try:
            return self._place(id).read_bytes()
        except FileNotFoundError:
            raise Unknown("photo", id) from None

    def _place(self, id: str) -> Path:
        return self._folder / id[:2] / id
