"""The thread of one camera: connect, decode, try again, for ever and politely."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from console.workers.streams_cores import Cores
from console.workers.streams_decode import Decoder
from console.workers.streams_gauge import Gauge
from console.workers.streams_logins import with_login_of
from console.workers.streams_mailbox import Mailbox, Size
from console.workers.streams_past import Load, Meter, Past
from console.workers.streams_ring import KEEP_S, Ring
from console.workers.streams_seats import Seats
from console.workers.streams_shower import Shower
from console.workers.streams_sound import Sound
from console.workers.streams_source import open_source, video_of
from media.addresses import comes_in_segments, host_of, masked
from media.damage import Damage
from media.opening import READ_S
from media.pace import LOOK_S, Backoff, Gate
from media.reasons import REFUSALS, StreamEnded, reason_for
from media.shown import Shown
from media.stillness import Stillness

log = logging.getLogger("streams")

SILENT_S = 0.95 * READ_S  # when reading times out, FFmpeg first hands out a picture that it had held back: that one is old
GOOD_S = 5.0  # a connection that lasted so long was no failure
SPARED_S = 10.0  # recorders lock out who insists, be it a hand
LINGER_S = 15.0  # a tour comes back to the same cameras


class StreamWorker(threading.Thread):
    """Ends when nobody has looked for `linger_s`, or by `stop`; then it takes up to one read timeout, and nobody needs to wait for it."""

    def __init__(
        self,
        url: str,
        gate: Gate,
        seats: Seats,
        cores: Cores,
        past: Past,
        logins: Mapping[str, str],
        linger_s: float,
        keep_s: float = KEEP_S,
        ended: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(name=f"stream {masked(url)}", daemon=True)
        self.mailbox, self.past, self.meter, self.ring, self.gauge = Mailbox(), past, Meter(), Ring(keep_s), Gauge()
        self.sound, self.stillness, self.damage = Sound(), Stillness(), Damage()
        self._shown = Shown(url)
        self.problem = ""
        self.opens = 0  # connections made or tried so far
        self.decoded = 0  # good frames so far
        self.key_gap_s: float | None = None
        self._url, self._logins, self._linger_s, self._ended = url, logins, linger_s, ended
        self._gate, self._seats, self._cores = gate, seats, cores
        self.host = host_of(url)
        self._whole = 0  # of those who look, so many want every picture
        self._backoff = Backoff()
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self.idle_since: float | None = None  # monotonic; none: somebody looks
        self._retry_at: float | None = None
        self._failed_at = 0.0

    def take(self, size: Size, preview: bool = False) -> bool:
        """Somebody looks; false when this worker has ended meanwhile and another is needed."""
        with self._lock:
            if self._stopped.is_set():
                return False
            self.idle_since = None
            self._whole += not preview
            self.mailbox.want(size)
            return True

    def leave(self, size: Size, preview: bool = False) -> None:
        with self._lock:
            self._whole -= not preview
            self.mailbox.unwant(size)
            if not self.mailbox.wanted():
                self.idle_since = time.monotonic()
                if self.opens == 0 and not self.ring.busy:
                    self._stopped.set()  # there is nothing yet that could wait for who comes back

    def end_if_idle(self) -> bool:
        """It is not to wait for who comes back any more; false when somebody looks, or what it sends is being kept."""
        with self._lock:
            if self.idle_since is not None and not self.ring.busy:
                self._stopped.set()
            return self._stopped.is_set()

    @property
    def keys_only(self) -> bool:
        """Do all who look make do with key pictures?"""
        return self._whole == 0

    def stop(self) -> None:
        self._stopped.set()

    @property
    def refused(self) -> bool:
        return self.problem in REFUSALS

    def retry_in_s(self) -> float | None:
        at = self._retry_at
        return None if at is None else max(0.0, at - time.monotonic())

    def try_again(self) -> None:
        """Somebody will not wait for the end of the pause; who refused us is left alone for a while all the same."""
        with self._lock:
            if self._retry_at is not None and self.problem:
                sooner = max(time.monotonic(), self._failed_at + (SPARED_S if self.refused else 0.0))
                self._retry_at = min(self._retry_at, sooner)

    def load(self) -> Load:
        return Load(masked(self._url), self.problem, self.mailbox.frame_rate(), self.meter.bit_rate(), self.keys_only, self.opens)

    def run(self) -> None:
        self._cores.join()
        self._seats.take(self.host, self._stopped)
        while self._is_needed():
            if self._gate.wait(self.host, self._rank):
                self._attempt()
        self._seats.give(self.host)
        self._gate.went(self.host, self)
        self.ring.forget()
        self.past.over()
        self._cores.leave()
        if self._ended is not None:
            self._ended()

    def _attempt(self) -> None:
        began = time.monotonic()
        try:
            self._play()
        except Exception as error:  # whatever a camera sends must not end its thread
            self.ring.end()
            self._fail(reason_for(error), lasted_s=time.monotonic() - began)

    def _play(self) -> None:
        """Returns when nobody needs the stream; else raises what ended it."""
        self.opens += 1
        self.gauge.opening()
        with open_source(with_login_of(self._url, self._logins)) as container:
            stream = video_of(container)
            self.ring.begin(stream)
            sound = self.sound.begin(container)
            decoder, shower = Decoder(stream, self.damage), Shower() if comes_in_segments(self._url) else None
            for packet in self._packets(container, stream, sound):
                for frame in decoder.pictures(packet, self.keys_only):
                    if shower is not None:
                        self._stopped.wait(shower.pause_s(frame.time))
                    self._accept(frame, stream.codec_context.name)
                self.key_gap_s = decoder.key_gap_s
                if not self._is_needed():
                    return
        if self._is_needed():
            raise StreamEnded

    def _packets(self, container: InputContainer, stream: VideoStream, sound: AudioStream | None) -> Iterator[Any]:
        """Encoded pictures (av.Packet), what is between them being heard; ends when the other end hangs up, or nobody needs it once it is open."""
        asked_at = time.monotonic()
        self._shown.begin()
        with contextlib.suppress(av.error.EOFError, ConnectionError, av.error.OSError):
            for packet in container.demux([each for each in (stream, sound) if each is not None]) if self._is_needed() else ():
                if time.monotonic() - asked_at > SILENT_S:
                    raise TimeoutError
                self.meter.count(packet.size)
                if self._shown.had(packet, packet.stream is stream):
                    asked_at = time.monotonic()
                    continue
                if packet.stream is sound:
                    self.sound.take(packet)
                    continue
                self.ring.put(packet)
                self.gauge.packet(packet)
                yield packet
                asked_at = time.monotonic()

    def _accept(self, frame: av.VideoFrame, codec: str) -> None:
        self._gate.came(self.host, self)
        self.mailbox.put(frame)
        self.gauge.picture(frame, codec)
        self.stillness.look(frame)
        self.damage.look(frame)
        self._cores.look()
        self.decoded += 1
        self.past.over()
        if self.problem:
            log.info("%s is back", masked(self._url))
        self.problem = ""

    def _fail(self, reason: str, lasted_s: float) -> None:
        if reason != self.problem:
            log.warning("%s: %s", masked(self._url), reason)
        age = self.mailbox.age_s()
        if age is not None:
            self.past.broke(age if age < lasted_s else 0.0)
        self._gate.went(self.host, self)
        if lasted_s > GOOD_S and not self.problem:
            self._backoff.reset()
        self._pause(reason, self._backoff.pause_s(reason in REFUSALS))

    def _pause(self, reason: str, seconds: float) -> None:
        with self._lock:  # who reads the problem reads when it is tried again
            failed_at = self._failed_at = time.monotonic()
            self._retry_at = failed_at + seconds
            self.problem = reason
        while (left_s := self.retry_in_s()) and not self._stopped.wait(min(LOOK_S, left_s)):
            if not self.refused and self._gate.is_back(self.host, failed_at):
                break
        with self._lock:
            self._retry_at = None

    def _rank(self) -> int | None:
        """Among those who wait for a connection: who wants every picture before who makes do with some, and both before what nobody looks at."""
        if not self._is_needed():
            return None
        return 0 if self.idle_since is not None else 1 if self.keys_only else 2

    def _is_needed(self) -> bool:
        with self._lock:
            if self.idle_since is not None and time.monotonic() - self.idle_since > self._linger_s and not self.ring.busy:
                self._stopped.set()
            return not self._stopped.is_set()
