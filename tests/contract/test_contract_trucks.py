"""The room of muck trucks on a real backend: what it shows of a truck that left its way, and the case that is drafted of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from backend.rules import haul_watch, units
from backend.session import SYSTEM
from console.map import scheme
from console.rooms.trucks import TruckRoom
from console.workers.caller import Caller
from simulator.hauls import degrees
from tests.backend.test_hauls import DOORS
from tests.backends import Backend
from tests.contract.conftest import ApiOf
from tests.contract.intake_desk import intake_desk
from wire.codes import AlarmKind, Noun, Role, Source, UnitKind
from wire.nouns import MESSAGE_OF
from wire.units import UnitOrder

scheme.prepare()
START = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=8)
AWAY = [(0, 0), (0, 0), (300, 0), (600, 0), (900, 400), (1200, 400), (1500, 400), (1800, 400)]


@pytest.fixture
def astray(backend: Backend) -> Backend:
    """The truck t1 has been off its line for a while."""
    with backend.database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="t1", code="861234", kind=UnitKind.TRUCK, name="渣土车1", plate="浙F12345"))
    leader = backend.client(Role.SHIFT_LEADER)
    for plural, order in DOORS:
        assert leader.put(f"/v1/{plural}/{order['id']}", json=order).status_code == 200
    fixes = []
    for number, (x, y) in enumerate(AWAY):
        lon, lat = degrees(x, y)
        at = (START + timedelta(seconds=30 * number)).isoformat()
        fixes.append({"at": at, "lon": lon, "lat": lat, "speed": 10.0, "signals": {"loaded": True, "cover_open": True}})
    assert backend.client(Role.DEVICE).post("/v1/positions", json={"code": "861234", "fixes": fixes}).status_code == 200
    assert haul_watch.judge(backend.database) == len(AWAY)
    lie = {"at": (START + timedelta(seconds=45)).isoformat(), "lon": lon + 0.5, "lat": lat, "mock": True}  # no part of its way
    assert backend.client(Role.DEVICE).post("/v1/positions", json={"code": "861234", "fixes": [lie]}).status_code == 200
    return backend


def test_that_a_truck_astray_is_shown_and_drafted(qtbot: QtBot, astray: Backend, api_of: ApiOf, tmp_path: Path, dressed: None) -> None:
    api = api_of(Role.DISPATCHER)
    with intake_desk(api, tmp_path) as (hall, intake):
        nouns = (Noun.UNIT, Noun.ALARM, Noun.HAUL_COMPANY, Noun.HAUL_PLACE, Noun.HAUL_TRUCK, Noun.HAUL_PERMIT, Noun.HAUL_TRIP)
        for noun in nouns:
            hall.take(noun, [thing for page in api.snapshot(noun).pages() for thing in page])
            assert all(isinstance(thing, MESSAGE_OF[noun]) for thing in hall.table(noun) or [])
        hall.fixes.apply(api.positions(0, 0))
        hall.clock.set(datetime.now(UTC))
        caller = Caller(api)
        room = TruckRoom(hall, caller, intake._wall, intake)
        try:
            room.trucks.go_to("t1")
            qtbot.waitUntil(lambda: len(hall.hauls.way.places) == len(AWAY), timeout=10_000)
            assert {alarm.kind for alarm in hall.alarms.of("t1")} == {AlarmKind.DEVIATION, AlarmKind.UNCOVERED}
            assert "东湖工地 → 北山消纳场" in room.trucks.model.index(0, 3).data()
            room.trucks.detail.draft.click()
            report = intake.report
            assert report.source.value() is Source.SENSOR  # its terminal told it
            assert "渣土车浙F12345" in str(report.matter.value())
            assert "渣运0001" in str(report.course.value())
            assert report.place.place is not None
            kept = report.source.content()
            report.begin()
            assert report.source.value() is Source.HOTLINE_12319  # the next report comes from people again
            assert Source.SENSOR not in report.source.choice.values()
            report.source.put_back(kept)  # as a draft is taken up
            assert report.source.value() is Source.SENSOR
            room.trucks.detail.draft.click()
            pressing = hall.alarms.of("t1")[0]
            if pressing.kind is AlarmKind.UNCOVERED:
                assert report.small.value() == ("EVENT", "0311")
        finally:
            caller.stop()
