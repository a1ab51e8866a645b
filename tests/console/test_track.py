"""The track pane: what the track tells is measured, and the handle turns the playback of the Hall."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.playback import Track
from console.widgets.track.pane import TrackPane, compass
from console.widgets.track.stays import gaps, speeds_kmh, stays
from tests.console import town
from wire.codes import Noun
from wire.problem import Problem

START = (town.NOW - timedelta(hours=2)).timestamp()


@pytest.fixture
def track() -> Track:
    return Track("n-1", town.track())


@pytest.fixture
def pane(hall: Hall, show: Callable[..., TrackPane]) -> TrackPane:
    return show(TrackPane(hall), 800, 360)


def test_that_the_silence_in_a_track_is_found(track: Track) -> None:
    (gap,) = gaps(track.at)
    assert (gap.start - START) / 60 == pytest.approx(62, abs=0.2)
    assert (gap.end - START) / 60 == pytest.approx(77, abs=0.2)


def test_that_the_stays_in_a_track_are_found(track: Track) -> None:
    found = stays(track.at, track.lon, track.lat)
    assert [(span.start - START) / 60 for span in found] == pytest.approx([25, 90], abs=0.5)
    assert [span.seconds() / 60 for span in found] == pytest.approx([9, 7], abs=1)


def test_that_a_rare_reporter_has_no_gap_at_each_of_its_fixes() -> None:
    at = np.arange(0, 86_400, 600.0)
    assert gaps(at) == []
    assert len(gaps(np.delete(at, slice(40, 50)))) == 1


def test_that_a_speed_that_nobody_measured_is_that_of_the_ground_covered(track: Track) -> None:
    unknown = speeds_kmh(track.at, track.lon, track.lat, np.full(len(track), np.nan))
    assert np.all(np.isfinite(unknown))
    assert 1 < float(np.median(unknown)) < 8


@pytest.mark.parametrize("count", [0, 1])
def test_that_a_track_of_no_length_tells_nothing(count: int) -> None:
    column = np.zeros(count)
    assert gaps(column) == []
    assert stays(column, column, column) == []
    assert len(speeds_kmh(column, column, column, column)) == count


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
    pane.start.setTime(pane.start.time().fromString("09:10", "HH:mm"))
    pane.end.setTime(pane.end.time().fromString("09:40", "HH:mm"))
    with qtbot.waitSignal(pane.track_wanted) as wanted:
        QTest.mouseClick(pane.open, Qt.MouseButton.LeftButton)
    _, start, end = wanted.args
    assert (start.hour, start.minute, start.utcoffset()) == (9, 10, timedelta(hours=8))
    assert end - start == timedelta(minutes=31)


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
    QTest.mouseClick(pane._speeds[64], Qt.MouseButton.LeftButton)
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
    QTest.mouseClick(pane._speeds[1], Qt.MouseButton.LeftButton)
    assert hall.playback.speed == -1
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
    assert pane._heading.text() == "停留 9分"
    hall.playback.seek(START + 70 * 60)
    assert pane._speed.text() == "无定位"
    assert pane._heading.text().startswith("失联")
    hall.playback.open(None)
    assert pane._clock.text() == "--:--:--"
