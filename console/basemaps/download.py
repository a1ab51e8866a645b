"""A base map that is one file on a server: fetched whole, asked after once a day, and used as it is while the server is away."""

import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from console.basemaps.base import Found, Tile, Unanswered, UnreadableBaseMap
from console.basemaps.mbtiles import MBTiles
from console.basemaps.net import Net

log = logging.getLogger(__name__)

MOST_BYTES = 8_000_000_000
DAY_S = 86_400.0
PAUSE_S = 30.0  # after a download that failed


class Downloaded:
    """`came` is called in a thread of its own when there is a file that was not there before."""

    def __init__(self, net: Net, url: str, path: Path, came: Callable[[], None], pause_s: float = PAUSE_S) -> None:
        self._net, self._url, self._path, self._came, self._pause_s = net, url, path, came, pause_s
        self._lock = threading.Lock()
        self._file: MBTiles | None = None
        self.problem, self._again, self._thread = "", 0.0, threading.Thread()
        with suppress(UnreadableBaseMap):
            self._file = MBTiles(path)

    def tile(self, tile: Tile) -> Found | None:
        with self._lock:
            file, old = self._file, self._old_since()
            if (file is None or old is not None) and not self._thread.is_alive() and time.monotonic() > self._again:
                self._thread = threading.Thread(target=self._fetch, name="base map", daemon=True)
                self._thread.start()
            if file is None:
                raise Unanswered(self.problem or "being_fetched")
        found = file.tile(tile)
        return Found(found.body, old if self.problem else None) if found else None

    def close(self) -> None:
        with self._lock:
            if self._file is not None:
                self._file.close()

    def _old_since(self) -> float | None:
        if self._file is None:
            return None
        at = self._path.stat().st_mtime
        return at if time.time() - at > DAY_S else None

    def _fetch(self) -> None:
        part = self._path.with_suffix(".part")
        try:
            fresh = self._load(part)
            code = ""
        except (Unanswered, UnreadableBaseMap, OSError) as error:
            fresh, code = None, error.code if isinstance(error, Unanswered) else "no_base_map"
            log.warning("a base map's file was not fetched: %s", code)
        part.unlink(missing_ok=True)
        with self._lock:
            self.problem, self._again = code, time.monotonic() + self._pause_s
            self._file, came = fresh or self._file, fresh is not None
        if came:
            self._came()

    def _load(self, part: Path) -> MBTiles | None:
        """The new file, in its place; none when the server says that it is the same."""
        tag = self._path.with_suffix(".etag")
        etag = tag.read_text("ascii") if self._file and tag.exists() else ""
        with self._net.stream(self._url, {"If-None-Match": etag} if etag else {}) as response:
            if response.status_code == 304:
                os.utime(self._path)
                return None
            if response.status_code != 200:
                raise Unanswered("not_there")
            with part.open("wb") as file:
                for piece in response.iter_content(1 << 20):
                    file.write(piece)
                    if file.tell() > MOST_BYTES:
                        raise Unanswered("too_large")
            MBTiles(part).close()  # before anything is replaced
            os.replace(part, self._path)
            tag.write_text(response.headers.get("ETag", ""), "ascii", errors="ignore")
        return MBTiles(self._path)
