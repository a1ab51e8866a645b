"""What a watcher finds in rendered stories whose truth is known, and what it leaves alone."""

import numpy as np
import pytest
from msgspec.structs import replace

from analytics.background import LEARN_S
from analytics.watcher import Watcher
from simulator.clips.light import DAY, NIGHT, OVERCAST, RAIN, Light
from simulator.clips.stories import STORIES
from tests.analytics.told import FPS, pictures, sightings, zone_of
from wire.analytics import Box
from wire.codes import CaptureKind, CaptureState

HOLD_S = 10
LATE_S = 8.0  # behind the hold: what was put down last, and what walked by


def overlap(one: Box, other: Box) -> float:
    """Of the smaller box."""
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(0.0, wide) * max(0.0, high) / min(one[2] * one[3], other[2] * other[3])


@pytest.mark.parametrize(
    ("kind", "light"),
    [
        (CaptureKind.VEHICLE_STOPPED, DAY),
        (CaptureKind.OBJECT_LEFT, OVERCAST),
        (CaptureKind.GOODS_OUT, DAY),
        (CaptureKind.FLOOD, RAIN),
        (CaptureKind.FLOOD, NIGHT),
    ],
)
def test_that_a_story_is_seen_once_where_and_when_it_happens(kind: CaptureKind, light: Light) -> None:
    story = STORIES[kind](light, 21)
    [incident] = story.incidents
    [(at, sighting)] = sightings(story, end=incident.start + HOLD_S + LATE_S + 2)
    assert incident.start + HOLD_S - 1 <= at <= incident.start + HOLD_S + LATE_S
    assert overlap(sighting.box, incident.box) > 0.5
    assert 0.3 < sighting.confidence <= 1


def test_that_what_stood_there_from_the_beginning_leaves_no_ghost_when_it_goes() -> None:
    story = STORIES[CaptureKind.VEHICLE_STOPPED](DAY, 31)
    watcher, start = Watcher([zone_of(story)]), story.incidents[0].start + 1
    seen = [sighting for at, picture in pictures(story, start) for sighting in watcher.feed(picture, at)]
    assert watcher.state is CaptureState.WATCHING
    assert seen == []


def test_that_traffic_over_a_water_line_by_night_is_no_water() -> None:
    story = STORIES[CaptureKind.VEHICLE_STOPPED](NIGHT, 22)  # headlights, and a car that stops in its lane
    lines = [[(0.1, 0.8), (0.6, 0.8)], [(0.3, 0.6), (0.9, 0.7)], [(0.2, 0.95), (0.8, 0.9)], [(0.5, 0.55), (0.55, 0.95)]]
    zones = [replace(zone_of(story, str(number)), kind=CaptureKind.FLOOD, points=line) for number, line in enumerate(lines)]
    watcher = Watcher(zones)
    assert [sighting for at, picture in pictures(story, end=70) for sighting in watcher.feed(picture, at)] == []
    assert watcher.state is CaptureState.WATCHING


def test_that_a_brighter_picture_is_no_news_and_a_turned_camera_is_not_watched_until_it_looks_there_again() -> None:
    story = STORIES[CaptureKind.VEHICLE_STOPPED](DAY, 23)
    watcher = Watcher([zone_of(story)])
    shown = [picture for _, picture in pictures(story, end=story.incidents[0].start - 6)]
    clock = 0.0

    def show(change: str, seconds: float) -> list[CaptureState]:
        nonlocal clock
        states = []
        for _ in range(round(seconds * FPS)):
            picture = shown[round(clock * FPS) % len(shown)]
            picture = np.ascontiguousarray(np.kron(picture[60:150, 0:160], np.ones((2, 2, 1), np.uint8))) if change == "turned" else picture
            picture = np.minimum(255, picture * 1.3).astype(np.uint8) if change == "brighter" else picture
            assert watcher.feed(picture, clock) == []
            clock += 1 / FPS
            states.append(watcher.state)
        return states

    assert show("", LEARN_S + 3)[-1] is CaptureState.WATCHING
    assert set(show("brighter", 6)) == {CaptureState.WATCHING}
    turned = show("turned", LEARN_S + 12)
    assert CaptureState.LEARNING in turned
    assert turned[-1] is CaptureState.ELSEWHERE
    assert show("", LEARN_S + 12)[-1] is CaptureState.WATCHING
