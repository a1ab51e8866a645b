"""The demo's clips: they loop, they move, they are made once."""

import math
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cameras.clip import load, split
from simulator.cameras.rtp import MTU, fragments
from simulator.clips.film import frames
from simulator.clips.lens import Lens, clipped
from simulator.clips.library import MAIN, TAKES, Take, path_of, prepare
from simulator.clips.scenes.catalogue import SCENES

SMALL = [Take("market", "market", 160, 90, 5, 100_000), Take("river", "river", 160, 90, 5, 100_000)]


@pytest.mark.parametrize("name", sorted(SCENES))
def test_that_a_loop_has_no_seam(name: str) -> None:
    for mover in SCENES[name].movers:
        begin, end = mover.pose(0.0), mover.pose(1.0)
        assert math.isclose(begin.x, end.x, abs_tol=1e-6)
        assert math.isclose(begin.y, end.y, abs_tol=1e-6)


@pytest.mark.parametrize("name", sorted(SCENES))
def test_that_something_moves_in_every_scene_and_nothing_is_left_behind(name: str) -> None:
    first, *others = [picture.astype(int) for picture in frames(SCENES[name], 320, 180, 4)]
    again = next(iter(frames(SCENES[name], 320, 180, 4))).astype(int)
    assert first.shape == (180, 320, 3)
    assert all(np.abs(first - other).max() > 40 for other in others)
    assert (first == again).all()


def test_that_night_is_darker_than_day() -> None:
    day, night = (next(iter(frames(SCENES[name], 320, 180, 4))).mean() for name in ("avenue", "avenue_night"))
    assert 90 < day < 190
    assert 20 < night < 80


def test_that_clips_are_made_once_and_anew_in_a_new_edition(tmp_path: Path) -> None:
    prepare(tmp_path, SMALL)
    made = [path_of(tmp_path, take).stat().st_mtime_ns for take in SMALL]
    prepare(tmp_path, SMALL)
    assert [path_of(tmp_path, take).stat().st_mtime_ns for take in SMALL] == made
    (tmp_path / "edition").write_text("0")
    prepare(tmp_path, SMALL)
    assert all(path_of(tmp_path, take).stat().st_mtime_ns > before for take, before in zip(SMALL, made, strict=True))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["edition", "market.mp4", "river.mp4"]


def test_that_a_clip_that_is_missing_is_made_again(tmp_path: Path) -> None:
    prepare(tmp_path, SMALL)
    path_of(tmp_path, SMALL[1]).unlink()
    prepare(tmp_path, SMALL)
    assert load(path_of(tmp_path, SMALL[1])).width == 160


def test_that_clips_are_as_cameras_send_them(tmp_path: Path) -> None:
    prepare(tmp_path, SMALL[:1])
    clip = load(path_of(tmp_path, SMALL[0]))
    assert (clip.codec, clip.fps, len(clip.units)) == ("h264", 5.0, 100)
    assert [unit.key for unit in clip.units] == [place % 10 == 0 for place in range(100)]
    assert {unit.delay for unit in clip.units} == {0}


def test_that_every_take_has_its_scene_and_its_own_name() -> None:
    assert {take.scene for take in TAKES} == set(SCENES)
    assert len({take.name for take in TAKES}) == len(TAKES)
    small, large = ({take.scene for take in TAKES if take.name.endswith(MAIN) is main} for main in (False, True))
    assert small == large
    assert all((take.width >= 1280) is take.name.endswith(MAIN) for take in TAKES)


def test_that_main_and_sub_stream_show_the_same_moment(tmp_path: Path) -> None:
    large = Take("market_main", "market", 320, 180, 5, 400_000)
    prepare(tmp_path, [SMALL[0], large])
    pictures = []
    for take in (SMALL[0], large):
        with av.open(str(path_of(tmp_path, take))) as film:
            pictures.append([frame.reformat(160, 90, "gray").to_ndarray().astype(int) for frame in film.decode(video=0)])
    assert [len(each) for each in pictures] == [100, 100]
    same = np.abs(pictures[0][40] - pictures[1][40]).mean()
    assert same < min(np.abs(pictures[0][40] - pictures[1][other]).mean() for other in (10, 70))


def test_that_frames_shown_out_of_order_keep_their_delay(tmp_path: Path) -> None:
    path = tmp_path / "b_frames.mp4"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=10, options={"x264-params": "bframes=2:b-adapt=0:scenecut=0"})
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for picture in frames(SCENES["market"], 160, 90, 20):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(stream.encode())
    delays = [unit.delay for unit in load(path).units]
    assert min(delays) == 0
    assert max(delays) > 1
    assert sorted(place + delay for place, delay in enumerate(delays)) == list(range(min(delays) + delays[0], delays[0] + 20))


@given(st.binary(min_size=1, max_size=20_000))
def test_that_a_nal_unit_survives_its_fragments(body: bytes) -> None:
    nal = bytes([0x65]) + body
    parts = fragments("h264", nal)
    assert all(len(part) <= MTU for part in parts)
    if len(parts) > 1:
        assert [part[1] >> 6 for part in parts] == [2, *[0] * (len(parts) - 2), 1]
        assert bytes([(parts[0][0] & 0xE0) | (parts[0][1] & 0x1F)]) + b"".join(part[2:] for part in parts) == nal


def test_that_start_codes_of_both_lengths_part_nal_units() -> None:
    assert split(b"\0\0\0\1ab\0\0\1cd\0\0\0\1e") == [b"ab", b"cd", b"e"]


@given(st.lists(st.tuples(*[st.floats(-50, 50)] * 3), min_size=3, max_size=6))
def test_that_a_shape_is_cut_off_before_the_camera(points: list[tuple[float, float, float]]) -> None:
    assert all(ahead > 0.59 for _, _, ahead in clipped(points))


def test_that_the_horizon_is_where_far_things_end() -> None:
    lens = Lens(640, 360, pitch=10)
    assert abs(lens.pixel(lens.seen((0, 1e6, 0)))[1] - lens.horizon()) < 0.1
