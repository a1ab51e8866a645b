"""A scene as a clip: painted frame by frame, encoded as a camera would."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import av
import numpy as np
from PIL import Image

from simulator.clips import town
from simulator.clips.canvas import Canvas
from simulator.clips.motion import paint_movers
from simulator.clips.scenes.catalogue import Scene
from simulator.clips.sound import RATE, Noise, heard
from simulator.clips.weather import darken_corners, weather

SUPERSAMPLING = 2
GOP_S = 2
GRAIN_BY_NIGHT = 2.0  # standard deviation, of 255


class Film(NamedTuple):
    """One file to be made; `bit_rate` in bit/s. `noise` is heard in it, none: it is silent."""

    path: Path
    width: int
    height: int
    bit_rate: int
    noise: Noise | None = None


def frames(scene: Scene, width: int, height: int, count: int) -> Iterator[np.ndarray]:
    """The pictures of one loop, each (height, width, 3) RGB."""
    random = np.random.default_rng(scene.seed)
    canvas = painted(scene, width, height, random)
    still = canvas.image.copy()
    small = still.reduce(SUPERSAMPLING)
    air = weather(width, height, scene.light.wet, GRAIN_BY_NIGHT if scene.light.lamps else 0.0, random)
    for number in range(count):
        picture = small.copy()
        # Only what moves is made smaller again, and wiped out after: half the time.
        boxes = paint_movers(canvas, scene.movers, number / count, SUPERSAMPLING)
        for box in boxes:
            picture.paste(canvas.image.crop(box).reduce(SUPERSAMPLING), (box[0] // SUPERSAMPLING, box[1] // SUPERSAMPLING))
        for box in boxes:
            canvas.image.paste(still.crop(box), box)
        yield np.asarray(air.over(picture, number))


def painted(scene: Scene, width: int, height: int, random: np.random.Generator) -> Canvas:
    """What stands still, larger than the picture by `SUPERSAMPLING`."""
    lens = replace(scene.lens, width=width * SUPERSAMPLING, height=height * SUPERSAMPLING)
    canvas = Canvas(town.sky(lens, scene.light, random), lens, scene.light)
    scene.still(canvas, random)
    darken_corners(canvas.image)
    return canvas


def shoot(scene: Scene, seconds: int, films: Sequence[Film], fps: int) -> None:
    """Encode one loop as H.264 without B-frames, in several sizes of one shape, painted once. Files appear when they are whole."""
    largest = max(films, key=lambda film: film.width)
    with ExitStack() as ends:
        encoders = [ends.enter_context(Encoder(film, fps)) for film in films]
        for picture in frames(scene, largest.width, largest.height, fps * seconds):
            for encoder in encoders:
                encoder.add(picture)


class Encoder:
    """Writes one film frame by frame; the file has its name once the block ends well."""

    def __init__(self, film: Film, fps: int) -> None:
        self._film, self._fps, self._count = film, fps, 0
        self._unfinished = film.path.with_name(f".{film.path.stem}.{os.getpid()}.mp4")

    def __enter__(self) -> "Encoder":
        gop = self._fps * GOP_S
        options = {"preset": "ultrafast", "tune": "zerolatency", "x264-params": f"keyint={gop}:min-keyint={gop}:scenecut=0:bframes=0"}
        self._output = av.open(str(self._unfinished), "w", format="mp4")
        self._stream = self._output.add_stream("libx264", rate=self._fps, options=options)
        self._stream.width, self._stream.height, self._stream.pix_fmt = self._film.width, self._film.height, "yuv420p"
        self._stream.bit_rate, self._stream.codec_context.thread_count = self._film.bit_rate, 1
        self._sound = self._output.add_stream("aac", rate=RATE, layout="mono") if self._film.noise else None
        return self

    def add(self, picture: np.ndarray) -> None:
        """A picture of this size, or of a whole multiple of it."""
        times = picture.shape[1] // self._film.width
        small = np.asarray(Image.fromarray(picture).reduce(times)) if times > 1 else picture
        frame = av.VideoFrame.from_ndarray(small, format="rgb24")
        frame.pts, frame.time_base = self._count, Fraction(1, self._fps)
        self._count += 1
        self._output.mux(self._stream.encode(frame))

    def __exit__(self, kind: Any, *_: object) -> None:
        if kind is None:
            self._output.mux(self._stream.encode())
            self._add_sound()
        self._output.close()
        if kind is None:
            self._unfinished.replace(self._film.path)

    def _add_sound(self) -> None:
        if self._sound is None or self._film.noise is None:
            return
        samples = (heard(self._film.noise, self._count // self._fps) * 32_767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="s16", layout="mono")
        frame.sample_rate, frame.pts = RATE, 0
        for made in (frame, None):
            self._output.mux(self._sound.encode(made))
