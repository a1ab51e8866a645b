"""What a watcher finds in clips of real cameras, and what it leaves alone. What happens in each was seen by eye."""

from pathlib import Path

import av
import pytest

from analytics.watcher import Sighting, Watcher
from tests.analytics.test_watcher import overlap
from wire.analytics import CaptureZone
from wire.codes import CaptureKind, CaptureState, Kind

pytestmark = pytest.mark.real_data
LOOKED, HOLD_S = 4, 12.0
BAG = (0.625, 0.76, 0.071, 0.09)  # put down at 14 s, left alone at 19 s, there to the end
DOWN_S = 14.0
AREA = [(0.02, 0.2), (0.98, 0.2), (0.98, 0.98), (0.02, 0.98)]


def zone(kind: CaptureKind, least: float) -> CaptureZone:
    kept = {"id": kind, "version": 1, "camera_id": "c", "name": "z", "case_kind": Kind.EVENT, "class_code": "0409", "active": True, "by": "test"}
    return CaptureZone(kind=kind, points=AREA, least=least, hold_s=HOLD_S, **kept)


def seen_in(path: Path) -> tuple[list[tuple[float, Sighting]], CaptureState]:
    """Objects and vehicles are looked for over most of the picture."""
    watcher = Watcher([zone(CaptureKind.OBJECT_LEFT, 0.0008), zone(CaptureKind.VEHICLE_STOPPED, 0.004)])
    told, due = [], 0.0
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        rate = float(stream.average_rate or 10)
        for number, frame in enumerate(container.decode(stream)):
            if number / rate >= due:
                due += 1 / LOOKED
                told += [(number / rate, sighting) for sighting in watcher.feed(frame.to_ndarray(format="rgb24"), number / rate)]
    return told, watcher.state


def test_that_a_real_bag_that_is_left_behind_is_told_once_where_it_lies(real_data: Path) -> None:
    told, _ = seen_in(real_data / "video_street" / "aboda_video4_left_object.avi")
    [(at, sighting)] = told
    assert sighting.zone.kind is CaptureKind.OBJECT_LEFT
    assert DOWN_S + HOLD_S - 1 <= at <= DOWN_S + HOLD_S + 8
    assert overlap(sighting.box, BAG) > 0.5


@pytest.mark.parametrize("name", ["highway_320x240.avi", "highway_bw_320x240.avi"])
def test_that_real_traffic_is_watched_and_nothing_is_told_of_it(real_data: Path, name: str) -> None:
    assert seen_in(real_data / "video_street" / name) == ([], CaptureState.WATCHING)


def test_that_of_too_few_pictures_nothing_is_told(real_data: Path) -> None:
    assert seen_in(real_data / "video_street" / "night_plaza_1080p_3fps.mp4") == ([], CaptureState.LEARNING)


def test_that_real_cars_that_drive_off_leave_no_ghost(real_data: Path) -> None:
    told, _ = seen_in(real_data / "video_street" / "street_h264_640x352.mp4")
    assert told == []
