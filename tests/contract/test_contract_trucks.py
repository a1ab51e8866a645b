"""The room of muck trucks on a real backend: what it shows of a truck that left its way, the squad that is sent there, and the case that is
drafted of it.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from pytestqt.qtbot import QtBot

from backend.rules import departments, haul_watch, positions, units
from backend.session import SYSTEM
from backend.tables.feed import FeedHead
from console.api import Api
from console.hall.hall import Hall
from console.map import scheme
from console.rooms.trucks import TruckRoom
from console.workers.caller import Caller
from console.workers.poller import Poller
from simulator.hauls import degrees
from tests.backend.centre import ACCEPTOR, DISPATCHER, INSPECTOR, LEADER, Centre
from tests.backend.test_hauls import DOORS
from tests.backends import Backend
from tests.contract.conftest import ApiOf
from tests.contract.intake_desk import intake_desk
from wire.callouts import CalloutAnswer
from wire.case_filter import CaseFilter
from wire.cases import AcceptOrder, DispatchOrder
from wire.codes import AlarmKind, CalloutState, Kind, Noun, Role, Source, TaskResult, UnitKind, Verb
from wire.nouns import MESSAGE_OF
from wire.people import DepartmentOrder
from wire.units import Fix, UnitOrder

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


def test_the_whole_way_from_the_alarm_to_a_squad_and_its_department(
    qtbot: QtBot, centre: Centre, astray: Backend, api_of: ApiOf, tmp_path: Path, dressed: None
) -> None:
    """A truck leaves its line: the squad is sent, sees it, accepts; the case has squad and department, and goes to that department."""
    with astray.database.write(SYSTEM) as work:
        departments.put(work, DepartmentOrder(id="d5", code="d5", name="执法队", trades=["ENFORCEMENT"], hands=["Zhang San"]))
        departments.put(work, DepartmentOrder(id="d6", code="d6", name="执法北队", trades=["ENFORCEMENT"]))
        units.put(work, UnitOrder(id="v1", code="v1", kind=UnitKind.VEHICLE, name="执法车1", department_id="d5"))
        units.put(work, UnitOrder(id="v2", code="v2", kind=UnitKind.VEHICLE, name="洒水车1", department_id="d1"))
        for id, x in (("v1", 2500), ("v2", 1900), ("u1", 2000)):
            lon, lat = degrees(x, 400)
            positions.store(work, id, [Fix(at=datetime.now(UTC), lon=lon, lat=lat)])
    api, crew, department = api_of(Role.DISPATCHER), api_of(Role.INSPECTOR, unit_id="v1"), api_of(Role.DEPARTMENT, department_id="d5")
    with intake_desk(api, tmp_path) as (hall, intake):
        feed, caller = Following(hall, api, centre), Caller(api)
        feed.renew()
        room = TruckRoom(hall, caller, intake._wall, intake)
        squads, told = room.trucks.detail.squads, intake.report.entered.alarm
        try:
            room.trucks.go_to("t1")
            qtbot.waitUntil(lambda: [line.id for line in squads.units.lines.lines] == ["v1", "u1", "v2"], timeout=10_000)  # squads first
            squads.send.click()
            qtbot.waitUntil(lambda: [each.unit_id for each in hall.callouts] == ["v1"], timeout=10_000)
            assert "已派出" in squads.units.lines.lines[0].figure
            room.trucks.detail.draft.click()
            assert "执法车1（执法队）  已派出" in told.text.text()

            (fetched,) = crew.callouts()
            feed.renew()
            assert "已收到" in told.text.text()
            crew.answer_callout(fetched.id, CalloutAnswer(state=CalloutState.ACCEPTED), "accepts-it", fetched.version)
            feed.renew()
            assert "已接受" in squads.units.lines.lines[0].figure
            assert "已接受" in told.text.text()
            kept = told.content()
            intake.report.begin()
            assert told.value() is None
            told.put_back(kept)  # as a draft is taken up
            alarm_id = told.value()

            small = next(key for key in hall.classes if key == ("EVENT", "0311"))
            intake.report.begin()
            room.trucks.detail.draft.click()
            intake.report.small.choose(*small)
            intake.report.submit()
            qtbot.waitUntil(lambda: bool(api.cases(CaseFilter()).cases), timeout=10_000)
            (case,) = api.cases(CaseFilter()).cases
            feed.renew()
            assert {alarm.id for alarm in hall.alarms if alarm.case_id == case.id} <= {alarm.id for alarm in hall.alarms.of("t1")}
            assert [each.case_id for each in hall.callouts] == [case.id]
            assert alarm_id in {alarm.id for alarm in hall.alarms.of("t1")}
        finally:
            caller.stop()
            feed.end()
    for by, verb in ((ACCEPTOR, Verb.SEND_VERIFY), (INSPECTOR, Verb.VERIFY), (ACCEPTOR, Verb.ACCEPT), (LEADER, Verb.FILE)):
        if verb is Verb.VERIFY:
            centre.answer(case.id, TaskResult.EXISTS, by)
        elif verb is Verb.ACCEPT:
            centre.order(by, case.id, AcceptOrder(kind=Kind.EVENT, class_code="0311", condition_id="EVENT-0311-1"))
        else:
            centre.step(by, case.id, verb)
    best = api.case(case.id).suggestions[0]
    assert (best.department_id, best.why) == ("d5", "SQUAD")
    centre.order(DISPATCHER, case.id, DispatchOrder(department_id=best.department_id))
    card = department.case(case.id)
    assert [offer.verb for offer in card.offers if offer.main] == [Verb.ASSIGN]  # its department has it
    crew.answer_callout(fetched.id, CalloutAnswer(state=CalloutState.DONE, note="已劝返"), "been-there")
    assert [(each.state, each.note) for each in api.callouts()] == [(CalloutState.DONE, "已劝返")]
    assert all(api.alarm(each.alarm_id).acknowledged_by for each in api.callouts())


class Following:
    """A Hall that is told what the feed has, whenever it is asked to."""

    def __init__(self, hall: Hall, api: Api, centre: Centre) -> None:
        self._hall, self._centre, self._api, self._poller = hall, centre, api, Poller(api.twin())
        self._poller.heard.connect(hall.clock.set)
        self._poller.snapshot_taken.connect(hall.take)
        self._poller.refreshed.connect(hall.settle)
        self._poller.changed.connect(hall.apply)

    def renew(self) -> None:
        with self._centre.database.read() as work:
            head = work.session.execute(sa.select(FeedHead.seq)).scalar_one()
        while self._hall.cursor is None or self._hall.cursor[1] < head:
            self._poller.step()
        self._hall.fixes.apply(self._api.positions(0, 0))

    def end(self) -> None:
        self._poller._api.connection.shutdown()
