"""Tiles of base maps for all map panes of a desk: fetched by six threads at most, the last one asked for first, each tile once."""

import logging
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from console.basemaps import capabilities
from console.basemaps.base import Base, Found, Health, NoCapabilities, Offer, Source, Tile, Unanswered, UnreadableBaseMap
from console.basemaps.net import Net
from console.basemaps.remote import PAUSE_S
from console.basemaps.sources import opened
from console.workers.worker import STOP_S
from wire.basemaps import BaseMapKind

log = logging.getLogger(__name__)

THREADS = 6
MOST_WAITING = 2000

Answer = Callable[[bytes], None]  # empty: there is no tile, or none can be had
Wanted = Callable[[], bool]


class Key(NamedTuple):
    id: str
    tile: Tile


class Waiter(NamedTuple):
    answer: Answer
    wanted: Wanted


class TileServer(QObject):
    """`folder` keeps what was fetched. Lives in the GUI thread, where all answers come, each once; its threads are daemons."""

    fared = Signal(str, object)  # id, Health
    back = Signal(str)  # id: it answers again, or its file has come

    _ended = Signal(object, object)  # Key, Found or none
    _told = Signal(object, object)  # receiver, what it receives

    def __init__(self, folder: Path, parent: QObject | None = None, pause_s: float = PAUSE_S) -> None:
        super().__init__(parent)
        self._folder, self._pause_s, self._net = folder, pause_s, Net()
        self._bases: dict[str, Base] = {}
        self._sources: dict[str, Source] = {}
        self._retired: list[Source] = []
        self._stack: list[Key | Callable[[], None]] = []
        self._waiting: dict[Key, list[Waiter]] = {}
        self._under: set[Key] = set()
        self._health: dict[str, Health] = {}
        self._troubled: dict[str, Tile] = {}  # by id: a tile to try again by
        self._ready, self._stopped = threading.Condition(), False
        self._threads = [threading.Thread(target=self._run, name=f"tiles_{number}", daemon=True) for number in range(THREADS)]
        self._again = QTimer(self, interval=round(pause_s * 1100))
        self._again.timeout.connect(self._try_again)
        # Queued even from the GUI thread: who asks is never answered before `ask` has returned.
        self._ended.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        for thread in self._threads:
            thread.start()

    def serve(self, bases: Sequence[Base]) -> None:
        """These from now on."""
        with self._ready:
            fresh = {base.map.id: base for base in bases}
            for id in [id for id, base in self._bases.items() if fresh.get(id) != base]:
                if id in self._sources:
                    self._retired.append(self._sources.pop(id))  # a thread may be reading from it
                self._health.pop(id, None)
                self._troubled.pop(id, None)
            self._bases = fresh

    def ask(self, id: str, tile: Tile, answer: Answer, wanted: Wanted = lambda: True) -> None:
        """What nobody `wanted` any more when its turn comes is not fetched."""
        key = Key(id, tile)
        with self._ready:
            self._waiting.setdefault(key, []).append(Waiter(answer, wanted))
            if key not in self._under:
                if key in self._stack:
                    self._stack.remove(key)
                self._stack.append(key)
                self._ready.notify()
            late = [each for each in self._stack[:-MOST_WAITING] if isinstance(each, Key)]
        for each in late:
            self._forget(each)

    def read_layers(
        self, kind: BaseMapKind, url: str, done: Callable[[list[Offer]], None], failed: Callable[[NoCapabilities | Unanswered], None]
    ) -> None:
        """What a WMTS or WMS has; then `done` or `failed`, once, in the GUI thread."""

        def read() -> None:
            try:
                self._told.emit(done, capabilities.read(self._net, kind, url))
            except (NoCapabilities, Unanswered) as error:
                self._told.emit(failed, error)

        with self._ready:
            self._stack.append(read)
            self._ready.notify()

    def halt(self) -> None:
        with self._ready:
            self._stopped = True
            self._stack.clear()
            self._ready.notify_all()
        self._again.stop()
        self._net.shutdown()

    def stop(self, within_s: float = STOP_S) -> None:
        self.halt()
        for thread in self._threads:
            thread.join(within_s / THREADS)
        if not any(thread.is_alive() for thread in self._threads):
            for source in (*self._sources.values(), *self._retired):
                source.close()
            self._sources, self._retired = {}, []

    # In the threads

    def _run(self) -> None:
        while (job := self._next()) is not None:
            try:
                if isinstance(job, Key):
                    self._ended.emit(job, self._found(job))
                else:
                    job()
            except Exception:  # whatever a server or a file sends must not end its thread
                log.exception("a tile ended by a defect")
                if isinstance(job, Key):
                    self._ended.emit(job, None)

    def _next(self) -> Key | Callable[[], None] | None:
        with self._ready:
            while True:
                self._ready.wait_for(lambda: self._stopped or self._stack)
                if self._stopped:
                    return None
                job = self._stack.pop()
                if isinstance(job, Key):
                    self._under.add(job)
                return job

    def _found(self, key: Key) -> Found | None:
        with self._ready:
            waiters = list(self._waiting.get(key, []))
        if waiters and not any(waiter.wanted() for waiter in waiters):
            return None
        found, problem = None, ""
        try:
            source = self._source(key.id)
            if source is None:
                return None
            try:
                found = source.tile(key.tile)
            except Unanswered as error:
                problem = error.code
            problem = problem or source.problem
        except (UnreadableBaseMap, OSError) as error:
            log.warning("a base map cannot be read: %s", type(error).__name__)
            problem = "no_base_map"
        if problem != "stopped":
            self._weigh(key, found, problem)
        return found

    def _source(self, id: str) -> Source | None:
        with self._ready:
            base = self._bases.get(id)
            if base is None or base.fault:
                return None
            if id not in self._sources:
                self._sources[id] = opened(base, self._net, self._folder, partial(self.back.emit, id), self._pause_s)
            return self._sources[id]

    def _weigh(self, key: Key, found: Found | None, problem: str) -> None:
        with self._ready:
            was = self._health.get(key.id, Health())
            dates = [at for at in (was.old_since, found.old_since if found else None) if at is not None]
            now = Health(problem, min(dates) if dates else None) if problem else Health()
            self._health[key.id] = now
            if problem and (found is None or found.old_since is not None):
                self._troubled[key.id] = key.tile
            if not problem:
                self._troubled.pop(key.id, None)
            # Told while nobody else weighs: what is told last is the last that was so.
            if now != was:
                if now.problem != was.problem:
                    log.info("base map %s: %s", key.id, now.problem or "well")
                self.fared.emit(key.id, now)
            if was.problem and not problem:
                self.back.emit(key.id)

    # In the GUI thread

    def _hand_over(self, key: Key, found: Found | None) -> None:
        with self._ready:
            self._under.discard(key)
            waiters = self._waiting.pop(key, [])
            troubled = bool(self._troubled) and not self._stopped
        if troubled and not self._again.isActive():
            self._again.start()
        for waiter in waiters:
            waiter.answer(found.body if found else b"")

    def _tell(self, receiver: Callable[[object], None], told: object) -> None:
        receiver(told)

    def _forget(self, key: Key) -> None:
        with self._ready:
            if key in self._stack:
                self._stack.remove(key)
        self._hand_over(key, None)

    def _try_again(self) -> None:
        """Whether a server is back is found out without anybody moving the map."""
        with self._ready:
            keys = [Key(id, tile) for id, tile in self._troubled.items()]
            self._stack.extend(key for key in keys if key not in self._under and key not in self._stack)
            self._ready.notify_all()
        if not keys:
            self._again.stop()
