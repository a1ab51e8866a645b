"""Positions in, the live picture out, and tracks."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from backend.rules import positions, tracks, units
from backend.session import SYSTEM, Database
from tests.backends import Backend, Client, until
from wire import bulk
from wire.codes import Role, UnitKind
from wire.tracks import TRACK
from wire.units import Fix, UnitOrder

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


def add_unit(database: Database, id: str = "u1") -> None:
    with database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id=id, code=f"code-{id}", kind=UnitKind.INSPECTOR, name=id, phone="13812345678"))


def fix(seconds: int, lon: float = 114.0) -> dict:
    return {"at": (NOON + timedelta(seconds=seconds)).isoformat(), "lon": lon, "lat": 22.0, "speed": 1.5}


def send(client: Client, *fixes: dict, id: str = "u1"):
    return client.post("/v1/positions", json={"code": f"code-{id}", "fixes": list(fixes)})


def live(client: Client, after: int = 0) -> dict:
    return client.get(f"/v1/positions?after={after}&wait=0").json()


def at(answer: dict) -> list[int]:
    return [moment // 1000 - round(NOON.timestamp()) for moment in answer["at"]]


def test_that_fixes_are_kept_once_and_the_newest_leads(backend: Backend) -> None:
    add_unit(backend.database)
    device, hall = backend.client(Role.DEVICE), backend.client(Role.DISPATCHER)
    assert send(device, fix(0), fix(10), fix(10)).json() == {"stored": 2, "doubled": 1}
    assert send(device, fix(10), fix(5)).json() == {"stored": 1, "doubled": 1}
    first = until(lambda: (page := live(hall)) and page["unit_ids"] and page)
    assert (at(first), first["speed"], first["heading"]) == ([10], [1.5], [-1.0])
    track = hall.get("/v1/tracks/u1", params={"start": NOON.isoformat(), "end": (NOON + timedelta(hours=1)).isoformat()}).json()
    assert at(track) == [0, 5, 10]


def test_that_a_late_fix_does_not_move_the_live_picture_backwards(backend: Backend) -> None:
    add_unit(backend.database)
    device, hall = backend.client(Role.DEVICE), backend.client(Role.DISPATCHER)
    send(device, fix(100, lon=114.5))
    send(device, fix(50, lon=114.1))
    page = until(lambda: (page := live(hall)) and page["unit_ids"] and page)
    assert page["lon"] == [114.5]


def test_that_positions_wake_those_who_wait_and_carry_only_what_moved(backend: Backend) -> None:
    for id in ("u1", "u2"):
        add_unit(backend.database, id)
    device, hall = backend.client(Role.DEVICE), backend.client(Role.DISPATCHER)
    send(device, fix(0), id="u1")
    cursor = until(lambda: live(hall)["cursor"])
    with ThreadPoolExecutor(1) as pool:
        polled = pool.submit(lambda: hall.get(f"/v1/positions?after={cursor}&wait=30").json())
        send(device, fix(1), id="u2")
        assert polled.result(20)["unit_ids"] == ["u2"]


def test_that_no_unit_is_missed_by_who_follows_the_cursor(backend: Backend) -> None:
    """Many units report at once; a poller that takes only what is new ends with the newest of each."""
    names = [f"u{number}" for number in range(20)]
    for id in names:
        add_unit(backend.database, id)
    devices, hall = [backend.client(Role.DEVICE) for _ in range(5)], backend.client(Role.DISPATCHER)

    def report(number: int) -> None:
        for turn in range(5):
            for id in names[number::5]:
                assert send(devices[number], fix(turn * 10 + number), id=id).status_code == 200

    seen: dict[str, int] = {}
    expected = {id: 40 + number % 5 for number, id in enumerate(names)}
    cursor = 0
    with ThreadPoolExecutor(5) as pool:
        work = [pool.submit(report, number) for number in range(5)]
        while seen != expected:
            page = hall.get(f"/v1/positions?after={cursor}&wait=5").json()
            assert page["unit_ids"], "positions were lost"
            cursor = page["cursor"]
            seen |= dict(zip(page["unit_ids"], at(page), strict=True))
        for done in work:
            done.result()


def test_that_positions_never_enter_the_change_feed(backend: Backend) -> None:
    add_unit(backend.database)
    send(backend.client(Role.DEVICE), fix(0))
    assert backend.client(Role.DISPATCHER).get("/v1/changes?after=0").json()["head"] == 1


@pytest.mark.parametrize(
    "moment", ["1999-12-31T23:59:59Z", (datetime.now(UTC) + timedelta(hours=1)).isoformat(), "2026-03-02T04:00:00"], ids=["old", "ahead", "naive"]
)
def test_that_a_time_that_cannot_be_is_refused_and_nothing_is_kept(backend: Backend, moment: str) -> None:
    add_unit(backend.database)
    refused = send(backend.client(Role.DEVICE), fix(0), {"at": moment, "lon": 114.0, "lat": 22.0})
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_fix")
    assert backend.client(Role.DISPATCHER).get("/v1/tracks/u1/days").json() == []


def test_that_a_device_that_no_unit_has_is_named(backend: Backend) -> None:
    refused = send(backend.client(Role.DEVICE), fix(0), id="ghost")
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown_unit")


def test_that_a_unit_reports_for_itself_only(backend: Backend) -> None:
    for id in ("u1", "u2"):
        add_unit(backend.database, id)
    inspector = backend.client(Role.INSPECTOR, unit_id="u1")
    assert send(inspector, fix(0), id="u1").status_code == 200
    assert send(inspector, fix(0), id="u2").json()["code"] == "not_your_role"


def test_that_days_are_those_of_the_city(database: Database) -> None:
    add_unit(database)
    midnight = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    with database.write(SYSTEM) as work:
        positions.store(work, "u1", [Fix(at=midnight + timedelta(seconds=second), lon=114.0, lat=22.0) for second in (-2, -1, 0)])
    with database.read() as work:
        assert [(str(day.day), day.fixes) for day in tracks.days(work, "u1")] == [("2026-03-02", 2), ("2026-03-03", 1)]


def test_that_a_track_travels_as_arrow_and_a_bulk_import_twice_is_the_same_track(backend: Backend) -> None:
    add_unit(backend.database)
    moments = np.arange(17_280, dtype="int64") * 5_000 + positions.millis(NOON)
    columns = [pa.array(moments).cast(TRACK.field("at").type), *[pa.array(np.linspace(22, 23, len(moments)).round(7)) for _ in range(2)]]
    track = pa.table([*columns, *[pa.nulls(len(moments), pa.float32()) for _ in range(3)]], schema=TRACK)
    for expected in (len(moments), 0):
        with backend.database.write(SYSTEM) as work:
            assert positions.store_columns(work, "u1", track).stored == expected
    hall = backend.client(Role.DISPATCHER)
    answer = hall.get(
        "/v1/tracks/u1",
        params={"start": NOON.isoformat(), "end": (NOON + timedelta(days=1)).isoformat()},
        headers={"Accept": bulk.MEDIA_TYPE},
    )
    assert answer.headers["Content-Type"] == bulk.MEDIA_TYPE
    assert pa.ipc.open_stream(io.BytesIO(answer.content)).read_all().equals(track)
    page = until(lambda: (page := live(hall)) and page["unit_ids"] and page)
    assert page["at"] == [int(moments[-1])]


def test_that_a_track_of_no_unit_or_of_no_time_is_refused(backend: Backend) -> None:
    add_unit(backend.database)
    hall = backend.client(Role.DISPATCHER)
    day = {"start": NOON.isoformat(), "end": (NOON + timedelta(days=1)).isoformat()}
    assert hall.get("/v1/tracks/ghost", params=day).json()["code"] == "unknown_unit"
    backwards = {"start": day["end"], "end": day["start"]}
    assert hall.get("/v1/tracks/u1", params=backwards).json()["code"] == "malformed"
    assert hall.get("/v1/tracks/u1?start=noon&end=night").json()["code"] == "malformed"


def test_that_duty_is_said_by_the_unit_itself_and_published(backend: Backend) -> None:
    add_unit(backend.database)
    inspector, stranger = backend.client(Role.INSPECTOR, unit_id="u1"), backend.client(Role.INSPECTOR, unit_id="u2")
    assert stranger.post("/v1/units/u1/duty", json={"duty": "ON_DUTY"}).json()["code"] == "not_your_role"
    for _ in range(2):
        unit = inspector.post("/v1/units/u1/duty", json={"duty": "ON_DUTY"}).json()
    assert (unit["duty"], unit["version"], unit["phone"]) == ("ON_DUTY", 2, "138****5678")
    hall = backend.client(Role.DISPATCHER)
    changes = until(lambda: (page := hall.get("/v1/changes?after=0").json()) and page["head"] == 2 and page["changes"])
    assert [change["version"] for change in changes] == [1, 2]
