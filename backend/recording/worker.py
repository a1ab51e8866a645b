"""The thread that records one camera: connect, write, try again, for ever and politely."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
from av.video.stream import VideoStream

from backend.recording.segment import Segment
from backend.recording.source import code_of, held_by, open_source
from backend.recording.store import Kept, RecordingStore
from backend.recording.timing import Timing
from backend.refusals import Outside
from backend.rules.recording_plans import Wanted
from media.addresses import host_of, with_login
from media.pace import Backoff, Gate
from media.shown import Shown

log = logging.getLogger("recorder")
GOOD_S = 5.0  # a connection that lasted so long was no failure
SETTLE_S = 1.0  # of a connection: until then it is not known when its pictures were taken
HELD_PACKETS = 2000
DISK_PAUSE_S = 5.0
LASTING = ("disk", "refused", "no_video", "login")  # troubles that no return of a host mends


class Parts:
    """What all threads share: where files go, who may connect, logins, and whom to tell of a finished file."""

    def __init__(self, store: RecordingStore, login_of: Callable[[str], str], keep: Callable[[Kept], None], gate: Gate) -> None:
        self.store, self.login_of, self.keep, self.gate = store, login_of, keep, gate
        self.full = threading.Event()  # there is no room on the disk


class RecordingWorker(threading.Thread):
    """`problem` is a code, empty while the camera is being recorded."""

    def __init__(self, wanted: Wanted, segment_s: float, parts: Parts) -> None:
        super().__init__(name=f"record {wanted.camera_id}", daemon=True)
        self.wanted, self.problem = wanted, "connecting"
        self._segment_s, self._parts = segment_s, parts
        self._host, self._stopped, self._backoff = host_of(wanted.url), threading.Event(), Backoff()
        self._segment: Segment | None = None
        self._timing, self._shown = Timing(), Shown(wanted.url)

    def stop(self) -> None:
        """It ends what it is writing; that takes up to one read timeout."""
        self._stopped.set()

    def run(self) -> None:
        while not self._stopped.is_set():
            if self._parts.full.is_set():
                self._fail("disk_full", DISK_PAUSE_S)
                continue
            if self._parts.gate.turn(self._host, self._stopped):
                self._attempt()

    def _attempt(self) -> None:
        began = time.monotonic()
        try:
            self._record()
            if time.monotonic() - began > GOOD_S:
                self._backoff.reset()
            else:  # its clock jumps for ever
                self._parts.gate.rest(self._host, self._backoff.pause_s(refused=False), self._stopped)
        except Exception as error:  # whatever a camera sends must not end its thread
            if time.monotonic() - began > GOOD_S and not self.problem:
                self._backoff.reset()
            trouble = "login" if isinstance(error, Outside) else code_of(error)
            if trouble in LASTING:
                self._fail(trouble, DISK_PAUSE_S if trouble == "disk" else self._backoff.pause_s(refused=True))
            else:
                self._fail(trouble, self._backoff.pause_s(refused=False), by_host=True)

    def _record(self) -> None:
        """Until it is to stop, there is no room, or the camera has another clock; raises what ends it otherwise."""
        url = with_login(self.wanted.url, self._parts.login_of(self._host))
        container, stream = open_source(url)
        self._timing, waiting, settled_at = Timing(held_by(url)), list[Any](), time.monotonic() + SETTLE_S
        self._shown.begin()
        try:
            for packet in container.demux(stream):
                if self._stopped.is_set() or self._parts.full.is_set():
                    return
                if packet.pts is None or packet.time_base is None or self._shown.had(packet):
                    continue
                if not self._timing.arrived(float(packet.pts * packet.time_base), time.time()):
                    return  # another clock: connect anew
                waiting.append(packet)
                if time.monotonic() >= settled_at or len(waiting) > HELD_PACKETS:
                    for each in waiting:
                        self._write(each, stream)
                    waiting.clear()
            if not self._stopped.is_set():
                raise av.error.EOFError(0, "the camera hung up")
        finally:
            self._parts.gate.went(self._host, self)
            container.close()
            self._end_segment()

    def _write(self, packet: Any, stream: VideoStream) -> None:
        if packet.is_keyframe and (self._segment is None or self._length_s(packet) >= self._segment_s):
            self._end_segment()
            place = self._parts.store.begin(self.wanted.camera_id, self._timing.taken_at(float(packet.pts * packet.time_base)))
            self._segment = Segment(place, stream, packet)
        if self._segment is not None:
            self._segment.add(packet)
            self._parts.gate.came(self._host, self)
            self.problem = ""

    def _length_s(self, packet: Any) -> float:
        return float((packet.pts - self._segment.begin) * packet.time_base) if self._segment else 0.0

    def _end_segment(self) -> None:
        """What there is of it is kept, also when the disk takes no more: the fragments that are whole."""
        segment, self._segment = self._segment, None
        if segment is None:
            return
        try:
            kept = self._parts.store.finish(segment.place, segment.end(self._timing.gap_s))
        except (OSError, av.FFmpegError):
            self._save(segment.place)
            raise
        self._parts.keep(kept)

    def _save(self, place: Path) -> None:
        kept = self._parts.store.save(place)
        if kept is not None:
            self._parts.keep(kept)

    def _fail(self, code: str, pause_s: float, by_host: bool = False) -> None:
        """`by_host`: when the whole host was away, its return ends the pause."""
        if code != self.problem:
            log.warning("camera %s is not recorded: %s", self.wanted.camera_id, code)
        self.problem = code
        if by_host:
            self._parts.gate.rest(self._host, pause_s, self._stopped)
        else:
            self._stopped.wait(pause_s)
