"""Vehicles on streets: the street that was driven, not the nearest one."""

import numpy as np
import pytest

from geo.streets import Streets, streets_of
from geo.tracks.fixes import Fixes, fixes
from geo.tracks.matching import match
from tests.geo.test_streets import EAST, LAT, NORTH, line
from tests.geo.test_tracks import VEHICLE


@pytest.fixture(scope="module")
def city() -> Streets:
    """Blocks of 200 m, and a service road 25 m beside the southernmost street that meets it nowhere but at its ends."""
    rows = [line(*((x * 200, y * 200) for x in range(9))) for y in range(5)]
    columns = [line(*((x * 200, y * 200) for y in range(5))) for x in range(9)]
    return streets_of([*rows, *columns, line((0, 0), (10, -25), (1590, -25), (1600, 0))], [12.0] * 15)


def driven(points: list[tuple[float, float]], noise_m: float, period_m: float = 80.0) -> Fixes:
    corners = np.array(points, float)
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    at = np.arange(0, along[-1] + 1, period_m)
    scatter = np.random.default_rng(4).normal(0, noise_m, (2, len(at)))
    x, y = (np.interp(at, along, corners[:, axis]) + scatter[axis] for axis in (0, 1))
    return fixes(at / 10 * 1000, 111 + x * EAST, LAT + y * NORTH)


def test_that_a_drive_is_laid_on_its_streets_and_is_as_long_as_they_are(city: Streets) -> None:
    way = [(0, 0), (600, 0), (600, 400), (1400, 400)]
    found = match(driven(way, 10), city, VEHICLE)
    assert found.breaks == 0
    assert found.metres == pytest.approx(1800, rel=0.04)
    assert found.away < 12
    for row, spot in zip(found.rows, found.spots, strict=True):
        lon, lat = city.place(spot)
        x, y = (lon - 111) / EAST, (lat - LAT) / NORTH
        assert min(abs(y), abs(x - 600), abs(y - 400)) < 15, (row, x, y)  # at a crossing the other street may be the nearer one


def test_that_a_parallel_road_is_not_jumped_to_and_from(city: Streets) -> None:
    found = match(driven([(50, 0), (1550, 0)], 12, 60), city, VEHICLE)
    (service,) = {spot.street for spot in city.near([111 + 800 * EAST], [LAT - 25 * NORTH], 5)[0]}
    on_service = [spot.street == service for spot in found.spots]
    assert len(on_service) > 15
    assert not any(on_service)


def test_that_what_lies_off_all_streets_is_left_out_and_an_island_is_a_break(city: Streets) -> None:
    far = driven([(0, -3000), (800, -3000)], 5)
    assert match(far, city, VEHICLE).spots == []
    assert match(far.take(slice(0, 0)), city, VEHICLE).metres == 0
    island = streets_of([line((0, 0), (800, 0)), line((0, 300), (800, 300))], [12.0, 12.0])
    here, there = driven([(0, 0), (700, 0)], 3), driven([(0, 300), (700, 300)], 3)
    both = fixes([*here.at, *(there.at + 200_000)], [*here.lon, *there.lon], [*here.lat, *there.lat])
    found = match(both, island, VEHICLE)
    assert found.breaks == 1
    assert found.metres == pytest.approx(1280, rel=0.05)
