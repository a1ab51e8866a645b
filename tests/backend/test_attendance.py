"""Attendance, time on patrol, track, coverage and work of people, on both databases, told from what happened; and its sheets as files."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest

from backend import spatial, standards
from backend.exporters import staff_file
from backend.importers.run import run
from backend.jobs import duty
from backend.refusals import Malformed, Unknown
from backend.rules import attendance, positions, walked
from backend.session import SYSTEM, Database
from backend.settings import CITY_ZONE
from backend.tables.shifts import WalkedRow
from tests.backend.import_files import geojson
from tests.backend.test_coverage import square
from tests.backend.test_duty import DAY, SOUTH, WEST, Hours, city, hours, live, roster, sign
from tests.backends import Backend
from wire.bulletins import BulletinFormat
from wire.codes import AlarmKind, Role, WorkState
from wire.staff import StaffLine, StaffSheet
from wire.units import Fix

__all__ = ["city", "hours"]
STEP = 0.001
CELLS = 10
TODAY = DAY.astimezone(CITY_ZONE).date()


def code(column: int, row: int) -> str:
    return f"1101050010{1 + (row < 0):02}{max(row, 0):01}{column:02}"


@pytest.fixture
def squared(city: Database, tmp_path_factory: pytest.TempPathFactory) -> Database:
    """The duty grid has a hundred basic grids, and there is a row of them beside it."""
    places = [(column, row) for column in range(CELLS) for row in range(-1, CELLS)]
    features = [
        (square(WEST + column * STEP, SOUTH + row * STEP, STEP), {"kind": "BASIC", "code": code(column, row), "name": ""}) for column, row in places
    ]
    run(city, "grids", geojson(tmp_path_factory.mktemp("grids") / "basic.geojson", features))
    return city


def line(database: Database, first: int = 0, last: int = 0, unit: str = "u1") -> StaffLine:
    with database.read() as work:
        return attendance.sheet(work, TODAY + timedelta(days=first), TODAY + timedelta(days=last), unit).lines[0]


def walk(database: Database, hours: Hours, seconds: float, row: int) -> None:
    """Eastwards along a row of squares, 1.2 m/s."""
    for number in range(int(seconds / 30)):
        hours.now += timedelta(seconds=30)
        with database.write(SYSTEM) as work:
            fix = Fix(at=hours.now, lon=WEST + 0.0002 + number * 36 / 85_278, lat=SOUTH + (row + 0.5) * STEP)
            positions.store(work, "u1", [fix])
        duty.tick(database)


def test_a_shift_as_its_sheet_tells_it(squared: Database, hours: Hours) -> None:
    roster(squared)
    hours.now = DAY + timedelta(minutes=20)
    live(squared, hours, 30)
    sign(squared)
    walk(squared, hours, 480, 3)
    told = line(squared)
    assert (told.planned, told.present, told.late, told.absent, told.extra) == (1, 1, 1, 0, 0)
    assert told.alarms == {AlarmKind.ABSENT: 1}
    assert told.worked_s == pytest.approx(480, abs=1)
    assert told.effective_s == pytest.approx(480, abs=1)
    assert told.metres == pytest.approx(15 * 36, rel=0.1)
    assert told.cells == 100
    assert told.cells_seen == len({min(int((0.0002 + number * 36 / 85_278) / STEP), 9) for number in range(16)})
    assert told.score == pytest.approx(sum(told.parts.values()))
    assert told.parts["attendance"] == 20.0  # late: half of forty
    assert told.parts["effective"] == 25.0
    hours.now = DAY + timedelta(hours=2)
    sign(squared, on=False)
    assert line(squared).left_early == 1


def test_that_who_does_not_come_is_absent_and_who_has_no_shift_is_not(squared: Database, hours: Hours) -> None:
    roster(squared)
    hours.now = DAY + timedelta(minutes=10)
    assert (line(squared).planned, line(squared).absent) == (1, 0)
    hours.now = DAY + timedelta(hours=12)
    assert (line(squared).planned, line(squared).absent, line(squared).score) == (1, 1, 0.0)
    other = line(squared, unit="u2")
    assert (other.planned, other.absent, other.score) == (0, 0, None)
    sign(squared, unit="u2")
    hours.now += timedelta(minutes=5)
    assert line(squared, unit="u2").extra == 1


def test_that_a_day_that_is_over_is_kept_and_says_the_same(squared: Database, hours: Hours) -> None:
    roster(squared)
    sign(squared)
    walk(squared, hours, 480, 2)
    sign(squared, on=False)
    before = line(squared)
    assert walked.keep(squared) == 0
    hours.now += timedelta(days=2)
    assert walked.keep(squared) == 1
    assert walked.keep(squared) == 0
    with squared.read() as work:
        kept = work.session.get_one(WalkedRow, ("u1", TODAY))
        assert (kept.metres, len(kept.cells)) == (before.metres, before.cells_seen)
    after = line(squared, 0, 2)
    assert (after.metres, after.cells_seen, after.worked_s) == (before.metres, before.cells_seen, before.worked_s)


def test_that_the_card_says_who_and_how_today(squared: Database, hours: Hours) -> None:
    roster(squared)
    with squared.read() as work, pytest.raises(Unknown):
        attendance.card(work, "t1")
    sign(squared)
    walk(squared, hours, 120, 2)
    with squared.read() as work:
        card = attendance.card(work, "u1")
    assert (card.unit.state, [shift.id for shift in card.shifts], card.next_shift, len(card.signs)) == (WorkState.ON_DUTY, ["s1"], None, 1)
    assert card.fix_at == hours.now
    assert card.line.worked_s == pytest.approx(120, abs=1)


def test_that_periods_that_cannot_be_are_refused(squared: Database) -> None:
    with squared.read() as work:
        for days in (-1, 31):
            with pytest.raises(Malformed):
                attendance.sheet(work, TODAY, TODAY + timedelta(days=days))


def test_that_basic_grids_belong_where_their_middle_lies(squared: Database) -> None:
    with squared.read() as work:
        assert len(spatial.grid_index(work.session).basic_of["g1"]) == 100


def test_that_workbook_and_pdf_say_what_the_sheet_says(squared: Database, hours: Hours) -> None:
    roster(squared)
    sign(squared)
    walk(squared, hours, 240, 1)
    with squared.read() as work:
        sheet = attendance.sheet(work, TODAY, TODAY)
    page = openpyxl.load_workbook(io.BytesIO(staff_file.write(sheet, BulletinFormat.XLSX, "zh_CN"))).active
    assert page is not None
    assert str(page["A1"].value).startswith("人员考勤与巡查日报")
    heads = [cell.value for cell in page[3]]
    rows = {row[0].value: dict(zip(heads, [cell.value for cell in row], strict=True)) for row in page.iter_rows(min_row=4, max_row=7)}
    assert rows["u1"]["实到"] == 1
    assert rows["u1"]["里程 km"] == pytest.approx(sheet.lines[0].metres / 1000)
    assert rows["合计"]["应到班次"] == 1
    assert sheet.total is not None
    assert rows["合计"]["得分"] == sheet.total.score
    below = [str(cell.value) for row in page.iter_rows(min_row=8, max_col=1) for cell in row if cell.value]
    assert "不取平均" in below[-2]
    assert "终端自报精度差于 50 米" in below[-1]
    for language in ("zh_CN", "en"):
        assert staff_file.write(sheet, BulletinFormat.PDF, language).startswith(b"%PDF")


def made_up(unit: str, team: str, cells: tuple[str, ...], seen: tuple[str, ...], **fields: Any) -> attendance.Told:
    counts = dict.fromkeys((*attendance.SUMMED, "error_m"), 0)
    line = StaffLine(
        unit_id=unit, name=unit, team=team, cells=len(cells), cells_seen=len(seen), alarms={AlarmKind.ABSENT: 1}, states={WorkState.ON_DUTY: 60.0},
        **counts | {"planned": 2, "present": 2} | fields,
    )  # fmt: skip
    return attendance.Told(line, frozenset(seen), frozenset(cells))


def test_that_teams_are_summed_and_their_shares_told_anew_of_the_sums() -> None:
    rules = standards.in_force().duty
    one = made_up("a", "1", ("p", "q"), ("p",), worked_s=36_000.0, effective_s=3_600.0, metres=3_000.0, error_m=30.0, reported=4)
    other = made_up("b", "1", ("q", "r"), ("q", "r"), worked_s=3_600.0, effective_s=3_600.0, metres=4_000.0, error_m=40.0, done=2, late=2)
    told = attendance.together([one, other], "1", rules)
    assert (told.unit_id, told.name, told.team, told.planned, told.late, told.reported, told.done) == ("", "", "1", 4, 2, 4, 2)
    assert (told.metres, told.error_m) == (7_000.0, 50.0)
    assert (told.cells, told.cells_seen) == (3, 3)  # q is of both, and counts once
    assert (told.alarms, told.states) == ({AlarmKind.ABSENT: 2}, {WorkState.ON_DUTY: 120.0})
    assert told.parts["effective"] == round(25 * 7_200 / 39_600, 2)  # the mean of a tenth and all would be more than half
    assert told.parts["attendance"] == 40 * (4 - 1) / 4
    assert told.parts["coverage"] == 20.0
    assert told.parts["workload"] == 15 * 6 / (6 * 4)
    assert told.score == pytest.approx(sum(told.parts.values()))


def test_that_each_team_has_its_line_in_the_sheet_and_all_have_theirs() -> None:
    rules = standards.in_force().duty
    people = [made_up(unit, team, ("p",), (), metres=1_000.0) for unit, team in (("a", "1"), ("b", "1"), ("c", "2"))]
    teams = [attendance.together([each for each in people if each.line.team == team], team, rules) for team in ("1", "2")]
    lines = [each.line for each in people]
    sheet = StaffSheet(first=TODAY, last=TODAY, at=DAY, lines=lines, teams=teams, total=attendance.together(people, "", rules))
    page = openpyxl.load_workbook(io.BytesIO(staff_file.write(sheet, BulletinFormat.XLSX, "zh_CN"))).active
    assert page is not None
    heads = [cell.value for cell in page[3]]
    rows = [dict(zip(heads, [cell.value for cell in row], strict=True)) for row in page.iter_rows(min_row=4, max_row=9)]
    told = [(row["姓名"], row["班组"], row["应到班次"], row["里程 km"]) for row in rows]
    assert told == [("a", "1", 2, 1), ("b", "1", 2, 1), ("小计", "1", 4, 2), ("c", "2", 2, 1), ("小计", "2", 2, 1), ("合计", None, 6, 3)]
    assert [page.cell(row, 1).font.bold for row in range(4, 10)] == [False, False, True, False, True, True]
    assert staff_file.write(sheet, BulletinFormat.PDF, "en").startswith(b"%PDF")


def test_that_sheets_and_cards_come_over_the_wire(backend: Backend) -> None:
    hall, today = backend.client(Role.ACCEPTOR), datetime.now(UTC).date().isoformat()
    assert hall.get("/v1/staff", params={"first": today}).json()["lines"] == []
    assert hall.get("/v1/staff/u1").json()["code"] == "unknown_inspector"
    assert hall.get("/v1/staff/file", params={"first": today, "format": "csv"}).status_code == 400
    file = hall.get("/v1/staff/file", params={"first": today})
    assert file.headers["Content-Type"].endswith("sheet")
    assert backend.client(Role.DEVICE).get("/v1/staff", params={"first": today}).status_code == 403
    acts = [entry["act"] for entry in backend.client(Role.ADMIN).get("/v1/audit").json()["entries"]]
    assert acts.count("STAFF.EXPORT") == 1
