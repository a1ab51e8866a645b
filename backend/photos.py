"""The bytes of photos and clips on disk, each under the SHA-256 of itself."""

import hashlib
import logging
import os
import re
import struct
import tempfile
from pathlib import Path

from backend.refusals import Malformed, NotNow, Unknown, WrongDigest
from wire.captures import CLIP_TYPE
from wire.photos import MOST_BYTES

__all__ = ["MAGIC", "MOST_BYTES", "ClipStore", "PhotoStore"]

log = logging.getLogger("backend")
MAGIC = {
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),  # RIFF alone may be a sound or a film
}
BOX = struct.Struct(">I4s")  # length with this head, kind


class PhotoStore:
    noun = "photo"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, body: bytes, media_type: str, said: str | None = None) -> str:
        """The id of the bytes; they are whole on disk when this returns, and kept once however often they come.

        `said` is the SHA-256 that the sender has computed, hexadecimal: `WrongDigest` when these bytes have another.
        """
        self.check(body, media_type)
        id = hashlib.sha256(body).hexdigest()
        if said is not None and said != id:
            raise WrongDigest(f"These bytes are not those that were sent: their SHA-256 is {id}, not {said}.")
        place = self._place(id)
        if not place.exists():
            _write(place, body, self.noun)
        return id

    def check(self, body: bytes, media_type: str) -> None:
        """`Malformed` when the bytes are not what they are said to be."""
        if media_type not in MAGIC or not MAGIC[media_type].match(body):
            raise Malformed(f"These bytes are no {media_type or 'picture'}.")

    def bytes_of(self, id: str) -> bytes:
        return self.part_of(id, 0, None)

    def part_of(self, id: str, first: int, count: int | None) -> bytes:
        """So many bytes from this one on, or all that follow."""
        try:
            with self._place(id).open("rb") as file:
                file.seek(first)
                return file.read(-1 if count is None else count)
        except FileNotFoundError:
            raise Unknown(self.noun, id) from None

    def _place(self, id: str) -> Path:
        return self._folder / id[:2] / id


class ClipStore(PhotoStore):
    """Films as MP4."""

    noun = "clip"

    def check(self, body: bytes, media_type: str) -> None:
        if media_type != CLIP_TYPE or not is_whole_mp4(body):
            raise Malformed("These bytes are no whole MP4 film.")


def is_whole_mp4(body: bytes) -> bool:
    """A file type first, then boxes that fill the file to its last byte, an index and pictures among them: none that was cut off."""
    kinds, at = list[bytes](), 0
    while at + BOX.size <= len(body):
        length, kind = BOX.unpack_from(body, at)
        if length == 1 and at + 16 <= len(body):  # too long for 32 bits
            length = int.from_bytes(body[at + 8 : at + 16], "big")
        if length < BOX.size:
            return False
        kinds.append(kind)
        at += length
    return at == len(body) and kinds[:1] == [b"ftyp"] and {b"moov", b"mdat"} <= set(kinds)


def _write(place: Path, body: bytes, noun: str) -> None:
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
        log.error("a %s cannot be kept: %s", noun, error)
        raise NotNow(f"The {noun} cannot be kept now; try again.") from error
