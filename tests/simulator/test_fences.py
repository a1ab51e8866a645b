"""The geofences of the demo city are such as the backend takes, and lie where their names say."""

import math

import msgspec
import pytest
import shapely

from simulator import fences
from simulator.ways import NoCity, Ways
from wire.codes import FenceKind
from wire.geofences import GeofenceOrder

METRES = 111_320.0


def test_that_each_is_taken_and_lies_in_the_city(ways: Ways) -> None:
    west, south, east, north = ways.about["bounds"]
    orders = [msgspec.convert(fences.drawn(each, ways), GeofenceOrder) for each in fences.planned()]
    assert {order.kind for order in orders} == set(FenceKind)
    assert len({order.id for order in orders}) == len(orders)
    for order in orders:
        assert "{" not in order.name
        assert all(west < lon < east and south < lat < north for lon, lat in order.places)
        assert (order.radius_m is None) == (order.kind is FenceKind.POLYGON)


def test_that_a_polygon_holds_its_place_and_a_corridor_joins_two(ways: Ways) -> None:
    for each in fences.planned():
        at, order = ways.landmark(*each.at), fences.drawn(each, ways)
        if each.kind is FenceKind.POLYGON:
            ring = shapely.Polygon(order["places"])
            assert ring.is_valid
            assert ring.contains(shapely.Point(at.lon, at.lat))
        if each.kind is FenceKind.CORRIDOR:
            assert each.to is not None
            to, ends = ways.landmark(*each.to), (order["places"][0], order["places"][-1])
            assert len(order["places"]) > 2
            for end, place in zip(ends, (at, to), strict=True):
                assert math.hypot(end[0] - place.lon, end[1] - place.lat) * METRES < 400


def test_that_landmarks_are_counted_from_the_middle(ways: Ways) -> None:
    first, second = (ways.landmark("school", number) for number in range(2))
    lon, lat = ways.about["centre"]
    assert math.hypot(first.lon - lon, first.lat - lat) < math.hypot(second.lon - lon, second.lat - lat)
    with pytest.raises(NoCity, match="volcano"):
        ways.landmark("volcano", 0)
