"""When a unit was within areas: against a walk over the way in small steps, at rest beside an edge, between fixes and over gaps."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from geo.fences import around, ring
from geo.tracks.analysis import SpanKind, analyse
from geo.tracks.fixes import Fixes, fixes
from geo.tracks.visits import METRES_PER_DEGREE, Visit, Way, visits, ways
from tests.geo.test_tracks import INSPECTOR, track

EDGE_M = 20.0
SCALE = METRES_PER_DEGREE * np.array([math.cos(math.radians(35)), 1.0])
PIECES = 400  # of a step, in the walk


def lonlat(x: float, y: float) -> tuple[float, float]:
    return 111 + x / SCALE[0], 35 + y / SCALE[1]


def within(given: Fixes, *areas: BaseGeometry, end: int | None = None) -> list[Visit]:
    found = analyse(given, 0, int(given.at[-1]) + 1 if end is None else end, INSPECTOR)
    return visits(ways(found), areas, EDGE_M)


def walked(way: Way, area: BaseGeometry) -> list[tuple[float, float]]:
    """From and until, by looking where the unit was at each of many moments and how far from the area."""
    flat, inside, last = shapely.transform(area, lambda corners: corners * SCALE), None, 0.0
    found = []
    shares = np.arange(PIECES) / PIECES
    for k in range(len(way.at) - 1):
        spots = way.places[k] + shares[:, None] * (way.places[k + 1] - way.places[k])
        far = shapely.distance(flat, shapely.points(spots * SCALE)).tolist()
        for at, metres in zip((way.at[k] + shares * (way.at[k + 1] - way.at[k])).tolist(), far, strict=True):
            if metres == 0:
                inside, last = at if inside is None else inside, at
            elif metres > EDGE_M and inside is not None:
                found.append((inside, last))
                inside = None
    return found if inside is None else [*found, (inside, last)]


def areas(chance: np.random.Generator) -> list[BaseGeometry]:
    """A circle, a corridor and a star-shaped polygon."""
    spots = [lonlat(*chance.uniform(-150, 150, 2)) for _ in range(3)]
    turns = np.sort(chance.uniform(0, 2 * math.pi, 9))
    star = [lonlat(far * math.cos(turn), far * math.sin(turn)) for far, turn in zip(chance.uniform(30, 200, 9), turns, strict=True)]
    return [around(spots[:1], chance.uniform(20, 120)), around(spots, chance.uniform(15, 60)), ring(star)]


@pytest.mark.parametrize("seed", range(40))
def test_that_visits_are_those_of_a_walk_in_small_steps(seed: int) -> None:
    chance = np.random.default_rng(seed)
    places = 111 + np.cumsum(chance.normal(0, 45, 60)) / SCALE[0], 35 + np.cumsum(chance.normal(0, 45, 60)) / SCALE[1]
    way = Way(np.cumsum(chance.integers(1, 60, 60)) * 1000.0, np.column_stack(places))
    given = areas(chance)
    found = visits([way], given, EDGE_M)
    for number, area in enumerate(given):
        mine, theirs = [each for each in found if each.area == number], walked(way, area)
        assert len(mine) == len(theirs)
        for visit, (start, end) in zip(mine, theirs, strict=True):
            assert (visit.start, visit.end) == pytest.approx((start, end), abs=60_000 / PIECES + 1)


@given(st.lists(st.tuples(st.integers(-300, 300), st.integers(-300, 300), st.integers(1, 400)), min_size=2, max_size=40), st.integers(10, 200))
def test_that_visits_of_an_area_lie_apart_within_what_was_seen(steps: list[tuple[int, int, int]], radius: int) -> None:
    at = np.cumsum([seconds for *_, seconds in steps]) * 1000
    spots = np.array([lonlat(x, y) for x, y, _ in steps])
    end = int(at[-1]) + 100_000
    given = fixes(at, spots[:, 0], spots[:, 1])
    found = within(given, around([lonlat(0, 0)], radius), end=end)
    seen = sum(span.end - span.start for span in analyse(given, 0, end, INSPECTOR).spans if span.kind is not SpanKind.GAP)
    ends = [moment for visit in found for moment in (visit.start, visit.end)]
    assert ends == sorted(ends)
    assert all(0 <= moment <= end for moment in ends)
    assert sum(visit.end - visit.start - visit.unseen_ms for visit in found) <= seen + len(found)


def test_that_the_edge_is_crossed_between_fixes() -> None:
    """100 m between fixes and a circle of 30 m between two of them: none is within, the way is."""
    given = track(np.arange(0, 2000, 100.0), np.zeros(20), period_s=20)
    (visit,) = within(given, around([lonlat(1050, 0)], 30))
    assert (visit.start, visit.end) == pytest.approx((204_000, 216_000), abs=400)
    assert (visit.came, visit.left, visit.unseen_ms) == (True, True, 0)
    assert visit.first == pytest.approx(lonlat(1020, 0), abs=2e-5)


def test_that_a_receiver_that_sways_at_rest_beside_an_edge_makes_one_visit() -> None:
    """It walks to the edge, stands there for two hours with 8 m of noise, a fix each 10 s, and walks away again."""
    x = np.concatenate([np.arange(-500, 0, 10.0), np.zeros(720), np.arange(0, -500, -10.0)])
    given = track(x, np.zeros(len(x)), noise_m=8.0)
    crossed = int((np.diff((given.lon > 111).astype(int)) != 0).sum())
    found = within(given, ring([lonlat(0, -200), lonlat(200, -200), lonlat(200, 200), lonlat(0, 200)]))
    assert crossed > 100
    assert len(found) <= 1


def test_that_who_walks_along_an_edge_is_within_once() -> None:
    x = np.arange(-300, 300, 10.0)
    given = track(x, np.zeros(len(x)), noise_m=4.0)
    found = within(given, ring([lonlat(-200, 0), lonlat(200, 0), lonlat(200, 200), lonlat(-200, 200)]))
    assert len(found) == 1


def test_that_a_gap_within_an_area_does_not_end_the_visit_and_is_counted_apart() -> None:
    x = np.concatenate([np.arange(-500, 0, 10.0), np.arange(0, 500, 10.0)])
    given = track(x, np.zeros(len(x)))
    silent = fixes(np.where(np.arange(len(x)) < 50, given.at, given.at + 1_200_000), given.lon, given.lat)
    (visit,) = within(silent, around([lonlat(0, 0)], 100))
    assert (visit.came, visit.left, visit.unseen_ms) == (True, True, 1_210_000)
    assert (visit.end - visit.start) == pytest.approx(1_400_000, abs=500)


def test_that_a_visit_ends_where_nobody_saw_the_unit_leave() -> None:
    x = np.concatenate([np.arange(-500, 10, 10.0), np.arange(400, 800, 10.0)])
    given = track(x, np.zeros(len(x)))
    silent = fixes(np.where(np.arange(len(x)) < 51, given.at, given.at + 1_200_000), given.lon, given.lat)
    (visit,) = within(silent, around([lonlat(0, 0)], 100))
    assert (visit.came, visit.left, visit.end) == (True, False, 500_000)


def test_that_who_is_within_all_the_time_neither_came_nor_left() -> None:
    given = track(np.arange(-50, 50, 1.0), np.zeros(100))
    (visit,) = within(given, around([lonlat(0, 0)], 200))
    assert (visit.came, visit.left) == (False, False)
    assert (visit.start, visit.end) == (0, int(given.at[-1]) + 1)
    assert within(given.take(slice(0, 1)), around([lonlat(0, 0)], 200)) == []


def test_that_a_lone_fix_elsewhere_between_two_gaps_ends_a_visit() -> None:
    at = np.concatenate([np.arange(0, 600, 10), [1500], np.arange(2400, 3000, 10)]) * 1000
    x = np.concatenate([np.arange(60), [700], np.arange(60)])
    spots = np.array([lonlat(float(each), 0) for each in x])
    given = fixes(at, spots[:, 0], spots[:, 1])
    first, second = within(given, around([lonlat(0, 0)], 200))
    assert (first.end, first.left, second.start, second.came) == (590_000, False, 2_400_000, False)
    (through,) = within(given.take(np.arange(len(at)) != 60), around([lonlat(0, 0)], 200))
    assert through.unseen_ms == 1_810_000
