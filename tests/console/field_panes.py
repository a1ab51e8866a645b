"""Panes about what is out in the city with something in them: a selection, who can see, alarms, people, trucks, geofences, who was there."""

from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from console.hall.chosen import Row
from console.hall.hall import Hall
from console.hall.hauls import Way
from console.widgets.alarms.pane import AlarmPane
from console.widgets.geofences import Geofences
from console.widgets.pane import Pane
from console.widgets.selection.pane import SelectionList
from console.widgets.sight import SightPane
from console.widgets.staff.pane import StaffPane
from console.widgets.staff.sheets import Days
from console.widgets.trucks.pane import TruckPane
from console.widgets.trucks.trips import TripList
from console.widgets.whereabouts.pane import WhereaboutsPane
from tests.console import seeing, test_alarms, test_staff, test_trips, test_trucks, town
from tests.console.filled_hall import CENTRE
from wire.codes import FenceKind, Noun, RegisterKind, Status, UnitKind
from wire.geofences import Geofence
from wire.sight import Sight
from wire.whereabouts import Stay, Whereabouts

RING = [(111.0, 35.0), (111.1, 35.0), (111.1, 35.1)]
COMPONENTS = [("0101", "1408020103000127", "上水井盖"), ("0322", "1408020322000004", "生活垃圾收集站")]
HOUR = timedelta(hours=1)


def selection(hall: Hall) -> QWidget:
    content = SelectionList(hall)
    rows = [Row(Noun.COMPONENT, code, code, name, small, "LOST", *CENTRE) for small, code, name in COMPONENTS]
    rows += [Row(Noun.CASE, case.id, case.number, case.address, f"{case.kind}:{case.class_code}", case.status, *CENTRE) for case in hall.cases]
    rows += [Row(Noun.UNIT, unit.id, unit.code, unit.name, unit.kind, unit.duty, *CENTRE) for unit in hall.units]
    rows += [Row(kind, "r1", "A-17", "解放路", "", "", *CENTRE) for kind in RegisterKind]
    hall.chosen.set(RING, rows)
    return Pane("selection", content, hall)


def sight(hall: Hall) -> QWidget:
    content, case = SightPane(hall), next(case for case in hall.cases if case.status is Status.REPORTED)
    hall.selection.set(Noun.CASE, case.id)
    content.take(seeing.sight(hall, case))
    return Pane("sight", content, hall)


def alarms(hall: Hall) -> QWidget:
    there = test_alarms.town()
    return Pane("alarms", AlarmPane(there), there)


def staff(hall: Hall) -> QWidget:
    there = test_staff.town()
    content = StaffPane(there)
    there.selection.set(Noun.UNIT, "unit-1")
    content.take(test_staff.card(there))
    return Pane("staff", content, there)


def roster(hall: Hall) -> QWidget:
    """Any days of the sheets, and the rotation that stands, with a fault."""
    there = test_staff.town()
    content = StaffPane(there)
    content.sheets.choose(Days.GIVEN)
    content.take_doubts(date(2026, 11, 20), test_staff.doubts())
    content.take_rotation(test_staff.rotation())
    return Pane("staff", content, there)


def trucks(hall: Hall) -> QWidget:
    there = test_trucks.town()
    wrong, content = test_trucks.trucks_of(there)[0], TruckPane(there)
    content.go_to(wrong)
    going = [test_trucks.arrival(unit.id, 90 * (at + 1)) for at, unit in enumerate(there.units) if unit.kind is not UnitKind.TRUCK]
    around = {"lon": CENTRE[0], "lat": CENTRE[1], "at": there.clock.now(), "outlines": 41, "by_streets": True, "cameras": []}
    content.detail.take_sight(wrong, Sight(units=going, **around))
    there.hauls.set_way(Way(wrong, test_trucks.ROUTE))
    return Pane("trucks", content, there)


def trips(hall: Hall) -> QWidget:
    there = test_trucks.town()
    content = TripList(there)
    content.look_at(test_trucks.trucks_of(there)[0])
    assert content.asked is not None
    content.take(content.asked, test_trips.hauled(there), test_trips.SUMS)
    return content


def geofences(hall: Hall) -> QWidget:
    shapes = ((FenceKind.CIRCLE, [CENTRE], 200.0), (FenceKind.POLYGON, RING, None), (FenceKind.CORRIDOR, RING[:2], 40.0))
    hall.geofences.put(
        [
            Geofence(id=f"f{at}", version=1, name=f"第{at}中学周边禁停区", kind=kind, places=places, radius_m=radius, note="禁停", by="李局长")
            for at, (kind, places, radius) in enumerate(shapes)
        ]
    )
    return Pane("geofences", Geofences(hall), hall)


def whereabouts(hall: Hall) -> QWidget:
    content, now = WhereaboutsPane(hall), hall.clock.now()
    content.look_at(*CENTRE, 200.0, now - HOUR, now, town.cases(1)[0].address)
    content.submit()
    question = content.asked
    assert question is not None
    stay = {"first_at": now - HOUR, "last_at": now - HOUR / 2, "nearest_at": now - HOUR / 2, "nearest_m": 12.5, "inside_s": 1260.0}
    stays = [Stay(unit_id=unit.id, fixes=at, interpolated=not at, **stay) for at, unit in enumerate(hall.units)]
    circle = {"lon": question.lon, "lat": question.lat, "radius": question.radius}
    content.take(question, Whereabouts(**circle, start=question.start, end=question.end, hop_s=60, stays=stays))
    return Pane("whereabouts", content, hall)
