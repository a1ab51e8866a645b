"""Basic grids: cutting, codes, rings."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon

from geo.grids import area_m2, basic_codes, cut, rings_of, shape_of

KILOMETRE = shapely.box(114.30, 22.70, 114.30 + 1000 / 102_700, 22.70 + 1000 / 111_320)

places = st.tuples(st.floats(114.30, 114.32), st.floats(22.70, 22.72))


def test_that_a_square_kilometre_is_a_hundred_grids() -> None:
    cells = cut(KILOMETRE)
    assert 100 <= len(cells) <= 110
    assert all(8_000 < area_m2(cell) < 15_000 for cell in cells)


@given(st.lists(places, min_size=4, max_size=12))
def test_that_grids_cover_an_area_and_do_not_overlap(points: list[tuple[float, float]]) -> None:
    area = shapely.MultiPoint(points).convex_hull
    if area.geom_type != "Polygon" or area_m2(area) < 20_000:
        return
    cells = cut(area)
    assert math.isclose(sum(area_m2(cell) for cell in cells), area_m2(area), rel_tol=1e-3)
    assert shapely.union_all(cells).symmetric_difference(area).area < area.area * 1e-6
    assert sum(cell.area for cell in cells) <= shapely.union_all(cells).area * (1 + 1e-6)


def test_that_slivers_join_their_neighbours() -> None:
    wide = shapely.box(114.30, 22.70, 114.30 + 1005 / 102_700, 22.70 + 1005 / 111_320)
    assert min(area_m2(cell) for cell in cut(wide)) > 5_000


def test_that_grids_are_ordered_from_north_to_south_and_west_to_east() -> None:
    centres = [cell.centroid for cell in cut(KILOMETRE)]
    assert centres[0].y > centres[-1].y + 0.005
    assert centres[0].x < centres[5].x
    assert abs(centres[0].y - centres[5].y) < 0.0005


def test_that_codes_count_within_the_community() -> None:
    assert basic_codes("440310001001", 2) == ["440310001001001", "440310001001002"]


def test_that_more_grids_than_three_digits_are_refused() -> None:
    with pytest.raises(ValueError, match="more than its codes can number"):
        basic_codes("440310001001", 1000)


def test_that_a_community_of_other_digits_is_refused() -> None:
    with pytest.raises(ValueError, match="12 digits"):
        basic_codes("440310", 1)


def test_that_rings_come_back_as_the_same_shape() -> None:
    holed = Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    many = shapely.MultiPolygon([holed, shapely.box(10, 10, 11, 11)])
    assert shape_of(rings_of(many)).equals(many)
    assert shape_of(rings_of(holed)).equals(holed)
    assert len(rings_of(many)[0]) == 2


def test_that_only_areas_have_rings() -> None:
    mixed = shapely.GeometryCollection([shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 1, 1)])
    assert len(rings_of(mixed)) == 1
    assert rings_of(shapely.Point(0, 0)) == []


def test_that_a_ring_that_crosses_itself_is_made_valid() -> None:
    bow = shape_of([[[(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)]]])
    assert bow.is_valid
    assert bow.area > 0
