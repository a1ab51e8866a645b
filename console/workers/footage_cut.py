"""A stretch of what was recorded of a camera, around a moment, as one film: put together from its files, never encoded again."""

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from console.workers.footage_files import FootageFiles
from console.workers.streams_ring import Film
from wire.recordings import Recording

WHOLE_S = 40.0  # so long after a moment every recorder has the file closed that it is in


class RecordedCut:
    """See `console.hall.streams.Cut`. What is not recorded of it, or is of another make than its beginning, is not in the film."""

    def __init__(self, files: FootageFiles, camera_id: str, start: datetime, until: datetime) -> None:
        self._files, self._camera_id, self.start, self.until = files, camera_id, start, until
        self._given_up = False

    @property
    def done(self) -> bool:
        return self._given_up or datetime.now(UTC) > self.until + timedelta(seconds=WHOLE_S)

    def end(self) -> None:
        """Nobody waits for the rest."""
        self._given_up = True

    def film(self, about: Mapping[str, str]) -> Film | None:
        """Fetches what is not here yet. Raises `ApiError`."""
        found = self._files.between(self._camera_id, self.start, self.until)
        made = _Made(about)
        for recording in found:
            with av.open(io.BytesIO(self._files.body(recording)), "r") as source:
                if not source.streams.video or not made.fits(source.streams.video[0]):
                    break
                for packet, at in _wanted(source, recording, self.start, self.until):
                    made.put(packet, at)
        return made.film()


class _Made:
    """The film as it grows. `at`: seconds since 1970."""

    def __init__(self, about: Mapping[str, str]) -> None:
        self._content = io.BytesIO()
        self._output = av.open(self._content, "w", format="mp4")
        self._output.metadata.update(about)
        self._stream: Any = None
        self._make: tuple[object, ...] = ()
        self._first = self._last = 0.0
        self._lead, self._dts = 0, -1

    def fits(self, source: VideoStream) -> bool:
        """Can it be in one file with what is there?"""
        context = source.codec_context
        make = (context.name, context.width, context.height, bytes(context.extradata or b""))
        if self._stream is None:
            self._stream, self._make = self._output.add_stream_from_template(source), make
        return make == self._make

    def put(self, packet: Any, at: float) -> None:
        base, decoded = packet.time_base, packet.pts if packet.dts is None else packet.dts
        if self._dts < 0:
            self._first, self._lead = at, max(0, packet.pts - decoded)
        shift = round((at - self._first) / base) - packet.pts + self._lead
        dts = decoded + shift
        if dts <= self._dts:
            return  # a picture that is in both files
        self._dts, self._last = dts, max(self._last, at + float((packet.duration or 0) * base))
        packet.pts, packet.dts, packet.stream = packet.pts + shift, dts, self._stream
        self._output.mux(packet)

    def film(self) -> Film | None:
        self._output.close()
        return Film(self._content.getvalue(), self._last - self._first) if self._dts >= 0 else None


def _wanted(source: InputContainer, recording: Recording, start: datetime, until: datetime) -> Iterator[tuple[Any, float]]:
    """From the last key picture that is not after the start, with the time of each, seconds since 1970."""
    began = recording.start.timestamp()
    packets: list[Any] = [packet for packet in source.demux(source.streams.video[0]) if packet.pts is not None and packet.size]
    times = [began + float(packet.pts * packet.time_base) for packet in packets]
    keys = [place for place, packet in enumerate(packets) if packet.is_keyframe and times[place] <= start.timestamp()]
    for packet, at in list(zip(packets, times, strict=True))[keys[-1] if keys else 0 :]:
        if at <= until.timestamp():
            yield packet, at
