"""Coverage: when an inspector was last in each basic grid, the same as by asking every fix and every square."""

import math
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import shapely

from backend import standards
from backend.fixes import reading
from backend.importers.run import run
from backend.rules import positions, street_graph, tracks, units
from backend.rules.coverage import WINDOW, Coverage
from backend.rules.history import PastCase, import_cases
from backend.rules.street_seen import pieces_of
from backend.session import SYSTEM, Database
from geo.grids import METRES_PER_DEGREE
from tests.backend.import_files import geojson
from tests.backends import Backend
from wire import bulk
from wire.codes import Kind, Role, Source, Status, UnitKind
from wire.coverage import Covered
from wire.units import Fix, UnitOrder

STEP = 0.001
SIDE = 6
WEST, SOUTH = 116.0, 40.0
Seen = list[tuple[UnitKind, Fix]]


@pytest.fixture
def city(database: Database, tmp_path: Path) -> Database:
    """36 basic grids within a duty grid, two inspectors and a truck."""
    features = [
        (square(WEST + column * STEP, SOUTH + row * STEP, STEP), {"kind": "BASIC", "code": code(column, row), "name": ""})
        for column in range(SIDE)
        for row in range(SIDE)
    ]
    features.append((square(WEST, SOUTH, SIDE * STEP), {"kind": "DUTY", "code": "duty", "name": ""}))
    run(database, "grids", geojson(tmp_path / "grids.geojson", features))
    with database.write(SYSTEM) as work:
        for id, kind in (("u1", UnitKind.INSPECTOR), ("u2", UnitKind.INSPECTOR), ("t1", UnitKind.TRUCK)):
            units.put(work, UnitOrder(id=id, code=id, kind=kind, name=id))
    return database


def square(west: float, south: float, side: float) -> dict[str, Any]:
    corners = [(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)]
    return {"type": "Polygon", "coordinates": [[(round(x, 7), round(y, 7)) for x, y in corners]]}


def code(column: int, row: int) -> str:
    return f"110105001001{row:01}{column:02}"


def walk(database: Database, id: str, kind: UnitKind, chance: random.Random, now: datetime, count: int) -> Seen:
    """Fixes of the last 30 hours, in any order, some on borders and corners, some outside of all squares; so far apart that none is a jump."""
    fixes = []
    for _ in range(count):
        lon, lat = WEST + chance.uniform(-1, SIDE + 1) * STEP, SOUTH + chance.uniform(-1, SIDE + 1) * STEP
        if chance.random() < 0.2:
            lon = WEST + chance.randint(0, SIDE) * STEP
        lon, lat = round(lon, 7), round(lat, 7)  # which is how they are kept
        fixes.append(Fix(at=(now - timedelta(minutes=chance.randint(0, 30 * 60))).replace(microsecond=0), lon=lon, lat=lat))
    with database.write(SYSTEM) as work:
        known = set(tracks.fixes(work, id, now - timedelta(days=2), now + timedelta(days=1)).at.tolist())
        fixes = list({fix.at: fix for fix in fixes if positions.millis(fix.at) not in known}.values())
        positions.store(work, id, fixes)
    return [(kind, fix) for fix in fixes]


def by_brute_force(seen: Seen, now: datetime) -> dict[str, datetime]:
    """Every fix against every square; on a border the lower code has it."""
    squares = {code(column, row): square_at(column, row) for column in range(SIDE) for row in range(SIDE)}
    newest: dict[str, datetime] = {}
    for kind, fix in seen:
        at = shapely.Point(fix.lon, fix.lat)
        here = min((code for code, shape in squares.items() if shape.intersects(at)), default=None)
        if kind == UnitKind.INSPECTOR and fix.at >= now - WINDOW and here is not None:
            newest[here] = max(newest.get(here, fix.at), fix.at)
    return newest


def square_at(column: int, row: int) -> shapely.Geometry:
    return shapely.Polygon(square(WEST + column * STEP, SOUTH + row * STEP, STEP)["coordinates"][0])


def taken(coverage: Coverage) -> dict[str, datetime]:
    return {each.code: each.at for each in coverage.take()}


@pytest.mark.parametrize("seed", range(3))
def test_that_coverage_is_what_every_fix_says_also_as_fixes_come_late(city: Database, seed: int) -> None:
    chance, now = random.Random(seed), datetime.now(UTC)
    coverage, seen = Coverage(city), Seen()
    for step in range(4):
        for id, kind in (("u1", UnitKind.INSPECTOR), ("u2", UnitKind.INSPECTOR), ("t1", UnitKind.TRUCK)):
            if step != 2 or id != "u1":
                seen += walk(city, id, kind, chance, now, 40)
        edge = {code for code, at in by_brute_force(seen, now).items() if abs((now - WINDOW - at).total_seconds()) <= 120}
        known = {code: at for code, at in by_brute_force(seen, now).items() if code not in edge}
        assert {code: at for code, at in taken(coverage).items() if code not in edge} == known
        assert taken(coverage) == taken(Coverage(city))  # what was kept says no other than a fresh start
    assert known


def test_that_only_hours_with_new_fixes_are_read_again(city: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now(UTC)
    walk(city, "u1", UnitKind.INSPECTOR, random.Random(1), now, 60)
    coverage = Coverage(city)
    coverage.take()
    read: list[int] = []
    spans_of = reading.read
    monkeypatch.setattr(reading, "read", lambda work, spans: (read.extend(each.end - each.start for each in spans), spans_of(work, spans))[1])
    coverage.take()
    assert read == []
    with city.write(SYSTEM) as work:
        positions.store(work, "u1", [Fix(at=now.replace(microsecond=500_000) - timedelta(hours=3), lon=WEST + 0.5 * STEP, lat=SOUTH + 0.5 * STEP)])
        read.clear()
    coverage.take()
    assert 3_600_000 < sum(read) <= 4 * 3_600_000  # its hour and those beside it, as far as anything is there


def test_that_a_jump_is_not_seen_though_those_around_it_are(city: Database) -> None:
    """700 m away for one report, ten seconds after one and twenty before the next; it comes late, and the day is looked back on."""
    coverage, now = Coverage(city), datetime.now(UTC).replace(microsecond=0)

    def at(seconds: int, column: int, row: int = 0) -> Fix:
        return Fix(at=now - timedelta(seconds=3600 - seconds), lon=WEST + (column + 0.5) * STEP, lat=SOUTH + (row + 0.5) * STEP)

    for fixes in ([at(30 * number, number // 9) for number in range(18)], [at(310, SIDE - 1, SIDE - 1)]):
        with city.write(SYSTEM) as work:
            positions.store(work, "u1", fixes)
        assert list(taken(coverage)) == [code(0, 0), code(1, 0)]
    assert taken(Coverage(city)) == taken(coverage)
    assert [each.code for each in coverage.take(now - timedelta(minutes=30))] == [code(0, 0), code(1, 0)]
    told = coverage.gaps(12)
    assert (told.unseen, code(SIDE - 1, SIDE - 1) in {gap.code for gap in told.gaps}) == (SIDE * SIDE - 2, True)


def test_that_what_proves_a_jump_later_is_seen_no_more(city: Database) -> None:
    """A place that was believed for want of others: two reports at a wrong place, then a long walk elsewhere."""
    coverage, now = Coverage(city), datetime.now(UTC).replace(microsecond=0)
    start = now - timedelta(minutes=50)
    with city.write(SYSTEM) as work:
        positions.store(work, "u1", [Fix(at=start, lon=WEST + 0.5 * STEP, lat=SOUTH + 5.5 * STEP)])
    assert list(taken(coverage)) == [code(0, 5)]
    with city.write(SYSTEM) as work:
        walk = [Fix(at=start + timedelta(seconds=5 + 10 * n), lon=WEST + 4.5 * STEP, lat=SOUTH + (0.2 + 0.01 * n) * STEP) for n in range(30)]
        positions.store(work, "u1", walk)
    assert list(taken(coverage)) == list(taken(Coverage(city))) == [code(4, 0)]


def test_that_a_place_that_its_own_device_does_not_believe_is_not_seen(city: Database) -> None:
    coverage, now = Coverage(city), datetime.now(UTC)
    said: list[dict[str, Any]] = [{"mock": True}, {"accuracy": 900.0}, {"accuracy": 9.0}]
    with city.write(SYSTEM) as work:
        for column, each in enumerate(said):
            place = {"lon": WEST + (column + 0.5) * STEP, "lat": SOUTH + 0.5 * STEP}
            positions.store(work, "u1", [Fix(at=now - timedelta(minutes=9 - 3 * column), **place, **each)])
    assert list(taken(coverage)) == [code(2, 0)]


def test_that_somebody_who_is_no_inspector_any_more_leaves_no_trace(city: Database) -> None:
    coverage = Coverage(city)
    with city.write(SYSTEM) as work:
        positions.store(work, "u1", [Fix(at=datetime.now(UTC), lon=WEST + 0.5 * STEP, lat=SOUTH + 0.5 * STEP)])
    assert list(taken(coverage)) == [code(0, 0)]
    with city.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="u1", code="u1", kind=UnitKind.TRUCK, name="u1"))
    assert taken(coverage) == {}


def test_that_new_grids_are_counted_anew(city: Database, tmp_path: Path) -> None:
    coverage = Coverage(city)
    with city.write(SYSTEM) as work:
        positions.store(work, "u1", [Fix(at=datetime.now(UTC), lon=WEST - 0.5 * STEP, lat=SOUTH)])
    assert taken(coverage) == {}
    run(
        city,
        "grids",
        geojson(tmp_path / "more.geojson", [(square(WEST - STEP, SOUTH, STEP), {"kind": "BASIC", "code": "110105001001999", "name": ""})]),
    )
    assert list(taken(coverage)) == ["110105001001999"]


def test_that_the_hall_gets_it_as_arrow_and_as_json(backend: Backend) -> None:
    client = backend.client(Role.DISPATCHER)
    assert client.get("/v1/coverage").json() == []
    answer = client.get("/v1/coverage", headers={"Accept": bulk.MEDIA_TYPE})
    assert list(bulk.decode(Covered, bulk.from_bytes(answer.content))) == []
    assert backend.client(Role.DEVICE).get("/v1/coverage").status_code == 403


LINES = [
    [[WEST - STEP, SOUTH + 0.5 * STEP], [WEST + 3 * STEP, SOUTH + 0.5 * STEP]],
    [[WEST + 3 * STEP, SOUTH + 0.5 * STEP], [WEST + 3 * STEP, SOUTH + 5 * STEP], [WEST + 5 * STEP, SOUTH + 5 * STEP]],
]


def laid(database: Database, folder: Path) -> None:
    features = []
    for number, line in enumerate(LINES):
        told = {"id": f"s{number}", "name": f"s{number}", "kind": "residential"}
        features.append(({"type": "LineString", "coordinates": line}, told))
    run(database, "streets", geojson(folder / "streets.geojson", features))


@pytest.mark.parametrize("seed", range(2))
def test_that_gaps_are_those_of_a_brute_force_over_cells_and_street_metres(city: Database, tmp_path: Path, seed: int) -> None:
    laid(city, tmp_path)
    chance, now = random.Random(seed), datetime.now(UTC)
    coverage, seen = Coverage(city), Seen()
    for _ in range(2):
        for id, kind in (("u1", UnitKind.INSPECTOR), ("u2", UnitKind.INSPECTOR), ("t1", UnitKind.TRUCK)):
            seen += walk(city, id, kind, chance, now, 60)
        coverage.gaps(1)  # late fixes come on top of what is known
    rules = standards.in_force().duty.coverage
    with city.read() as work:
        graph = street_graph.graph(work)
    assert graph is not None
    pieces = pieces_of(graph, rules.piece_m)
    assert pieces.metres.sum() == pytest.approx(graph.length.sum())
    assert pieces.metres.max() <= rules.piece_m
    for hours in (0.5, 3.0, 11.0, 23.0):
        told = coverage.gaps(hours)
        fixes = [fix for kind, fix in seen if kind is UnitKind.INSPECTOR and fix.at >= told.at - timedelta(hours=hours)]
        newest = by_brute_force(seen, told.at)
        since = told.at - timedelta(hours=hours)
        unseen = {code(column, row) for column in range(SIDE) for row in range(SIDE)} - {each for each, at in newest.items() if at >= since}
        assert (told.cells, told.unseen, {gap.code for gap in told.gaps}) == (SIDE * SIDE, len(unseen), unseen)
        assert told.share == pytest.approx(1 - len(unseen) / SIDE**2)
        scale = math.cos(math.radians(pieces.lat.mean()))
        missed = [
            length
            for lon, lat, length, _ in zip(*pieces, strict=True)
            if not any(math.hypot((fix.lon - lon) * scale, fix.lat - lat) * METRES_PER_DEGREE <= rules.reach_m for fix in fixes)
        ]
        assert told.street_unseen_m == pytest.approx(sum(missed))
        assert told.street_m == pytest.approx(graph.length.sum())
        assert sum(each.unseen_m for each in told.streets) == pytest.approx(sum(missed))
        by_name = {f"s{number}": 0.0 for number in range(len(LINES))}
        for lon, lat, length, source in zip(*pieces, strict=True):
            if not any(math.hypot((fix.lon - lon) * scale, fix.lat - lat) * METRES_PER_DEGREE <= rules.reach_m for fix in fixes):
                by_name[f"s{source}"] += length
        assert {each.name: pytest.approx(each.unseen_m) for each in told.streets} == {name: length for name, length in by_name.items() if length}
        assert [each.unseen_m for each in told.streets] == sorted((each.unseen_m for each in told.streets), reverse=True)


def test_that_a_street_weighs_by_the_cases_that_are_nearest_to_it(city: Database, tmp_path: Path) -> None:
    laid(city, tmp_path)
    chance, now = random.Random(3), datetime.now(UTC)
    coverage, rules = Coverage(city), standards.in_force().duty.coverage
    walk(city, "u1", UnitKind.INSPECTOR, chance, now, 60)
    places = [(chance.uniform(WEST, WEST + 4 * STEP), chance.uniform(SOUTH, SOUTH + 6 * STEP)) for _ in range(200)]
    with city.write(SYSTEM) as work:
        told = {"source": Source.WECHAT, "kind": Kind.EVENT, "class_code": "0101", "status": Status.REPORTED}
        two_days_ago = work.at - timedelta(days=2)
        import_cases(work, [PastCase(id=f"c{n}", lon=lon, lat=lat, reported_at=two_days_ago, **told) for n, (lon, lat) in enumerate(places)])
    with city.read() as work:
        graph = street_graph.graph(work)
    assert graph is not None
    gaps = coverage.gaps(23)
    pieces = pieces_of(graph, rules.piece_m)
    scale = math.cos(math.radians(pieces.lat.mean()))

    def far(a: tuple[float, float], b: tuple[float, float]) -> float:
        return math.hypot((a[0] - b[0]) * scale, a[1] - b[1]) * METRES_PER_DEGREE

    middles = list(zip(pieces.lon, pieces.lat, strict=True))
    cases = [0] * len(middles)
    for place in places:
        nearest = min(range(len(middles)), key=lambda number: far(place, middles[number]))
        cases[nearest] += far(place, middles[nearest]) <= rules.case_reach_m
    seen = coverage._seen.streets.newest >= int((gaps.at - timedelta(hours=23)).timestamp() * 1000)
    assert 0 < sum(cases) < len(places)
    assert 0 < seen.sum() < len(middles)
    weights = [metres * (1 + count) for metres, count in zip(pieces.metres, cases, strict=True)]
    assert gaps.street_share == pytest.approx(sum(weight for weight, was in zip(weights, seen, strict=True) if was) / sum(weights))
    for street in gaps.streets:
        mine = [number for number, source in enumerate(pieces.source) if f"s{source}" == street.name and not seen[number]]
        assert street.cases == sum(cases[number] for number in mine)
        assert street.weight == pytest.approx(sum(weights[number] for number in mine))
    assert [street.weight for street in gaps.streets] == sorted((street.weight for street in gaps.streets), reverse=True)


def test_that_a_gap_weighs_by_its_cases(city: Database) -> None:
    coverage = Coverage(city)
    with city.write(SYSTEM) as work:
        place = {"lon": WEST + 2.5 * STEP, "lat": SOUTH + 3.5 * STEP, "reported_at": work.at - timedelta(days=2), "status": Status.REPORTED}
        told = [PastCase(id=f"c{number}", source=Source.WECHAT, kind=Kind.EVENT, class_code="0101", **place) for number in range(3)]
        import_cases(work, told)
    told = coverage.gaps(2)
    assert (told.gaps[0].code, told.gaps[0].cases, told.gaps[0].weight) == (code(2, 3), 3, 4.0)
    assert (told.gaps[0].lon, told.gaps[0].lat) == pytest.approx((place["lon"], place["lat"]), abs=1e-9)
    with city.write(SYSTEM) as work:
        positions.store(work, "u1", [Fix(at=datetime.now(UTC), lon=WEST + 2.5 * STEP, lat=SOUTH + 3.5 * STEP)])
    after = coverage.gaps(2)
    assert after.unseen == told.unseen - 1
    assert after.share == pytest.approx(4 / (SIDE * SIDE + 3))
    assert code(2, 3) not in {gap.code for gap in after.gaps}


@pytest.mark.parametrize("back", [timedelta(hours=3), timedelta(hours=20)])
def test_that_coverage_as_of_a_moment_is_what_it_was_then(city: Database, tmp_path: Path, back: timedelta) -> None:
    """What came to pass since is not in it, and what was forgotten since is."""
    laid(city, tmp_path)
    chance, now = random.Random(7), datetime.now(UTC)
    then = (now - back).replace(microsecond=0)
    seen = [(UnitKind.INSPECTOR, fix) for _, fix in walk(city, "u1", UnitKind.INSPECTOR, chance, then, 80)]
    live = Coverage(city)
    later = walk(city, "u2", UnitKind.INSPECTOR, chance, now, 80)
    past = [(kind, fix) for kind, fix in [*seen, *later] if then - WINDOW <= fix.at <= then]
    assert len(past) < len(seen) + len(later)
    assert {each.code: each.at for each in live.take(then)} == by_brute_force(past, then)
    for hours in (2.0, 12.0):
        told = live.gaps(hours, then)
        newest = by_brute_force(past, then)
        unseen = {code(column, row) for column in range(SIDE) for row in range(SIDE)} - {
            each for each, at in newest.items() if at >= then - timedelta(hours=hours)
        }
        assert (told.at, {gap.code for gap in told.gaps}) == (then, unseen)
    assert taken(live) == taken(Coverage(city))  # looking back has changed nothing of now


def test_that_there_is_no_coverage_of_a_time_to_come(backend: Backend) -> None:
    client = backend.client(Role.DISPATCHER)
    for moment in ((datetime.now(UTC) + timedelta(hours=1)).isoformat(), "2026-11-20T08:00:00"):
        assert client.get("/v1/coverage", params={"at": moment}).status_code == 400
        assert client.get("/v1/coverage/gaps", params={"hours": 2, "at": moment}).json()["errors"][0]["path"] == "at"
    assert client.get("/v1/coverage", params={"at": (datetime.now(UTC) - timedelta(hours=1)).isoformat()}).json() == []


def test_that_gaps_come_over_the_wire(backend: Backend) -> None:
    client = backend.client(Role.DISPATCHER)
    assert client.get("/v1/coverage/gaps", params={"hours": 2}).json()["cells"] == 0
    assert client.get("/v1/coverage/gaps", params={"hours": 25}).status_code == 400
