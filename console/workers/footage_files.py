"""The recordings of the backend as this console has them: which there are around a moment, and the bytes of the newest used."""

import bisect
import threading
import time
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from console.api import Api
from wire.recordings import JOINED_S, Recording

AROUND = timedelta(minutes=10)
LISTED_S = 4.0  # for so long a list is taken for the newest
MOST_BYTES = 128_000_000
THREADS = 3


class Listed:
    """What there is of one camera from one time to another, as of `at` (monotonic)."""

    def __init__(self, recordings: list[Recording], start: datetime, end: datetime) -> None:
        self.recordings, self.start, self.end, self.at = recordings, start, end, time.monotonic()
        self._begins = [each.start for each in recordings]

    def covers(self, moment: datetime) -> bool:
        if not self.start <= moment < self.end:
            return False
        last = self.recordings[-1].end if self.recordings else self.start
        return moment < last or time.monotonic() - self.at < LISTED_S

    def at_moment(self, moment: datetime) -> tuple[Recording | None, Recording | None]:
        """The recording that has the picture of this moment, and the one after it."""
        place = bisect.bisect_right(self._begins, moment)
        found = self.recordings[place - 1] if place else None
        if found is not None and moment > found.end + timedelta(seconds=JOINED_S):
            found = None
        return found, self.recordings[place] if place < len(self.recordings) else None


class FootageFiles:
    """For all reels of a console. Raises `ApiError`."""

    def __init__(self, api: Api) -> None:
        self._api = api.twin()
        self._lock = threading.Lock()
        self._lists: dict[str, Listed] = {}
        self._bodies: OrderedDict[str, Future[bytes]] = OrderedDict()
        self._threads = ThreadPoolExecutor(THREADS, "footage")

    def around(self, camera_id: str, moment: datetime) -> Listed:
        with self._lock:
            listed = self._lists.get(camera_id)
        if listed is None or not listed.covers(moment):
            start, end = moment - AROUND, moment + AROUND
            listed = Listed(self._api.recordings(camera_id, start, end), start, end)
            with self._lock:
                self._lists[camera_id] = listed
        return listed

    def between(self, camera_id: str, start: datetime, end: datetime) -> list[Recording]:
        """What has a picture of this time, the earliest first; asked for anew."""
        return [each for each in self._api.recordings(camera_id, start, end) if each.start < end and each.end > start]

    def body(self, recording: Recording) -> bytes:
        """Waits for it."""
        wanted = self.fetch(recording)
        try:
            return wanted.result()
        except BaseException:
            with self._lock:
                self._bodies.pop(recording.id, None)
            raise

    def fetch(self, recording: Recording) -> "Future[bytes]":
        """On its way, if it is not here yet."""
        with self._lock:
            wanted = self._bodies.get(recording.id)
            if wanted is None:
                wanted = self._bodies[recording.id] = self._threads.submit(self._api.recorded_video, recording.id)
            self._bodies.move_to_end(recording.id)
            self._drop_oldest()
        return wanted

    def stop(self) -> None:
        self._api.connection.shutdown()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _drop_oldest(self) -> None:
        done = [(id, len(each.result())) for id, each in self._bodies.items() if each.done() and not each.cancelled() and each.exception() is None]
        surplus = sum(size for _, size in done) - MOST_BYTES
        for id, size in done:
            if surplus <= 0:
                return
            del self._bodies[id]
            surplus -= size


def moment_of(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
