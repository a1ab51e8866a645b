"""Pictures of a camera, a few each second. Every opening and every read has a limit."""

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import av
import numpy as np

from media.opening import open_stream, video_of
from media.reasons import NoPicture, StreamEnded
from media.shown import Shown
from media.stillness import Stillness

SILENT_S = 12.0  # without a picture that can be decoded
WIDEST = 640  # pixels: what a still is worth


class Picture(NamedTuple):
    """`pixels` is (height, width, 3) RGB; `at` in seconds since the epoch, when it came here. `frozen`: it has come again and again for long, and
    shows nothing of now."""

    pixels: np.ndarray
    at: float
    frozen: bool = False


def pictures(url: str, fps: float, stopped: Callable[[], bool], shown: Shown) -> Iterator[Picture]:
    """Until the camera fails, which raises what `media.reasons.reason_for` names, or `stopped`. `shown`: of all its connections."""
    with open_stream(url, "yiping-analytics") as container:
        shown.begin()
        yield from _decoded(container, fps, stopped, shown)


def _decoded(container: av.container.InputContainer, fps: float, stopped: Callable[[], bool], shown: Shown) -> Iterator[Picture]:
    stream = video_of(container)
    stream.codec_context.thread_count = 1
    due, good, stillness = 0.0, time.monotonic(), Stillness()
    for packet in container.demux(stream):
        if stopped():
            return
        try:
            frames = [] if shown.had(packet) else [frame for frame in packet.decode() if not frame.is_corrupt]
        except av.error.InvalidDataError:
            frames = []
        now = time.monotonic()
        if not frames and now - good > SILENT_S:
            raise NoPicture
        good = now if frames else good
        if frames and now >= due:
            due = max(due + 1 / fps, now - 1 / fps)
            stillness.look(frames[-1])
            yield Picture(_small(frames[-1]), time.time(), stillness.frozen_s() is not None)
    raise StreamEnded


def _small(frame: av.VideoFrame) -> np.ndarray:
    width = min(frame.width, WIDEST)
    height = max(2, round(frame.height * width / frame.width / 2) * 2)
    return frame.reformat(width, height, "rgb24").to_ndarray()
