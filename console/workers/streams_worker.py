"""The thread of one camera: connect, decode, try again, for ever and politely."""

import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from console.workers.streams_mailbox import Mailbox, Size
from console.workers.streams_pace import Backoff, Gate
from console.workers.streams_source import READ_S, REFUSALS, NoPicture, StreamEnded, host_of, masked, open_source, reason_for, video_of

log = logging.getLogger("streams")

NO_PICTURE_S = 6.0  # garbage in valid packets never ends by itself
SILENT_S = 0.95 * READ_S  # when reading times out, FFmpeg first hands out a picture that it had held back: that one is old
GOOD_S = 5.0  # a connection that lasted so long was no failure
LINGER_S = 15.0  # a tour comes back to the same cameras


class StreamWorker(threading.Thread):
    """Ends when nobody has looked for `linger_s`, or by `stop`; then it takes up to one read timeout, and nobody needs to wait for it."""

    def __init__(self, url: str, gate: Gate, linger_s: float = LINGER_S) -> None:
        super().__init__(name=f"stream {masked(url)}", daemon=True)
        self.mailbox = Mailbox()
        self.problem = ""
        self.opens = 0  # connections made or tried so far
        self.decoded = 0  # good frames so far
        self._url, self._gate, self._linger_s = url, gate, linger_s
        self._backoff = Backoff()
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._idle_since: float | None = None
        self._retry_at: float | None = None

    def take(self, size: Size) -> bool:
        """Somebody looks; false when this worker has ended meanwhile and another is needed."""
        with self._lock:
            if self._stopped.is_set():
                return False
            self._idle_since = None
            self.mailbox.want(size)
            return True

    def leave(self, size: Size) -> None:
        with self._lock:
            self.mailbox.unwant(size)
            if not self.mailbox.wanted():
                self._idle_since = time.monotonic()

    def stop(self) -> None:
        self._stopped.set()

    @property
    def refused(self) -> bool:
        return self.problem in REFUSALS

    def retry_in_s(self) -> float | None:
        at = self._retry_at
        return None if at is None else max(0.0, at - time.monotonic())

    def run(self) -> None:
        while self._is_needed():
            self._wait(self._gate.pause_s(host_of(self._url)))
            if self._is_needed():
                self._attempt()

    def _attempt(self) -> None:
        began = time.monotonic()
        try:
            self._play()
        except Exception as error:  # whatever a camera sends must not end its thread
            self._fail(reason_for(error), lasted_s=time.monotonic() - began)

    def _play(self) -> None:
        """Returns when nobody needs the stream; else raises what ended it."""
        self.opens += 1
        with open_source(self._url) as container:
            good_at = time.monotonic()
            for frame in self._frames(container):
                if not self._is_needed():
                    return
                if frame is not None:
                    self._accept(frame)
                    good_at = time.monotonic()
                elif time.monotonic() - good_at > NO_PICTURE_S:
                    raise NoPicture

    def _frames(self, container: InputContainer) -> Iterator[av.VideoFrame | None]:
        """Good frames as they come, and none for each packet that gave none."""
        stream = video_of(container)
        if not self._is_needed():  # opening may have taken seconds
            return
        seen_good = False
        for packet in self._packets(container, stream):
            frames: list[av.VideoFrame] = []
            with contextlib.suppress(av.error.InvalidDataError):
                frames = [frame for frame in packet.decode() if seen_good or not frame.is_corrupt]
            seen_good = seen_good or bool(frames)
            if frames:
                yield from frames
            else:
                yield None
        raise StreamEnded

    def _packets(self, container: InputContainer, stream: VideoStream) -> Iterator[Any]:
        """Encoded packets (av.Packet); ends when the other end hangs up."""
        asked_at = time.monotonic()
        with contextlib.suppress(av.error.EOFError, ConnectionError, av.error.OSError):
            for packet in container.demux(stream):
                if time.monotonic() - asked_at > SILENT_S:
                    raise TimeoutError
                yield packet
                asked_at = time.monotonic()

    def _accept(self, frame: av.VideoFrame) -> None:
        self.mailbox.put(frame)
        self.decoded += 1
        if self.problem:
            log.info("%s is back", masked(self._url))
        self.problem = ""

    def _fail(self, reason: str, lasted_s: float) -> None:
        if reason != self.problem:
            log.warning("%s: %s", masked(self._url), reason)
        if lasted_s > GOOD_S and not self.problem:
            self._backoff.reset()
        self.problem = reason
        self._wait(self._backoff.pause_s(self.refused))

    def _wait(self, seconds: float) -> None:
        self._retry_at = time.monotonic() + seconds
        self._stopped.wait(seconds)
        self._retry_at = None

    def _is_needed(self) -> bool:
        with self._lock:
            if self._idle_since is not None and time.monotonic() - self._idle_since > self._linger_s:
                self._stopped.set()
            return not self._stopped.is_set()
