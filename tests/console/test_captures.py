"""Which classes are behind the keys, and which place a picture shows."""

from pathlib import Path

import pytest

from console.hall.captures import KEYS, aim, choices, plan
from console.hall.queues import BadDesk
from geo.tracks import metres
from tests.console.made import a_case
from wire.cameras import Camera
from wire.codes import Kind

CAMERA = Camera(id="k1", version=1, code="1", name="东门", lon=111.0, lat=35.0, azimuth=90.0, view_angle=60.0, reach=100.0)


@pytest.mark.parametrize(
    ("spot", "east", "north"),
    [((0.5, 0.5), 50.0, 0.0), ((0.5, 0.0), 100.0, 0.0), ((0.5, 1.0), 10.0, 0.0), ((0.0, 0.0), 86.6, 50.0), ((1.0, 0.5), 43.3, -25.0)],
)
def test_that_a_spot_of_the_picture_is_a_place_in_the_view_cone(spot: tuple[float, float], east: float, north: float) -> None:
    place = aim(CAMERA, *spot)
    assert place.metres is not None
    assert float(metres(CAMERA.lon, CAMERA.lat, place.lon, CAMERA.lat)) == pytest.approx(abs(east), rel=0.01)
    assert float(metres(CAMERA.lon, CAMERA.lat, CAMERA.lon, place.lat)) == pytest.approx(abs(north), rel=0.01, abs=0.01)
    assert (place.lon > CAMERA.lon, place.lat > CAMERA.lat + 1e-9) == (True, north > 0)


def test_that_without_an_azimuth_it_is_the_cameras_own_place() -> None:
    unknown = Camera(id="k1", version=1, code="1", name="东门", lon=111.0, lat=35.0)
    assert aim(unknown, 0.1, 0.1) == (111.0, 35.0, None)


def test_that_seven_keys_stay_and_two_go_by_what_the_camera_has_found() -> None:
    usual = plan().keys()
    cases = [a_case(f"c{number}", class_code="0125", camera_id="k1") for number in range(3)]
    cases += [
        a_case("own", class_code=usual[0][1], camera_id="k1"),
        a_case("other", class_code="0126", camera_id="k2"),
        a_case("none", class_code="0126"),
    ]
    offered = choices("k1", cases)
    assert len(offered) == KEYS
    assert [choice.key for choice in offered] == [*usual[:7], (Kind.EVENT, "0125"), usual[7]]
    assert [choice.found for choice in offered] == [1, 0, 0, 0, 0, 0, 0, 3, 0]
    assert [choice.key for choice in choices("k3", cases)] == usual


def test_that_a_class_that_stands_twice_is_refused(tmp_path: Path) -> None:
    twice = '["EVENT-0405", ' + ", ".join(['"EVENT-0401"'] * 8) + "]"
    (tmp_path / "capture.toml").write_text(f"before_s = 1\nafter_s = 1\nstill_s = 1\nfixed = 7\nclasses = {twice}\n")
    with pytest.raises(BadDesk):
        plan(tmp_path)
