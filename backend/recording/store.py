"""The files of recordings: `CAMERA/DAY/MILLISECONDS.mp4`. What is being written ends with `.part`; a file that has its name is whole."""

import contextlib
import errno
import hashlib
import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import av

from backend.recording.boxes import cut_to_whole, is_whole
from backend.refusals import Unknown
from wire.recordings import RecordedSpan

log = logging.getLogger("recorder")
PART, WHOLE = ".part", ".mp4"


class Kept(NamedTuple):
    """A whole file, as the index has it."""

    camera_id: str
    span: RecordedSpan
    path: str
    size: int
    sha256: str


class RecordingStore:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, camera_id: str, start: float) -> Path:
        """The place of a file that begins then (seconds since 1970)."""
        day = datetime.fromtimestamp(start, UTC).strftime("%Y%m%d")
        place = self.folder / camera_id / day / f"{round(start * 1000)}{PART}"
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def finish(self, part: Path, seconds: float) -> Kept:
        """What was written has its name, and is on the disk, when this returns; `OSError` when the disk has not taken all of it."""
        if not is_whole(part):
            raise OSError(errno.ENOSPC, "the disk has not taken all of it")
        with part.open("rb") as file:
            os.fsync(file.fileno())
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        place = part.with_suffix(WHOLE)
        os.replace(part, place)
        _sync_folder(place.parent)
        return self._kept(place, seconds, sha256)

    def salvage(self, known: set[str]) -> Iterator[Kept]:
        """What a recorder that died has left: whole files that are not `known` in the index, and of files that were being written the whole part.
        What no picture can be made of is deleted."""
        for place in sorted(self.folder.glob(f"*/*/*{PART}")):
            kept = self.save(place)
            if kept is not None:
                yield kept
        for place in sorted(self.folder.glob(f"*/*/*{WHOLE}")):
            if self.name(place) in known:
                continue
            seconds = _length_s(place)
            if seconds is None:
                place.unlink()
            else:
                with place.open("rb") as file:
                    yield self._kept(place, seconds, hashlib.file_digest(file, "sha256").hexdigest())

    def save(self, part: Path) -> Kept | None:
        """What is whole of a file that was not ended; the file is deleted when nothing is."""
        seconds = _length_s(part) if cut_to_whole(part) else None
        if seconds is not None:
            return self.finish(part, seconds)
        log.warning("%s holds no whole picture: deleted", self.name(part))
        part.unlink(missing_ok=True)
        return None

    def name(self, place: Path) -> str:
        return place.relative_to(self.folder).as_posix()

    def has(self, path: str) -> bool:
        return (self.folder / path).is_file()

    def read(self, path: str, first: int = 0, count: int = -1) -> bytes:
        """So many bytes from there on; all of them when none is said. `Unknown` when the file is gone."""
        try:
            with (self.folder / path).open("rb") as file:
                file.seek(first)
                return file.read(count)
        except FileNotFoundError:
            raise Unknown("recording", path) from None

    def delete(self, path: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            (self.folder / path).unlink()
        for folder in list((self.folder / path).parents)[:2]:
            with contextlib.suppress(OSError):  # others are in it
                folder.rmdir()

    def free(self) -> int:
        """Bytes that are free on the disk."""
        told = os.statvfs(self.folder)
        return told.f_bavail * told.f_frsize

    def _kept(self, place: Path, seconds: float, sha256: str) -> Kept:
        start = datetime.fromtimestamp(int(place.stem) / 1000, UTC)
        span = RecordedSpan(start=start, end=start + timedelta(seconds=seconds))
        return Kept(place.parent.parent.name, span, self.name(place), place.stat().st_size, sha256)


def _length_s(place: Path) -> float | None:
    """How long a file lasts; none when it holds no picture."""
    try:
        int(place.stem)
        with av.open(str(place)) as container:
            times = sorted(float(p.pts * p.time_base) for p in container.demux(video=0) if p.pts is not None and p.time_base)
    except (av.FFmpegError, IndexError, ValueError):
        return None
    if not times:
        return None
    return times[-1] - times[0] + ((times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else 0.04)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
