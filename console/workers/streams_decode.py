"""From packets to good pictures: what is decoded of a stream, and when there is nothing to be hoped for any more."""

import time
from collections.abc import Iterator
from typing import Any

import av
from av.video.stream import VideoStream

from media.damage import Damage
from media.reasons import NoPicture

NO_PICTURE_S = 6.0  # garbage in valid packets never ends by itself
NO_KEY_S = 20.0  # without a fault in it, a stream may be one that has a key picture so rarely


class Decoder:
    """Of one connection. Between two keys nothing is decoded while `keys_only` is set, which is half of the work."""

    def __init__(self, stream: VideoStream, damage: Damage) -> None:
        self._stream, self._context, self._damage = stream, stream.codec_context, damage
        self._keys_only, self._seen_good, self._spoilt = False, False, False
        self._good_at = time.monotonic()
        self._key_time: float | None = None
        self.key_gap_s: float | None = None  # between the two newest keys

    def pictures(self, packet: Any, keys_only: bool) -> Iterator[av.VideoFrame]:
        """The good pictures that a packet (av.Packet) completes; `NoPicture` when there was none for too long."""
        self._turn(keys_only, packet.is_keyframe)
        self._measure(packet)
        try:
            frames = [frame for frame in packet.decode() if self._seen_good or not frame.is_corrupt]
        except av.error.InvalidDataError:
            frames, self._spoilt = [], True
            self._damage.broken()
        if frames:
            self._seen_good, self._spoilt, self._good_at = True, False, time.monotonic()
            yield from frames
        elif time.monotonic() - self._good_at > (NO_PICTURE_S if self._spoilt else NO_KEY_S):
            raise NoPicture

    def _turn(self, keys_only: bool, is_key: bool) -> None:
        """What was left out can only be taken up again at a key."""
        if keys_only != self._keys_only and (keys_only or is_key):
            self._context.skip_frame = "NONKEY" if keys_only else "DEFAULT"
            self._keys_only = keys_only

    def _measure(self, packet: Any) -> None:
        if packet.is_keyframe and packet.pts is not None and packet.time_base:
            at = float(packet.pts * packet.time_base)
            if self._key_time is not None and at > self._key_time:
                self.key_gap_s = at - self._key_time
            self._key_time = at
