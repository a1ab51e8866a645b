"""Supervision on the real backend: an alarm seen to while it grows, the card of somebody on shift, sheets on the disk, a rotation published."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from backend.rules import alarms, units
from backend.session import SYSTEM
from console import words
from console.hall.hall import Hall
from console.language import Language
from console.rooms.supervision import SupervisionRoom
from console.wall.wall import Wall
from console.workers.caller import Caller
from tests.backends import Backend
from tests.contract.conftest import ApiOf
from wire.alarms import AcknowledgeOrder, Alarm
from wire.bulletins import BulletinFormat
from wire.codes import AlarmKind, Noun, Role, UnitKind
from wire.units import UnitOrder

WAIT_MS = 20_000


class Seat:
    """Hall, wall and room of a shift leader over two teams of six."""

    def __init__(self, qtbot: QtBot, api_of: ApiOf, backend: Backend) -> None:
        self.backend, self.api = backend, api_of(Role.SHIFT_LEADER)
        with backend.database.write(SYSTEM) as work:
            for number in range(12):
                team = number // 6
                order = UnitOrder(
                    id=f"u{number}", code=f"u{number}", kind=UnitKind.INSPECTOR, name=f"员{number}", team=f"{team}组", duty_grids=[f"g{team}"]
                )
                units.put(work, order)
        self.hall = Hall(self.api.me())
        self.hall.link.heard()
        self.caller, self.wall = Caller(self.api), Wall(lambda: None, lambda body: None)
        qtbot.addWidget(self.wall)
        self.room = SupervisionRoom(self.hall, self.caller, self.wall)
        self.hall.clock.set(self.api.changes(self.api.snapshot(Noun.UNIT).cursor, 0).at)
        self.hall.units.replace(self.api.units())

    def raise_(self, value: float = 60.0) -> Alarm:
        with self.backend.database.write(SYSTEM) as work:
            return alarms.raise_(work, AlarmKind.OFF_GRID, "u1", "g0", value=value, threshold=50.0)


@pytest.fixture
def seat(qtbot: QtBot, api_of: ApiOf, backend: Backend, tongue: Language) -> Iterator[Seat]:
    before = words.language()
    tongue.set("zh_CN")
    made = Seat(qtbot, api_of, backend)
    yield made
    made.caller.stop()
    tongue.set(before)


def test_that_an_alarm_is_seen_to_also_when_it_grew_meanwhile(seat: Seat, qtbot: QtBot) -> None:
    first = seat.raise_()
    seat.hall.alarms.replace(seat.api.alarms())
    assert seat.hall.alarms.get(first.id) == first
    worse = seat.raise_(value=400.0)  # which this hall has not heard of yet
    assert worse.version == 2
    seat.room.alarms.go_to(first.id)
    seat.room.alarms.note.setText("已电话联系")
    seat.room.alarms.acknowledge.click()
    qtbot.waitUntil(lambda: (kept := seat.hall.alarms.get(first.id)) is not None and kept.acknowledged_at is not None, timeout=WAIT_MS)
    kept = seat.api.alarm(first.id)
    assert (kept.value, kept.note, kept.acknowledged_by, kept.version) == (400.0, "已电话联系", seat.hall.me.full_name, 3)
    assert [each.id for each in seat.api.alarms(is_open=True, kinds=[AlarmKind.OFF_GRID], unit_id="u1")] == [first.id]


def test_that_a_colleague_who_was_faster_stays(seat: Seat, qtbot: QtBot, api_of: ApiOf) -> None:
    first = seat.raise_()
    seat.hall.alarms.replace(seat.api.alarms())
    other = api_of(Role.DUTY_LEADER, name="chief")
    other.acknowledge(first.id, AcknowledgeOrder(), "key-of-the-chief", 1)
    seat.room.alarms.go_to(first.id)
    seat.room.alarms.acknowledge.click()
    qtbot.waitUntil(lambda: (kept := seat.hall.alarms.get(first.id)) is not None and kept.version == 2, timeout=WAIT_MS)
    assert seat.api.alarm(first.id).acknowledged_by == "Chief"


def test_that_card_and_sheet_and_rotation_come_from_the_backend(seat: Seat, qtbot: QtBot, tmp_path: Path) -> None:
    staff = seat.room.staff
    staff.choose("u1")
    qtbot.waitUntil(lambda: staff.card.facts["shift"][1].text() == "无", timeout=WAIT_MS)
    assert staff.card.facts["coverage"][1].text() == "0 / 0"
    staff.sheets.sums.click()
    qtbot.waitUntil(lambda: bool(staff.sums.lines.lines.lines) and staff.sums.lines.lines.lines[0].head == "合计", timeout=WAIT_MS)
    staff.sheets.doubts.click()
    qtbot.waitUntil(lambda: "未发现疑点" in staff.doubts.head.text(), timeout=WAIT_MS)
    staff.rotate.click()
    qtbot.waitUntil(lambda: "12 人" in staff.outcome.text() and "0组 巡查" in staff.outcome.text(), timeout=WAIT_MS)
    staff.rotate.click()
    qtbot.waitUntil(lambda: "已写入排班" in staff.outcome.text(), timeout=WAIT_MS)
    assert len(staff.rotation.lines.lines.lines) >= 28  # each day of the month
    staff.roster.click()
    qtbot.waitUntil(lambda: f"{words.local(seat.hall.clock.now()):%Y-%m}" in staff.outcome.text(), timeout=WAIT_MS)
    staff.renew()
    qtbot.waitUntil(lambda: "–" in staff.card.facts["next"][1].text(), timeout=WAIT_MS)
    day = words.local(seat.hall.clock.now()).date()
    for form in BulletinFormat:
        path = tmp_path / f"sheet.{form}"
        staff.file_wanted.emit(day, day, form, path)
        qtbot.waitUntil(path.exists, timeout=WAIT_MS)
    page = openpyxl.load_workbook(tmp_path / "sheet.xlsx").active
    assert page is not None
    names = {row[0].value for row in page.iter_rows(min_row=4) if row[2].value is not None}
    assert names == {*(f"员{number}" for number in range(12)), "小计", "合计"}
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
