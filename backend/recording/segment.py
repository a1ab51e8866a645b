"""One file being written: packets as the camera has sent them, none encoded anew."""

from pathlib import Path
from typing import Any

import av
from av.video.stream import VideoStream

# A fragment is whole with the next key picture, and on its way to the disk then: who is killed loses no more than that.
OPTIONS = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "flush_packets": "1"}


class Segment:
    def __init__(self, place: Path, stream: VideoStream, first: Any) -> None:
        """`first`: the key packet (av.Packet) that it begins with."""
        self.place, self.begin = place, first.pts
        self._seconds, self._last_dts = 0.0, -1
        self._base_dts = first.dts if first.dts is not None else first.pts
        self._output = av.open(str(place), "w", format="mp4", options=OPTIONS)
        self._stream = self._output.add_stream_from_template(stream)

    def add(self, packet: Any) -> None:
        """Nothing, when its time is not behind that of the packet before: no file could hold it."""
        dts = (packet.dts if packet.dts is not None else packet.pts) - self._base_dts
        if dts <= self._last_dts:
            return
        self._last_dts = dts
        self._seconds = max(self._seconds, float((packet.pts - self.begin) * packet.time_base))
        packet.pts, packet.dts = packet.pts - self.begin, dts
        packet.stream = self._stream
        self._output.mux(packet)

    def end(self, gap_s: float) -> float:
        """Close the file; how many seconds it lasts, the last picture being shown for `gap_s`."""
        self._output.close()
        return self._seconds + gap_s
