"""The pane of the patrol log on the real backend: found by person, camera and day, paged, opened and exported."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console import words
from console.connection import failure
from console.hall.failures import Wanted as Missed
from console.hall.hall import Hall
from console.hall.watched import PER_PAGE, Wanted
from console.language import Language
from console.rooms.patrol_log import PatrolLogRoom
from console.wall.wall import Wall
from console.widgets.patrol_log_model import Column
from console.workers.caller import Caller
from tests.contract.conftest import ApiOf
from wire.cameras import Camera
from wire.codes import Role
from wire.patrols import Watch, WatchReport

WAIT_MS = 20_000


def report(at: datetime, name: str, cameras: list[str], tour: str = "", live: float = 1.0) -> WatchReport:
    """All watched for 20 s from then on, as the page of a tour is."""
    until = at + timedelta(seconds=20)
    return WatchReport(
        watches=[Watch(id=f"{name}-{n}", camera_id=id, since=at, until=until, live_s=20 * live, tour=tour) for n, id in enumerate(cameras)]
    )


class Seat:
    """One who reads the log: hall, wall and room of one user."""

    def __init__(self, qtbot: QtBot, api_of: ApiOf, role: Role, **person: str) -> None:
        self.api = api_of(role, **person)
        self.hall = Hall(self.api.me())
        self.hall.link.heard()
        self.hall.cameras.put(
            Camera(id=f"c{n}", version=1, code=f"XZ{n:03}", name=("人民路解放街口北", "=府前广场", "涑水市场南门")[n], lon=0, lat=0) for n in range(3)
        )
        self.caller, self.wall = Caller(self.api), Wall(lambda: None, lambda body: None)
        qtbot.addWidget(self.wall)
        self.room = PatrolLogRoom(self.hall, self.caller, self.wall)
        self.pane = self.room.content

    def rows(self) -> list[list[str]]:
        model = self.pane.model
        return [[model.index(row, column).data() for column in Column] for row in range(model.rowCount())]


@pytest.fixture
def leader(qtbot: QtBot, api_of: ApiOf, tongue: Language) -> Iterator[Seat]:
    before = words.language()
    tongue.set("zh_CN")
    seat = Seat(qtbot, api_of, Role.SHIFT_LEADER)
    yield seat
    seat.caller.stop()
    tongue.set(before)


def test_that_the_log_is_found_by_person_camera_and_day_and_a_row_opens_its_camera(qtbot: QtBot, api_of: ApiOf, leader: Seat) -> None:
    now = leader.hall.clock.now()
    patroller = api_of(Role.VIDEO_PATROLLER)
    patroller.report_watches(report(now - timedelta(seconds=40), "patrol", ["c0", "c1"], tour="夜巡"))
    patroller.report_watches(report(now - timedelta(days=1), "yesterday", ["c0"]))
    leader.api.report_watches(report(now - timedelta(seconds=30), "leader", ["c2", "gone"], live=0.25))
    pane = leader.pane
    leader.wall.resize(1000, 500)
    leader.wall.show()
    leader.room.show()
    qtbot.waitUntil(lambda: pane.model.rowCount() == 4 and pane.people.count() == 3, timeout=WAIT_MS)
    name, mine = patroller.me().full_name, leader.hall.me.full_name
    assert [row[1:4] for row in leader.rows()] == [
        ["涑水市场南门  XZ002", mine, "手动"],
        ["gone", mine, "手动"],
        ["人民路解放街口北  XZ000", name, "夜巡"],
        ["=府前广场  XZ001", name, "夜巡"],
    ]
    assert [row[4:] for row in leader.rows()][1:3] == [["20 秒", "25 %"], ["20 秒", "100 %"]]

    pane.people.setCurrentIndex(pane.people.findData(patroller.me().name))
    qtbot.waitUntil(lambda: [row[2] for row in leader.rows()] == [name, name], timeout=WAIT_MS)
    qtbot.keyClick(pane, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(pane.choice, "XZ001")
    qtbot.keyClick(pane.choice, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [row[1] for row in leader.rows()] == ["=府前广场  XZ001"], timeout=WAIT_MS)
    with qtbot.waitSignal(leader.room.opened) as opened:
        qtbot.keyClick(pane.table, Qt.Key.Key_Return)
    assert opened.args == ["c1"]

    pane.chip.click()
    qtbot.waitUntil(lambda: pane.model.rowCount() == 2, timeout=WAIT_MS)
    pane.period.go_back()
    qtbot.waitUntil(lambda: [row[1] for row in leader.rows()] == ["人民路解放街口北  XZ000"], timeout=WAIT_MS)


def test_that_a_long_log_comes_page_by_page_and_is_exported_whole(qtbot: QtBot, leader: Seat, tmp_path: Path) -> None:
    noon = words.local(leader.hall.clock.now()).replace(hour=12, minute=0, second=0, microsecond=0)
    noon = noon if noon <= leader.hall.clock.now() else noon - timedelta(days=1)
    count = 2 * PER_PAGE + 7
    for page in range(3):
        ids = [f"c{n % 3}" for n in range(page * PER_PAGE, min(count, (page + 1) * PER_PAGE))]
        leader.api.report_watches(report(noon, f"page{page}", ids, tour="@SUM(1)"))
    pane = leader.pane
    pane.period.choose(pane.period.period, noon.date())
    leader.wall.resize(1000, 500)
    leader.wall.show()
    leader.room.show()
    for rows in (PER_PAGE, 2 * PER_PAGE, count):
        qtbot.waitUntil(lambda rows=rows: pane.model.rowCount() == rows, timeout=WAIT_MS)
        pane.table.scrollToBottom()
    assert len({pane.model.record(row).id for row in range(count)}) == count  # type: ignore[union-attr]
    path = tmp_path / "log.csv"
    pane.export_wanted.emit(pane._found.wanted, path)
    qtbot.waitUntil(path.exists, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: str(count) in pane.outcome.text(), timeout=WAIT_MS)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == count
    assert datetime.fromisoformat(lines[0]["since"]) == noon
    assert (lines[1]["camera_name"], lines[0]["tour"], lines[0]["live_seconds"]) == ("'=府前广场", "'@SUM(1)", "20.0")
    pane.export_wanted.emit(pane._found.wanted, tmp_path / "no such folder" / "log.csv")
    qtbot.waitUntil(lambda: pane.outcome.property("tone") == "danger", timeout=WAIT_MS)


def test_that_a_patroller_reads_his_own_log_alone(qtbot: QtBot, api_of: ApiOf, leader: Seat) -> None:
    leader.api.report_watches(report(leader.hall.clock.now() - timedelta(seconds=30), "leader", ["c2"]))
    seat = Seat(qtbot, api_of, Role.VIDEO_PATROLLER)
    seat.api.report_watches(report(seat.hall.clock.now() - timedelta(seconds=30), "own", ["c0"]))
    seat.wall.show()
    seat.room.show()
    qtbot.waitUntil(lambda: seat.pane.model.rowCount() == 1, timeout=WAIT_MS)
    assert not seat.pane.people.isVisible()
    assert [row[1] for row in seat.rows()] == ["人民路解放街口北  XZ000"]
    seat.caller.stop()


def test_that_a_late_answer_is_left_and_a_missed_one_is_said(qtbot: QtBot, leader: Seat) -> None:
    leader.wall.show()
    leader.room.show()
    pane = leader.pane
    qtbot.waitUntil(lambda: not pane._found.asking, timeout=WAIT_MS)
    leader.api.report_watches(report(leader.hall.clock.now() - timedelta(seconds=30), "late", ["c0"]))
    page = leader.api.watches()
    wanted = pane._found.wanted
    pane.take(Wanted(wanted.start, wanted.end, "c9"), "", page)
    pane.take(wanted, "", page)  # nobody has asked
    assert pane.model.rowCount() == 0
    leader.caller.halt()
    pane.miss(failure("timeout", "no answer").problem)
    assert leader.hall.failures.of(Missed.WATCHES) is not None
    assert pane.missing.isVisible()
