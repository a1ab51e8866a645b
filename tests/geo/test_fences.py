"""Areas of circles, corridors and polygons, measured with another ruler."""

import numpy as np
import pytest
import shapely

from geo.fences import around, ring
from geo.tracks import metres


@pytest.mark.parametrize("lat", [0.0, 22.5, 40.0, 53.0])
def test_that_a_circle_is_as_far_from_its_middle_as_it_says(lat: float) -> None:
    corners = shapely.get_coordinates(around([(116.0, lat)], 500.0))
    assert metres(116.0, lat, corners[:, 0], corners[:, 1]) == pytest.approx(np.full(len(corners), 500.0), rel=0.004)


def test_that_a_corridor_reaches_to_both_sides_of_its_line() -> None:
    area = around([(116.0, 40.0), (116.01, 40.0), (116.01, 40.01)], 50.0)
    for lon, lat, inside in (
        (116.005, 40.00044, True),
        (116.005, 39.99956, True),
        (116.005, 40.00046, False),
        (116.0105, 40.0052, True),
        (116.0, 40.01, False),
    ):
        assert area.contains(shapely.Point(lon, lat)) is inside


def test_that_a_ring_that_crosses_itself_is_not_valid() -> None:
    assert ring([(0, 0), (1, 0), (1, 1), (0, 1)]).is_valid
    assert not ring([(0, 0), (1, 1), (1, 0), (0, 1)]).is_valid
