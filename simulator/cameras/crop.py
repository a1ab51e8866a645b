"""The window of a camera that was turned: decoded, cut out, made as large as the film, and encoded anew for one client."""

from fractions import Fraction
from typing import Any

import av
import numpy as np
from PIL import Image

from simulator.cameras.clip import DELIMITERS, Clip, Unit, nal_type, split
from simulator.cameras.mount import Window

ENCODERS: dict[str, tuple[str, dict[str, str]]] = {
    "h264": ("libx264", {"preset": "ultrafast", "tune": "zerolatency", "x264-params": "scenecut=0:bframes=0:repeat-headers=1"}),
    "hevc": ("libx265", {"preset": "ultrafast", "tune": "zerolatency", "x265-params": "log-level=none:scenecut=0:bframes=0:repeat-headers=1"}),
}
GOP_S = 2
BITS_PER_PIXEL = 0.15


class Crop:
    """For one thread at a time."""

    def __init__(self, clip: Clip) -> None:
        self._clip = clip
        self._decoder: Any = av.CodecContext.create(clip.codec, "r")
        self._encoder = self._make_encoder()
        self._last: int | None = None
        self._count = 0

    def unit(self, place: int, window: Window) -> Unit | None:
        """What the camera sees when this unit of the clip is due; none while the decoder has no picture yet."""
        picture = self._picture(place)
        if picture is None:
            return None
        wide, high = self._clip.width, self._clip.height
        box = (window.left * wide, window.top * high, (window.left + window.size) * wide, (window.top + window.size) * high)
        seen = Image.fromarray(picture).resize((wide, high), Image.Resampling.BILINEAR, box=box)
        frame = av.VideoFrame.from_ndarray(np.asarray(seen), format="rgb24").reformat(format="yuv420p")
        frame.pts, frame.time_base = self._count, self._encoder.time_base
        self._count += 1
        packets = self._encoder.encode(frame)
        if not packets:
            return None
        nals = [nal for packet in packets for nal in split(bytes(packet)) if nal_type(self._clip.codec, nal) != DELIMITERS[self._clip.codec]]
        return Unit(nals, any(packet.is_keyframe for packet in packets), 0)

    def _picture(self, place: int) -> np.ndarray | None:
        """Decodes from the key before when it does not go on from the unit before."""
        following = self._last is not None and place == (self._last + 1) % len(self._clip.units)
        if not following:
            self._decoder = av.CodecContext.create(self._clip.codec, "r")
        start = place if following else self._clip.key_before(place)
        self._last = place
        frames = [frame for at in range(start, place + 1) for frame in self._decoder.decode(av.Packet(self._clip.units[at].annexb()))]
        return frames[-1].to_ndarray(format="rgb24") if frames else None

    def _make_encoder(self) -> Any:
        name, options = ENCODERS[self._clip.codec]
        encoder: Any = av.CodecContext.create(name, "w")
        rate = Fraction(self._clip.fps).limit_denominator(1001)
        encoder.width, encoder.height, encoder.pix_fmt = self._clip.width, self._clip.height, "yuv420p"
        encoder.framerate, encoder.time_base, encoder.options = rate, 1 / rate, options
        encoder.gop_size, encoder.thread_count = round(self._clip.fps * GOP_S), 1
        encoder.bit_rate = round(self._clip.width * self._clip.height * self._clip.fps * BITS_PER_PIXEL)
        return encoder
