"""The street graph, on a small town of known distances."""

import numpy as np
import pytest

from geo.streets import METRES_PER_DEGREE, Spot, Streets, streets_of

LAT = 35.0
EAST = 1 / (METRES_PER_DEGREE * np.cos(np.radians(LAT)))  # degrees per metre
NORTH = 1 / METRES_PER_DEGREE


def line(*points: tuple[float, float]) -> np.ndarray:
    """A line through points in metres."""
    return np.array([(111 + x * EAST, LAT + y * NORTH) for x, y in points])


def place(x: float, y: float) -> tuple[float, float]:
    return 111 + x * EAST, LAT + y * NORTH


@pytest.fixture
def town() -> Streets:
    """A square of 1,000 m with a quick road around its north, and an island that no street reaches."""
    return streets_of(
        [
            line((0, 0), (1000, 0)),
            line((1000, 0), (1000, 1000)),
            line((0, 0), (0, 1000)),
            line((0, 1000), (500, 1400), (1000, 1000)),
            line((5000, 0), (6000, 0)),
        ],
        [5.0, 5.0, 20.0, 20.0, 5.0],
    )


def test_that_the_shortest_way_has_the_length_of_its_streets(town: Streets) -> None:
    route = town.route(town.nearest(*place(0, 0)), town.nearest(*place(1000, 600)))
    assert route is not None
    assert route.length == pytest.approx(1600, rel=1e-3)
    assert route.seconds == pytest.approx(320, rel=1e-3)


def test_that_the_quickest_way_may_be_a_longer_one(town: Streets) -> None:
    origin, goal = town.nearest(*place(0, 0)), town.nearest(*place(1000, 950))
    shortest, quickest = town.route(origin, goal), town.route(origin, goal, by_time=True)
    assert shortest is not None
    assert quickest is not None
    assert quickest.length > shortest.length
    assert quickest.seconds < shortest.seconds


def test_that_a_way_begins_and_ends_where_it_was_asked_for(town: Streets) -> None:
    route = town.route(town.nearest(*place(200, 0)), town.nearest(*place(1000, 300)))
    assert route is not None
    assert route.at(0)[:2] == pytest.approx(place(200, 0), abs=1e-7)
    assert route.at(route.length)[:2] == pytest.approx(place(1000, 300), abs=1e-7)


def test_that_a_way_within_one_street_follows_it_in_either_direction(town: Streets) -> None:
    there, back = town.nearest(*place(100, 0)), town.nearest(*place(700, 0))
    for route, heading in ((town.route(there, back), 90), (town.route(back, there), 270)):
        assert route is not None
        assert route.length == pytest.approx(600, rel=1e-3)
        assert route.at(300)[2] == pytest.approx(heading, abs=0.1)


def test_that_no_way_leads_to_an_island(town: Streets) -> None:
    assert town.route(town.nearest(*place(0, 0)), town.nearest(*place(5500, 0))) is None
    assert np.isinf(town.times([town.nearest(*place(0, 0))], town.nearest(*place(5500, 0))))[0]


def test_that_the_largest_piece_leaves_islands_out(town: Streets) -> None:
    assert len(town.largest().lines) == 4
    assert town.largest().nearest(*place(5500, 0)).away > 4000


def test_that_times_agree_with_the_ways(town: Streets) -> None:
    goal = town.nearest(*place(1000, 950))
    origins = [town.nearest(*place(x, y)) for x, y in ((0, 0), (300, 0), (0, 700), (1000, 100))]
    routes = [town.route(origin, goal, by_time=True) for origin in origins]
    assert town.times(origins, goal) == pytest.approx([route.seconds for route in routes if route], rel=1e-6)


def test_that_lines_that_share_a_point_meet_there() -> None:
    cross = streets_of([line((-500, 0), (0, 0), (500, 0)), line((0, -500), (0, 0), (0, 500))], [10.0, 5.0])
    assert len(cross.lines) == 4
    assert cross.source.tolist() == [0, 0, 1, 1]
    assert cross.speed.tolist() == [10.0, 10.0, 5.0, 5.0]
    route = cross.route(cross.nearest(*place(-400, 0)), cross.nearest(*place(0, 300)))
    assert route is not None
    assert route.length == pytest.approx(700, rel=1e-3)


def test_that_a_place_off_the_street_knows_how_far_away_it_is(town: Streets) -> None:
    spot = town.nearest(*place(400, -30))
    assert spot.away == pytest.approx(30, abs=0.1)
    assert spot.along == pytest.approx(400, abs=0.5)


def test_that_a_graph_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one street"):
        streets_of([], [])


def one_way_town(seed: int) -> Streets:
    """Some hundred pieces between thirty crossings, a third of them one-way."""
    chance = np.random.default_rng(seed)
    spots = chance.uniform(0, 3000, (30, 2))
    pairs = [(a, b) for a in range(30) for b in np.argsort(np.hypot(*(spots - spots[a]).T))[1:4] if a < b or chance.random() < 0.5]
    lines = [line(tuple(spots[a]), tuple(spots[b])) for a, b in pairs]
    return streets_of(lines, chance.uniform(3, 20, len(lines)), chance.random(len(lines)) < 0.35)


def relaxed(town: Streets, weights: np.ndarray, driving: bool) -> np.ndarray:
    """From each crossing to each, by going round and round until nothing gets shorter: no heap, no matrix of scipy's."""
    count = len(town.places)
    cost = np.where(np.eye(count, dtype=bool), 0.0, np.inf)
    for _ in range(count):
        for street, (a, b) in enumerate(zip(town.start, town.end, strict=True)):
            cost[:, b] = np.minimum(cost[:, b], cost[:, a] + weights[street])
            if not (driving and town.oneway[street]):
                cost[:, a] = np.minimum(cost[:, a], cost[:, b] + weights[street])
    return cost


@pytest.mark.parametrize("driving", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_that_times_heed_one_way_streets_for_who_drives(seed: int, driving: bool) -> None:
    town, chance = one_way_town(seed), np.random.default_rng(seed)
    pace = 1 / town.speed if driving else np.full(len(town.lines), 1 / 1.2)
    cost = relaxed(town, town.length * pace, driving)
    origins, (goal,) = town.spots(*place(*chance.uniform(0, 3000, (2, 40)))), town.spots(*np.reshape(place(1500, 1500), (2, 1)))
    for origin, seconds in zip(origins, town.times(origins, goal, None if driving else 1.2), strict=True):
        assert seconds == pytest.approx(by_hand(town, origin, goal, cost, pace, driving), rel=1e-6, abs=1e-3)


def by_hand(town: Streets, origin: Spot, goal: Spot, cost: np.ndarray, pace: np.ndarray, driving: bool) -> float:
    shut = town.oneway if driving else np.zeros(len(town.lines), bool)
    if origin.street == goal.street and (not shut[origin.street] or origin.along <= goal.along):
        return abs(origin.along - goal.along) * pace[origin.street]
    outs = [(town.end[origin.street], town.length[origin.street] - origin.along)]
    ins = [(town.start[goal.street], goal.along)]
    outs += [] if shut[origin.street] else [(town.start[origin.street], origin.along)]
    ins += [] if shut[goal.street] else [(town.end[goal.street], town.length[goal.street] - goal.along)]
    return min(far * pace[origin.street] + cost[a, b] + near * pace[goal.street] for a, far in outs for b, near in ins)


def test_that_who_drives_goes_round_and_who_walks_goes_back() -> None:
    ring = streets_of([line((0, 0), (1000, 0)), line((1000, 0), (1000, 300), (0, 300), (0, 0))], [10.0, 10.0], [True, False])
    origin, goal = ring.nearest(*place(800, 0)), ring.nearest(*place(300, 0))
    driven, walked = ring.route(origin, goal, by_time=True), ring.route(origin, goal)
    assert driven is not None
    assert walked is not None
    assert driven.length == pytest.approx(200 + 1600 + 300, rel=1e-3)
    assert driven.seconds == pytest.approx(ring.times([origin], goal)[0], rel=1e-6)
    assert walked.length == pytest.approx(500, rel=1e-3)
    assert ring.lengths([origin], goal)[0] == pytest.approx(500, rel=1e-3)
    assert ring.lengths([origin], goal, driving=True)[0] == pytest.approx(2100, rel=1e-3)


def test_that_routes_take_as_long_as_the_times_say() -> None:
    town = one_way_town(7)
    goal = town.nearest(*place(1500, 1500))
    origins = town.spots(*place(*np.random.default_rng(1).uniform(0, 3000, (2, 30))))
    for origin, seconds in zip(origins, town.times(origins, goal), strict=True):
        route = town.route(origin, goal, by_time=True)
        assert (route is None) == np.isinf(seconds)
        assert route is None or route.seconds == pytest.approx(seconds, rel=1e-6)


def test_that_many_places_are_found_as_each_alone_is(town: Streets) -> None:
    places = [place(400, -30), place(20, 900), place(5200, 4)]
    assert town.spots([lon for lon, _ in places], [lat for _, lat in places]) == [town.nearest(*each) for each in places]
    assert town.spots([], []) == []
