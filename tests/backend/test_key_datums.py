"""The datum of a key: what a gateway sends lies where it is, through every door; and one that declares a wrong datum is noticed."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pytest
import sqlalchemy as sa
from numpy.typing import NDArray

from backend.jobs import datums
from backend.rules import keys, people, units
from backend.session import SYSTEM, Database
from backend.tables.people import TokenRow
from backend.tables.places import StreetRow
from backend.tables.positions import LatestRow
from backend.web.placing import LISTS, in_wgs84
from backend.web.roles import handlers
from geo.datum import Datum, convert
from geo.tracks import metres
from tests.backend.commanded import called
from tests.backends import Backend, Client, until
from wire.alarms import Displaced
from wire.codes import Role, UnitKind
from wire.people import UserOrder
from wire.units import UnitOrder

TRUE = (114.3, 22.7)
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
CLOSE_M = 0.5
MIDDLE = np.array([111.0, 35.02])
SCALE = np.array([91_160.0, 111_320.0])  # metres per degree there


def sent(datum: str, lon: float = TRUE[0], lat: float = TRUE[1]) -> tuple[float, float]:
    """A true place as such a gateway says it."""
    x, y = convert(lon, lat, Datum.WGS84, datum)
    return float(x), float(y)


def with_key(backend: Backend, datum: str, *roles: Role, name: str = "fleet") -> Client:
    with backend.database.write(SYSTEM) as work:
        people.put(work, UserOrder(name=name, full_name=name, roles=list(roles)))
        token = people.add_key(work, name, Datum(datum))
    client = backend.client()
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def off(lon: float, lat: float, true: tuple[float, float] = TRUE) -> float:
    return float(metres(lon, lat, *true))


@pytest.fixture
def truck(backend: Backend) -> str:
    with backend.database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="t1", code="861", kind=UnitKind.TRUCK, name="Truck"))
    return "t1"


def places(backend: Backend) -> list[tuple[float, float]]:
    hall = backend.client(Role.DISPATCHER)
    found = hall.get("/v1/tracks/t1", params={"start": "2026-03-02T00:00:00Z", "end": "2026-03-03T00:00:00Z"}).json()
    return list(zip(found["lon"], found["lat"], strict=True))


@pytest.mark.parametrize("datum", list(Datum))
def test_that_positions_lie_where_they_are_through_every_door(backend: Backend, truck: str, datum: str) -> None:
    gateway, (lon, lat) = with_key(backend, datum, Role.DEVICE), sent(datum)
    moments = [AT + timedelta(seconds=number) for number in range(6)]
    query = {"id": "861", "lat": lat, "lon": lon}
    assert gateway.get("/osmand", params=query | {"timestamp": moments[0].isoformat()}).status_code == 200
    assert gateway.post("/osmand", data=query | {"timestamp": moments[1].isoformat()}).status_code == 200
    location = {"timestamp": moments[2].isoformat(), "coords": {"latitude": lat, "longitude": lon}}
    assert gateway.post("/traccar", json={"device_id": "861", "location": location}).status_code == 200
    batches = [{"code": "861", "fixes": [{"at": moment.isoformat(), "lon": lon, "lat": lat}]} for moment in moments[3:]]
    assert gateway.post("/v1/positions", json=batches[0]).json() == {"stored": 1, "doubled": 0}
    assert gateway.post("/v1/positions", json=batches[1], headers={"Idempotency-Key": "once-and-again"}).json() == {"stored": 1, "doubled": 0}
    assert gateway.post("/v1/positions/many", json={"batches": [batches[2]]}).json()["stored"] == 1
    found = places(backend)
    assert len(found) == 6
    assert max(off(*place) for place in found) <= CLOSE_M
    live = backend.client(Role.DISPATCHER).get("/v1/positions?after=0&wait=0").json()
    assert off(live["lon"][0], live["lat"][0]) <= CLOSE_M


def test_that_to_send_again_changes_nothing(backend: Backend, truck: str) -> None:
    gateway, (lon, lat) = with_key(backend, "gcj02", Role.DEVICE), sent("gcj02")
    batch, key = {"code": "861", "fixes": [{"at": AT.isoformat(), "lon": lon, "lat": lat}]}, {"Idempotency-Key": "once-and-again"}
    first = [gateway.post("/v1/positions", json=batch, headers=key).json() for _ in range(2)]
    assert first == [{"stored": 1, "doubled": 0}] * 2
    assert gateway.post("/v1/positions", json=batch).json() == {"stored": 0, "doubled": 1}
    other = {"code": "861", "fixes": [{"at": AT.isoformat(), "lon": lon + 0.001, "lat": lat}]}
    assert gateway.post("/v1/positions", json=other, headers=key).json()["code"] == "key_reused"
    assert off(*places(backend)[0]) <= CLOSE_M


def test_that_keys_of_several_datums_in_one_transaction_are_kept_apart(backend: Backend, truck: str) -> None:
    gateways = {datum: with_key(backend, datum, Role.DEVICE, name=datum) for datum in Datum}
    for number, (datum, gateway) in enumerate(gateways.items()):
        lon, lat = sent(datum)
        fixes = [{"at": (AT + timedelta(seconds=10 * number + second)).isoformat(), "lon": lon, "lat": lat} for second in range(number + 1)]
        assert gateway.post("/v1/positions", json={"code": "861", "fixes": fixes}).json()["stored"] == number + 1
    assert max(off(*place) for place in places(backend)) <= CLOSE_M


CAMERA = {"code": "c1", "name": "camera"}
SENSOR = {"code": "s1", "name": "water", "kind": "WATER_LEVEL"}
REPORT = {"id": "k1", "source": "HOTLINE_12319", "kind": "EVENT", "class_code": "0112", "description": "mud"}
TRANSFER = {"id": "t1", "number": "HN-1", "title": "dark", "due_at": (datetime.now(UTC) + timedelta(days=3)).isoformat()}


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_that_what_other_programs_bring_lies_where_it_is(backend: Backend, datum: str) -> None:
    program, (lon, lat) = with_key(backend, datum, Role.ADMIN, Role.GATEWAY, Role.ACCEPTOR), sent(datum)
    place = {"lon": lon, "lat": lat}
    answers = [
        program.put("/v1/cameras/c1", json={"id": "c1"} | CAMERA | place),
        program.put("/v1/sensors/s1", json={"id": "s1"} | SENSOR | place),
        program.put("/v1/departments/d1", json={"id": "d1", "code": "d1", "name": "Roads"} | place),
        program.post("/v1/transfers", json=TRANSFER | place),
    ]
    for answer in answers:
        assert answer.ok, answer.text
        assert off(answer.json()["lon"], answer.json()["lat"]) <= CLOSE_M
    filed = program.post("/v1/cases", json=REPORT | place)
    assert filed.ok, filed.text
    card = filed.json()["case"]
    assert off(card["lon"], card["lat"]) <= CLOSE_M
    form = {"service_code": "EVENT-0112", "lat": lat, "long": lon, "description": "mud", "media_url": "http://example.org/mud.jpg"}
    number = program.post("/open311/v2/requests.json", data=form).json()[0]["service_request_id"]
    told = program.get(f"/open311/v2/requests/{number}.json").json()[0]
    assert off(told["long"], told["lat"]) <= CLOSE_M


def test_that_lines_and_outlines_are_moved_as_well(backend: Backend) -> None:
    program, true = with_key(backend, "gcj02", Role.ADMIN), [(114.3, 22.7), (114.31, 22.71), (114.3, 22.71)]
    drawn = [sent("gcj02", *each) for each in true]
    pipe = {"id": "p1", "lon": drawn[0][0], "lat": drawn[0][1], "lines": [drawn]}
    assert program.post("/v1/registers/DRAIN/entries", json={"put": [pipe]}).json()["stored"] == 1
    kept = program.get("/v1/registers/DRAIN/entries/p1").json()
    fence = program.put("/v1/geofences/g1", json={"id": "g1", "name": "fence", "kind": "POLYGON", "places": drawn}).json()
    for found in (kept["lines"][0], fence["places"]):
        assert max(off(*there, here) for there, here in zip(found, true, strict=True)) <= CLOSE_M


def test_that_a_session_sends_wgs84_whatever_its_users_keys_declare(backend: Backend) -> None:
    with_key(backend, "gcj02", Role.ADMIN, name="chief")
    chief = backend.client(Role.ADMIN, name="chief")
    kept = chief.put("/v1/cameras/c1", json={"id": "c1"} | CAMERA | {"lon": TRUE[0], "lat": TRUE[1]}).json()
    assert (kept["lon"], kept["lat"]) == TRUE


def test_that_what_is_no_place_is_refused_as_ever(backend: Backend) -> None:
    program = with_key(backend, "gcj02", Role.ADMIN)
    for lon in ("east", None, True, 1e300, 10**400, [114.3]):
        answer = program.put("/v1/cameras/c1", json={"id": "c1"} | CAMERA | {"lon": lon, "lat": 22.7})
        assert answer.status_code == 400, answer.text
    lon, lat = sent("gcj02")
    kept = program.put("/v1/cameras/c1", json={"id": "c1"} | CAMERA | {"lon": str(lon), "lat": str(lat)}).json()
    assert off(kept["lon"], kept["lat"]) <= CLOSE_M  # figures in quotes are taken, and moved
    assert in_wgs84({"lines": [[[1]], "a", None], "ring": {"lon": 1}}, Datum.GCJ02) == {"lines": [[[1]], "a", None], "ring": {"lon": 1}}


def test_that_every_list_of_places_that_a_door_takes_is_known(backend: Backend) -> None:
    """A new one under another name would be left where it does not lie."""
    lists: set[str] = set()
    seen: set[Any] = set()

    def walk(kind: Any, name: str) -> None:
        match kind:
            case msgspec.inspect.StructType(cls=cls, fields=fields):
                if cls not in seen:
                    seen.add(cls)
                    for each in fields:
                        walk(each.type, each.name)
            case msgspec.inspect.ListType(item_type=item) | msgspec.inspect.VarTupleType(item_type=item):
                walk(item, name)
            case msgspec.inspect.TupleType(item_types=(msgspec.inspect.FloatType(ge=-180), msgspec.inspect.FloatType(ge=-90))):
                lists.add(name)
            case msgspec.inspect.UnionType(types=types):
                for each in types:
                    walk(each, name)

    for _, handler in handlers(backend.app):
        data = handler.parsed_fn_signature.parameters.get("data")
        if data is not None:
            walk(msgspec.inspect.type_info(data.annotation), "")
    assert len(seen) > 60
    assert lists == LISTS


def test_that_keys_are_made_listed_and_declared_by_the_command(backend: Backend, url: str) -> None:
    here = ("--database", url)
    token = called("key", "add", "fleet", "--role", "DEVICE", "--datum", "gcj02", *here).stdout.strip()
    plain = called("key", "add", "pbx", "--role", "TELEPHONE", *here).stdout.strip()
    listed = called("key", "list", *here).stdout.splitlines()
    (id, datum, *_), (_, other, *_) = (line.split() for line in listed)
    assert (datum, other) == ("gcj02", "wgs84")
    assert [line.split(maxsplit=4)[4] for line in listed] == ["fleet: DEVICE", "pbx: TELEPHONE"]
    assert token not in "".join(listed)
    client = backend.client()
    client.headers["Authorization"] = f"Bearer {token}"
    assert client.get("/v1/me").json()["datum"] == "gcj02"
    assert called("key", "datum", id, "bd09", *here).stdout.split()[:2] == [id, "bd09"]
    until(lambda: client.get("/v1/me").json()["datum"] == "bd09")
    assert called("key", "datum", "pbx", "cgcs2000", *here).returncode == 0
    client.headers["Authorization"] = f"Bearer {plain}"
    assert client.get("/v1/me").json()["datum"] == "cgcs2000"
    refused = called("key", "datum", "nobody", "gcj02", *here)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "gk117" in called("key", "add", "x", "--role", "DEVICE", "--datum", "gk117", *here).stderr


# Who declares a wrong datum.


class Net(NamedTuple):
    """Crossings (n, n, 2) in metres about the middle, and which way of them a truck takes."""

    crossings: NDArray[np.float64]

    def lines(self) -> list[NDArray[np.float64]]:
        size = len(self.crossings)
        return [self.crossings[row] for row in range(size)] + [self.crossings[:, column] for column in range(size)]

    def drive(self, seed: int, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Degrees, at 11 m/s, a lane beside the middle of the street, with a receiver's noise."""
        chance, at, way = np.random.default_rng(seed), np.array([4, 4]), [self.crossings[4, 4]]
        before = at
        while len(way) < 400:
            around = [at + step for step in ((0, 1), (1, 0), (0, -1), (-1, 0))]
            around = [each for each in around if (each >= 0).all() and (each < len(self.crossings)).all() and (each != before).any()]
            before, at = at, around[chance.integers(len(around))]
            way.append(self.crossings[at[0], at[1]])
        points = np.array(way)
        far = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        there = np.column_stack([np.interp(seconds * 11, far, points[:, axis]) for axis in (0, 1)])
        ahead = np.column_stack([np.interp(seconds * 11 + 5, far, points[:, axis]) for axis in (0, 1)]) - there
        right = np.column_stack([ahead[:, 1], -ahead[:, 0]]) / np.maximum(np.hypot(*ahead.T), 0.1)[:, None]
        places: NDArray[np.float64] = MIDDLE + (there + 3 * right + chance.normal(0, 3, there.shape)) / SCALE
        return places


@pytest.fixture
def net(database: Database) -> Net:
    chance = np.random.default_rng(3)
    east, north = (np.cumsum(chance.uniform(150, 420, 10)) for _ in (0, 1))
    made = Net(np.stack(np.meshgrid(east - east.mean(), north - north.mean()), axis=-1) + chance.normal(0, 40, (10, 10, 2)))
    with database.write(SYSTEM) as work:
        for number, line in enumerate(made.lines()):
            degrees = MIDDLE + line / SCALE
            (west, south), (easternmost, northernmost) = degrees.min(axis=0), degrees.max(axis=0)
            box = {"west": west, "south": south, "east": easternmost, "north": northernmost}
            street = {"id": f"s{number}", "name": f"street {number}", "kind": "", "length_m": 1, "lon": west, "lat": south, "speed_kmh": 40.0}
            work.session.add(StreetRow(**street, **{name: float(edge) for name, edge in box.items()}, line=[degrees.tolist()], oneway=False))
    return made


def drove(backend: Backend, net: Net, name: str, declared: str, sends: str, *, unit: str = "", seed: int = 1, hours: float = 2.0) -> Client:
    """The gateway of this name has sent a unit's last hours by `/v1/positions`, with a key that was made yesterday."""
    with backend.database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id=unit or name, code=unit or name, kind=UnitKind.TRUCK, name=unit or name))
    gateway = with_key(backend, declared, Role.DEVICE, name=name)
    with backend.database.write(SYSTEM) as work:
        work.session.execute(sa.update(TokenRow).where(TokenRow.user == name).values(declared_at=work.at - timedelta(days=1)))
        now = work.at
    say(gateway, unit or name, now - timedelta(hours=hours), net.drive(seed, np.arange(0, hours * 3600, 5.0)), sends)
    return gateway


def say(gateway: Client, code: str, start: datetime, way: NDArray[np.float64], datum: str) -> None:
    lon, lat = convert(*way.T, Datum.WGS84, datum)
    fixes = [{"at": (start + timedelta(seconds=5 * n)).isoformat(), "lon": x, "lat": y} for n, (x, y) in enumerate(zip(lon, lat, strict=True))]
    assert gateway.post("/v1/positions", json={"code": code, "fixes": fixes}).json()["stored"] == len(fixes)


def accused(backend: Backend) -> dict[str, tuple[str, str, str, float]]:
    """By gateway: declared, meant, taken, and how far off."""
    found = backend.client(Role.DUTY_LEADER).get("/v1/alarms", params={"open": "true", "kind": "SHIFTED"}).json()
    shifts = [(Displaced.of(alarm["cause"]), alarm["value"]) for alarm in found]
    return {shift.gateway: (shift.declared, shift.meant, shift.taken, value) for shift, value in shifts if shift}


def test_that_a_wrongly_declared_gateway_is_noticed_and_right_ones_are_not_accused(backend: Backend, net: Net) -> None:
    drove(backend, net, "wrong", "wgs84", "gcj02")
    drove(backend, net, "baidu", "gcj02", "bd09", seed=2)
    drove(backend, net, "twice", "gcj02", "wgs84", seed=3)
    drove(backend, net, "right", "wgs84", "wgs84", seed=4)
    drove(backend, net, "national", "cgcs2000", "cgcs2000", seed=5)
    drove(backend, net, "chinese", "gcj02", "gcj02", seed=6)
    drove(backend, net, "short", "wgs84", "gcj02", seed=7, hours=0.02)
    assert datums.watch(backend.database) == 7
    found = accused(backend)
    assert {name: told[:3] for name, told in found.items()} == {
        "wrong": ("wgs84", "gcj02", "wgs84"),
        "baidu": ("gcj02", "bd09", "gcj02"),
        "twice": ("gcj02", "wgs84", "gcj02"),
    }
    truth = off(*sent("gcj02", *MIDDLE), tuple(MIDDLE))
    assert abs(found["wrong"][3] - truth) < 40
    assert datums.watch(backend.database) == 0  # not again for some hours


def test_that_it_is_over_once_the_right_datum_is_declared(backend: Backend, net: Net) -> None:
    gateway = drove(backend, net, "fleet", "wgs84", "gcj02")
    datums.watch(backend.database)
    assert set(accused(backend)) == {"fleet"}
    with backend.database.write(SYSTEM) as work:
        keys.declare(work, "fleet", Datum.GCJ02)
        declared_at = work.at
    backend.app.state.parts.sessions.forget()
    assert datums.watch(backend.database) == 1  # what was sent before is not held against it
    assert accused(backend) == {}
    say(gateway, "fleet", declared_at + timedelta(seconds=1), net.drive(8, np.arange(0, 590, 5.0)), "gcj02")
    with backend.database.write(SYSTEM) as work:
        work.session.execute(sa.update(TokenRow).values(looked_at=None))
    datums.watch(backend.database)
    assert accused(backend) == {}


def test_that_one_unit_that_lies_right_speaks_for_its_gateway_and_two_gateways_of_a_unit_are_kept_apart(backend: Backend, net: Net) -> None:
    drove(backend, net, "mixed", "wgs84", "gcj02", unit="m1")
    with backend.database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="m2", code="m2", kind=UnitKind.TRUCK, name="m2"))
        (mixed,) = keys.all_keys(work)
        now = work.at
    second = with_key(backend, "wgs84", Role.DEVICE, name="other")
    say(second, "m2", now - timedelta(hours=2), net.drive(9, np.arange(0, 3600, 5.0)), "gcj02")
    with backend.database.read() as work:
        assert work.session.scalar(sa.select(LatestRow.source).where(LatestRow.unit_id == "m1")) == mixed.id
    third = with_key(backend, "wgs84", Role.DEVICE, name="third")
    say(third, "m2", now - timedelta(minutes=59), net.drive(9, np.arange(0, 3500, 5.0)), "wgs84")
    with backend.database.write(SYSTEM) as work:
        work.session.execute(sa.update(TokenRow).values(declared_at=work.at - timedelta(days=1)))
    datums.watch(backend.database)
    assert set(accused(backend)) == {"mixed"}  # of m2 only what the third has said counts
