"""Muck trucks on the desk: listed by how pressing they are, with permit and trip; cameras along the way and who could go; drawn on the map."""

from datetime import date, timedelta

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import words
from console.hall.hall import Hall
from console.hall.hauls import Way, along
from console.map.layers.hauls import LINE, WAY, Hauls
from console.map.tips import lines
from console.widgets.trucks.model import Column
from console.widgets.trucks.pane import TruckPane
from console.widgets.trucks.squads import Squads
from tests.console.filled_hall import CENTRE, NOW, filled_hall
from wire.alarms import Alarm
from wire.callouts import Callout
from wire.cameras import Camera
from wire.codes import AlarmKind, CalloutState, DutyState, HaulPlaceKind, HaulState, Noun, UnitKind
from wire.hauls import HaulCompany, HaulPermit, HaulPlace, HaulTrip, HaulTruck
from wire.people import Department
from wire.sight import Pace, Sight, UnitArrival
from wire.units import Positions, Unit

LON, LAT = CENTRE
DEPARTMENTS = (("d5", "执法队", "ENFORCEMENT"), ("d1", "环卫中心", "SANITATION"))
ROUTE = [(LON, LAT), (LON + 0.02, LAT)]
OUTLINE = [(LON - 0.001, LAT - 0.001), (LON + 0.001, LAT - 0.001), (LON + 0.001, LAT + 0.001)]


def town() -> Hall:
    """Three trucks: one does something wrong, one is on its way, one has neither permit nor trip."""
    hall = filled_hall(cases=5, units=12, cameras=0, components=10)
    trucks = [unit.id for unit in hall.units if unit.kind is UnitKind.TRUCK][:3]
    known = {"version": 1}
    hall.hauls.companies.replace([HaulCompany(id="c1", name="云泽渣土运输", **known), HaulCompany(id="c2", name="平安运输", **known)])
    hall.hauls.trucks.replace([HaulTruck(id=id, company_id="c1" if number else "c2", volume_m3=18.0, **known) for number, id in enumerate(trucks)])
    hall.hauls.places.replace(
        [
            HaulPlace(id="s1", kind=HaulPlaceKind.SITE, name="东湖工地", outline=OUTLINE, lon=LON, lat=LAT, **known),
            HaulPlace(id="g1", kind=HaulPlaceKind.GROUND, name="北山消纳场", outline=OUTLINE, lon=LON + 0.02, lat=LAT, **known),
        ]
    )
    permit = {"company_id": "c1", "site_id": "s1", "ground_id": "g1", "route": ROUTE, "starts": date(2026, 11, 1), "ends": date(2026, 12, 1)}
    permit |= {"windows": [("20:00", "05:00")], "volume_m3": 20_000.0, "carried_m3": 540.0, "hauls": 30}
    hall.hauls.permits.replace([HaulPermit(id="p1", number="云渣运2026-031", truck_ids=trucks[:2], **permit, **known)])  # type: ignore[arg-type]
    trip = {"permit_id": "p1", "site_id": "s1", "ground_id": None, "state": HaulState.RUNNING, "started_at": NOW - timedelta(minutes=12)}
    hall.hauls.trips.replace(
        [
            HaulTrip(id="h0", truck_id=trucks[0], **trip, off_m=420.0, off_s=300.0, **known),  # type: ignore[arg-type]
            HaulTrip(id="h1", truck_id=trucks[1], **trip, **known),  # type: ignore[arg-type]
        ]
    )
    raised = {"unit_id": trucks[0], "cause": "p1", "raised_at": NOW - timedelta(minutes=8), "value": 420.0, "threshold": 50.0, "lon": LON, "lat": LAT}
    hall.alarms.replace([Alarm(id="a1", kind=AlarmKind.DEVIATION, level=2, worst=2, **raised, **known)])  # type: ignore[arg-type]
    cameras = [("k1", LON + 0.01, LAT), ("k2", LON + 0.004, LAT + 0.0003), ("k3", LON, LAT + 0.05)]
    hall.cameras.replace([Camera(id=id, code=id, name=f"云河路{id}", lon=lon, lat=lat, **known) for id, lon, lat in cameras])
    return hall


def trucks_of(hall: Hall) -> list[str]:
    return [truck.id for truck in hall.hauls.trucks]


@pytest.fixture
def pane(qtbot: QtBot, dressed: None) -> TruckPane:
    pane = TruckPane(town())
    qtbot.addWidget(pane)
    pane.resize(1366, 420)
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


def text(pane: TruckPane, row: int, column: Column) -> str:
    return str(pane.model.index(row, column).data())


def test_that_who_does_wrong_stands_first_then_who_is_on_his_way(pane: TruckPane) -> None:
    wrong, running, idle = trucks_of(pane._hall)
    assert [pane.model.truck(row) for row in range(pane.model.rowCount())] == [wrong, running, idle]
    assert text(pane, 0, Column.ALARMS) == "偏离路线"
    assert text(pane, 0, Column.TRIP) == "运输中  东湖工地 → 北山消纳场"
    assert (text(pane, 1, Column.PERMIT), text(pane, 1, Column.COMPANY)) == ("云渣运2026-031", "云泽渣土运输")
    assert (text(pane, 2, Column.PERMIT), text(pane, 2, Column.TRIP)) == ("无", "尚无")
    pane.sought.setText("平安")
    assert [pane.model.truck(row) for row in range(pane.model.rowCount())] == [wrong]


def test_that_the_chosen_truck_is_told_with_permit_cameras_and_who_could_go(qtbot: QtBot, pane: TruckPane) -> None:
    hall, (wrong, _, idle) = pane._hall, trucks_of(pane._hall)
    alarms = list(hall.alarms)
    looked, drafted, located = list[str](), list[str](), list[tuple[float, float]]()
    pane.looked.connect(looked.append)
    pane.drafted.connect(drafted.append)
    pane.located.connect(lambda *at: located.append(at))
    pane.go_to(wrong)
    assert looked == [wrong]
    assert (hall.selection.noun, hall.selection.id, hall.hauls.chosen) == (Noun.UNIT, wrong, wrong)
    assert "540 / 20,000" in pane.detail.permit.text()
    assert "20:00–05:00" in pane.detail.permit.text()
    assert "420 m / 50 m" in pane.detail.alarms.text()
    assert "420" not in pane.detail.trip.text()  # as of the last change of the trip, where the alarm says it of now
    for width, beside in ((1000, False), (1920, True)):
        pane.resize(width, 420)
        qtbot.waitUntil(lambda beside=beside: (pane.detail.cameras.mapTo(pane.detail, QPoint()).y() < pane.detail.draft.y()) is beside)  # type: ignore[misc]
    hall.alarms.replace([])
    pane.detail.refresh()
    assert "420" in pane.detail.trip.text()
    hall.alarms.replace(alarms)
    pane.detail.refresh()
    walker = next(unit.id for unit in hall.units if unit.kind is UnitKind.INSPECTOR)
    arrivals = [(walker, False), (wrong, False), (idle, False)]
    units = [UnitArrival(unit_id=id, duty=DutyState.ON_DUTY, pace=Pace.WALKS, metres=400, seconds=300, fix_at=NOW, stale=old) for id, old in arrivals]
    pane.detail.take_sight(wrong, Sight(lon=LON, lat=LAT, at=NOW, outlines=0, by_streets=True, cameras=[], units=units))
    hall.hauls.set_way(Way(wrong, ROUTE))
    assert [line.id for line in pane.detail.squads.units.model().lines] == [walker]  # type: ignore[attr-defined]
    assert [line.id for line in pane.detail.cameras.model().lines] == ["k2", "k1"]  # type: ignore[attr-defined]
    pane.table.setFocus()
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    fix = hall.fixes.get(wrong)
    assert fix is not None
    assert located == [(fix.lon, fix.lat)]
    pane.detail.draft.click()
    assert drafted == [wrong]
    pane.go_to(idle)
    assert not pane.detail.draft.isEnabled()


def arrival(unit_id: str, seconds: int) -> UnitArrival:
    return UnitArrival(unit_id=unit_id, duty=DutyState.OFF_DUTY, pace=Pace.DRIVES, metres=seconds * 8, seconds=seconds, fix_at=NOW, stale=False)


def test_that_the_nearest_squad_is_sent_and_how_far_it_is_stands_at_the_truck(qtbot: QtBot, dressed: None) -> None:
    hall = town()
    wrong, squads = trucks_of(hall)[0], Squads(hall, "ENFORCEMENT")
    qtbot.addWidget(squads)
    hall.departments.replace([Department(id=id, version=1, code=id, name=name, trades=[trade]) for id, name, trade in DEPARTMENTS])
    given = {"version": 1, "kind": UnitKind.VEHICLE, "duty": DutyState.OFF_DUTY}
    hall.units.put([Unit(id=id, code=id, name=id, department_id=of, **given) for id, of in (("far", "d5"), ("near", "d5"), ("sweeper", "d1"))])
    walker = next(unit.id for unit in hall.units if unit.kind is UnitKind.INSPECTOR)
    units = [arrival(id, seconds) for id, seconds in (("sweeper", 60), (walker, 90), ("near", 200), ("far", 400))]
    sight = Sight(lon=LON, lat=LAT, at=NOW, outlines=0, by_streets=True, cameras=[], units=units)
    (alarm,) = hall.alarms.of(wrong)
    squads.show_of(alarm, sight)

    def lines() -> list[str]:
        return [line.id for line in squads.units.lines.lines]

    assert lines() == ["near", "far", walker, "sweeper"]  # whose trade it is, then on foot, then others
    sent, withdrawn = list[tuple[str, str]](), list[tuple[str, int]]()
    squads.sent.connect(lambda *told: sent.append(told))
    squads.withdrawn.connect(lambda *told: withdrawn.append(told))
    squads.press()
    assert sent == [(alarm.id, "near")]
    callout = Callout(
        id="c1", version=2, alarm_id=alarm.id, alarm=alarm.kind, about=wrong, unit_id="near", department_id="d5", state=CalloutState.ACCEPTED,
        lon=LON, lat=LAT, sent_at=NOW - timedelta(minutes=2), sent_by="x", seen_at=NOW, accepted_at=NOW,
    )  # fmt: skip
    hall.callouts.put([callout])
    first = squads.units.lines.lines[0]
    assert (first.id, first.figure, first.tone) == ("near", f"已接受 {words.moment(NOW, NOW)}", "ok")
    assert "执法队" in first.below
    assert "未签到" not in first.below  # vehicles do not sign in
    for age, said in ((timedelta(seconds=5), ""), (timedelta(minutes=5), f" · 车辆位置截至 {words.local(NOW - timedelta(minutes=5)):%H:%M:%S}")):
        at = round((NOW - age).timestamp() * 1000)
        hall.fixes.apply(Positions(cursor=1, now=NOW, unit_ids=[wrong], at=[at], lon=[LON], lat=[LAT], speed=[9.0], heading=[0.0]))
        squads.refresh()
        assert squads.head.text() == f"就近可派{said}"
    assert squads.recommended() == "far"
    squads.units.choose("near")
    assert "撤回" in squads.send.text()
    squads.press()
    assert withdrawn == [("c1", 2)]
    hall.callouts.put([msgspec.structs.replace(callout, version=3, state=CalloutState.WITHDRAWN, ended_at=NOW)])
    assert lines()[:2] == ["near", "far"]  # it may be sent again
    assert "派出" in squads.send.text()
    squads.show_of(None, None)
    assert not squads.send.isEnabled()


def test_that_cameras_stand_in_the_order_of_the_way() -> None:
    cameras = list(town().cameras)
    assert [camera.id for camera, _ in along(Way("t", ROUTE), cameras)] == ["k2", "k1"]
    assert [camera.id for camera, _ in along(Way("t", ROUTE[::-1]), cameras)] == ["k1", "k2"]
    assert along(Way("t", []), cameras) == []
    unseen = along(Way("t", ROUTE, (1,)), cameras)
    assert len(unseen) < 2  # what lies between the ends nobody saw it pass


def test_that_the_map_has_places_and_of_the_chosen_truck_line_and_way(qtbot: QtBot, dressed: None) -> None:
    hall = town()
    layer, marked = Hauls(hall), list[frozenset[str]]()
    layer.marked.connect(marked.append)
    everything = list(layer.everything())
    assert layer.columns(everything)["ids"] == ["s1", "g1"]
    assert layer.columns(everything)["kind"].tolist() == [0, 1]
    wrong, _, idle = trucks_of(hall)
    hall.selection.set(Noun.UNIT, wrong)
    hall.hauls.set_way(Way(wrong, ROUTE))
    assert marked == [frozenset({"#line", "#way"})] * 2
    shown = layer.columns(everything)
    assert (shown["ids"], shown["kind"].tolist()) == (["s1", "g1", "#line", "#way"], [0, 1, LINE, WAY])
    assert layer.id_of("#line") == ""
    hall.hauls.set_way(Way(wrong, ROUTE, (1,)))
    assert layer.columns(everything)["unseen"] == [[], [], [], [1]]
    hall.selection.set(Noun.UNIT, idle)
    assert layer.columns(everything)["ids"] == ["s1", "g1"]
    assert lines(hall, Noun.HAUL_PLACE, "g1") == ["北山消纳场", "消纳场", ""]
