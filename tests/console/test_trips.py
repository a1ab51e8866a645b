"""What a muck truck or its permit has hauled in a time, as a list: rows, sums, tracks, what is missing, and the track pane that takes one."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.hauls import Trips
from console.widgets.track.pane import TrackPane
from console.widgets.trucks.pane import TruckPane
from console.widgets.trucks.trips import Span, TripList, TripWindow
from console.widgets.trucks.trips_model import Column
from tests.console import test_trucks
from tests.console import town as city
from tests.console.filled_hall import NOW
from wire.codes import AlarmKind, HaulState
from wire.hauls import HaulSums, HaulTrip
from wire.problem import Problem

pytestmark = pytest.mark.gui
SUMS = HaulSums(trips=3, length_m=12_840.0, volume_m3=36.0)
NONE = HaulSums(trips=0, length_m=0.0, volume_m3=0.0)
LOST = Problem(status=0, code="unreachable", title="unreachable", detail="no route")


def hauled(hall: Hall) -> list[HaulTrip]:
    """One that goes on, one that went wrong, one without a permit that was tipped elsewhere."""
    wrong, other, _ = test_trucks.trucks_of(hall)
    known: dict[str, Any] = {"version": 1, "permit_id": "p1", "site_id": "s1", "ground_id": "g1", "state": HaulState.DONE, "truck_id": wrong}
    known |= {"length_m": 6200.0, "volume_m3": 18.0}
    ended = {"started_at": NOW - timedelta(hours=3), "ended_at": NOW - timedelta(hours=2, minutes=20)}
    faults = {"off_m": 420.0, "off_s": 300.0, "faults": [AlarmKind.DEVIATION, AlarmKind.UNCOVERED]}
    begun = {"state": HaulState.RUNNING, "ground_id": None, "started_at": NOW - timedelta(minutes=12), "length_m": 440.0, "volume_m3": 0.0}
    away = {"state": HaulState.DUMPED, "ground_id": None, "permit_id": None, "truck_id": other}
    rows = [begun, ended | faults, {name: at - timedelta(days=1) for name, at in ended.items()} | away]
    return [HaulTrip(id=f"h{number}", **known | row) for number, row in enumerate(rows)]


@pytest.fixture
def trips(qtbot: QtBot, dressed: None) -> TripList:
    made = TripList(test_trucks.town())
    qtbot.addWidget(made)
    made.resize(1120, 420)
    with qtbot.waitExposed(made):
        made.show()
    return made


def answer(trips: TripList, found: list[HaulTrip], sums: HaulSums) -> None:
    assert trips.asked is not None
    trips.take(trips.asked, found, sums)


def text(trips: TripList, row: int, column: Column) -> str:
    return str(trips.model.index(row, column).data())


def test_that_spans_are_days_and_months_of_the_city() -> None:
    now = datetime(2026, 1, 31, 9, 30, tzinfo=words.zone())
    day = timedelta(days=1)
    midnight, first = now.replace(hour=0, minute=0), now.replace(day=1, hour=0, minute=0)
    assert Span.TODAY.ends(now) == (midnight, midnight + day)
    assert Span.MONTH.ends(now) == (first, first.replace(month=2))
    assert Span.LAST_MONTH.ends(now) == (first.replace(year=2025, month=12), first)
    assert Trips(*Span.LAST_MONTH.ends(now)).during == "2025-11-30T16:00:00Z/2025-12-31T16:00:00Z"


def test_that_what_a_truck_or_its_permit_hauled_stands_in_rows_with_its_sums(trips: TripList) -> None:
    hall, asked = trips._hall, list[Trips]()
    wrong = test_trucks.trucks_of(hall)[0]
    trips.wanted.connect(asked.append)
    trips.look_at(wrong)
    assert asked == [Trips(*Span.MONTH.ends(words.local(hall.clock.now())), wrong, "")]
    assert (trips.nothing.text(), trips.export.isEnabled()) == ("正在取数…", False)
    answer(trips, hauled(hall), SUMS)
    running, astray, away = ([text(trips, row, column) for column in Column] for row in range(3))
    assert running[4:] == ["东湖工地 → 北山消纳场", "运输中", "0.4 km", "", "", ""]
    assert running[1] == ""
    assert astray[:2] == [f"{words.local(at):%m-%d %H:%M}" for at in (NOW - timedelta(hours=3), NOW - timedelta(hours=2, minutes=20))]
    assert astray[3:] == ["云渣运2026-031", "东湖工地 → 北山消纳场", "已消纳", "6.2 km", "420 m", "偏离路线、未密闭", "18.0 m³"]
    assert away[3:6] == ["无", "东湖工地 → –", "异地倾倒"]
    assert trips.foot.text() == "3 趟 · 36.0 m³ · 12.8 公里"
    trips.of.setCurrentIndex(1)
    trips.of.activated.emit(1)
    assert (asked[-1].truck_id, asked[-1].permit_id) == ("", "p1")
    assert (trips.model.rowCount(), trips.foot.isVisible()) == (0, False)  # nothing of the truck stands there as if it were the permit's
    answer(trips, hauled(hall)[:1], msgspec.structs.replace(SUMS, trips=2_340))
    assert trips.foot.text().startswith("2,340 趟")
    assert trips.foot.text().endswith("列出最近 1 趟")


def test_that_none_and_a_lost_link_are_said_and_late_answers_are_not_taken(trips: TripList) -> None:
    hall, asked = trips._hall, list[Trips]()
    trips.wanted.connect(asked.append)
    trips.look_at(test_trucks.trucks_of(hall)[0])
    trips.span.setCurrentIndex(2)
    trips.span.activated.emit(2)
    month, last = asked
    assert last.end == month.start
    trips.take(month, hauled(hall), SUMS)
    assert trips.model.rowCount() == 0
    trips.miss(last, LOST)
    assert trips.missing.isVisible()
    assert "运输趟次未取得" in trips.missing.text.text()
    assert trips.nothing.text() == ""  # nobody knows that there is none
    trips.missing.ask.click()
    assert asked[-1] == last
    trips.take(last, [], NONE)
    assert (trips.missing.isVisible(), trips.nothing.text(), trips.export.isEnabled()) == (False, "该时段没有运输", False)
    trips.renew()
    trips.miss(last, LOST)
    trips.forget()
    assert hall.failures.of(Wanted.TRIPS) is None


def test_that_a_row_opens_the_track_of_that_trip(trips: TripList) -> None:
    hall, opened = trips._hall, list[tuple[str, datetime, datetime]]()
    hall.clock.stand(NOW)
    trips.opened.connect(lambda *told: opened.append(told))
    trips.look_at(test_trucks.trucks_of(hall)[0])
    found = hauled(hall)
    answer(trips, found, SUMS)
    trips.table.setFocus()
    QTest.keyClick(trips.table, Qt.Key.Key_Return)
    trips.table.go_to(1)
    QTest.keyClick(trips.table, Qt.Key.Key_Return)
    assert opened[0] == (found[0].truck_id, found[0].started_at, NOW)  # it goes on
    assert opened[1] == (found[1].truck_id, found[1].started_at, found[1].ended_at)


def test_that_the_track_pane_asks_for_that_time_to_the_minute(show: Callable[..., QWidget], hall: Hall) -> None:
    pane, asked = TrackPane(hall), list[tuple[object, ...]]()
    show(pane)
    pane.track_wanted.connect(lambda *told: asked.append(told))
    start = city.NOW.replace(second=20, microsecond=0) - timedelta(days=33)
    end = start + timedelta(minutes=40)
    pane.open_span("n-1", start, end)
    assert asked == [("n-1", start.replace(second=0), end.replace(second=0) + timedelta(minutes=1))]
    hall.set_track_days("n-1", city.track_days())
    assert len(asked) == 1  # the newest day does not come instead
    assert pane.wanted() == asked[0]


def test_that_the_list_follows_the_feed_and_goes_out_as_it_was_answered(qtbot: QtBot, trips: TripList) -> None:
    hall, asked, exported = trips._hall, list[Trips](), list[tuple[Trips, Path]]()
    wrong, other, _ = test_trucks.trucks_of(hall)
    trips.wanted.connect(asked.append)
    trips.export_wanted.connect(lambda *told: exported.append(told))
    trips._settle.setInterval(1)
    trips.look_at(wrong)
    found = hauled(hall)
    answer(trips, found, SUMS)
    hall.hauls.trips.put([msgspec.structs.replace(found[0], id="x", truck_id=other, permit_id=None)])
    assert not trips._settle.isActive()
    hall.hauls.trips.put([msgspec.structs.replace(found[0], version=2)])
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert trips.model.rowCount() == 3  # what stands there stays until the answer
    answer(trips, found, SUMS)
    trips.export.click()
    dialog = trips.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit("/there/haul-trips.csv")
    dialog.close()
    assert exported == [(asked[0], Path("/there/haul-trips.csv"))]
    trips.tell_written(Path("/there/haul-trips.csv"))
    assert trips.outcome.text() == "已写入 haul-trips.csv"


def test_that_the_pane_opens_it_for_the_chosen_truck(qtbot: QtBot, dressed: None) -> None:
    pane = TruckPane(test_trucks.town())
    qtbot.addWidget(pane)
    window = TripWindow(pane._hall, pane)
    pane.trips_wanted.connect(window.open_of)
    with qtbot.waitExposed(pane):
        pane.show()
    QTest.keyClick(pane, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()  # of no truck
    wrong = test_trucks.trucks_of(pane._hall)[0]
    pane.go_to(wrong)
    asked = list[Trips]()
    window.list.wanted.connect(asked.append)
    pane.detail.trips.click()
    assert [each.truck_id for each in asked] == [wrong]
    assert window.windowTitle() == "渣土车运输记录"
    window.close()
