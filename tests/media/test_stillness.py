"""A stream that repeats one picture is told from one of a scene in which nothing moves."""

import itertools
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from media.stillness import SAME_PICTURES, SAME_S, Stillness, signature

WIDE, TALL = 320, 180


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stillness(clock: Clock) -> Stillness:
    return Stillness(clock)


def a_frame(picture: np.ndarray) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(picture, format="gray").reformat(format="yuv420p")


def flat(level: int) -> av.VideoFrame:
    return a_frame(np.full((TALL, WIDE), level, np.uint8))


def show(stillness: Stillness, clock: Clock, frames: Iterator[av.VideoFrame], fps: float, seconds: float) -> list[float]:
    """At every moment at which it was said to be frozen, for how long it was."""
    said = []
    for _, frame in zip(range(int(seconds * fps)), frames, strict=False):
        clock.now += 1 / fps
        stillness.look(frame)
        frozen_s = stillness.frozen_s()
        if frozen_s is not None:
            said.append(frozen_s)
    return said


def for_ever(*frames: av.VideoFrame) -> Iterator[av.VideoFrame]:
    while True:
        yield from frames


def test_that_one_picture_for_long_is_frozen_until_another_comes(stillness: Stillness, clock: Clock) -> None:
    assert show(stillness, clock, for_ever(flat(90)), 15, SAME_S - 1) == []
    said = show(stillness, clock, for_ever(flat(90)), 15, 20)
    assert said
    assert said[-1] == pytest.approx(SAME_S + 19, abs=1)
    assert said == sorted(said)
    assert show(stillness, clock, for_ever(flat(91)), 15, 5)[15 * 2 :] == []


def test_that_few_pictures_are_not_enough(stillness: Stillness, clock: Clock) -> None:
    """Of a preview only keys are decoded, and they may be ten seconds apart."""
    assert show(stillness, clock, for_ever(flat(90)), 0.1, 10 * (SAME_PICTURES - 1)) == []
    assert show(stillness, clock, for_ever(flat(90)), 0.1, 30)


@pytest.mark.parametrize("fps", [3, 15])
def test_that_a_short_film_that_goes_round_is_not_frozen(stillness: Stillness, clock: Clock, fps: int) -> None:
    assert show(stillness, clock, for_ever(*(flat(10 * n) for n in range(fps))), fps, 300) == []


def test_that_a_change_of_one_block_is_seen() -> None:
    picture = np.full((TALL, WIDE), 90, np.uint8)
    before = signature(a_frame(picture))
    for top, left in ((0, 0), (61, 123), (TALL - 4, WIDE - 4)):
        changed = picture.copy()
        changed[top : top + 4, left : left + 4] += 1
        assert signature(a_frame(changed)) != before


def test_that_a_still_scene_with_noise_is_not_frozen(stillness: Stillness, clock: Clock, tmp_path: Path) -> None:
    """A scene in which nothing moves, its sensor's noise pressed hard by the codec: many pictures are the same, for a second or two."""
    noise, scene = np.random.default_rng(5), np.tile(np.linspace(20, 220, WIDE), (TALL, 1))
    path, fps, seconds = tmp_path / "still.mp4", 10, 40
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=fps, options={"crf": "35", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = WIDE, TALL, "yuv420p", 2 * fps
        for number in range(fps * seconds):
            frame = a_frame(np.clip(scene + noise.normal(0, 1, scene.shape), 0, 255).astype(np.uint8))
            frame.pts, frame.time_base = number, Fraction(1, fps)
            output.mux(stream.encode(frame))
        output.mux(stream.encode())
    with av.open(str(path)) as played:
        frames = list(played.decode(video=0))
    signs = [signature(frame) for frame in frames]
    assert any(one == other for one, other in itertools.pairwise(signs))  # or this would show nothing
    assert show(stillness, clock, iter(frames), fps, seconds) == []
