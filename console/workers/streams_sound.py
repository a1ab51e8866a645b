"""The sound of one stream: decoded only while somebody listens, and then as whoever listens wants it."""

from typing import Any, Protocol

import av
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer

LAYOUTS = {1: "mono", 2: "stereo"}


class Ear(Protocol):
    """See `console.hall.listening.Ear`."""

    @property
    def form(self) -> tuple[int, int]:
        """16-bit samples in a second, and of how many channels."""

    def hear(self, samples: bytes) -> None: ...


class Sound:
    """`take` and `begin` in the camera's thread, `listen` in any. `there`: does the stream have sound? None: nobody knows yet."""

    def __init__(self) -> None:
        self.there: bool | None = None
        self.decoded = 0  # packets so far
        self._ear: Ear | None = None
        self._made_for: Ear | None = None
        self._resampler: AudioResampler | None = None

    def listen(self, before: Ear | None, now: Ear | None) -> None:
        """Who heard `before` hears `now`. There is one ear at a time: a newer one of somebody else stays."""
        if now is not None or self._ear is before:
            self._ear = now

    def begin(self, container: InputContainer) -> AudioStream | None:
        """A new connection: its first sound, if it has one that can be decoded."""
        sounds = [stream for stream in container.streams.audio if stream.codec_context is not None]
        self.there, self._resampler = bool(sounds), None
        return sounds[0] if sounds else None

    def take(self, packet: Any) -> None:
        """An av.Packet of it. What cannot be decoded is not heard."""
        ear = self._ear
        if ear is None:
            self._resampler = None
            return
        if self._resampler is None or ear is not self._made_for:
            rate, channels = ear.form
            self._resampler, self._made_for = AudioResampler("s16", LAYOUTS[channels], rate), ear
        self.decoded += 1
        try:
            for frame in packet.decode():
                for made in self._resampler.resample(frame):
                    ear.hear(made.to_ndarray().tobytes())
        except (av.FFmpegError, ValueError):  # damaged, or another form in the middle of the stream
            self._resampler = None
