"""The streams of all cameras that somebody looks at: one connection and one decoder per URL, whatever the number of panes."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from console.workers.streams_cores import Cores
from console.workers.streams_gauge import Reading
from console.workers.streams_log import DropLog
from console.workers.streams_mailbox import Picture, Size
from console.workers.streams_memory import give_back, part_memory
from console.workers.streams_past import Load, Past
from console.workers.streams_ring import KEEP_S, Cut
from console.workers.streams_seats import UNLIMITED, Seats
from console.workers.streams_sound import Ear
from console.workers.streams_worker import LINGER_S, StreamWorker
from media.pace import Gate

END_S = 6.0  # one connect or read timeout, and a little
STALE_S = 2.0  # what a live picture may be old
FROZEN, DAMAGED = "frozen", "damaged"  # reasons of the health of cameras; the connection itself has no problem
MOSTLY = 0.5  # of the pictures
KEY_GAPS, UNKNOWN_GAP_S = 2.5, 6.0  # so many key pictures may fail to come before a preview is old


class StreamView:
    """One pane's look at a stream; see `console.hall.streams.View`. For the GUI thread."""

    def __init__(self, worker: StreamWorker, size: Size, preview: bool = False, left: Callable[[], None] = lambda: None) -> None:
        self._worker, self._size, self._preview, self._open, self._left = worker, size, preview, True, left
        self._ear: Ear | None = None

    @property
    def problem(self) -> str:
        return self._worker.problem

    @property
    def refused(self) -> bool:
        return self._worker.refused

    def picture(self) -> Picture | None:
        return self._worker.mailbox.picture(self._size)

    def age_s(self) -> float | None:
        return _age_s(self._worker)

    def frozen(self) -> bool:
        return self._worker.stillness.frozen_s() is not None

    def damaged(self) -> float:
        return self._worker.damage.share()

    def retry_in_s(self) -> float | None:
        return self._worker.retry_in_s()

    def try_again(self) -> None:
        self._worker.try_again()

    def frame_rate(self) -> float:
        return self._worker.mailbox.frame_rate()

    def fresh_s(self) -> float:
        return _fresh_s(self._worker)

    def drops(self, since: datetime) -> tuple[int, float]:
        return self._worker.past.drops(since)

    def cut(self, at: datetime, before_s: float, after_s: float) -> Cut | None:
        return self._worker.ring.cut(at, before_s, after_s)

    def drop(self, cut: Cut) -> None:
        self._worker.ring.drop(cut)

    def has_sound(self) -> bool | None:
        return self._worker.sound.there

    def listen(self, ear: Ear | None) -> None:
        """What another pane hears of this stream goes on."""
        if self._open and ear is not self._ear:
            self._worker.sound.listen(self._ear, ear)
            self._ear = ear

    def preview(self, preview: bool) -> None:
        if self._open and preview != self._preview and self._worker.take(self._size, preview):
            self._worker.leave(self._size, self._preview)
            self._preview = preview

    def resize(self, width: int, height: int) -> None:
        if self._open and (width, height) != self._size:
            self._worker.mailbox.want((width, height))
            self._worker.mailbox.unwant(self._size)
            self._size = (width, height)

    def close(self) -> None:
        if self._open:
            self.listen(None)
            self._open = False
            self._worker.leave(self._size, self._preview)
            self._left()


class StreamPool:
    """See `console.hall.streams.Streams`. Nothing here waits for a camera, but `join`."""

    def __init__(
        self,
        linger_s: float = LINGER_S,
        logins: Mapping[str, str] | None = None,
        drops: DropLog | None = None,
        keep_s: float = KEEP_S,
        gate: Gate | None = None,
    ) -> None:
        part_memory()
        self._keep_s = keep_s  # so much of each stream is kept, to be cut
        self._linger_s, self._logins, self._gate, self._log = linger_s, logins or {}, gate or Gate(), drops
        self._seats, self._cores, self._room = Seats(), Cores(), (UNLIMITED, UNLIMITED, UNLIMITED)
        self._pasts: dict[str, Past] = {}
        self._workers: dict[str, StreamWorker] = {}
        self._ending: list[StreamWorker] = []
        self._lock, self._running = threading.Lock(), 0

    def open(self, url: str, width: int, height: int, preview: bool = False) -> StreamView:
        size = (max(2, width), max(2, height))
        worker = self._workers.get(url)
        if worker is None or not worker.take(size, preview):
            worker = self._start(url, size, preview)
        return StreamView(worker, size, preview, self._trim)

    def make_room(self, streams: int, per_host: int, left: int) -> None:
        if (streams, per_host, left) != self._room:
            self._room = streams, per_host, left
            self._seats.limit(streams, per_host)
            self._trim()

    def running(self) -> int:
        return sum(worker.is_alive() for worker in self._workers.values())

    def load(self) -> list[Load]:
        """What each stream that runs takes now."""
        return [worker.load() for worker in list(self._workers.values()) if worker.is_alive()]

    def readings(self) -> list[Reading]:
        """How each stream that runs does. First pictures are told once."""
        return [_reading(url, worker) for url, worker in list(self._workers.items()) if worker.is_alive()]

    def worker(self, url: str) -> StreamWorker | None:
        """For the health pane: the thread of a stream and its counts."""
        return self._workers.get(url)

    def stop(self) -> None:
        """Ask all threads to end; returns at once."""
        for worker in self._workers.values():
            worker.stop()
        self._ending += self._workers.values()
        self._workers.clear()

    def join(self, seconds: float = END_S) -> list[threading.Thread]:
        """After `stop`, when the window is gone: wait for the threads; those that have not ended by then."""
        deadline = time.monotonic() + seconds
        for worker in self._ending:
            worker.join(max(0.0, deadline - time.monotonic()))
        self._ending = [worker for worker in self._ending if worker.is_alive()]
        return list(self._ending)

    def _start(self, url: str, size: Size, preview: bool) -> StreamWorker:
        if url not in self._pasts:
            self._pasts[url] = Past(self._log.of(url), partial(self._log.note, url)) if self._log else Past()
        shared = self._gate, self._seats, self._cores
        worker = StreamWorker(url, *shared, self._pasts[url], self._logins, self._linger_s, self._keep_s, self._on_ended)
        worker.take(size, preview)
        old = self._workers.get(url)
        self._ending = [thread for thread in [*self._ending, old] if thread and thread.is_alive()]
        self._workers = {url: worker for url, worker in self._workers.items() if worker.is_alive()}  # a hall may have hundreds, seen in turn
        self._workers[url] = worker
        with self._lock:
            self._running += 1
        worker.start()
        self._trim()
        return worker

    def _on_ended(self) -> None:
        """In the thread of a stream, with which no other may run any more."""
        with self._lock:
            self._running -= 1
            last = self._running == 0
        if last:
            give_back()

    def _trim(self) -> None:
        """End streams that nobody looks at any more, those first that were left first, until as many run as may."""
        streams, per_host, may_linger = self._room
        running = {url: worker for url, worker in self._workers.items() if worker.is_alive()}
        of_host = Counter(worker.host for worker in running.values())
        left = sorted((since, url) for url, worker in running.items() if (since := worker.idle_since) is not None)
        lingering = len(left)
        for _, url in left:
            worker = running[url]
            if (lingering > may_linger or len(running) > streams or of_host[worker.host] > per_host) and worker.end_if_idle():
                self._ending.append(self._workers.pop(url))
                del running[url]
                of_host[worker.host] -= 1
                lingering -= 1


def _age_s(worker: StreamWorker) -> float | None:
    frozen_s = worker.stillness.frozen_s()
    return worker.mailbox.age_s() if frozen_s is None else frozen_s


def _fresh_s(worker: StreamWorker) -> float:
    if not worker.keys_only:
        return STALE_S
    gap = worker.key_gap_s
    return max(STALE_S, KEY_GAPS * gap if gap else UNKNOWN_GAP_S)


def _ailing(worker: StreamWorker) -> str:
    """What is wrong with pictures that come."""
    if worker.stillness.frozen_s() is not None:
        return FROZEN
    return DAMAGED if worker.damage.share() >= MOSTLY else ""


def _reading(url: str, worker: StreamWorker) -> Reading:
    gauge, mailbox = worker.gauge, worker.mailbox
    return Reading(
        url=url,
        problem=worker.problem or _ailing(worker),
        age_s=_age_s(worker),
        fresh_s=_fresh_s(worker),
        frame_rate=0.0 if worker.keys_only else mailbox.frame_rate(),
        codec=gauge.codec,
        width=gauge.width,
        height=gauge.height,
        firsts=gauge.take_firsts(),
        ahead_s=gauge.ahead_s(),
    )
