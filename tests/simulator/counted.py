"""A clip whose pictures carry their own number, so that a picture tells when the camera server has sent it."""

import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

WIDTH, HEIGHT, FPS, SECONDS, GOP_S = 320, 180, 15, 60, 2
BITS, SIDE = 10, 32  # squares of the number, of so many pixels
NOISE = 16  # lines at the bottom
COUNT = FPS * SECONDS


def make_counted(path: Path) -> None:
    """`COUNT` pictures, H.264 without B-frames; the camera server plays them by the machine's monotonic clock."""
    gop = str(FPS * GOP_S)
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "tune": "zerolatency", "g": gop, "keyint_min": gop})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number in range(COUNT):
            frame = av.VideoFrame.from_ndarray(_picture(number), format="gray").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            output.mux(stream.encode(frame))
        output.mux(stream.encode())


def number_in(grey: np.ndarray) -> int:
    """The number in a picture of any size, (height, width) in 0 to 255."""
    height, width = grey.shape
    side = width * SIDE / WIDTH
    bits = [grey[int(height / 2), int((bit + 0.5) * side)] > 127 for bit in range(BITS)]
    return sum(1 << bit for bit, lit in enumerate(bits) if lit)


def error_s(number: int, at: float) -> float:
    """How much later than this picture is the moment `at` (seconds since 1970)? The camera sends a picture when its second has come."""
    due = (at - time.time() + time.monotonic()) % SECONDS
    return (due - number / FPS + SECONDS / 2) % SECONDS - SECONDS / 2


def _picture(number: int) -> np.ndarray:
    picture = np.full((HEIGHT, WIDTH), 40, np.uint8)
    noise = np.random.default_rng(number).integers(0, 255, (NOISE, WIDTH), dtype=np.uint8)  # so that it is as many bytes as of a real street
    for bit in range(BITS):
        picture[:, bit * SIDE : (bit + 1) * SIDE] = 235 if number >> bit & 1 else 16
    picture[-NOISE:] = noise
    return picture
