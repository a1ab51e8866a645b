"""Units beside the one that is played: where each was at the moment of the playhead, and nothing that nobody knew."""

import numpy as np
import pyarrow as pa
import pytest
from pytestqt.qtbot import QtBot

from console.hall.beside import NOBODY, Besides, besides
from console.hall.chosen import Row
from console.hall.hall import Hall
from console.widgets.track.pane import TrackPane
from tests.console.filled_hall import CENTRE, filled_hall, track
from tests.console.map_page import MapPage, chinese
from tests.console.tracks import track_of
from wire.codes import Noun, UnitKind
from wire.tracks import DEGREE, TOGETHER

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
LON, LAT = CENTRE
BEGIN = track().column("at")[0].as_py().timestamp()


def going(when: dict[str, list[float]]) -> Besides:
    """A degree of the east in a hundred thousand seconds, each at seconds of its own."""
    names = [id for id, seconds in when.items() for _ in seconds]
    at = np.array([second for seconds in when.values() for second in seconds])
    lon, lat = (np.rint(column * DEGREE).astype(np.int32) for column in (LON + at / 1e5, np.full(len(at), LAT)))
    unit = pa.array(names).dictionary_encode().cast(TOGETHER.field("unit").type)
    millis = pa.array(np.rint((BEGIN + at) * 1000).astype(np.int64)).cast(TOGETHER.field("at").type)
    return besides(pa.table([unit, millis, lon, lat], schema=TOGETHER), without="")


def test_that_a_table_is_taken_apart_by_unit_without_the_one_that_is_played() -> None:
    names = pa.array(["u1", "u1", "u2", "u3"]).dictionary_encode().cast(TOGETHER.field("unit").type)
    at = pa.array([1000, 2000, 1500, 9000], TOGETHER.field("at").type)
    table = pa.table([names, at, pa.array([10_000_000, 20_000_000, 3, 4], pa.int32()), pa.array([5, 6, 7, 8], pa.int32())], schema=TOGETHER)
    found = besides(table, without="u2")
    one, other = found
    assert (one.unit_id, one.at.tolist(), one.lon.tolist(), one.lat.tolist()) == ("u1", [1, 2], [1, 2], [5e-7, 6e-7])
    assert (other.unit_id, other.at.tolist()) == ("u3", [9])
    assert (len(found), found.bounds()) == (2, (1, 9))
    assert [len(besides(table, without=id)) for id in ("u1", "u3", "")] == [2, 2, 3]
    alone = besides(table.slice(0, 2), without="u1")
    assert (len(alone), alone.bounds()) == (0, None)
    assert len(besides(table.slice(0, 0), without="")) == 0


def test_that_each_stands_where_it_was_then(qtbot: QtBot) -> None:
    hall = filled_hall()
    page = MapPage(qtbot, hall)
    playback = hall.playback
    playback.open(track_of("unit-1", track()))
    crowd = {f"far-{number}": [float(second) for second in range(0, 400, 10)] for number in range(20)}  # so many travel as bytes
    playback.set_beside(going({"unit-2": [0, 10, 20, 600, 610], "unit-3": [300, 310]} | crowd | {"taxi": [0, 300, 600, 900]}))
    page.until("yiping.layers.get('beside').empty()", False)

    def where(second: float) -> list[list[float] | None]:
        playback.seek(BEGIN + second)
        told = "yiping.layers.get('beside')"
        lon = f"((p) => p && [Math.round((p.x * 360 - 180 - {LON}) * 1e5), p.known ? 1 : 0])"
        page.until("yiping.state.playhead[3]", BEGIN + second)
        return page.ask(f"[0, 1].map(unit => {lon}({told}.where(unit, 1000 * (yiping.state.playhead[3] - {told}.since))))")

    assert where(15) == [[15, 1], None]  # the other has not begun
    assert where(100) == [[20, 1], None]
    assert where(400) == [[20, 0], [310, 1]]  # silent for minutes: it stays where it was last, and is not known
    assert page.ask("yiping.layers.get('beside').where(21, 395000).row") == 7 + 20 * 40 - 1
    assert where(605) == [[605, 1], [310, 0]]
    seldom = page.ask("[450, 2300, 2500].map(second => yiping.layers.get('beside').where(22, 1000 * second).known)")
    assert seldom == [True, True, False]
    playback.set_beside(NOBODY)
    page.until("yiping.layers.get('beside').empty()")


def test_that_team_selection_and_kind_are_offered_and_a_longer_track_offers_none(qtbot: QtBot, hall: Hall) -> None:
    pane = TrackPane(hall)
    qtbot.addWidget(pane)
    pane.show()
    unit = next(unit for unit in hall.units if unit.team and sum(each.team == unit.team for each in hall.units) > 1)
    hall.playback.open(track_of(unit.id, track()))
    hall.chosen.set([], [Row(Noun.UNIT, "x9", "x9", "x9", "", "", LON, LAT)])
    pane.beside.menu.aboutToShow.emit()
    team, chosen, _, everybody, *kinds, _, none = pane.beside.menu.actions()
    asked: list[tuple[object, object]] = []
    pane.beside.wanted.connect(lambda ids, kind: asked.append((list(ids), kind)))
    for action in (team, chosen, everybody, kinds[0]):
        action.trigger()
    mates = [each.id for each in hall.units if each.team == unit.team and each.id != unit.id]
    assert asked == [(mates, ()), (["x9"], ()), ([], tuple(UnitKind)), ([], (UnitKind.INSPECTOR,))]
    assert everybody.text() == f"全部人员车辆 {len(hall.units)}"
    assert not none.isEnabled()
    hall.playback.set_beside(going({"x9": [0, 1]}))
    assert pane.beside.face.text() == "同行 1"
    hall.playback.open(track_of(unit.id, track(minutes=118)))
    assert len(hall.playback.beside) == 0


def test_that_many_are_played_faster_and_all_of_their_time(qtbot: QtBot, hall: Hall) -> None:
    pane, playback = TrackPane(hall), hall.playback
    qtbot.addWidget(pane)
    pane.show()
    playback.open(track_of("n-1", track()))
    alone = playback.bounds()
    assert alone is not None

    def offered() -> list[int]:
        return [speed for speed, tab in pane.speeds.tabs.items() if tab.isVisible()]

    assert offered() == [1, 2, 4, 8, 16, 32, 64]
    playback.set_beside(going({"x9": [-600, 0, 9000]}))
    assert offered() == [1, 4, 16, 64, 120, 300, 600]
    assert playback.bounds() == (BEGIN - 600, BEGIN + 9000)
    playback.seek(BEGIN - 300)
    assert playback.at == BEGIN - 300
    pane.speeds.tabs[600].click()
    pane.play.click()
    qtbot.waitUntil(lambda: playback.at > BEGIN + 600)
    pane.play.click()
    assert playback.speed == 600
    pane.reverse.click()
    assert playback.speed == -64
    pane.reverse.click()
    pane.speeds.tabs[300].click()
    playback.seek(BEGIN + 9000)
    playback.set_beside(NOBODY)  # what is not offered any more is left: the speed, and the time of the others
    assert (playback.speed, playback.at, offered()[-1]) == (64, alone[1], 64)
