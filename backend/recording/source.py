"""Opening a camera to record it, politely: the limits, and the codes of what can go wrong."""

import errno
import random
import threading
import time
import urllib.parse

import av
from av.container import InputContainer
from av.video.stream import VideoStream

CONNECT_S, READ_S = 5.0, 4.0
FIRST_PAUSE_S, LONGEST_PAUSE_S, REFUSED_PAUSE_S = 0.5, 30.0, 60.0
OPENS_PER_S = 4
COMMON = {"user_agent": "yiping-recorder", "fflags": "nobuffer", "probesize": "500000", "analyzeduration": "500000"}
RTSP = {"rtsp_transport": "tcp+udp", "rtsp_flags": "prefer_tcp", "timeout": "4000000"}
HTTP = {"rw_timeout": "4000000"}
SCHEMES = {"rtsp": RTSP, "rtsps": RTSP, "http": HTTP, "https": HTTP}
HELD = {"rtsp": 1, "rtsps": 1}  # pictures that FFmpeg keeps until the next one begins; of MPEG-TS two
REFUSALS = (av.error.HTTPUnauthorizedError, av.error.HTTPForbiddenError, av.error.HTTPNotFoundError)

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class NoVideo(Exception):
    """Nothing at this address can be recorded."""


def code_of(error: BaseException) -> str:
    """For the index and the log. Never the error's own text: it holds the address with its password."""
    if getattr(error, "errno", None) in NO_ROOM or (isinstance(error, OSError) and not isinstance(error, av.FFmpegError)):
        return "disk"
    if isinstance(error, REFUSALS):
        return "refused"
    return "no_video" if isinstance(error, NoVideo) else "unreachable"


def host_of(url: str) -> str:
    """`host:port`, without a login."""
    return urllib.parse.urlsplit(url).netloc.rpartition("@")[2]


def with_login(url: str, login: str) -> str:
    """The address with `NAME:PASSWORD` in it."""
    if not login:
        return url
    name, _, password = login.partition(":")
    parts = urllib.parse.urlsplit(url)
    return parts._replace(netloc=f"{urllib.parse.quote(name, safe='')}:{urllib.parse.quote(password, safe='')}@{parts.netloc}").geturl()


def held_by(url: str) -> int:
    return 2 if urllib.parse.urlsplit(url).path.endswith(".ts") else HELD.get(urllib.parse.urlsplit(url).scheme, 0)


def open_source(url: str) -> tuple[InputContainer, VideoStream]:
    """The opened stream and the video in it."""
    options = SCHEMES.get(url.partition(":")[0].lower())
    if options is None:
        raise NoVideo
    container = av.open(url, options=COMMON | options, timeout=(CONNECT_S, READ_S))
    if not container.streams.video or container.streams.video[0].codec_context is None:
        container.close()
        raise NoVideo
    return container, container.streams.video[0]


class Gate:
    """No more than `OPENS_PER_S` connections per second are opened to a host, whoever asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}

    def pause_s(self, host: str) -> float:
        with self._lock:
            now = time.monotonic()
            mine = max(now, self._free_at.get(host, 0.0))
            self._free_at[host] = mine + 1 / OPENS_PER_S
        return mine - now


class Backoff:
    """Doubling pauses with jitter, for ever; who refuses us is asked again slowly."""

    def __init__(self) -> None:
        self._next_s = FIRST_PAUSE_S

    def reset(self) -> None:
        self._next_s = FIRST_PAUSE_S

    def pause_s(self, refused: bool) -> float:
        if refused:
            return REFUSED_PAUSE_S * random.uniform(0.8, 1.2)
        pause, self._next_s = self._next_s, min(self._next_s * 2, LONGEST_PAUSE_S)
        return pause * random.uniform(0.7, 1.3)
