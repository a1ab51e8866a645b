"""The wall of `tools.cameras`: each of its cameras asks for what the camera server knows, and together they show every state of a pane."""

import urllib.parse

import pytest

from simulator.cameras.faults import asked_in
from simulator.clips.library import STORY_TAKES, TAKES
from tools.cameras import CAMERAS, large

CLIPS = {take.name for take in (*TAKES, *STORY_TAKES)}


@pytest.mark.parametrize("asked", [asked for _, asked in CAMERAS if asked])
def test_that_a_camera_of_the_wall_asks_for_a_clip_and_a_fault_that_there_are(asked: str) -> None:
    scheme, _, path = asked.partition(" ")
    parts = urllib.parse.urlsplit(path)
    asked_in(parts.query)
    assert scheme in ("rtsp", "http")
    assert parts.path.split("/")[0] in CLIPS
    assert large(path).split("/")[0] in CLIPS, "its large stream"


def test_that_the_wall_has_sixteen_cameras_and_every_way_to_fail() -> None:
    queries = {urllib.parse.urlsplit(asked).query for _, asked in CAMERAS}
    assert len({name for name, _ in CAMERAS}) == 16
    assert {"fault=401", "fault=404", "fault=hang", "fault=garbage", "fault=nocodec", "stall_after=6", "close_after=9"} <= queries
