"""How a stream does, for who looks after the cameras: what it sends, how soon its first picture came, and what the camera's own clock says."""

import struct
import time
from collections import deque
from datetime import UTC, datetime
from typing import Any, NamedTuple

import av

PRODUCED_AT = "prft"  # side data of a packet (AVProducerReferenceTime): microseconds since 1970 by the clock of the sender
CLOCKED, EVERY = 40, 5  # packets: of 40 the least delayed tells the clock, and every fifth is asked
FIRSTS = 100  # first pictures that wait to be told


class FirstPicture(NamedTuple):
    """`at`: UTC; so many milliseconds after the connection was begun."""

    at: datetime
    ms: int


class Reading(NamedTuple):
    """See `console.hall.camera_health.Reading`."""

    url: str
    problem: str
    age_s: float | None
    fresh_s: float
    frame_rate: float
    codec: str
    width: int
    height: int
    firsts: tuple[FirstPicture, ...]
    ahead_s: float | None


class Gauge:
    """Written by the thread of the stream, read by the GUI thread."""

    def __init__(self) -> None:
        self.codec, self.width, self.height = "", 0, 0
        self._opened_at: float | None = None
        self._firsts: deque[FirstPicture] = deque(maxlen=FIRSTS)
        self._ahead: deque[float] = deque(maxlen=CLOCKED)
        self._packets = 0

    def opening(self) -> None:
        self._opened_at = time.monotonic()
        self._ahead.clear()

    def packet(self, packet: Any) -> None:
        """An av.Packet. Over RTSP the sender reports of the camera (RTCP) give its pictures the time of its clock; nothing else does."""
        self._packets += 1
        if self._packets % EVERY == 0 and packet.has_sidedata(PRODUCED_AT):
            micros, _ = struct.unpack_from("=qi", bytes(packet.get_sidedata(PRODUCED_AT)))
            self._ahead.append(micros / 1e6 - time.time())

    def picture(self, frame: av.VideoFrame, codec: str) -> None:
        self.codec, self.width, self.height = codec, frame.width, frame.height
        if self._opened_at is not None:
            self._firsts.append(FirstPicture(datetime.now(UTC), round(1000 * (time.monotonic() - self._opened_at))))
            self._opened_at = None

    def ahead_s(self) -> float | None:
        """How far the camera's clock is ahead of this machine's; none when the stream does not tell."""
        ahead = list(self._ahead)
        return max(ahead) if ahead else None

    def take_firsts(self) -> tuple[FirstPicture, ...]:
        """Those that nobody has taken yet."""
        taken = []
        while self._firsts:
            taken.append(self._firsts.popleft())
        return tuple(taken)
