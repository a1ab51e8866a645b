"""Stories of the simulator as a watcher sees them."""

from collections.abc import Iterator

import numpy as np

from analytics.judging import Judge
from analytics.watcher import Sighting, Watcher
from simulator.clips.film import frames
from simulator.clips.stories import LOOP_S, Story
from wire.analytics import CaptureZone
from wire.codes import Kind

FPS = 3


def zone_of(story: Story, id: str = "z", hold_s: int = 10) -> CaptureZone:
    fields = {"id": id, "version": 1, "camera_id": "c", "name": "zone", "case_kind": Kind.EVENT, "class_code": "0409", "active": True, "by": "li"}
    return CaptureZone(kind=story.kind, points=story.outline, least=story.least, hold_s=hold_s, **fields)


def pictures(story: Story, start: float = 0.0, end: float = LOOP_S) -> Iterator[tuple[float, np.ndarray]]:
    """Seconds and pictures of a part of the story."""
    for number, picture in enumerate(frames(story.scene, 320, 180, FPS * LOOP_S)):
        at = number / FPS
        if at >= end:
            return
        if at >= start:
            yield at, picture


def sightings(story: Story, judge: Judge | None = None, end: float = LOOP_S) -> list[tuple[float, Sighting]]:
    watcher = Watcher([zone_of(story)], judge)
    return [(at, sighting) for at, picture in pictures(story, end=end) for sighting in watcher.feed(picture, at)]
