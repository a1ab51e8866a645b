"""Who sees a place, beside rays cast one by one: every edge of every obstacle asked in turn, without an index and without shapely."""

import math
import random
from itertools import pairwise

import numpy as np
import pytest
import shapely

from geo.grids import METRES_PER_DEGREE
from geo.sight import WIDTH_M, Eye, Obstacles, looks, outline, quality

LON, LAT = 111.0, 35.0
EAST = 1 / (METRES_PER_DEGREE * math.cos(math.radians(LAT)))
NORTH = 1 / METRES_PER_DEGREE
RAYS = 101
Point = tuple[float, float]


def degrees(x: float, y: float) -> Point:
    """A point in metres from the place, as lon/lat."""
    return LON + x * EAST, LAT + y * NORTH


def eye(x: float, y: float, azimuth: float | None = None, view_angle: float = 360, reach: float = 500) -> Eye:
    return Eye(*degrees(x, y), azimuth, view_angle, reach)


def block(west: float, south: float, east: float, north: float) -> list[Point]:
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def obstacles(*rings: list[Point]) -> Obstacles:
    return Obstacles(LON, LAT, [shapely.Polygon([degrees(*corner) for corner in ring]) for ring in rings])


def hidden(seer: Eye, *rings: list[Point]) -> float:
    (look,) = looks(LON, LAT, [seer], obstacles(*rings))
    assert look is not None
    return look.hidden


# The brute force: a ray to each of many points across the place.


def turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def crosses(a: Point, b: Point, c: Point, d: Point) -> bool:
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def inside(point: Point, ring: list[Point]) -> bool:
    odd = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > point[1]) != (y2 > point[1]) and point[0] < (x2 - x1) * (point[1] - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


def is_blocked(seer: Point, goal: Point, rings: list[list[Point]]) -> bool:
    return any(inside(goal, ring) or any(crosses(seer, goal, a, b) for a, b in pairwise(ring)) for ring in rings)


def cast(seer: Point, rings: list[list[Point]]) -> list[bool]:
    """Whether each of the rays from `seer` to across the place is stopped."""
    rings = [ring for ring in rings if not inside(seer, ring) and not inside((0, 0), ring)]
    far = math.hypot(*seer)
    side = (seer[1] / far * WIDTH_M / 2, -seer[0] / far * WIDTH_M / 2)
    steps = [(2 * (k + 0.5) / RAYS) - 1 for k in range(RAYS)]
    return [is_blocked(seer, (side[0] * step, side[1] * step), rings) for step in steps]


def town(chance: random.Random) -> list[list[Point]]:
    """Turned blocks and crooked ones, some of them across each other."""
    rings = []
    for _ in range(chance.randrange(2, 25)):
        x, y, size, start = chance.uniform(-200, 200), chance.uniform(-200, 200), chance.uniform(3, 45), chance.uniform(0, 7)
        corners = sorted(chance.uniform(0, 2 * math.pi) for _ in range(chance.randrange(3, 9)))
        if max(b - a for a, b in zip(corners, [*corners[1:], corners[0] + 2 * math.pi], strict=True)) > math.pi:
            continue  # a fan around its middle, so that it does not cross itself
        ring = [
            (x + size * chance.uniform(0.4, 1) * math.cos(start + turn), y + size * chance.uniform(0.4, 1) * math.sin(start + turn))
            for turn in corners
        ]
        rings.append([*ring, ring[0]])
    return [ring for ring in rings if shapely.Polygon(ring).is_valid]


@pytest.mark.parametrize("seed", range(8))
def test_that_what_is_hidden_is_what_rays_do_not_reach(seed: int) -> None:
    chance = random.Random(seed)
    rings = town(chance)
    seers = [(chance.uniform(-250, 250), chance.uniform(-250, 250)) for _ in range(25)]
    found = looks(LON, LAT, [eye(*seer) for seer in seers], obstacles(*rings))
    for seer, look in zip(seers, found, strict=True):
        rays = cast(seer, rings)
        assert look is not None
        edges = sum(a != b for a, b in pairwise(rays)) + 2
        assert look.hidden == pytest.approx(sum(rays) / RAYS, abs=edges / RAYS)  # exact, where the rays are only fine
        assert (look.behind is None) == (look.hidden == 0)


def test_that_the_verdict_is_that_of_the_rays() -> None:
    """Seen in part or not at all, over a thousand pairs of a camera and a town."""
    same = total = 0
    for seed in range(100, 140):
        chance = random.Random(seed)
        rings = town(chance)
        seers = [(chance.uniform(-250, 250), chance.uniform(-250, 250)) for _ in range(25)]
        found = looks(LON, LAT, [eye(*seer) for seer in seers], obstacles(*rings))
        for seer, look in zip(seers, found, strict=True):
            assert look is not None
            same += (look.hidden < 1 - 1e-9) == (not all(cast(seer, rings)))
            total += 1
    assert total == 1000
    assert same / total >= 0.99


def test_that_a_wall_between_hides_and_a_wall_behind_does_not() -> None:
    assert hidden(eye(0, -100), block(-10, -60, 10, -50)) == 1
    assert hidden(eye(0, -100), block(-10, 5, 10, 20)) == 0
    assert hidden(eye(0, -100), block(-10, 0, 10, 20)) == 0  # the place is at its foot
    assert hidden(eye(0, -100), block(-10, -120, 10, -101)) == 0


def test_that_half_a_wall_hides_half() -> None:
    assert hidden(eye(0, -100), block(0, -60, 30, -50)) == pytest.approx(0.5)
    assert hidden(eye(0, -100), block(0, -60, 30, -50), block(0, -40, 20, -30)) == pytest.approx(0.5)
    assert hidden(eye(0, -100), block(0, -60, 30, -50), block(-30, -40, 0, -30)) == pytest.approx(1)


def test_that_the_house_that_a_camera_hangs_on_and_the_house_of_the_place_hide_nothing() -> None:
    assert hidden(eye(0, -100), block(-10, -100, 10, -90)) == 0
    assert hidden(eye(0, -100), block(-10, -10, 10, 10)) == 0


def test_that_it_is_said_which_obstacle_hides_most() -> None:
    (look,) = looks(LON, LAT, [eye(0, -100)], obstacles(block(1, -60, 30, -50), block(-30, -40, 0.5, -30)))
    assert look is not None
    assert look.behind == 1


@pytest.mark.parametrize(
    ("azimuth", "angle", "sees"), [(0, 60, True), (29, 60, True), (31, 60, False), (350, 60, True), (180, 60, False), (180, 360, True)]
)
def test_that_only_what_lies_in_the_cone_is_seen(azimuth: float, angle: float, sees: bool) -> None:
    (look,) = looks(LON, LAT, [eye(0, -100, azimuth, angle)], obstacles())
    assert (look is not None) == sees


def test_that_reach_ends() -> None:
    near, far = looks(LON, LAT, [eye(0, -99, reach=100), eye(0, -101, reach=100)], obstacles())
    assert (near is not None, far) == (True, None)


def test_that_a_camera_over_the_place_sees_it_whichever_way_it_looks() -> None:
    (look,) = looks(LON, LAT, [eye(0, 0.1, azimuth=0, view_angle=60)], obstacles())
    assert look is not None
    assert (look.off_axis, look.hidden) == (0, 0)


def test_that_near_and_centred_and_free_is_better() -> None:
    seers = [eye(0, -20, 0, 90, 100), eye(0, -80, 0, 90, 100), eye(0, -20, 40, 90, 100), eye(0, -20, None, 90, 100)]
    values = [quality(look, seer, 0.6, 0.4) for look, seer in zip(looks(LON, LAT, seers, obstacles()), seers, strict=True) if look]
    assert values[0] > max(values[1:])
    assert values[0] == pytest.approx(0.6 * 0.8 + 0.4)
    assert values[3] == pytest.approx(0.6 * 0.8)
    half = looks(LON, LAT, seers[:1], obstacles(block(0, -10, 30, -5)))[0]
    assert half is not None
    assert quality(half, seers[0], 0.6, 0.4) == pytest.approx(values[0] / 2)


def test_that_a_ring_within_a_ring_is_a_court() -> None:
    shape = outline([[degrees(*corner) for corner in block(-20, -20, 20, 20)], [degrees(*corner) for corner in block(-10, -10, 10, 10)]])
    assert shape is not None
    assert shape.area * (1 / EAST) * (1 / NORTH) == pytest.approx(1600 - 400)
    assert not shape.contains(shapely.Point(LON, LAT))


@pytest.mark.parametrize("lines", [[], [[(111, 35)]], [[(111, 35), (111, 36), (111, 35)]], [[(111, 35), (111.1, 35), (math.nan, 36), (111, 35)]]])
def test_that_what_encloses_nothing_is_no_outline(lines: list[list[Point]]) -> None:
    assert outline(lines) is None


def test_that_no_eyes_see_nothing() -> None:
    assert looks(LON, LAT, [], obstacles()) == []
    assert np.isfinite(obstacles().flat(np.zeros((0, 2)))).all()
