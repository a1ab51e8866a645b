"""The track pane: what the track tells is measured, and the handle turns the playback of the Hall."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.playback import Shown
from console.hall.track import OnStreets, Track
from console.widgets.track.compass import compass
from console.widgets.track.pane import TrackPane
from console.widgets.track.presets import Preset
from console.widgets.track.summary import cleaning, rules, summary
from tests.console import town
from tests.console.tracks import track_of
from wire.codes import AlarmKind, HappeningKind, Noun, SignResult, TrackDoubt, TrackFault, UnitKind
from wire.problem import Problem
from wire.tracks import FenceVisit, Happening, TrackLikeness, TrackOnStreets

START = (town.NOW - timedelta(hours=2)).timestamp()


@pytest.fixture
def track() -> Track:
    return track_of("n-1", town.track())


@pytest.fixture
def pane(hall: Hall, show: Callable[..., TrackPane]) -> TrackPane:
    return show(TrackPane(hall), 800, 360)


def test_that_stops_and_gaps_come_from_the_analysis_and_a_stop_is_one_place(track: Track) -> None:
    (gap,) = track.gaps()
    assert [(at.timestamp() - START) / 60 for at in (gap.start, gap.end)] == pytest.approx([62, 77], abs=0.2)
    assert [(stop.start.timestamp() - START) / 60 for stop in track.stops()] == pytest.approx([25, 90], abs=1)
    assert [(stop.end - stop.start).total_seconds() / 60 for stop in track.stops()] == pytest.approx([9, 7], abs=1.5)
    at = START + 28 * 60
    assert track.believed.place(at)[:2] == pytest.approx((track.stops()[0].lon, track.stops()[0].lat))
    assert np.count_nonzero(track.unseen) == 1
    ends = gap.start.timestamp(), gap.end.timestamp()
    assert all(map(track.seen, (START - 5, START, *ends, float(track.at[-1]) + 5)))
    assert not any(map(track.seen, (ends[0] + 1, ends[1] - 1)))
    assert track.metres[-1] < track.analysis.raw_m + 1
    assert track.believed.metres[-1] == pytest.approx(track.analysis.metres)
    assert np.all(np.diff(track.believed.metres) >= 0)


def test_that_what_is_not_believed_is_gone_from_the_cleaned_trace_and_counted_in_words() -> None:
    table = town.track()
    lat = table.column("lat").to_numpy().copy()
    lat[100:103] += 0.05
    found = track_of("n-1", table.set_column(2, table.schema.field(2), pa.array(lat)))
    assert found.dropped.tolist() == [100, 101, 102]
    assert len(found.believed) == len(found) - 3
    assert found.metres[-1] > found.believed.metres[-1] + 10_000
    said, put_aside = summary(found.analysis), cleaning(found.analysis)
    assert all(part in said for part in ("2 次停留", "1 段缺失 15分", "±"))
    assert all(part in put_aside for part in ("快于 30 m/s 3", "同一时刻重复 0"))
    assert "40 m 内至少 180 s" in rules(found.analysis)


def test_that_how_long_it_was_as_it_came_stands_beside_it(track: Track) -> None:
    assert "原始" not in summary(track.analysis)
    assert f"原始 {track.analysis.raw_m / 1000:.1f} km" in summary(track.analysis, raw=True)


def test_that_trips_stops_and_gaps_are_a_list_to_go_to(pane: TrackPane, hall: Hall, track: Track) -> None:
    hall.playback.open(track)
    spans = pane.spans
    assert not spans.isVisible()
    spans.opener.click()
    assert spans.isVisible()
    lines = spans.lines.lines.lines
    assert [line.head for line in lines].count("停留") == len(track.stops())
    assert [line.head for line in lines].count("缺失") == len(track.gaps())
    assert len(lines) == len(track.analysis.spans)
    stop = next(number for number, line in enumerate(lines) if line.head == "停留")
    spans.lines.opened.emit(str(stop))
    assert hall.playback.at == pytest.approx(track.stops()[0].start.timestamp())
    assert "停留" in pane._heading.text()
    hall.playback.open(None)
    assert not spans.isVisible()


def test_that_visits_of_geofences_stand_in_the_list_and_on_the_line_of_time(pane: TrackPane, hall: Hall, track: Track) -> None:
    def visit(first: int, last: int, **more: Any) -> FenceVisit:
        start, end = (words.at_seconds(START + 60 * minutes) for minutes in (first, last))
        place = {"lon": 111.0, "lat": 35.0, "last_lon": 111.0, "last_lat": 35.0}
        return FenceVisit(**{"fence_id": "f1", "name": "中心广场", "start": start, "end": end, "came": True, "left": True} | place | more)

    visits = [visit(10, 22), visit(40, 55, came=False, unseen_s=240.0)]
    track.analysis = msgspec.structs.replace(track.analysis, visits=visits)
    hall.playback.open(track)
    assert pane.spans.opener.text().endswith("· 围栏 2")
    pane.spans.opener.click()
    lines = {line.id: line for line in pane.spans.lines.lines.lines}
    assert len(lines) == len(track.analysis.spans) + 2
    assert (lines["v0"].head, lines["v0"].figure) == ("围栏 中心广场", "12分")
    assert lines["v1"].below.endswith("此前已在内 · 其中 4分 无定位")
    pane.spans.lines.opened.emit("v1")
    assert hall.playback.at == START + 40 * 60
    (marks,) = [item for item in pane.curve._drawn if isinstance(item, pg.ScatterPlotItem)]
    assert [spot.data() for spot in marks.points()] == [
        "08:40:00 进入 中心广场",
        "08:52:00 离开 中心广场 12分",
        "09:25:00 离开 中心广场 15分，其中 4分 无定位",
    ]


def test_that_the_axes_of_the_curve_say_what_they_are(pane: TrackPane) -> None:
    assert pane.curve.getAxis("left").labelText == "km/h"
    assert "虚线" in pane.curve.getAxis("right").labelText


def test_that_a_short_way_stands_in_kilometres_too(pane: TrackPane) -> None:
    axis = pane.curve.getAxis("right")
    axis.setRange(0, 0.2)
    assert axis.scale * axis.autoSIPrefixScale == 1
    assert "x0.001" not in axis.labelString()


def test_that_a_speed_that_nobody_measured_is_that_of_the_ground_covered() -> None:
    table = town.track()
    quiet = track_of("n-1", table.set_column(3, table.schema.field(3), pa.nulls(table.num_rows, pa.float32())))
    assert 1 < float(np.median(quiet.pace)) * 3.6 < 8


def test_that_a_single_fix_is_a_place_and_no_track() -> None:
    lone = track_of("n-1", town.track().slice(0, 1))
    assert lone.place(START)[:2] == (lone.lon[0], lone.lat[0])
    assert lone.metres.tolist() == [0]


def test_that_a_heading_is_told_as_a_wind() -> None:
    assert [compass(degrees) for degrees in (0, 44, 91, 359)] == ["北", "东北", "东", "北"]


@pytest.mark.gui
def test_that_choosing_a_unit_asks_for_its_days_and_then_for_the_newest(pane: TrackPane, hall: Hall, qtbot: QtBot) -> None:
    hall.track_days.clear()
    with qtbot.waitSignal(pane.track_days_wanted) as days:
        pane.choose_unit("n-2")
    assert days.args == ["n-2"]
    with qtbot.waitSignal(pane.track_wanted) as wanted:
        hall.set_track_days("n-2", town.track_days())
    unit, start, end = wanted.args
    newest = town.track_days()[0]
    assert unit == "n-2"
    assert start <= newest.first_at < start + timedelta(minutes=1)
    assert end - timedelta(minutes=1) <= newest.last_at < end


@pytest.mark.gui
def test_that_a_track_that_could_not_be_had_is_said_and_asked_for_again(pane: TrackPane, hall: Hall, qtbot: QtBot) -> None:
    pane.choose_unit("n-1")
    for wanted, signal, said in (
        (Wanted.TRACK, pane.track_wanted, "轨迹未取得：后台不可达"),
        (Wanted.TRACK_DAYS, pane.track_days_wanted, "轨迹日期未取得：后台不可达"),
    ):
        hall.failures.note(wanted, "n-2", Problem(status=0, code="timeout", title="", detail=""))  # of a unit that nobody looks at
        assert not pane.missing.isVisible()
        hall.failures.note(wanted, "n-1", Problem(status=0, code="unreachable", title="", detail=""))
        assert pane.missing.isVisible()
        assert pane.missing.text.text() == said
        with qtbot.waitSignal(signal) as asked:
            QTest.mouseClick(pane.missing.ask, Qt.MouseButton.LeftButton)
        assert asked.args[0] == "n-1"
        hall.failures.clear(wanted, "n-1")
        assert not pane.missing.isVisible()


@pytest.mark.gui
def test_that_the_chosen_hours_are_asked_for(pane: TrackPane, hall: Hall, qtbot: QtBot) -> None:
    pane.choose_unit("n-1")
    pane.period.start.setTime(pane.period.start.time().fromString("09:10", "HH:mm"))
    pane.period.end.setTime(pane.period.end.time().fromString("09:40", "HH:mm"))
    with qtbot.waitSignal(pane.track_wanted) as wanted:
        QTest.mouseClick(pane.open, Qt.MouseButton.LeftButton)
    _, start, end = wanted.args
    assert (start.hour, start.minute, start.utcoffset()) == (9, 10, timedelta(hours=8))
    assert end - start == timedelta(minutes=31)


@pytest.mark.gui
def test_that_a_period_can_be_asked_for_by_name(pane: TrackPane, hall: Hall, qtbot: QtBot) -> None:
    pane.choose_unit("n-1")
    pane.period.day.choose(Preset.YESTERDAY)
    pane.period.day.activated.emit(0)
    assert not pane.period.start.isEnabled()
    with qtbot.waitSignal(pane.track_wanted) as wanted:
        QTest.mouseClick(pane.open, Qt.MouseButton.LeftButton)
    _, start, end = wanted.args
    assert (start.hour, start.minute, end - start) == (0, 0, timedelta(days=1))
    assert end.date() == town.NOW.date()


@pytest.mark.parametrize("now", [datetime(2026, 12, 1, 13, tzinfo=words.zone()), datetime(2027, 3, 31, tzinfo=words.zone())])
def test_that_periods_by_name_are_whole_weeks_and_months_and_no_longer_than_a_track_may_be(now: datetime) -> None:
    (monday, next_monday), (first, last) = (preset.period(now) for preset in (Preset.PREVIOUS_WEEK, Preset.PREVIOUS_MONTH))
    assert (monday.weekday(), next_monday - monday) == (0, timedelta(days=7))
    assert next_monday <= now < next_monday + timedelta(days=7)
    assert (first.day, last.day, (last - timedelta(days=1)).month) == (1, 1, first.month)
    assert last == now.replace(day=1, hour=0)
    assert all(end - start <= timedelta(days=31) for start, end in (preset.period(now) for preset in Preset))


@pytest.mark.gui
def test_that_a_period_without_fixes_says_so_and_one_that_is_too_long_says_how_long_it_may_be(pane: TrackPane, hall: Hall) -> None:
    pane.choose_unit("n-1")
    pane.period.day.choose(Preset.PREVIOUS_MONTH)
    pane.period.day.activated.emit(0)
    QTest.mouseClick(pane.open, Qt.MouseButton.LeftButton)
    wanted = pane.wanted()
    assert wanted is not None
    hall.playback.open(track_of("n-1", town.track().slice(0, 0)))
    assert pane._nothing.text() == f"{wanted[1]:%m-%d %H:%M} 至 {wanted[2]:%m-%d %H:%M} 没有定位。"
    hall.failures.note(Wanted.TRACK, "n-1", Problem(status=400, code="track_too_long", title="", detail=""))
    assert pane.missing.text.text() == "轨迹未取得：一条轨迹最多查看 31 天，请缩短时段"


@pytest.mark.gui
def test_that_the_raw_track_is_one_click_away_and_a_typed_time_is_gone_to(pane: TrackPane, hall: Hall, track: Track, qtbot: QtBot) -> None:
    hall.playback.open(track)
    assert hall.playback.trace is track.believed
    with qtbot.waitSignal(hall.playback.shown_changed):
        QTest.mouseClick(pane.shown.tabs[Shown.RAW], Qt.MouseButton.LeftButton)
    assert hall.playback.trace is track
    QTest.mouseClick(pane.shown.tabs[Shown.BOTH], Qt.MouseButton.LeftButton)
    assert (hall.playback.shown, hall.playback.trace) == (Shown.BOTH, track.believed)
    QTest.mouseClick(pane.shown.tabs[Shown.RAW], Qt.MouseButton.LeftButton)
    assert pane.shown.tabs[Shown.RAW].isChecked()
    assert not pane.shown.tabs[Shown.BELIEVED].isChecked()
    for text, refused in (("9:15:30", False), ("2026-01-01 9:15", True)):
        pane.jump.selectAll()
        QTest.keyClicks(pane.jump, text)
        QTest.keyClick(pane.jump, Qt.Key.Key_Return)
        assert (hall.playback.at, pane.wrong.isVisible()) == (START + 45 * 60 + 30, refused)
    QTest.mouseClick(pane.loop, Qt.MouseButton.LeftButton)
    hall.playback.seek(float(track.at[-1]))
    hall.playback.play()
    qtbot.waitUntil(lambda: hall.playback.playing and hall.playback.at < START + 60)
    hall.playback.pause()


@pytest.mark.gui
def test_that_reports_signs_and_alarms_stand_above_the_curve_and_a_click_goes_there(pane: TrackPane, hall: Hall, track: Track, qtbot: QtBot) -> None:
    began = words.at_seconds(START)
    track.happenings = [
        Happening(kind=HappeningKind.ALARM, at=began - timedelta(minutes=5), until=began + timedelta(minutes=2), alarm=AlarmKind.OFF_GRID),
        Happening(kind=HappeningKind.SIGNED_IN, at=began + timedelta(minutes=1), sign=SignResult.LATE),
        Happening(kind=HappeningKind.REPORT, at=began + timedelta(minutes=30), case_id="c1", case_number="YC-1"),
        Happening(kind=HappeningKind.ALARM, at=began + timedelta(minutes=40), alarm=AlarmKind.STAYING),
    ]
    hall.playback.open(track)
    (marks,) = [item for item in pane.curve._drawn if isinstance(item, pg.ScatterPlotItem)]
    assert [spot.data() for spot in marks.points()] == [
        "08:25:00 报警 脱岗越界 7分",
        "08:31:00 签到 迟到",
        "09:00:00 上报 YC-1",
        "09:10:00 报警 停留过久 未解除",
    ]
    assert marks.points()[0].pos().x() == START  # raised before the track begins: at its edge, not out of sight
    marks.sigClicked.emit(marks, marks.points()[2:3], None)
    assert hall.playback.at == START + 30 * 60


@pytest.mark.gui
def test_that_doubts_are_buttons_that_lead_to_what_they_are_about(pane: TrackPane, hall: Hall, qtbot: QtBot) -> None:
    table = town.track()
    lat = table.column("lat").to_numpy().copy()
    lat[table.num_rows // 2 :] += 0.5  # nobody comes 55 km in five seconds
    track = track_of("n-1", table.set_column(2, table.schema.field(2), pa.array(lat)))
    track.analysis.dropped[TrackFault.MOCK] = [round(track.at[7] * 1000)]
    pane.choose_unit("n-1")
    with qtbot.waitSignal(pane.doubts.likenesses_wanted):
        hall.playback.open(track)
    day = town.track_days()[-1].day
    alike = [(TrackDoubt.SAME_SHAPE, "n-1", 0.98), (TrackDoubt.SAME_WAY, "n-2", 0.95)]
    hall.playback.set_likenesses([TrackLikeness(doubt=doubt, unit_id=id, day=day, share=share, seconds=2520) for doubt, id, share in alike])
    named = {made.text(): made for made in pane.doubts.findChildren(QPushButton) if not made.isHidden()}
    unit = hall.units.get("n-2")
    assert unit is not None
    assert list(named) == ["瞬移 1 次", "模拟定位 1", f"与 {day:%m-%d} 雷同 98%（42分）", f"与{unit.name}同轨 95%（42分）"]
    leap, mocked, shape, way = named.values()
    QTest.mouseClick(leap, Qt.MouseButton.LeftButton)
    assert hall.playback.at == next(span for span in track.gaps() if span.teleport).start.timestamp()
    QTest.mouseClick(mocked, Qt.MouseButton.LeftButton)
    assert (hall.playback.shown, hall.playback.at) == (Shown.RAW, pytest.approx(track.at[7], abs=0.001))
    with qtbot.waitSignal(pane.doubts.beside_wanted) as beside:
        QTest.mouseClick(way, Qt.MouseButton.LeftButton)
    assert beside.args == [["n-2"], ()]
    with qtbot.waitSignal(pane.track_wanted) as wanted:
        QTest.mouseClick(shape, Qt.MouseButton.LeftButton)
        hall.set_track_days("n-1", town.track_days())
    assert wanted.args[1].date() == day
    hall.playback.open(track_of("n-1", town.track()))
    assert not pane.doubts.isVisible()


@pytest.mark.gui
def test_that_a_truck_is_laid_on_the_streets_when_somebody_wants_it_and_nobody_on_foot_is(
    pane: TrackPane, hall: Hall, track: Track, qtbot: QtBot
) -> None:
    hall.playback.open(track)
    assert not pane.shown.tabs[Shown.STREETS].isVisible()
    track.analysis = msgspec.structs.replace(track.analysis, kind=UnitKind.TRUCK)
    hall.playback.open(track)
    with qtbot.waitSignal(pane.shown.streets_wanted):
        QTest.mouseClick(pane.shown.tabs[Shown.STREETS], Qt.MouseButton.LeftButton)
    assert hall.playback.trace is track.believed  # until they are known
    at, lon = [round(second * 1000) for second in track.at[:3]], [111.0, 111.001, 111.002]
    told = TrackOnStreets(unit_id="n-1", metres=200.0, error_m=60.0, away_m=4.0, breaks=1, rules={"reach_m": 50.0}, at=at, lon=lon, lat=[35.0] * 3)
    hall.playback.set_streets(OnStreets(told, track.analysis))
    trace = hall.playback.trace
    assert trace is not None
    assert (trace.lon.tolist(), trace.metres[-1]) == (lon, pytest.approx(200))
    assert pane.told_line.text() == "沿街 0.2 ± 0.1 km · 离街中位 4 m · 断开 1 处 · 只计离街 50 m 内的定位"
    hall.playback.set_streets(OnStreets(msgspec.structs.replace(told, at=[], lon=[], lat=[]), track.analysis))
    assert pane.told_line.text() == "附近没有可匹配的街道"
    assert hall.playback.trace is track.believed


@pytest.mark.gui
def test_that_an_empty_pane_takes_the_unit_that_is_selected_and_a_full_one_does_not(pane: TrackPane, hall: Hall, track: Track) -> None:
    hall.selection.set(Noun.UNIT, "n-4")
    assert pane.unit.chosen() == "n-4"
    hall.playback.open(track)
    hall.selection.set(Noun.UNIT, "n-5")
    assert pane.unit.chosen() == "n-4"


@pytest.mark.gui
def test_that_the_handle_plays_steps_and_turns_back(pane: TrackPane, hall: Hall, track: Track, qtbot: QtBot) -> None:
    hall.playback.open(track)
    QTest.mouseClick(pane.speeds.tabs[64], Qt.MouseButton.LeftButton)
    pane.setFocus()
    with qtbot.waitSignal(hall.playback.moved):
        QTest.keyClick(pane, Qt.Key.Key_Space)
    assert hall.playback.playing
    assert hall.playback.speed == 64
    QTest.keyClick(pane, Qt.Key.Key_Space)
    assert not hall.playback.playing
    hall.playback.seek(START + 600)
    QTest.keyClick(pane, Qt.Key.Key_Right)
    assert hall.playback.at == START + 610
    QTest.mouseClick(pane.reverse, Qt.MouseButton.LeftButton)
    assert hall.playback.speed == -64
    QTest.mouseClick(pane.speeds.tabs[1], Qt.MouseButton.LeftButton)
    assert hall.playback.speed == -1
    hall.playback.seek(START)
    QTest.keyClick(pane, Qt.Key.Key_Space)  # backwards from the beginning is from the end
    assert hall.playback.playing
    assert hall.playback.at > START + 600
    QTest.keyClick(pane, Qt.Key.Key_Space)
    QTest.mouseClick(pane.reverse, Qt.MouseButton.LeftButton)
    assert hall.playback.speed == 1


@pytest.mark.gui
def test_that_a_click_and_a_drag_on_the_curve_set_the_playhead(pane: TrackPane, hall: Hall, track: Track, qtbot: QtBot) -> None:
    hall.playback.open(track)
    view = pane.curve.viewport()

    def spot(at: float):
        return pane.curve.mapFromScene(pane.curve._ground.mapViewToScene(QPointF(at, 3)))

    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot(START + 1200))
    assert hall.playback.at == pytest.approx(START + 1200, abs=20)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=spot(START + 1200))
    QTest.mouseMove(view, spot(START + 2400))
    QTest.mouseMove(view, spot(START + 4800))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=spot(START + 4800))
    assert hall.playback.at == pytest.approx(START + 4800, abs=30)


@pytest.mark.gui
def test_that_the_reading_tells_time_speed_stays_and_gaps(pane: TrackPane, hall: Hall, track: Track) -> None:
    hall.playback.open(track)
    hall.playback.seek(START + 28 * 60)
    assert pane._clock.text() == "08:58:00"
    assert pane._heading.text() == "停留 10分"
    hall.playback.seek(START + 70 * 60)
    assert pane._speed.text() == "无定位"
    assert pane._heading.text().startswith("失联")
    hall.playback.open(None)
    assert pane._clock.text() == "--:--:--"
