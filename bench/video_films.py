"""The films of the benches of video: what a camera sends, with the number of each picture in it, so that a screen tells how old what it shows is.

The simulator's own films are encoded once more as a camera does it, Main profile with CABAC and deblocking: made in haste, as they are, they take a
third as long to decode and flatter no wall.
"""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from simulator.clips.library import SECONDS, Take, path_of, prepare

SUB = Take("sub", "avenue", 640, 360, 15, 600_000)
MAIN = Take("main", "avenue", 1920, 1080, 25, 4_000_000)
HEVC = Take("hevc", "avenue", 640, 360, 15, 600_000)
TAKES = {take.name: take for take in (SUB, MAIN, HEVC)}
KEYS = "keyint={gop}:min-keyint={gop}:scenecut=0:bframes=0"
BITS = 10
SQUARES = BITS + 2  # across the picture: a lit one and a dark one, that say that here is a number, and its bits, the least first
BAND = 12  # the band of squares is such a part of the height, in the middle
DARK, LIT = 16, 235


def make(folder: Path) -> None:
    prepare(folder, list(TAKES.values()))
    for take in TAKES.values():
        as_cameras_do(path_of(folder, take), take)


def count_of(take: Take) -> int:
    """Pictures of its film, which goes round."""
    return take.fps * SECONDS


def as_cameras_do(path: Path, take: Take) -> None:
    """The same pictures with their numbers, as large at most."""
    coded, keys = path.with_name(f".{path.name}"), KEYS.format(gop=2 * take.fps)
    codec, options = "libx264", {"preset": "veryfast", "profile": "main", "x264-params": keys}
    if take is HEVC:
        codec, options = "libx265", {"preset": "veryfast", "x265-params": f"{keys}:log-level=none"}
    with av.open(str(path)) as film, av.open(str(coded), "w", format="mp4") as camera:
        stream = camera.add_stream(codec, rate=take.fps, options=options)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = take.width, take.height, "yuv420p", take.bit_rate
        for number, frame in enumerate(film.decode(video=0)):
            numbered = av.VideoFrame.from_ndarray(with_number(frame.to_ndarray(format="yuv420p"), number), format="yuv420p")
            numbered.pts, numbered.time_base = number, Fraction(1, take.fps)
            camera.mux(stream.encode(numbered))
        camera.mux(stream.encode())
    coded.replace(path)


def with_number(planes: np.ndarray, number: int) -> np.ndarray:
    """`planes`: (3/2 height, width), as PyAV has yuv420p. In Gray's code one bit changes from picture to picture: half of the one and half of the
    next, as a screen may be while it is being painted, are one or the other.
    """
    height, width = planes.shape[0] * 2 // 3, planes.shape[1]
    band = height // BAND
    top, edges = (height - band) // 2, [width * square // SQUARES for square in range(SQUARES + 1)]
    lit = [True, False, *(bool((number ^ number >> 1) >> bit & 1) for bit in range(BITS))]
    for square, bright in enumerate(lit):
        planes[top : top + band, edges[square] : edges[square + 1]] = LIT if bright else DARK
    return planes


def numbers_in(lit: np.ndarray) -> np.ndarray:
    """(pictures, `SQUARES`) of what is lit → the number of each picture, -1 where there is none."""
    bits = lit[:, 2:].astype(np.int64)
    binary = np.bitwise_xor.accumulate(bits[:, ::-1], axis=1)[:, ::-1]
    return np.where(lit[:, 0] & ~lit[:, 1], binary @ (1 << np.arange(BITS)), -1)
