"""`python -m backend record`: records the cameras that are to be recorded and probes those that nobody watches, until it is told to stop."""

import fcntl
import logging
import signal
import sys
import threading
import time
from typing import IO

from sqlalchemy.exc import DBAPIError

from backend.camera_logins import Logins
from backend.recording import ring
from backend.recording.prober import Prober
from backend.recording.store import Kept, RecordingStore
from backend.recording.worker import Parts, RecordingWorker
from backend.refusals import Setup
from backend.rules import recording_plans, recordings
from backend.rules.catalogue import in_force
from backend.rules.recording_plans import Wanted
from backend.session import SYSTEM, Database
from backend.settings import Settings
from media.pace import Gate
from media.turns import Turns

log = logging.getLogger("recorder")
LOOK_S, RING_S, END_S = 2.0, 20.0, 10.0
FOLDER = "recordings"


class Recorder:
    """One of each folder. `look` again and again, then `end`."""

    def __init__(self, database: Database, settings: Settings) -> None:
        folder = settings.data / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        self._database, self.store = database, RecordingStore(folder)
        self._parts = Parts(self.store, Logins(settings.data).of, self._keep, Gate(Turns.of_machine(), patient=True))
        self._prober = Prober(database, self._parts)
        self._workers: dict[str, RecordingWorker] = {}
        self._ending: list[RecordingWorker] = []
        self._turned_at = float("-inf")

    def mend(self) -> None:
        """Index and files are as they must be, whatever became of the recorder before: every file stands in the index, and every line has its
        file."""
        with self._database.read() as work:
            known = recordings.known(work)
        lost = [path for path in known if not self.store.has(path)]
        if lost:
            log.warning("%d recordings of the index are gone from the disk", len(lost))
            with self._database.write(SYSTEM) as work:
                recordings.forget(work, lost)
        for kept in self.store.salvage(known):
            self._keep(kept)

    def look(self, now: float) -> None:
        """Begin, end and change what is recorded; keep the ring. `now` in monotonic seconds."""
        with self._database.read() as work:
            rules = in_force(work).recording
            wanted = {each.camera_id: each for each in recording_plans.wanted(work, rules)}
        for camera_id, worker in list(self._workers.items()):
            if camera_id not in wanted or wanted[camera_id].url != worker.wanted.url:
                self._end(self._workers.pop(camera_id))
            else:
                worker.wanted = wanted[camera_id]
        for each in wanted.values():
            if each.camera_id not in self._workers:
                self._begin(each, rules.segment_s)
        if now - self._turned_at >= RING_S or self._parts.full.is_set():
            self._turned_at = now
            self._turn()
        states = {worker.wanted.camera_id: (worker.wanted.why, worker.problem) for worker in self._workers.values()}
        with self._database.write(SYSTEM) as work:
            recording_plans.tell(work, states)
        self._prober.look(rules, now)

    def end(self) -> None:
        """All files are ended and in the index when this returns, but those of cameras that hang."""
        for worker in self._workers.values():
            self._end(worker)
        self._workers.clear()
        self._prober.end()
        for worker in self._ending:
            worker.join(END_S)
        with self._database.write(SYSTEM) as work:
            recording_plans.tell(work, {})

    def _begin(self, wanted: Wanted, segment_s: float) -> None:
        self._ending = [worker for worker in self._ending if worker.is_alive()]
        if any(worker.wanted.camera_id == wanted.camera_id for worker in self._ending):
            return  # two would write the same file: at the next look
        worker = self._workers[wanted.camera_id] = RecordingWorker(wanted, segment_s, self._parts)
        worker.start()

    def _end(self, worker: RecordingWorker) -> None:
        worker.stop()
        self._ending.append(worker)

    def _turn(self) -> None:
        if ring.turn(self._database, self.store):
            self._parts.full.clear()
        elif not self._parts.full.is_set():
            log.error("there is no room for recordings: all that is left is locked, or the disk is full")
            self._parts.full.set()

    def _keep(self, kept: Kept) -> None:
        """A database that does not answer loses no file: it is found when the recorder starts again."""
        try:
            with self._database.write(SYSTEM) as work:
                recordings.enter(work, kept.camera_id, kept.span, (kept.path, kept.size, kept.sha256))
        except DBAPIError:
            log.exception("a recording could not be entered in the index; it will be at the next start")


def record(database: Database, settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT. Prints `ready` when it has begun; `Setup` when another recorder is at work in this folder."""
    recorder, told = Recorder(database, settings), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    with (recorder.store.folder / ".lock").open("w") as lock:
        _take(lock)
        recorder.mend()
        sys.stdout.write("ready recorder\n")
        sys.stdout.flush()
        while not told.is_set():
            try:
                recorder.look(time.monotonic())
            except DBAPIError:
                log.exception("the database does not answer; what is being recorded goes on")
            told.wait(LOOK_S)
        recorder.end()


def _take(lock: IO[str]) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Setup("Another recorder is at work in this folder.") from error
