"""The people of the city: where they go, when they work, what they say."""

from collections import defaultdict
from datetime import datetime, timedelta

import msgspec
import numpy as np
import pytest
import shapely

from geo.streets import METRES_PER_DEGREE
from simulator import scenario
from simulator.photos import SCENES, photo
from simulator.posts import DECIDE, POST_OF
from simulator.problems import Problems
from simulator.scenario import BadScenario
from simulator.ways import NEAREST_M, NoCity, Ways
from simulator.world import ZONE, Been, Found, Looked, Moved, Signed, World, world_of
from wire.callouts import Callout
from wire.codes import AlarmKind, CalloutState, Kind, Status, TaskKind, TaskState
from wire.tasks import Task

MONDAY = datetime(2026, 11, 23, 8, 29, 50, tzinfo=ZONE)


def world(ways: Ways, always: bool = True, seed: int = 1) -> World:
    return world_of(ways, scenario.load("ordinary_monday"), MONDAY, seed, inspectors=60, trucks=6, always=always)


def test_that_the_same_seed_lives_the_same_day(ways: Ways) -> None:
    one, two = world(ways), world(ways)
    for _ in range(60):
        assert one.step(5) == two.step(5)


def test_that_everybody_signs_in_at_half_past_eight(ways: Ways) -> None:
    city = world(ways, always=False)
    assert not [said for said in city.step(5) if isinstance(said, Signed | Found | Moved) and said.unit in city.inspectors]
    signed = [said for said in city.step(5) if isinstance(said, Signed)]
    assert city.now == MONDAY.replace(minute=30, second=0)
    assert {said.unit for said in signed} == set(city.inspectors)
    assert all(said.on for said in signed)


def test_that_everybody_signs_out_at_six(ways: Ways) -> None:
    city = world(ways, always=False)
    city.step(60)
    city.now = MONDAY.replace(hour=17, minute=59, second=58)
    signed = [said for said in city.step(2) if isinstance(said, Signed)]
    assert {said.unit for said in signed} == set(city.inspectors)
    assert not any(said.on for said in signed)


def test_that_patrols_keep_to_the_streets_of_their_grid(ways: Ways) -> None:
    city = world(ways)
    duty_of = {unit["code"]: unit["duty_grids"][0] for unit in ways.units if unit["kind"] == "INSPECTOR"}
    for _ in range(120):
        city.step(10)
        for inspector in city.inspectors.values():
            assert inspector.home.nearest(inspector.lon, inspector.lat).away < 0.5
            assert ways.duties[duty_of[inspector.code]].buffer(3e-5).contains(shapely.Point(inspector.lon, inspector.lat))


def test_that_nobody_walks_faster_than_people_walk(ways: Ways) -> None:
    city = world(ways)
    before = {code: (each.lon, each.lat) for code, each in city.inspectors.items()}
    for _ in range(60):
        city.step(10)
        for code, each in city.inspectors.items():
            away = np.hypot((each.lon - before[code][0]) * 91_200, (each.lat - before[code][1]) * 111_320)
            assert away < 12.2, code  # 10 s at 1.2 m/s
            before[code] = each.lon, each.lat


def test_that_trucks_drive_on_streets_and_at_their_pace(ways: Ways) -> None:
    city = world(ways)
    for _ in range(60):
        city.step(10)
        for truck in city.trucks.values():
            assert ways.drives.nearest(truck.lon, truck.lat).away < 0.5
            assert truck.speed < 70 / 3.6


def test_that_vehicles_drive_on_streets_from_place_to_place_and_say_where_they_are(ways: Ways) -> None:
    plan = scenario.load("ordinary_monday")
    city, again = (world_of(ways, plan, MONDAY, 2, inspectors=1, trucks=0, vehicles=4) for _ in range(2))
    said: dict[str, list[Moved]] = defaultdict(list)
    for _ in range(120):
        for moved in city.step(10):
            if isinstance(moved, Moved) and moved.unit in city.vehicles:
                said[moved.unit].append(moved)
        again.step(10)
        for vehicle in city.vehicles.values():
            assert ways.drives.nearest(vehicle.lon, vehicle.lat).away < 0.5
            assert vehicle.speed < 70 / 3.6
    assert len(said) == 4
    assert all(len({(moved.lon, moved.lat) for moved in moves}) > 10 for moves in said.values())
    assert [each.lon for each in city.vehicles.values()] == [each.lon for each in again.vehicles.values()]


def test_that_an_inspector_rides_to_a_task_and_says_what_he_found(ways: Ways) -> None:
    city = world(ways)
    city.step(1)
    inspector = next(iter(city.inspectors.values()))
    lon, lat = inspector.home.places[0]
    task = Task(
        id="t1", version=1, kind=TaskKind.CHECK, state=TaskState.OPEN, case_id="c1", unit_id=inspector.code,
        lon=float(lon), lat=float(lat), sent_at=MONDAY, due_at=MONDAY + timedelta(minutes=30),
    )  # fmt: skip
    city.give(task)
    looked = _until(city, Looked)
    assert looked.task.id == "t1"
    assert np.hypot((inspector.lon - lon) * 91_200, (inspector.lat - lat) * 111_320) < 60


def test_that_who_is_told_of_other_work_goes_first_to_what_is_due_first(ways: Ways) -> None:
    city = world(ways)
    city.step(1)
    inspector = next(iter(city.inspectors.values()))
    lon, lat = (float(value) for value in inspector.home.places[0])
    task = Task(
        id="t1", version=1, kind=TaskKind.CHECK, state=TaskState.OPEN, case_id="c1", unit_id=inspector.code,
        lon=lon, lat=lat, sent_at=MONDAY, due_at=MONDAY + timedelta(minutes=30),
    )  # fmt: skip
    sooner = MONDAY + timedelta(minutes=10)
    for each in (task, msgspec.structs.replace(task, id="t2", due_at=sooner), msgspec.structs.replace(task, id="t3", due_at=sooner, ahead=2)):
        city.give(each)
    assert [each.id for each in inspector.tasks] == ["t2", "t3", "t1"]
    assert _until(city, Looked).task.id == "t2"


@pytest.mark.parametrize("kind", ["inspectors", "vehicles"])
def test_that_who_is_called_out_goes_there_at_once_and_says_so(ways: Ways, kind: str) -> None:
    city = world_of(ways, scenario.load("ordinary_monday"), MONDAY, 2, inspectors=3, trucks=0, vehicles=2)
    city.step(1)
    called, idle = list(getattr(city, kind).values())[:2]
    lon, lat = (float(value) for value in next(iter(city.inspectors.values())).home.places[0])
    callout = Callout(
        id="c1", version=1, alarm_id="a1", alarm=AlarmKind.DEVIATION, about="t1", unit_id=called.code, state=CalloutState.ACCEPTED,
        lon=lon, lat=lat, sent_at=MONDAY, sent_by="x",
    )  # fmt: skip
    assert city.has(called.code)
    city.call_out(callout)
    city.call_out(callout)
    assert _until(city, Been).callout is callout
    assert not [said for _ in range(30) for said in city.step(10) if isinstance(said, Been)]  # once
    city.call_out(msgspec.structs.replace(callout, id="c2", unit_id=idle.code))
    city.call_back(msgspec.structs.replace(callout, id="c2", unit_id=idle.code))
    assert not [said for _ in range(60) for said in city.step(10) if isinstance(said, Been)]


def test_that_a_task_that_was_withdrawn_is_not_reported(ways: Ways) -> None:
    city = world(ways)
    city.step(1)
    inspector = next(iter(city.inspectors.values()))
    task = Task(
        id="t1", version=1, kind=TaskKind.VERIFY, state=TaskState.OPEN, case_id="c1", unit_id=inspector.code,
        lon=inspector.lon, lat=inspector.lat, sent_at=MONDAY, due_at=MONDAY,
    )  # fmt: skip
    city.give(task)
    city.take_away(task)
    assert not [said for _ in range(60) for said in city.step(10) if isinstance(said, Looked)]


def test_that_reports_say_a_problem_of_the_standard_at_a_place_with_a_name(ways: Ways) -> None:
    city = world(ways)
    found = [said for _ in range(200) for said in city.step(10) if isinstance(said, Found)]
    assert len(found) > 100
    assert all("{" not in each.text and each.address.endswith("号附近") for each in found)
    assert all(each.component for each in found if each.unit and each.problem.kind is Kind.COMPONENT)
    told = {*city.scenario.finds, *city.scenario.sources}
    assert {"INSPECTOR", "PUBLIC_APP", "WECHAT", "HOTLINE_12319", "TRANSFER_12345"} <= {each.source for each in found} <= told


def test_that_what_a_camera_has_shown_lies_in_its_picture(ways: Ways) -> None:
    city = world(ways)
    assert not [said for _ in range(30) for said in city.step(10) if isinstance(said, Found) and said.camera]
    city.views = ways.views
    found = [city.watch() for _ in range(200)]
    by_code = {view.code: view for view in ways.views}
    for each in found:
        view = by_code[each.camera]  # type: ignore[index]
        east, north = (each.lon - view.lon) * METRES_PER_DEGREE * np.cos(np.radians(view.lat)), (each.lat - view.lat) * METRES_PER_DEGREE
        assert NEAREST_M - 0.1 <= np.hypot(east, north) <= view.reach + 0.1
        assert abs((np.degrees(np.arctan2(east, north)) - view.azimuth + 180) % 360 - 180) <= view.angle / 2
        assert (each.source, each.unit, each.problem.kind, each.text != "") == ("VIDEO", None, Kind.EVENT, True)
    assert any(isinstance(said, Found) and said.camera for _ in range(60) for said in city.step(10))


def test_that_what_happens_most_is_what_the_field_says_happens_most() -> None:
    problems, rng = Problems.load(), np.random.default_rng(1)
    codes = [problems.draw(rng).code for _ in range(2_000)]
    assert max(set(codes), key=codes.count) == "0410"


def test_that_every_problem_has_a_scene_and_a_photo_is_a_jpeg() -> None:
    assert {problem.scene for problem in Problems.load().known} <= set(SCENES)
    for scene in SCENES:
        before, after = photo(scene, 7, MONDAY, "111, 35"), photo(scene, 7, MONDAY, "111, 35", solved=True)
        assert before.startswith(b"\xff\xd8\xff")
        assert before != after
        assert before == photo(scene, 7, MONDAY, "111, 35")


def test_that_every_status_in_which_a_post_acts_has_a_decision() -> None:
    assert set(DECIDE) == {*POST_OF, Status.DISPOSING}


@pytest.mark.parametrize("name", scenario.names())
def test_that_every_scenario_can_be_played(name: str) -> None:
    assert scenario.load(name).title


def test_that_an_unknown_scenario_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadScenario, match="ordinary_monday"):
        scenario.load("doomsday")


def test_that_a_scenario_says_only_what_is_otherwise_than_its_base() -> None:
    astray, monday = scenario.load("trucks_astray"), scenario.load("ordinary_monday")
    assert astray.trucks.strays > 10 * monday.trucks.strays
    assert (astray.rates, astray.trucks.period_s) == (monday.rates, monday.trucks.period_s)


def test_that_a_folder_without_a_city_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NoCity, match="no city"):
        Ways(tmp_path)


def _until(city: World, kind: type[Looked]) -> Looked:
    for _ in range(2_000):
        for said in city.step(5):
            if isinstance(said, kind):
                return said
    raise AssertionError(f"nobody said {kind.__name__}")


def test_that_people_have_their_habits_and_the_same_seed_the_same_ones(ways: Ways) -> None:
    plan = scenario.load("ordinary_monday")
    plan = msgspec.structs.replace(plan, habits=msgspec.structs.replace(plan.habits, strays=1.0, stays=1.0, goes_silent=1.0, late=0.3))
    cities = [world_of(ways, plan, MONDAY, 3, inspectors=30, trucks=0, habits=True) for _ in range(2)]
    duty_of = {unit["code"]: unit["duty_grids"][0] for unit in ways.units if unit["kind"] == "INSPECTOR"}
    came: dict[str, float] = {}
    outside, silent, still = set[str](), set[str](), set[str]()
    before: dict[str, tuple[float, float]] = {}
    for number in range(180):
        said, again = (city.step(20) for city in cities)
        assert said == again
        told = {one.unit for one in said if isinstance(one, Moved)}
        came |= {one.unit: number * 20.0 for one in said if isinstance(one, Signed) and one.on}
        for code, inspector in cities[0].inspectors.items():
            if not inspector.on_duty:
                continue
            here = inspector.lon, inspector.lat
            if not ways.duties[duty_of[code]].buffer(50 / METRES_PER_DEGREE).contains(shapely.Point(*here)):
                outside.add(code)
            if inspector.silent and code not in told:
                silent.add(code)
            if before.get(code) == here:
                still.add(code)
            before[code] = here
    late = [code for code, seconds in came.items() if seconds > 300]
    assert set(came) == set(cities[0].inspectors)
    assert 3 <= len(late) <= 20
    assert min(len(outside), len(silent), len(still)) >= 5


def test_that_without_habits_nobody_has_any(ways: Ways) -> None:
    city = world(ways)
    city.step(3600)
    assert not any(inspector.silent for inspector in city.inspectors.values())
