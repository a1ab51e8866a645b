"""The last seconds of a stream as the packets it came in, and films cut from them: remuxed, never encoded again."""

import io
import threading
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

import av
from av.video.stream import VideoStream

KEEP_S = 10.0  # unless somebody says otherwise
MOST_BYTES = 24_000_000  # of one stream; what is older goes first


class Bit(NamedTuple):
    """One packet, with the time at which it came here."""

    content: bytes
    pts: int
    dts: int
    duration: int
    time_base: Fraction
    key: bool
    at: datetime


class Film(NamedTuple):
    """See `console.hall.streams.Film`."""

    content: bytes
    seconds: float


class Cut:
    """What came from some seconds before a moment until some seconds after it; see `console.hall.streams.Cut`. Grows in the camera's thread."""

    def __init__(self, template: Any, bits: list[Bit], until: datetime) -> None:
        self._template, self.bits, self.until = template, bits, until
        self.done = False

    def take(self, bit: Bit) -> None:
        if bit.at > self.until:
            self.done = True
        elif self.bits or bit.key:  # a film begins with a key picture
            self.bits.append(bit)

    def end(self) -> None:
        self.done = True

    def film(self, about: Mapping[str, str]) -> Film | None:
        bits = _in_order(self.bits[:])
        if not bits:
            return None
        content, first, last = io.BytesIO(), bits[0], bits[-1]
        try:
            with av.open(content, "w", format="mp4") as made:
                made.metadata.update(about)
                stream = made.add_stream_from_template(self._template)
                for bit in bits:
                    made.mux(_packet(bit, first.dts, stream))
        except (av.error.FFmpegError, ValueError):  # an MP4 holds no such codec
            return None
        return Film(content.getvalue(), float((last.pts - first.pts + last.duration) * first.time_base))


class Ring:
    """Of one camera; `put` and what comes before and after it in the camera's thread, `cut` in any."""

    def __init__(self, keep_s: float = KEEP_S) -> None:
        self._keep = timedelta(seconds=keep_s)
        self._lock = threading.Lock()
        self._groups: deque[list[Bit]] = deque()  # each begins with a key picture
        self._bytes = 0
        self._template: Any = None
        self._time_base: Fraction | None = None  # of the connection; of each packet it would be a new object
        self._flowing = False
        self._cuts: list[Cut] = []

    @property
    def busy(self) -> bool:
        """Is a cut under way, that needs what comes?"""
        return bool(self._cuts)

    def begin(self, stream: VideoStream) -> None:
        """A new connection: what came by an earlier one cannot be joined with it."""
        with self._lock:
            self._groups.clear()
            self._bytes, self._flowing = 0, True
            self._template, self._time_base = _template_of(stream), stream.time_base

    def end(self) -> None:
        """The connection has broken off. What it brought stays until there is another."""
        with self._lock:
            self._flowing = False
            for cut in self._cuts:
                cut.end()
            self._cuts = []

    def forget(self) -> None:
        """Nobody will ask for it any more."""
        self.end()
        with self._lock:
            self._groups.clear()
            self._bytes, self._template = 0, None

    def put(self, packet: Any) -> None:
        bit = _bit_of(packet, self._time_base)
        if bit is None or self._template is None:
            return
        with self._lock:
            if bit.key:
                self._groups.append([])
            if self._groups:
                self._groups[-1].append(bit)
                self._bytes += len(bit.content)
                self._forget(bit.at - self._keep)
            for cut in self._cuts:
                cut.take(bit)
            self._cuts = [cut for cut in self._cuts if not cut.done]

    def cut(self, at: datetime, before_s: float, after_s: float) -> Cut | None:
        """Around this moment, from the last key picture before it on; none when nothing of that time is here or could come."""
        since, until = at - timedelta(seconds=before_s), at + timedelta(seconds=after_s)
        with self._lock:
            groups = list(self._groups)
            while len(groups) > 1 and groups[1][0].at <= since:
                groups.pop(0)
            bits = [bit for group in groups for bit in group if bit.at <= until]
            flows = self._flowing and datetime.now(UTC) < until
            if self._template is None or not (flows or (bits and bits[-1].at >= since)):
                return None
            made = Cut(self._template, bits, until)
            if flows:
                self._cuts.append(made)
            else:
                made.end()
            return made

    def drop(self, cut: Cut) -> None:
        """Nobody waits for it any more; it keeps what it has."""
        with self._lock:
            cut.end()
            self._cuts = [other for other in self._cuts if other is not cut]

    def _forget(self, since: datetime) -> None:
        while len(self._groups) > 1 and (self._groups[1][0].at <= since or self._bytes > MOST_BYTES):
            self._bytes -= sum(len(bit.content) for bit in self._groups.popleft())
        if self._bytes > MOST_BYTES:  # no key for so long: nothing can be begun there
            self._groups.clear()
            self._bytes = 0


def _template_of(stream: VideoStream) -> Any:
    """The stream's parameters, in a container of their own: the connection's are gone with it. None where an MP4 cannot hold them."""
    try:
        return av.open(io.BytesIO(), "w", format="mp4").add_stream_from_template(stream)
    except (av.error.FFmpegError, ValueError):
        return None


def _bit_of(packet: Any, time_base: Fraction | None) -> Bit | None:
    pts, dts = packet.pts, packet.dts
    if pts is None or not packet.size or time_base is None:
        return None
    return Bit(bytes(packet), pts, pts if dts is None else dts, packet.duration or 0, time_base, packet.is_keyframe, datetime.now(UTC))


def _in_order(bits: list[Bit]) -> list[Bit]:
    """Without those that come too late to be decoded: no file can hold them."""
    kept: list[Bit] = []
    for bit in bits:
        if not kept or bit.dts > kept[-1].dts:
            kept.append(bit)
    return kept


def _packet(bit: Bit, begin: int, stream: Any) -> Any:
    made = av.Packet(bit.content)
    made.pts, made.dts, made.duration, made.time_base = bit.pts - begin, bit.dts - begin, bit.duration, bit.time_base
    made.is_keyframe, made.stream = bit.key, stream
    return made
