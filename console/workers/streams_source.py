"""Opening a camera to look at it: with as little delay as there can be. The figures are measured: see decision 4."""

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from media import opening
from media.addresses import comes_in_segments

# Less is probed than elsewhere: a gateway that sends the pictures since the newest key at once is seen the sooner.
HTTP = {"probesize": "100000", "analyzeduration": "300000"}
HLS = HTTP | {"live_start_index": "-2"}  # the newest whole segment but one: the player is never ahead of the recorder


def open_source(url: str) -> InputContainer:
    """The opened stream; raises what `reason_for` names."""
    options = HLS if comes_in_segments(url) else HTTP if opening.scheme_of(url).startswith("http") else {}
    return opening.open_stream(url, "yiping", options)


def video_of(container: InputContainer) -> VideoStream:
    """The first video stream, set for low latency: one thread per camera, no frame is held back."""
    stream = opening.video_of(container)
    stream.codec_context.thread_count, stream.codec_context.thread_type = 1, "SLICE"
    stream.codec_context.flags |= int(av.codec.context.Flags.low_delay)
    return stream
