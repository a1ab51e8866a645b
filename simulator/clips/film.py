"""A scene as a clip: painted frame by frame, encoded as a camera would."""

import os
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from simulator.clips import town
from simulator.clips.canvas import Canvas
from simulator.clips.motion import paint_movers
from simulator.clips.scenes.catalogue import Scene
from simulator.clips.weather import darken_corners, weather

SUPERSAMPLING = 2
GOP_S = 2
GRAIN_BY_NIGHT = 2.0  # standard deviation, of 255


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


def shoot(scene: Scene, path: Path, width: int, height: int, fps: int, seconds: int, bit_rate: int) -> None:
    """Encode one loop as H.264 without B-frames. The file appears when it is whole."""
    unfinished = path.with_name(f".{path.stem}.{os.getpid()}.mp4")
    gop = fps * GOP_S
    options = {"preset": "superfast", "tune": "zerolatency", "x264-params": f"keyint={gop}:min-keyint={gop}:scenecut=0:bframes=0"}
    with av.open(str(unfinished), "w", format="mp4") as output:
        stream = output.add_stream("libx264", rate=fps, options=options)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = width, height, "yuv420p", bit_rate
        stream.codec_context.thread_count = 1
        for number, picture in enumerate(frames(scene, width, height, fps * seconds)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, fps)
            output.mux(stream.encode(frame))
        output.mux(stream.encode())
    unfinished.replace(path)
