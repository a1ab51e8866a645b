"""Tiles of a server: fresh ones from the disk, others from the server, and when that is away, what the disk still has."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future

from console.basemaps.base import Found, Tile, Unanswered
from console.basemaps.cache import LONGEST_S, Cache, Kept
from console.basemaps.net import NONE_THERE, REFUSED, Answer, Net
from console.basemaps.tiles import sound
from wire.basemaps import TileForm

LEAST_FRESH_S, USUAL_FRESH_S = 3600.0, 7 * 86_400.0
NONE_FRESH_S = 86_400.0  # that there is no tile
NOT_TAKEN = 400
PAUSE_S = 10.0  # a server that has not answered is left alone for so long
MANY_REFUSED = 12  # of a server that has given nothing yet: it is not their place
PASSING = frozenset({"no_picture", "no_vector_tile", "too_large", "broken_off"})  # of one tile, not of the server

Load = Callable[[Tile, str], Answer]  # tile, etag of the one that is kept


class Remote:
    """Each tile is asked for once, however many want it. Where a server that gives tiles refuses to be asked for one, there is none."""

    def __init__(self, load: Load, form: TileForm, cache: Cache, pause_s: float = PAUSE_S) -> None:
        self._load, self._form, self._cache, self._pause_s = load, form, cache, pause_s
        self._flights: dict[Tile, Future[Found | None]] = {}
        self._lock = threading.Lock()
        self._away_until = 0.0
        self._serves, self._refused = False, 0  # whether a tile of it was ever seen; how many were refused before
        self.problem = ""

    def tile(self, tile: Tile) -> Found | None:
        with self._lock:
            flight = self._flights.get(tile)
            first = flight is None
            if flight is None:
                flight = self._flights[tile] = Future()
        if first:
            self._fly(tile, flight)
        return flight.result()

    def close(self) -> None:
        self._cache.close()

    def _fly(self, tile: Tile, flight: Future[Found | None]) -> None:
        try:
            flight.set_result(self._found(tile))
        except BaseException as error:
            flight.set_exception(error)
        finally:
            with self._lock:
                del self._flights[tile]

    def _found(self, tile: Tile) -> Found | None:
        kept = self._cache.get(tile)
        self._serves = self._serves or bool(kept and kept.body)
        if kept is not None and kept.fresh_until > time.time():
            return _of(kept.body)
        try:
            return self._asked(tile, kept)
        except Unanswered:
            if kept is None:
                raise
            return Found(kept.body, kept.at) if kept.body else None

    def _asked(self, tile: Tile, kept: Kept | None) -> Found | None:
        if time.monotonic() < self._away_until:
            raise Unanswered(self.problem)
        try:
            answer = self._load(tile, kept.etag if kept else "")
            if answer.status == NOT_TAKEN:
                return self._beside(tile, kept)
            body = kept.body if kept and answer.status == 304 else b"" if answer.status in NONE_THERE else sound(answer.body, self._form)
        except Unanswered as error:
            self.problem = error.code
            if error.code not in PASSING:
                self._away_until = time.monotonic() + self._pause_s
            raise
        self.problem, self._away_until, self._serves = "", 0.0, self._serves or bool(body)
        self._cache.put(tile, body, answer.headers.get("ETag", kept.etag if kept else ""), fresh_s(answer.headers, bool(body)))
        return _of(body)

    def _beside(self, tile: Tile, kept: Kept | None) -> Found | None:
        """The server answers, and only refuses this tile. One that was had before is shown as old; where nothing was ever had, the fault may be ours,
        and is told, and nothing is kept."""
        self._away_until = 0.0
        if kept is not None and kept.body:
            self.problem = REFUSED
            return Found(kept.body, kept.at)
        if self._serves:
            self.problem = ""
            self._cache.put(tile, b"", "", NONE_FRESH_S)
        else:
            self._refused += 1
            self.problem = REFUSED if self._refused >= MANY_REFUSED else ""
        return None


def asking(net: Net, address: Callable[[Tile], str]) -> Load:
    """A question for each tile, with what is kept of it already; `NOT_TAKEN` where the server refuses it."""

    def load(tile: Tile, etag: str) -> Answer:
        try:
            return net.get(address(tile), {"If-None-Match": etag} if etag else {})
        except Unanswered as error:
            if error.code != REFUSED:
                raise
            return Answer(NOT_TAKEN, b"", {})

    return load


def fresh_s(headers: Mapping[str, str], is_some: bool) -> float:
    """For how long a tile is not asked for again: what its server says, within bounds."""
    if not is_some:
        return NONE_FRESH_S
    for part in headers.get("Cache-Control", "").split(","):
        name, _, value = part.strip().partition("=")
        if name.lower() == "max-age" and value.isdecimal():
            return min(max(float(value), LEAST_FRESH_S), LONGEST_S)
    return USUAL_FRESH_S


def _of(body: bytes) -> Found | None:
    return Found(body) if body else None
