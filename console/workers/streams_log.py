"""The drops of today on the disk, so that they outlive the console: a line for each, in one file for each day of the city."""

import hashlib
import json
import logging
import threading
import urllib.parse
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from console import words

log = logging.getLogger("streams")
Span = tuple[datetime, datetime]


class DropLog:
    """Two consoles of one user write into the same file; what both have seen of a stream counts once. Addresses may hold keys: the file has only
    their digests. Without a disk nothing is kept, and that is logged once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._lock, self._failed = folder, threading.Lock(), False
        self._spans: dict[str, list[Span]] = defaultdict(list)
        self._day: date | None = None
        self._read()

    def of(self, url: str) -> list[Span]:
        """The drops of a stream that were on the disk when this was made, in their order."""
        return joined(self._spans.get(key_of(url), []))

    def note(self, url: str, start: datetime, end: datetime) -> None:
        """From any thread. Under the day on which it ended."""
        day = words.local(end).date()
        line = json.dumps({"stream": key_of(url), "since": start.isoformat(), "until": end.isoformat()}) + "\n"
        try:
            with self._lock:
                self._clear(day)
                with self._file(day).open("a", encoding="utf-8") as file:
                    file.write(line)
        except OSError as error:
            self._fail(error)

    def _read(self) -> None:
        day = words.local(datetime.now(UTC)).date()
        try:
            lines = self._file(day).read_text("utf-8", errors="replace").splitlines() if self._file(day).exists() else []
        except OSError as error:
            self._fail(error)
            return
        for line in lines:
            try:
                told = json.loads(line)
                start, end = (datetime.fromisoformat(told[name]).astimezone(UTC) for name in ("since", "until"))
                self._spans[told["stream"]].append((start, end))
            except (ValueError, KeyError, TypeError):
                continue  # the half line of a console that died

    def _file(self, day: date) -> Path:
        return self._folder / f"{day.isoformat()}.jsonl"

    def _clear(self, day: date) -> None:
        """Of the days before nobody asks any more."""
        if day != self._day:
            self._folder.mkdir(parents=True, exist_ok=True)
            for old in self._folder.glob("*.jsonl"):
                if old.name < self._file(day).name:
                    old.unlink(missing_ok=True)
            self._day = day

    def _fail(self, error: OSError) -> None:
        if not self._failed:
            self._failed = True
            log.error("drops of streams are not kept: %s", error)


def key_of(url: str) -> str:
    """The same with another login."""
    try:
        parts = urllib.parse.urlsplit(url)
        url = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    except ValueError:
        pass
    return hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:24]


def joined(spans: Iterable[Span]) -> list[Span]:
    """Those that overlap are one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
