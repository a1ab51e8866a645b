"""Pictures of a camera, a few each second. Every opening and every read has a limit; what goes wrong has a name without the address in it."""

import time
import urllib.parse
from collections.abc import Callable, Iterator
from typing import NamedTuple

import av
import numpy as np

CONNECT_S, READ_S, SILENT_S = 6.0, 6.0, 12.0
COMMON = {"user_agent": "yiping"}
RTSP = {"rtsp_transport": "tcp+udp", "rtsp_flags": "prefer_tcp", "timeout": "6000000", "probesize": "500000", "analyzeduration": "500000"}
HTTP = {"rw_timeout": "6000000", "probesize": "500000", "analyzeduration": "500000"}
OPTIONS = {"rtsp": RTSP, "rtsps": RTSP, "http": HTTP, "https": HTTP}
WIDEST = 640  # pixels: what a still is worth


class NoPicture(Exception):
    """The reason, in a word or two."""


class Picture(NamedTuple):
    """`pixels` is (height, width, 3) RGB; `at` in seconds since the epoch, when it came here."""

    pixels: np.ndarray
    at: float


def pictures(url: str, login: str, fps: float, stopped: Callable[[], bool]) -> Iterator[Picture]:
    """Until the camera fails (`NoPicture`) or `stopped`. `login` is NAME:PASSWORD or empty."""
    options = OPTIONS.get(url.partition(":")[0].lower())
    if options is None:
        raise NoPicture("bad address")
    try:
        with av.open(with_login(url, login), options=COMMON | options, timeout=(CONNECT_S, READ_S)) as container:
            yield from _decoded(container, fps, stopped)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise NoPicture(type(error).__name__) from None  # its own text holds the address with the password


def with_login(url: str, login: str) -> str:
    parts = urllib.parse.urlsplit(url)
    if not login or parts.scheme not in OPTIONS:
        return url
    name, _, password = login.partition(":")
    return parts._replace(netloc=f"{urllib.parse.quote(name, '')}:{urllib.parse.quote(password, '')}@{parts.netloc}").geturl()


def _decoded(container: av.container.InputContainer, fps: float, stopped: Callable[[], bool]) -> Iterator[Picture]:
    if not container.streams.video:
        raise NoPicture("no video")
    stream = container.streams.video[0]
    stream.codec_context.thread_count = 1
    due, good = 0.0, time.monotonic()
    for packet in container.demux(stream):
        if stopped():
            return
        try:
            frames = [frame for frame in packet.decode() if not frame.is_corrupt]
        except av.error.InvalidDataError:
            frames = []
        now = time.monotonic()
        if not frames and now - good > SILENT_S:
            raise NoPicture("no picture that can be decoded")
        good = now if frames else good
        if frames and now >= due:
            due = max(due + 1 / fps, now - 1 / fps)
            yield Picture(_small(frames[-1]), time.time())
    raise NoPicture("the camera hung up")


def _small(frame: av.VideoFrame) -> np.ndarray:
    width = min(frame.width, WIDEST)
    height = max(2, round(frame.height * width / frame.width / 2) * 2)
    return frame.reformat(width, height, "rgb24").to_ndarray()
