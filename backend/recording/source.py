"""Opening a camera to record it, and what of its trouble is told to the index."""

import errno
import urllib.parse

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from media.opening import open_stream, scheme_of, video_of
from media.reasons import REFUSALS, reason_for

AT_ONCE = {"fflags": "nobuffer"}  # what was probed is handed out as it came
HELD = {"rtsp": 1, "rtsps": 1}  # pictures that FFmpeg keeps until the next one begins; of MPEG-TS two
NOTHING_THERE = ("no_video", "no_codec", "bad_address")
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def code_of(error: BaseException) -> str:
    """For the index and the log."""
    if getattr(error, "errno", None) in NO_ROOM or (isinstance(error, OSError) and not isinstance(error, av.FFmpegError)):
        return "disk"
    reason = reason_for(error)
    return "no_video" if reason in NOTHING_THERE else "refused" if reason in REFUSALS else "unreachable"


def held_by(url: str) -> int:
    return 2 if urllib.parse.urlsplit(url).path.endswith(".ts") else HELD.get(scheme_of(url), 0)


def open_source(url: str) -> tuple[InputContainer, VideoStream]:
    """The opened stream and the video in it."""
    container = open_stream(url, "yiping-recorder", AT_ONCE)
    try:
        return container, video_of(container)
    except Exception:
        container.close()
        raise
