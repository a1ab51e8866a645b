"""Who can see a place and be there first: by the tables, through the door, on both databases."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from backend.jobs.schedule import JOBS
from backend.rules import cameras, positions, sight, street_graph, units
from backend.session import SYSTEM, Database, clock
from backend.tables.places import StreetRow
from backend.tables.registers import EntryRow
from geo.grids import METRES_PER_DEGREE
from tests.backend.centre import ADMIN
from tests.backends import Backend
from wire.cameras import CameraOrder
from wire.codes import DutyState, RegisterKind, Role, UnitKind
from wire.sight import Pace, Sight, View
from wire.units import Fix, SignIn, UnitOrder

LON, LAT = 111.0, 35.0
NORTH = 1 / METRES_PER_DEGREE
EAST = NORTH / 0.8191520442889918  # cos 35°
Point = tuple[float, float]


def at(x: float, y: float) -> Point:
    """Metres from the place as lon/lat."""
    return LON + x * EAST, LAT + y * NORTH


def add_camera(database: Database, id: str, x: float, y: float, azimuth: float | None = 0.0, **known: float) -> None:
    lon, lat = at(x, y)
    with database.write(SYSTEM) as work:
        cameras.put(work, CameraOrder(id=id, code=id, name=id, lon=lon, lat=lat, azimuth=azimuth, **known))


def add_building(database: Database, id: str, corners: list[Point], category: str = "") -> None:
    ring = [list(at(*corner)) for corner in [*corners, corners[0]]]
    lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
    box = {"west": min(lons), "south": min(lats), "east": max(lons), "north": max(lats)}
    texts = dict.fromkeys(("code", "state", "operator", "address", "phone"), "")
    row = EntryRow(kind=RegisterKind.BUILDING, id=id, name=f"House {id}", lon=lons[0], lat=lats[0], category=category, lines=[ring], **box, **texts)
    with database.write(SYSTEM) as work:
        work.session.add(row)


def add_street(database: Database, id: str, *corners: Point, kmh: float | None = 36.0, kind: str = "", oneway: bool = False) -> None:
    line = [list(at(*corner)) for corner in corners]
    box = {"west": LON, "south": LAT, "east": LON, "north": LAT}
    row = StreetRow(id=id, name=id, kind=kind, length_m=1, lon=LON, lat=LAT, line=[line], speed_kmh=kmh, oneway=oneway, **box)
    with database.write(SYSTEM) as work:
        work.session.add(row)


def add_unit(
    database: Database, id: str, x: float, y: float, kind: UnitKind = UnitKind.INSPECTOR, on_duty: bool = True, age_s: int | None = 10
) -> None:
    lon, lat = at(x, y)
    with database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id=id, code=id, kind=kind, name=id))
        if age_s is not None:
            positions.store(work, id, [Fix(at=work.at - timedelta(seconds=age_s), lon=lon, lat=lat)])
    if on_duty:
        with database.write(ADMIN) as work:
            units.sign_in(work, id, SignIn(duty=DutyState.ON_DUTY))


def look(database: Database) -> Sight:
    with database.read() as work:
        return sight.sight(work, LON, LAT)


WALL = [(-20.0, -60.0), (20.0, -60.0), (20.0, -50.0), (-20.0, -50.0)]


def test_that_cameras_are_sorted_by_how_well_they_see_and_say_why(database: Database) -> None:
    add_camera(database, "far", 0, -90, view_angle=60, reach=100)
    add_camera(database, "near", 0, -20, view_angle=60, reach=100)
    add_camera(database, "aside", 0, -20, azimuth=25, view_angle=60, reach=100)
    add_camera(database, "away", 0, -20, azimuth=180, view_angle=60, reach=100)
    add_camera(database, "unmeasured", 0, -10, azimuth=None)
    add_camera(database, "too far", 0, -130)
    found = look(database)
    assert [camera.camera_id for camera in found.cameras] == ["near", "aside", "far", "unmeasured"]
    assert [camera.view for camera in found.cameras] == [View.SEES] * 3 + [View.DIRECTION_UNKNOWN]
    assert (found.cameras[1].off_axis, found.cameras[1].metres) == (25.0, 20.0)
    assert [camera.assumed for camera in found.cameras] == [False, False, False, True]
    assert found.outlines == 0


def test_that_a_building_hides_and_is_named(database: Database) -> None:
    add_camera(database, "behind", 0, -90, reach=100)
    add_camera(database, "free", 0, -40, reach=100)
    add_camera(database, "unmeasured", 0, -95, azimuth=None, reach=100)
    add_building(database, "h1", WALL)
    add_building(database, "elsewhere", [(x + 5000, y) for x, y in WALL])
    found = look(database)
    assert [(camera.camera_id, camera.view, camera.behind) for camera in found.cameras] == [
        ("free", View.SEES, ""),
        ("behind", View.HIDDEN, "House h1"),
    ]
    assert (found.outlines, found.cameras[1].hidden, found.cameras[1].quality) == (1, 1.0, 0.0)


def test_that_parcels_stand_for_buildings_only_where_there_are_none(database: Database) -> None:
    add_camera(database, "c", 0, -90, reach=100)
    add_building(database, "land", WALL, category="PARCEL")
    assert [camera.view for camera in look(database).cameras] == [View.HIDDEN]
    add_building(database, "house", [(30.0, -60.0), (60.0, -60.0), (60.0, -50.0)])
    add_camera(database, "east", 80, -55, reach=100, azimuth=305)
    assert {camera.camera_id: camera.view for camera in look(database).cameras}["c"] is View.SEES


def test_that_inspectors_walk_and_vehicles_drive_along_the_streets(database: Database) -> None:
    add_street(database, "s", (0, 0), (1200, 0))
    add_unit(database, "walker", 600, 0)
    add_unit(database, "car", 1200, 0, kind=UnitKind.VEHICLE)
    found = look(database)
    assert found.by_streets
    assert [(unit.unit_id, unit.pace) for unit in found.units] == [("car", Pace.DRIVES), ("walker", Pace.WALKS)]
    assert found.units[0].seconds == pytest.approx(120, abs=2)
    assert (found.units[1].seconds, found.units[1].metres) == (pytest.approx(500, abs=3), pytest.approx(600, abs=3))


def test_that_a_vehicle_heeds_a_one_way_street_and_an_inspector_does_not(database: Database) -> None:
    add_street(database, "there", (0, 0), (1200, 0), oneway=True)
    add_street(database, "back", (1200, 0), (1200, 900), (0, 900), (0, 0), oneway=True)
    for id, kind in (("car", UnitKind.TRUCK), ("walker", UnitKind.INSPECTOR)):
        add_unit(database, id, 600, 0, kind=kind)
    found = {unit.unit_id: unit for unit in look(database).units}
    assert found["walker"].metres == pytest.approx(600, abs=5)
    assert found["car"].metres == pytest.approx(600 + 900 + 1200 + 900, abs=15)


def test_that_a_street_that_came_is_used_at_once_and_one_that_changed_too(database: Database) -> None:
    add_unit(database, "car", 1200, 0, kind=UnitKind.VEHICLE)
    assert not look(database).by_streets
    add_street(database, "s", (0, 0), (1200, 0), kmh=36)
    assert look(database).units[0].seconds == pytest.approx(120, abs=2)
    with database.write(SYSTEM) as work:
        work.session.execute(sa.update(StreetRow).values(speed_kmh=None, kind="motorway"))
    assert look(database).units[0].seconds == pytest.approx(54, abs=2)
    with database.write(SYSTEM) as work:
        work.session.execute(sa.delete(StreetRow))
    assert not look(database).by_streets


def test_that_the_graph_is_made_once_for_the_same_streets(database: Database) -> None:
    add_street(database, "s", (0, 0), (1200, 0))
    with database.read() as work:
        assert street_graph.graph_at_hand(work) is None
    street_graph.warm(database)
    with database.read() as work:
        made = street_graph.graph_at_hand(work)
        assert made is not None
        assert street_graph.graph(work) is made
    assert street_graph.warm in [job for _, job in JOBS]


def test_that_units_of_which_less_is_known_come_last_with_their_age(database: Database) -> None:
    add_unit(database, "fresh", 900, 0)
    add_unit(database, "stale", 10, 0, age_s=3600)
    add_unit(database, "off", 10, 0, on_duty=False)
    add_unit(database, "nowhere", 0, 0, age_s=None)
    found = look(database).units
    assert [unit.unit_id for unit in found] == ["fresh", "stale", "nowhere", "off"]
    assert [unit.stale for unit in found] == [False, True, True, False]
    assert found[1].fix_age_s == pytest.approx(3600, abs=30)
    assert (found[2].seconds, found[2].fix_at, found[2].fix_age_s) == (None, None, None)
    assert found[3].fix_at is not None
    assert found[3].fix_at < clock()


def test_that_the_door_is_for_the_hall_and_for_places_on_earth(backend: Backend) -> None:
    add_camera(backend.database, "c", 0, -20)
    answer = backend.client(Role.DISPATCHER).get("/v1/sight", params={"lon": LON, "lat": LAT})
    assert answer.status_code == 200
    assert [camera["camera_id"] for camera in answer.json()["cameras"]] == ["c"]
    assert backend.client(Role.INSPECTOR).get("/v1/sight", params={"lon": LON, "lat": LAT}).status_code == 403
    for wrong in ({"lon": 200, "lat": 0}, {"lon": "nan", "lat": 0}, {"lat": 0}, {"lon": "x", "lat": 1}):
        refused = backend.client(Role.DISPATCHER).get("/v1/sight", params=wrong)
        assert (refused.status_code, refused.json()["code"]) == (400, "malformed")
    assert backend.client(Role.DISPATCHER).get("/v1/sight", params={"lon": 0, "lat": 90}).json()["cameras"] == []


def test_that_who_could_see_it_is_told_as_of_an_earlier_moment(database: Database) -> None:
    add_camera(database, "turned", 0, -20, reach=100)
    add_camera(database, "same", 0, -40, reach=100)
    add_unit(database, "u", 100, 0, age_s=5)
    add_unit(database, "liar", 0, 0, age_s=None)
    with database.write(SYSTEM) as work:
        positions.store(work, "liar", [Fix(at=work.at - timedelta(seconds=5), lon=LON, lat=LAT, mock=True)])
    then = clock()
    before = look(database)
    with database.write(ADMIN) as work:
        units.sign_in(work, "u", SignIn(duty=DutyState.OFF_DUTY))
    add_camera(database, "turned", 0, -20, azimuth=180, reach=100)
    add_camera(database, "new", 0, -10, reach=100)
    with database.write(SYSTEM) as work:
        lon, lat = at(900, 0)
        positions.store(work, "u", [Fix(at=work.at, lon=lon, lat=lat)])
    with database.read() as work:
        told = sight.sight(work, LON, LAT, then)
    assert [camera.camera_id for camera in told.cameras] == ["turned", "same"]
    assert told.cameras == before.cameras
    assert (told.units[0].duty, told.units[0].metres, told.units[0].fix_at) == (DutyState.ON_DUTY, before.units[0].metres, before.units[0].fix_at)
    for of in (told, before):  # who makes up where it is, is nowhere
        assert [(unit.unit_id, unit.fix_at) for unit in of.units[1:]] == [("liar", None)]
    assert told.at == then
    assert [camera.camera_id for camera in look(database).cameras] == ["new", "same"]


@pytest.mark.parametrize(
    ("moment", "status", "code"),
    [("2020-01-01T00:00:00Z", 409, "before_memory"), ("2026-01-01T00:00:00", 400, "malformed"), ("0001-01-01T00:00:00Z", 400, "malformed")],
)
def test_that_a_moment_that_cannot_be_known_is_refused(backend: Backend, moment: str, status: int, code: str) -> None:
    refused = backend.client(Role.DISPATCHER).get("/v1/sight", params={"lon": LON, "lat": LAT, "at": moment})
    assert (refused.status_code, refused.json()["code"]) == (status, code)
