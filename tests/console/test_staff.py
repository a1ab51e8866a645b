"""The people on shift: what needs a person first, the card of one of them in both languages, sheets as files."""

from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from console import words
from console.hall.hall import Hall
from console.language import Language
from console.map.tips import lines
from console.widgets.staff.pane import StaffPane
from console.widgets.staff.sheets import Days
from tests.console.filled_hall import NOW, filled_hall
from wire.alarms import Alarm
from wire.bulletins import BulletinFormat
from wire.codes import AlarmKind, DutyState, Noun, Role, SignResult, TrackDoubt, TrackFault, UnitKind, WorkState
from wire.coverage import CoverageGaps, Gap, StreetGap
from wire.people import User
from wire.rotations import RosterFault, Rotation, RotationFault, RotationTeam, RotationWatch
from wire.shifts import Shift, ShiftKind, Sign
from wire.sight import Pace, Sight, UnitArrival
from wire.staff import StaffCard, StaffLine, StaffSheet
from wire.tracks import DoubtfulTrack, TrackLikeness

STATES = {
    "unit-1": WorkState.OFF_GRID,
    "unit-2": WorkState.ON_DUTY,
    "unit-3": WorkState.ABSENT,
    "unit-5": WorkState.BREAK,
    "unit-6": WorkState.STAYING,
}


def town() -> Hall:
    hall = filled_hall(cases=5, units=8, cameras=0, components=10)
    told = {"state_at": NOW - timedelta(minutes=12), "team": "二组", "version": 2, "duty_grids": ["003"]}
    units = [msgspec.structs.replace(unit, state=STATES.get(unit.id, WorkState.OFF_DUTY), **told) for unit in hall.units]
    hall.units.put(units)
    return hall


def card(hall: Hall, unit_id: str = "unit-1") -> StaffCard:
    unit = hall.units.get(unit_id)
    assert unit is not None
    times = {"starts_at": NOW - timedelta(minutes=90), "ends_at": NOW + timedelta(hours=8)}
    shift = Shift(id="s1", version=1, unit_id=unit_id, day=date(2026, 11, 21), kind="DAY", grids=["003"], **times)
    sign = Sign(id="x", unit_id=unit_id, shift_id="s1", duty=DutyState.ON_DUTY, at=NOW - timedelta(minutes=80), result=SignResult.LATE, away_m=1234.0)
    alarm = Alarm(id="a", version=1, kind=AlarmKind.OFF_GRID, unit_id=unit_id, cause="003", raised_at=NOW - timedelta(minutes=12), level=1, worst=1)
    line = StaffLine(
        unit_id=unit_id, name=unit.name, team=unit.team, planned=1, present=1, late=1, left_early=0, elsewhere=1, absent=0, extra=0,
        worked_s=4800, effective_s=3600, states={}, metres=3210, error_m=150, cells_seen=20, cells=80, reported=3, done=2, alarms={}, score=61.5,
    )  # fmt: skip
    return StaffCard(unit=unit, line=line, shifts=[shift], next_shift=None, signs=[sign], alarms=[alarm], open_tasks=1, fix_at=NOW)


@pytest.fixture
def pane(qtbot: QtBot, dressed: None) -> StaffPane:
    made = StaffPane(town())
    qtbot.addWidget(made)
    made.resize(1000, 500)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def test_that_what_needs_a_person_stands_first(pane: StaffPane) -> None:
    shown = [(line.id, line.figure, line.tone) for line in pane.lines.lines.lines]
    assert [id for id, _, _ in shown[:5]] == ["unit-3", "unit-1", "unit-6", "unit-2", "unit-5"]
    assert shown[0] == ("unit-3", "缺勤", "danger")
    assert {words.of(WorkState.OFF_DUTY)} == {figure for _, figure, _ in shown[5:]}
    assert all(pane._hall.units.get(id).kind is UnitKind.INSPECTOR for id, _, _ in shown)  # type: ignore[union-attr]


def test_that_a_change_of_state_moves_the_line_and_the_hand_stays(pane: StaffPane) -> None:
    hall = pane._hall
    pane.lines.choose("unit-2")
    unit = hall.units.get("unit-2")
    assert unit is not None
    hall.units.put([msgspec.structs.replace(unit, state=WorkState.OFFLINE, version=3)])
    assert [line.id for line in pane.lines.lines.lines][:3] == ["unit-3", "unit-2", "unit-1"]
    assert pane.lines.current() == "unit-2"


def test_that_the_card_says_today_in_both_languages(pane: StaffPane, tongue: Language, qtbot: QtBot) -> None:
    asked: list[str] = []
    pane.card_wanted.connect(asked.append)
    pane.lines.choose("unit-1")
    assert asked == ["unit-1"]
    assert (pane._hall.selection.noun, pane._hall.selection.id) == (Noun.UNIT, "unit-1")
    pane.take(card(pane._hall))
    said = {name: value.text() for name, (_, value) in pane.card.facts.items()}
    assert said["shift"] == "08:30 – 18:00"
    assert said["signs"] == "08:40 签到 · 迟到 · 1,234 m"
    assert said["effective"] == "1时00分 · 75%"
    assert said["walked"] == "3.2 ± 0.1 km"
    assert said["coverage"] == "20 / 80 · 25%"
    assert said["work"] == "上报 3 · 完成 2 · 待办 1"
    assert pane.card.state.text() == "脱岗  12分"
    assert "脱岗越界" in pane.card.alarms.text()
    tongue.set("en")
    qtbot.waitUntil(lambda: pane.card.facts["signs"][1].text() == "08:40 in · Late · 1,234 m")
    pane.take(msgspec.structs.replace(card(pane._hall), fix_doubt=TrackFault.MOCK))
    assert pane.card.facts["fix"][1].text().endswith(" · mocked: not believed")
    pane.lines.choose("unit-2")
    assert pane.card.facts["shift"][1].text() == "…"  # not those of another
    pane.take(card(pane._hall))  # too late
    assert pane.card.facts["shift"][1].text() == "…"


def test_that_a_name_finds_and_keys_lead_on(pane: StaffPane, qtbot: QtBot) -> None:
    QTest.keyClicks(pane.sought, "005")
    assert [line.id for line in pane.lines.lines.lines] == ["unit-5"]
    pane.lines.choose("unit-5")
    pane.lines.setFocus()
    qtbot.waitUntil(pane.lines.hasFocus)
    with qtbot.waitSignal(pane.track_wanted) as track:
        QTest.keyClick(pane.lines, Qt.Key.Key_F4)
    assert track.args == ["unit-5"]
    with qtbot.waitSignal(pane.located):
        pane.map.click()


def test_that_sheets_are_kept_of_the_day_and_the_month(pane: StaffPane, tmp_path: Path, qtbot: QtBot) -> None:
    wanted: list[tuple[object, ...]] = []
    pane.file_wanted.connect(lambda *asked: wanted.append(asked))
    for days, name in ((Days.TODAY, "day.xlsx"), (Days.LAST_MONTH, "month.pdf")):
        pane.sheets.choose(days)
        pane.sheets.file.click()
        dialog = pane.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(tmp_path / name))
        dialog.close()
    assert wanted == [
        (date(2026, 11, 21), date(2026, 11, 21), BulletinFormat.XLSX, tmp_path / "day.xlsx"),
        (date(2026, 10, 1), date(2026, 10, 31), BulletinFormat.PDF, tmp_path / "month.pdf"),
    ]


def test_that_teams_and_all_are_summed_in_the_console_too(pane: StaffPane) -> None:
    wanted: list[tuple[date, date]] = []
    pane.sheet_wanted.connect(lambda *days: wanted.append(days))
    for days in (Days.YESTERDAY, Days.MONTH):
        pane.sheets.choose(days)
        pane.sheets.sums.click()
    assert wanted == [(date(2026, 11, 20), date(2026, 11, 20)), (date(2026, 11, 1), date(2026, 11, 30))]
    assert pane.sums.isHidden()
    line = card(pane._hall).line
    team = msgspec.structs.replace(line, unit_id="", name="", team="二组")
    total = msgspec.structs.replace(team, team="", planned=7, score=None)
    pane.sums.show_sheet(StaffSheet(first=wanted[1][0], last=wanted[1][1], at=NOW, lines=[line], teams=[team], total=total))
    assert pane.sums.isVisible()
    whole, of_team = pane.sums.lines.lines.lines
    assert (whole.head, whole.figure, of_team.head, of_team.figure) == ("合计", "–", "二组", "61.5")
    assert whole.below.startswith("应到 7 实到 1 · 迟到 1 早退 0 缺勤 0 · 在岗 1时20分 · 有效率 75% · 3.2 ± 0.1 km · 网格覆盖 25%")


def test_that_any_days_are_summed_beginning_with_the_week_that_was(pane: StaffPane) -> None:
    wanted: list[tuple[date, date]] = []
    pane.sheet_wanted.connect(lambda *days: wanted.append(days))
    assert not pane.sheets.first.isVisible()
    pane.sheets.choose(Days.GIVEN)
    assert pane.sheets.first.isVisible()
    pane.sheets.sums.click()
    pane.sheets.first.setDate(QDate(2026, 10, 26))
    pane.sheets.last.setDate(QDate(2026, 11, 1))
    pane.sheets.say()  # the other language takes nothing away
    pane.sheets.sums.click()
    assert wanted == [(date(2026, 11, 15), date(2026, 11, 21)), (date(2026, 10, 26), date(2026, 11, 1))]
    pane.sheets.choose(Days.MONTH)
    assert not pane.sheets.first.isVisible()


def test_that_a_rotation_is_looked_at_before_it_is_published(qtbot: QtBot, dressed: None) -> None:
    hall = Hall(User(id="u", version=1, name="u", full_name="U", roles=[Role.SHIFT_LEADER]))
    hall.clock.set(NOW)
    pane = StaffPane(hall)
    qtbot.addWidget(pane)
    wanted: list[tuple[str, bool]] = []
    pane.rotation_wanted.connect(lambda *asked: wanted.append(asked))
    line = RotationTeam(team="一组", area="二组", members=11, grids=12, shifts=220, least_days=20, most_days=21)
    fault = RotationFault(fault=RosterFault.GRID_UNWALKED, where="g7", day="2026-12-03")
    spoiled = Rotation(month="2026-12", shifts=220, teams=[line], faults=[fault], faulty=1, published=False)
    pane.rotate.click()
    pane.take_rotation(spoiled)
    assert "网格无人巡查 g7 2026-12-03" in pane.outcome.text()
    pane.rotate.click()  # what breaks a rule is not published
    pane.take_rotation(msgspec.structs.replace(spoiled, faults=[], faulty=0))
    assert "一组 巡查 二组 片区" in pane.outcome.text()
    assert pane.rotate.text() == "发布 2026-12 排班"
    pane.rotate.click()
    assert wanted == [("2026-12", False), ("2026-12", False), ("2026-12", True)]
    pane.take_rotation(msgspec.structs.replace(spoiled, faults=[], faulty=0, published=True))
    assert "已写入排班" in pane.outcome.text()
    with qtbot.waitSignal(pane.roster_wanted) as month:  # what stands
        pane.roster.click()
    assert month.args == ["2026-11"]
    others = StaffPane(town())
    qtbot.addWidget(others)
    assert others.rotate.isHidden()


def doubts() -> list[DoubtfulTrack]:
    again = TrackLikeness(doubt=TrackDoubt.SAME_SHAPE, unit_id="unit-1", day=date(2026, 11, 18), share=0.97, seconds=7200)
    beside = TrackLikeness(doubt=TrackDoubt.SAME_WAY, unit_id="unit-2", day=date(2026, 11, 20), share=0.92, seconds=5400)
    first = DoubtfulTrack(unit_id="unit-1", day=date(2026, 11, 20), teleports=0, mocked=0, likenesses=[again, beside])
    return [first, DoubtfulTrack(unit_id="unit-3", day=date(2026, 11, 20), teleports=2, mocked=15, likenesses=[])]


def test_that_tracks_in_doubt_are_listed_with_the_reason_and_open(pane: StaffPane, qtbot: QtBot) -> None:
    asked: list[date] = []
    pane.doubts_wanted.connect(asked.append)
    for days in (Days.YESTERDAY, Days.MONTH):  # of a month the last day that has begun
        pane.sheets.choose(days)
        pane.sheets.doubts.click()
    assert asked == [date(2026, 11, 20), date(2026, 11, 21)]
    assert pane.doubts.isHidden()
    pane.take_doubts(asked[0], doubts())
    first, second = pane.doubts.lines.lines.lines
    assert (first.head, first.below) == ("监督员001", "与 11-18 雷同 97%（2时00分） · 与监督员002同轨 92%（1时30分）")
    assert second.below == "瞬移 2 次 · 模拟定位 15"
    assert "2 人待核查" in pane.doubts.head.text()
    with qtbot.waitSignal(pane.day_wanted) as day:
        pane.doubts.lines.opened.emit("unit-1")
    assert day.args == ["unit-1", date(2026, 11, 20)]
    pane.take_doubts(asked[1], [])
    assert "未发现疑点" in pane.doubts.head.text()
    assert pane.doubts.lines.isHidden()


def rotation() -> Rotation:
    """Of two days, one of which has a fault."""
    watches = [
        RotationWatch(day=date(2026, 12, day), team=team, kind=kind, members=members)
        for day in (3, 4)
        for team, kind, members in (("一组", "DAY", 6), ("一组", "LATE", 2), ("二组", "DAY", 5))
    ]
    kinds = [ShiftKind(code="DAY", name="白班", name_en="day shift", starts="08:00", ends="16:00")]
    fault = RotationFault(fault=RosterFault.GRID_UNWALKED, where="g7", day="2026-12-04")
    return Rotation(month="2026-12", shifts=26, teams=[], faults=[fault], faulty=1, published=True, watches=watches, kinds=kinds)


def test_that_a_rotation_is_seen_day_by_day(pane: StaffPane) -> None:
    assert pane.rotation.isHidden()
    pane.take_rotation(rotation())
    first, second = pane.rotation.lines.lines.lines
    assert (first.head, first.below, first.figure) == ("12-03  周四", "一组 白班 6、LATE 2 · 二组 白班 5", "13 人")
    assert (second.tone, second.below.split(" · ")[0]) == ("danger", "网格无人巡查 g7")
    assert pane.rotation.isVisible()


def test_that_what_nobody_has_seen_is_told(pane: StaffPane) -> None:
    asked: list[tuple[float, datetime | None]] = []
    pane.gaps_wanted.connect(lambda *told: asked.append(told))
    hours = pane.coverage.hours
    for row in range(hours.count()):
        hours.setCurrentIndex(row)
        hours.activated.emit(row)
    assert asked == [(2.0, None), (4.0, None), (8.0, None), (24.0, None)]
    gaps = [
        Gap(code="14080200100106", seen_at=None, cases=7, weight=8.0, lon=111.0, lat=35.0),
        Gap(code="other", seen_at=NOW, cases=0, weight=1.0, lon=111.1, lat=35.1),
    ]
    pane.take_gaps(CoverageGaps(hours=4, at=NOW, cells=900, unseen=123, share=0.8123, street_m=120_000, street_unseen_m=34_560, gaps=gaps))
    said = pane.outcome.text()
    assert "4 小时未巡查：单元网格 123 / 900，街道 34.6 / 120.0 km" in said
    assert "81%" in said
    assert "14080200100106：7 件" in said
    assert "other" not in said


def test_that_what_nobody_has_seen_is_asked_for_again_by_itself_as_long_as_it_is_told(pane: StaffPane) -> None:
    hall, asked = pane._hall, list[tuple[float, datetime | None]]()
    pane.gaps_wanted.connect(lambda *told: asked.append(told))

    def pass_on(seconds: int) -> None:
        hall.clock.set(hall.clock.now() + timedelta(seconds=seconds))
        hall.clock.ticked.emit(hall.clock.now())

    gaps = CoverageGaps(hours=4, at=NOW, cells=9, unseen=3, share=None, street_m=0, street_unseen_m=0, gaps=[])
    pane.coverage.hours.setCurrentIndex(2)
    pane.coverage.hours.activated.emit(2)
    pane.take_gaps(gaps)
    pass_on(30)
    assert asked == [(4.0, None)]
    pass_on(31)
    assert asked == [(4.0, None)] * 2
    pane.take_gaps(gaps)
    pane.tell_written(Path("staff.xlsx"))  # something else is told: nothing takes its place
    pass_on(61)
    assert asked == [(4.0, None)] * 2
    pane.coverage.hours.activated.emit(2)
    pane.coverage.hours.setCurrentIndex(0)  # nothing is asked any more
    pass_on(61)
    assert len(asked) == 3
    pane.coverage.hours.setCurrentIndex(2)
    pane.coverage.look_back(NOW - timedelta(hours=1))  # as of a moment nothing changes
    pane.take_gaps(gaps)
    pass_on(61)
    assert len(asked) == 4


def test_that_a_gap_leads_to_who_is_nearest_and_free(pane: StaffPane) -> None:
    hall, opened = pane._hall, list[tuple[float, float]]()
    pane.gap_opened.connect(lambda *place: opened.append(place))
    gap = Gap(code="14080200100106", seen_at=None, cases=7, weight=8.0, lon=111.0, lat=35.0)
    street = StreetGap(name="瑞祥路", unseen_m=840.0, metres=2100.0, lon=111.2, lat=35.2, seen_at=NOW - timedelta(hours=5))
    told = CoverageGaps(
        hours=4, at=NOW, cells=9, unseen=1, share=0.8, street_m=3000, street_unseen_m=840, gaps=[gap], streets=[street]
    )  # fmt: skip
    pane.take_gaps(told)
    lines = pane.gaps.lines
    assert [(line.head, line.figure) for line in lines.lines.lines] == [("瑞祥路", "840 m"), ("14080200100106", "7 件")]
    lines.opened.emit(lines.lines.lines[0].id)
    assert opened == [(111.2, 35.2)]
    unknown = Sight(lon=111.2, lat=35.2, at=NOW, outlines=0, by_streets=True, cameras=[], units=[])
    arrivals = [
        UnitArrival(unit_id=id, duty=DutyState.ON_DUTY, pace=Pace.WALKS, metres=300, seconds=240, fix_at=NOW, stale=stale)
        for id, stale in (("unit-5", False), ("unit-1", True), ("unit-2", False), ("unit-6", False))
    ]
    pane.gaps.take_sight(msgspec.structs.replace(unknown, units=arrivals))  # one rests, of one nothing new is known
    assert (hall.selection.noun, hall.selection.id) == (Noun.UNIT, "unit-2")
    unit = hall.units.get("unit-2")
    assert unit is not None
    assert unit.name in pane.gaps.nearest.text()
    pane.gaps.take_sight(unknown)
    assert "没有空闲" in pane.gaps.nearest.text()


def test_that_coverage_of_a_chosen_moment_is_asked_for_and_shown_on_the_map(pane: StaffPane) -> None:
    bar, then = pane.coverage, NOW - timedelta(hours=5)
    asked, shown = list[tuple[float, datetime | None]](), list[tuple[float, datetime | None]]()
    pane.gaps_wanted.connect(lambda *told: asked.append(told))
    pane.coverage_shown.connect(lambda *told: shown.append(told))
    assert bar.when.isHidden()
    bar.hours.setCurrentIndex(2)
    bar.hours.activated.emit(2)
    bar.look_back(then)
    minute = then.replace(second=0, microsecond=0)
    assert (asked, shown) == ([(4.0, None), (4.0, minute)], [])
    bar.map.click()
    assert shown == [(4.0, minute)]
    pane.take_gaps(CoverageGaps(hours=4, at=minute, cells=9, unseen=3, share=None, street_m=0, street_unseen_m=0, gaps=[]))
    assert pane.outcome.text().startswith("截至 ")
    bar.when.setCurrentIndex(0)
    bar.when.activated.emit(0)
    bar.hours.setCurrentIndex(0)
    bar.hours.activated.emit(0)
    assert shown == [(4.0, minute), (4.0, None), (0.0, None)]  # the map follows, and is let go
    bar.look_back(pane._hall.clock.now() + timedelta(hours=9))
    assert bar.at() == pane._hall.clock.now().replace(second=0, microsecond=0)  # nobody looks ahead


def test_that_the_tip_says_what_an_inspector_does(pane: StaffPane) -> None:
    assert "停留" in lines(pane._hall, Noun.UNIT, "unit-6")[1]
