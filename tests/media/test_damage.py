"""How much of a stream's pictures is damaged, by what the decoder says of real pictures with a part of them taken away."""

from collections.abc import Callable
from pathlib import Path

import av
import pytest
from av.video.stream import VideoStream

from media.damage import WINDOW_S, Damage
from tests.simulator.camera_process import FPS, make_clips


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clips(tmp_path_factory.mktemp("clips")) / "long.mp4"


def shown(clip: Path, hurt: Callable[[int, bytes], bytes]) -> list[float]:
    """The share after each picture, of a clip of which `hurt` changes the packets by their number."""
    clock, shares = Seconds(), list[float]()
    damage = Damage(clock)
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_type = "NONE"
        for number, packet in enumerate(container.demux(stream)):
            for frame in decoded(stream, hurt(number, bytes(packet)) if packet.size else None, damage):
                clock.now += 1 / FPS
                damage.look(frame)
                shares.append(damage.share())
    return shares


def decoded(stream: VideoStream, data: bytes | None, damage: Damage) -> list[av.VideoFrame]:
    """None: the clip is over."""
    try:
        return stream.codec_context.decode(None if data is None else av.Packet(data))
    except av.error.InvalidDataError:
        damage.broken()
        return []


def test_that_a_whole_clip_has_no_damage(clip: Path) -> None:
    shares = shown(clip, lambda _, data: data)
    assert len(shares) == 4 * FPS
    assert set(shares) == {0.0}


def test_that_damage_lasts_to_the_next_whole_key(clip: Path) -> None:
    with av.open(str(clip)) as container:
        keys = [number for number, packet in enumerate(container.demux(video=0)) if packet.is_keyframe]
    assert len(keys) > 1
    hurt_at = keys[0] + 2
    shares = shown(clip, lambda number, data: data[: len(data) // 2] if number == hurt_at else data)
    assert max(shares) > 0
    damaged = round(shares[-1] * len(shares))
    assert damaged == pytest.approx(keys[1] - hurt_at, abs=1)


def test_that_only_the_last_seconds_count(clip: Path) -> None:
    damage = Damage(clock := Seconds())
    damage.broken()
    with av.open(str(clip)) as container:
        frames = list(container.decode(video=0))
    damage.look(next(frame for frame in frames if not frame.key_frame))
    assert damage.share() == 1.0
    for frame in frames[: int(WINDOW_S) + 2]:
        clock.now += 1.0
        damage.look(frame)
    assert damage.share() == 0.0
