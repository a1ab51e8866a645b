"""Who was there, asked in the pane on the real backend: from a point of the map, a case and a geofence, onto the track, into a file and the trail."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from backend.rules import positions, units
from backend.session import SYSTEM
from console import words
from console.actions import Actions
from console.connection import failure
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.hall.whereabouts import Question
from console.language import Language
from console.map import scheme
from console.map.layers.all import layers_of
from console.map.view import MapView
from console.maps import Maps
from console.rooms.whereabouts import WhereaboutsRoom, circle
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.geofences import Geofences
from console.widgets.pane import Pane
from console.widgets.track.pane import TrackPane
from console.widgets.whereabouts.model import Column
from console.workers.caller import Caller
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf
from tests.backends import Backend
from tests.contract.conftest import ApiOf
from wire.cases import Case
from wire.codes import FenceKind, Kind, Noun, Role, Source, Status, UnitKind
from wire.geofences import Geofence
from wire.units import Fix, UnitOrder

scheme.prepare()
pytestmark = pytest.mark.gui
LON, LAT = 111.0, 35.0
EAST_M, NORTH_M = 91_092.0, 111_195.0  # of a degree there
NOON = (datetime.now(UTC) - timedelta(days=1)).replace(hour=4, minute=0, second=0, microsecond=0)


class Seat:
    """Hall, wall, maps and room of one user."""

    def __init__(self, qtbot: QtBot, api_of: ApiOf, folder: Path) -> None:
        self.api = api_of(Role.DISPATCHER)
        self.hall = Hall(self.api.me())
        self.hall.units.put(self.api.units())
        self.caller, self.disk, self.shelf = Caller(self.api), Disk(folder / "hall.sqlite"), Shelf(folder / "outbox.sqlite")
        self.wall = Wall(lambda: None, lambda body: None)
        qtbot.addWidget(self.wall)
        self.maps = Maps(self.hall, self.caller, lambda name, body: None, None, "dark")
        qtbot.addWidget(self.maps.first, before_close_func=MapView.shut)
        self.track, self.geofences = TrackPane(self.hall), Geofences(self.hall)
        actions = Actions(self.hall, self.caller, Outbox(self.api, self.shelf), self.disk, self.wall)
        self.track.track_wanted.connect(actions.load_track)
        self.track.track_days_wanted.connect(actions.load_track_days)
        for name, content in (("card", QLabel()), ("track", self.track), ("geofences", self.geofences), ("map", self.maps.first)):
            self.wall.add(name, Pane(name, content, self.hall), Place.BELOW, lambda name=name: words.pane(name))
        self.room = WhereaboutsRoom(self.hall, self.caller, self.maps, self.wall, self.geofences, self.track)
        self.pane = self.room.pane

    def rows(self) -> list[list[str]]:
        model = self.pane.model
        return [[model.index(row, column).data() for column in Column] for row in range(model.rowCount())]

    def close(self) -> None:
        self.maps.shut()
        self.caller.stop()
        self.disk.close()
        self.shelf.close()


@pytest.fixture
def seat(qtbot: QtBot, backend: Backend, api_of: ApiOf, tmp_path: Path, tongue: Language, dressed: None) -> Iterator[Seat]:
    """One stands 30 m away for ten minutes, one drives past at 10 m/s, one leaps over the place between two fixes, one is a kilometre off."""
    before = words.language()
    tongue.set("zh_CN")
    with backend.database.write(SYSTEM) as work:
        for id, name, kind in (
            ("u0", "赵立", UnitKind.INSPECTOR),
            ("u1", "=晋M1", UnitKind.TRUCK),
            ("u2", "钱进", UnitKind.INSPECTOR),
            ("u3", "远", UnitKind.TRUCK),
        ):
            units.put(work, UnitOrder(id=id, code=f"c{id}", kind=kind, name=name, team="一队"))
        stands = [(5 * n, 30.0) for n in range(121)]
        drives = [(n * 5, -1000 + 50.0 * n) for n in range(41)]
        leaps = [(0, -480.0), (50, 480.0)]
        for id, way in (("u0", stands), ("u1", drives), ("u2", leaps), ("u3", [(0, 1000.0)])):
            fixes = [Fix(at=NOON + timedelta(seconds=second), lon=LON + east / EAST_M, lat=LAT) for second, east in way]
            positions.store(work, id, fixes)
    made = Seat(qtbot, api_of, tmp_path)
    yield made
    made.close()
    tongue.set(before)


def ask(qtbot: QtBot, seat: Seat) -> None:
    seat.pane.ask.click()
    qtbot.waitUntil(lambda: seat.pane.asked is None, timeout=20_000)


def look_at_noon(seat: Seat, radius: float = 200.0) -> None:
    seat.pane.look_at(LON, LAT, radius, NOON - timedelta(minutes=5), NOON + timedelta(minutes=20), "路口")


def test_that_who_was_there_is_listed_and_a_row_opens_its_track_at_that_moment(qtbot: QtBot, seat: Seat) -> None:
    look_at_noon(seat)
    assert seat.rows() == []  # nobody is asked about by himself
    ask(qtbot, seat)
    assert seat.rows() == [
        ["=晋M1 · 一队", words.of(UnitKind.TRUCK), "12:01:20", "12:02:00", "0.7 分", "0 米", "9 个定位"],
        ["钱进 · 一队", words.of(UnitKind.INSPECTOR), "12:00:14", "12:00:35", "0.3 分", "0 米", "推算"],
        ["赵立 · 一队", words.of(UnitKind.INSPECTOR), "12:00:00", "12:10:00", "10.0 分", "30 米", "121 个定位"],
    ]
    seat.pane.table.setCurrentIndex(seat.pane.model.index(0, 0))
    assert (seat.hall.selection.noun, seat.hall.selection.id) == (Noun.UNIT, "u1")
    QTest.keyClick(seat.pane.table, Qt.Key.Key_Return)
    playback = seat.hall.playback
    qtbot.waitUntil(lambda: playback.track is not None and playback.track.unit_id == "u1", timeout=20_000)
    assert playback.at == pytest.approx((NOON + timedelta(seconds=100)).timestamp(), abs=0.01)
    assert "12:01:40" in seat.track._clock.text()
    seat.track.open_at("u1", NOON + timedelta(seconds=150))  # it is open already
    assert playback.at == pytest.approx((NOON + timedelta(seconds=150)).timestamp(), abs=0.01)
    seat.pane.table.setCurrentIndex(seat.pane.model.index(2, 0))
    QTest.keyClick(seat.pane.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: playback.track is not None and playback.track.unit_id == "u0", timeout=20_000)
    assert playback.at == pytest.approx(NOON.timestamp(), abs=1)


def test_that_circle_ways_and_fixes_are_on_the_map_while_the_pane_is_there(qtbot: QtBot, seat: Seat) -> None:
    there, layer = seat.hall.there, layers_of(seat.hall).by_name["whereabouts"]
    look_at_noon(seat, 100)
    assert there.question is not None
    seat.pane.radius.setValue(200)  # the circle is what will be asked about
    assert (there.question.radius, layer.whole().columns["radius"], layer.whole().size) == (200, 200, 0)
    ask(qtbot, seat)
    qtbot.waitUntil(lambda: bool(there.passages), timeout=20_000)
    columns = layer.whole().columns
    fixes = dict.fromkeys(columns["names"], 0)
    for way, unit in enumerate(columns["unit"]):
        fixes[columns["names"][unit]] += int(columns["within"][columns["first"][way] : columns["first"][way + 1]].sum())
    assert fixes == {"=晋M1": 9, "钱进": 0, "赵立": 121}  # as many as the list says; the second only passed between two
    lengths = {each.unit_id: len(each.lon) for each in there.passages}
    assert lengths == {"u0": 121, "u1": 25, "u2": 2}  # of the truck only what is within three radii
    assert columns["chosen"] == columns["names"].index("=晋M1")
    seat.pane.table.setCurrentIndex(seat.pane.model.index(2, 0))
    assert layer.whole().columns["chosen"] == columns["names"].index("赵立")
    shown = seat.wall.toggle_action("whereabouts")
    shown.trigger()
    assert there.question is None
    assert "radius" not in layer.whole().columns
    shown.trigger()
    qtbot.waitUntil(lambda: len(there.passages) == 3, timeout=20_000)


def test_that_the_file_says_what_was_asked_and_that_each_look_is_written_down(qtbot: QtBot, seat: Seat, api_of: ApiOf, tmp_path: Path) -> None:
    look_at_noon(seat)
    ask(qtbot, seat)
    assert seat.pane.answered is not None
    seat.pane.radius.setValue(50)  # not asked yet: the file has what is listed
    seat.pane.export_wanted.emit(seat.pane.answered, tmp_path / "who.csv")
    qtbot.waitUntil(lambda: (tmp_path / "who.csv").exists() and seat.pane.outcome.isVisibleTo(seat.pane), timeout=20_000)
    with (tmp_path / "who.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *lines = csv.reader(file)
    assert (head[0], head[-3], len(lines)) == ("名称", "半径米", 3)
    assert [line[0] for line in lines] == ["'=晋M1", "钱进", "赵立"]
    local = f"{words.local(NOON):%Y-%m-%d}"
    assert lines[2] == ["赵立", "cu0", "监督员", "一队", f"{local} 12:00:00", f"{local} 12:10:00", "10.0", "30.0", f"{local} 12:00:00", "121", "定位",
                        "35.000000", "111.000000", "200", f"{local} 11:55:00", f"{local} 12:20:00"]  # fmt: skip
    trail = api_of(Role.AUDITOR, Role.ADMIN).audit()
    acts = [entry.act for entry in trail.entries if entry.act.startswith("WHEREABOUTS")]
    assert sorted(acts) == ["WHEREABOUTS.EXPORT", "WHEREABOUTS.SEEN"]
    seat.pane.export_wanted.emit(seat.pane.answered, tmp_path / "no" / "who.csv")
    qtbot.waitUntil(lambda: seat.pane.outcome.property("tone") == "danger", timeout=20_000)


def test_that_a_while_that_cannot_be_is_said_at_the_field_and_nothing_is_asked(qtbot: QtBot, seat: Seat) -> None:
    wanted: list[Question] = []
    seat.pane.wanted.connect(wanted.append)
    assert not seat.pane.ask.isEnabled()  # no place yet
    for start, end, said in ((NOON, NOON, "晚于"), (NOON - timedelta(days=8), NOON, "7 天")):
        seat.pane.look_at(LON, LAT, 200, start, end)
        seat.pane.ask.click()
        assert said in seat.pane.error.text()
        assert seat.pane.error.isVisibleTo(seat.pane)
    assert wanted == []
    seat.pane.look_at(LON, LAT, 9000, NOON - timedelta(days=7), NOON)
    assert not seat.pane.error.isVisibleTo(seat.pane)
    assert seat.pane.radius.value() == 2000


def test_that_an_answer_to_another_question_or_a_lost_backend_takes_nothing_wrong(qtbot: QtBot, seat: Seat) -> None:
    look_at_noon(seat)
    ask(qtbot, seat)
    found, before = seat.pane.found, seat.pane.answered
    assert found is not None
    assert before is not None
    seat.pane.look_at(LON + 1, LAT)
    seat.pane.take(before, found)
    assert not seat.pane.table.isVisibleTo(seat.pane)
    ask(qtbot, seat)
    assert "没有" in seat.pane._nothing.text()
    seat.pane.submit()
    asked = seat.pane.asked
    assert asked is not None
    seat.pane.miss(asked, failure("unreachable", "no backend").problem)
    assert seat.pane.missing.isVisibleTo(seat.pane)


def test_that_a_point_a_case_and_a_geofence_lead_to_the_question(qtbot: QtBot, seat: Seat) -> None:
    seat.maps.first.hands.who_wanted.emit(LON, LAT, 350.0)
    question = seat.pane.question()
    assert question is not None
    assert question[:3] == (LON, LAT, 350.0)
    assert seat.wall.toggle_action("whereabouts").isChecked()
    case = Case(
        id="k", version=1, number="1408022026112100012", status=Status.REPORTED, source=Source.INSPECTOR, kind=Kind.EVENT, class_code="0101",
        catalogue="1", lon=LON, lat=LAT, address="", description="", reported_at=NOON, status_at=NOON,
    )  # fmt: skip
    seat.hall.cases.put([case])
    seat.hall.selection.set(Noun.CASE, "k")
    seat.room.ask_of_case()
    assert seat.pane.question() == Question(LON, LAT, 200.0, NOON - timedelta(minutes=30), NOON + timedelta(minutes=30), "1121-00012")
    ask(qtbot, seat)
    assert len(seat.rows()) == 3
    square = [(LON + x / EAST_M, LAT + y / NORTH_M) for x, y in ((0, 0), (60, 0), (60, 80), (0, 80))]
    seat.hall.geofences.put([Geofence(id="f", version=1, name="市场", kind=FenceKind.POLYGON, places=square, by="d", at=NOON)])
    seat.geofences.table.setCurrentIndex(seat.geofences.model.index(0, 0))
    seat.geofences.who.click()
    question = seat.pane.question()
    assert question is not None
    assert question.about == "市场（外接圆）"
    assert question.radius == pytest.approx(50, abs=1)
    assert (question.lon, question.lat) == pytest.approx((LON + 30 / EAST_M, LAT + 40 / NORTH_M), abs=1e-6)


@pytest.mark.parametrize("kind", list(FenceKind))
def test_that_the_circle_around_a_geofence_holds_all_of_it(kind: FenceKind) -> None:
    places = {FenceKind.CIRCLE: [(LON, LAT)], FenceKind.CORRIDOR: [(LON, LAT), (LON + 0.01, LAT)]}.get(
        kind, [(LON, LAT), (LON + 0.01, LAT), (LON, LAT + 0.01)]
    )
    radius = None if kind is FenceKind.POLYGON else 100.0
    lon, lat, reach = circle(Geofence(id="f", version=1, name="f", kind=kind, places=places, radius_m=radius, by="d", at=NOON))
    away = np.hypot((np.array(places)[:, 0] - lon) * EAST_M, (np.array(places)[:, 1] - lat) * NORTH_M)
    assert (away <= reach + 1).all()
    assert reach == pytest.approx({FenceKind.CIRCLE: 100, FenceKind.CORRIDOR: EAST_M * 0.005 + 100, FenceKind.POLYGON: 719}[kind], rel=0.02)
