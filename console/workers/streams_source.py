"""Opening a camera with PyAV, and the reason codes of what can go wrong. The figures are measured: see decision 4."""

import urllib.parse

import av
from av.container import InputContainer
from av.video.stream import VideoStream

CONNECT_S, READ_S = 5.0, 4.0
# Without a limit on probing FFmpeg thinks for two seconds before the first picture. Without `nobuffer` it hands out what it has probed: a gateway
# that sends the pictures since the newest key at once is seen after 0.02 s instead of 0.6 s, and not later afterwards.
COMMON = {"user_agent": "yiping"}
# TCP first; UDP for those who refuse TCP (461).
RTSP = {"rtsp_transport": "tcp+udp", "rtsp_flags": "prefer_tcp", "timeout": "4000000", "probesize": "500000", "analyzeduration": "500000"}
HTTP = {"rw_timeout": "4000000", "probesize": "100000", "analyzeduration": "300000"}
HLS = HTTP | {"live_start_index": "-2"}  # the newest whole segment but one: the player is never ahead of the recorder
SCHEMES = {"rtsp": RTSP, "rtsps": RTSP, "http": HTTP, "https": HTTP}


class StreamEnded(Exception):
    """The other end hung up."""


class NoPicture(Exception):
    """Data comes, but nothing that can be decoded."""


class NoVideo(Exception):
    """There is no video in this stream."""


class NoDecoder(Exception):
    """Nobody here can decode what this stream says it carries."""


class BadAddress(Exception):
    """No camera can have this URL."""


# In this order: the first that fits names the reason. FFmpeg answers a silent server with InvalidDataError while opening.
REASONS: list[tuple[type[BaseException], str]] = [
    (BadAddress, "bad_address"),
    (av.error.ProtocolNotFoundError, "bad_address"),
    (av.error.HTTPUnauthorizedError, "unauthorized"),
    (av.error.HTTPForbiddenError, "forbidden"),
    (av.error.HTTPNotFoundError, "not_found"),
    (StreamEnded, "ended"),
    (NoPicture, "no_picture"),
    (NoVideo, "no_video"),
    (NoDecoder, "no_codec"),
    (av.error.DecoderNotFoundError, "no_codec"),
    (av.error.ExitError, "timeout"),
    (TimeoutError, "timeout"),
    (av.error.InvalidDataError, "no_answer"),
    (OSError, "unreachable"),
]

REFUSALS = frozenset({"unauthorized", "forbidden", "not_found", "bad_address", "no_codec", "no_video"})  # asking again soon would not help


def reason_for(error: BaseException) -> str:
    """A code for the pane and the log. Never the error's own text: it holds the URL with its password."""
    return next((code for kind, code in REASONS if isinstance(error, kind)), "broken")


def masked(url: str) -> str:
    """The URL without name, password and query."""
    try:
        parts = urllib.parse.urlsplit(url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
        return f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}{parts.path}"
    except ValueError:
        return "(bad address)"


def host_of(url: str) -> str:
    """`host:port`, what the politeness of `streams_pace.Gate` goes by."""
    return urllib.parse.urlsplit(masked(url)).netloc


def comes_in_segments(url: str) -> bool:
    """Does this stream (HLS) bring some seconds at once, which have to be shown at their own pace?"""
    return urllib.parse.urlsplit(masked(url)).path.endswith(".m3u8")


def open_source(url: str) -> InputContainer:
    """The opened stream; raises what `reason_for` names."""
    options = SCHEMES.get(url.partition(":")[0].lower())
    if options is None or not host_of(url):
        raise BadAddress
    if comes_in_segments(url):
        options = HLS
    return av.open(url, options=COMMON | options, timeout=(CONNECT_S, READ_S))


def video_of(container: InputContainer) -> VideoStream:
    """The first video stream, set for low latency: one thread per camera, no frame is held back."""
    if not container.streams.video:
        raise NoVideo
    stream = container.streams.video[0]
    context = stream.codec_context
    if context is None:
        raise NoDecoder
    context.thread_count, context.thread_type = 1, "SLICE"
    context.flags |= int(av.codec.context.Flags.low_delay)
    return stream
