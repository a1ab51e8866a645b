"""The past from a recorder that is not ours: its address says from when to when, and it sends at the speed of life."""

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta, tzinfo

import av
from av.container import InputContainer

from console.workers.footage_files import moment_of
from console.workers.streams_logins import with_login_of
from console.workers.streams_source import open_source, video_of
from media.addresses import host_of
from wire.recordings import playback_address

SPAN = timedelta(minutes=30)  # that is asked for at a time
AHEAD_S = 3.0  # further on it is asked anew


class RecorderPlay:
    """For one thread. What a recorder sends first counts as taken at the moment that it was asked for. `turn` waits until this host may be asked, and
    says which moment is wanted by then; none when nobody wants one any more."""

    def __init__(self, template: str, logins: Mapping[str, str], zone: tzinfo, turn: Callable[[str], float | None]) -> None:
        self._template, self._logins, self._zone, self._turn = template, logins, zone, turn
        self._container: InputContainer | None = None
        self._frames: Iterator[av.VideoFrame] = iter(())
        self._began = 0.0
        self._first: float | None = None
        self._now: tuple[av.VideoFrame, float] | None = None
        self._next: tuple[av.VideoFrame, float] | None = None

    def frame(self, at: float) -> tuple[av.VideoFrame, float] | None:
        """The picture of this moment and when it was taken; none when the recorder sends nothing. Raises what PyAV raises."""
        newest = self._now[1] if self._now else self._began
        if self._container is None or at < newest - 1e-3 or at > newest + AHEAD_S:
            self.close()
            self._now = self._next = self._first = None
            wanted = self._turn(host_of(self._template))
            if wanted is None:
                return None
            at = wanted
            self._open(at)
        while self._next is None or self._next[1] <= at + 1e-4:
            if self._next is not None:
                self._now = self._next
            self._next = self._taken()
            if self._next is None:
                self.close()
                break
            if self._now is None:
                self._now, self._next = self._next, None
        return self._now

    def beside(self) -> tuple[float, float] | None:
        if self._now is None:
            return None
        return self._now[1] - 1.0, self._next[1] if self._next else self._now[1] + 0.04

    def close(self) -> None:
        if self._container is not None:
            self._container.close()
        self._container, self._frames = None, iter(())

    def _open(self, at: float) -> None:
        at = math.floor(at)  # addresses say whole seconds
        address = playback_address(self._template, moment_of(at), moment_of(at) + SPAN, self._zone)
        self._container, self._began = open_source(with_login_of(address, self._logins)), at
        self._frames = self._decoded(self._container)

    def _taken(self) -> tuple[av.VideoFrame, float] | None:
        frame = next((frame for frame in self._frames if frame.time is not None), None)  # FFmpeg does not know the time of the first one
        if frame is None or frame.time is None:
            return None
        if self._first is None:
            self._first = frame.time
        return frame, self._began + frame.time - self._first

    @staticmethod
    def _decoded(container: InputContainer) -> Iterator[av.VideoFrame]:
        for packet in container.demux(video_of(container)):
            try:
                yield from packet.decode()
            except av.error.InvalidDataError:
                continue
