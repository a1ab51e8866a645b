"""Opening a camera's stream with PyAV: how each protocol is spoken to, and how long anybody waits. The figures are measured: see decision 4."""

from collections.abc import Mapping

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from media.addresses import host_of
from media.reasons import BadAddress, NoDecoder, NoVideo

CONNECT_S, READ_S = 5.0, 4.0
# Without a limit on probing FFmpeg thinks for two seconds before the first picture.
PROBING = {"probesize": "500000", "analyzeduration": "500000"}
# TCP first; UDP for those who refuse TCP (461).
RTSP = {"rtsp_transport": "tcp+udp", "rtsp_flags": "prefer_tcp", "timeout": "4000000"}
HTTP = {"rw_timeout": "4000000"}
SCHEMES = {"rtsp": RTSP, "rtsps": RTSP, "http": HTTP, "https": HTTP}


def scheme_of(url: str) -> str:
    return url.partition(":")[0].lower()


def open_stream(url: str, agent: str, options: Mapping[str, str] = {}) -> InputContainer:
    """`options` of FFmpeg stand above those that all have in common. Raises what `reasons.reason_for` names."""
    common = SCHEMES.get(scheme_of(url))
    if common is None or not host_of(url):
        raise BadAddress
    return av.open(url, options={"user_agent": agent, **PROBING, **common, **options}, timeout=(CONNECT_S, READ_S))


def video_of(container: InputContainer) -> VideoStream:
    """The first video stream."""
    if not container.streams.video:
        raise NoVideo
    stream = container.streams.video[0]
    if stream.codec_context is None:
        raise NoDecoder
    return stream
