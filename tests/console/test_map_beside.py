"""Units beside the one that is played: where each was at the moment of the playhead, and nothing that nobody knew."""

import numpy as np
import pyarrow as pa
import pytest
from pytestqt.qtbot import QtBot

from console.hall.beside import NOBODY, Besides, besides
from console.hall.chosen import Row
from console.hall.hall import Hall
from console.hall.playback import Shown
from console.widgets.track.pane import TrackPane
from tests.console.filled_hall import CENTRE, filled_hall, track
from tests.console.map_page import MapPage, chinese
from tests.console.tracks import track_of
from wire.codes import Noun, UnitKind
from wire.tracks import DEGREE, DROPPED, TOGETHER, UNSEEN

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
LON, LAT = CENTRE
BEGIN = track().column("at")[0].as_py().timestamp()


def besides_of(rows: list[tuple[str, float, float, int]]) -> Besides:
    """Of each fix its unit, seconds, degrees east of the middle, and flags."""
    ids, seconds, east, flags = zip(*rows, strict=True)
    at = pa.array(np.rint((BEGIN + np.array(seconds)) * 1000).astype(np.int64)).cast(TOGETHER.field("at").type)
    lon, lat = (pa.array(np.rint(column * DEGREE).astype(np.int32)) for column in (LON + np.array(east), np.full(len(rows), LAT)))
    unit = pa.array(ids).dictionary_encode().cast(TOGETHER.field("unit").type)
    return besides(pa.table([unit, at, lon, lat, pa.array(flags, pa.uint8())], schema=TOGETHER), without="")


def going(when: dict[str, list[float]]) -> Besides:
    """A degree of the east in a hundred thousand seconds, each at seconds of its own; of more than five minutes nobody saw the way."""
    hidden = {id: np.diff(seconds, prepend=seconds[0]) > 300 for id, seconds in when.items()}
    return besides_of([(id, at, at / 1e5, UNSEEN * int(hidden[id][row])) for id, seconds in when.items() for row, at in enumerate(seconds)])


def test_that_a_table_is_taken_apart_by_unit_without_the_one_that_is_played() -> None:
    names = pa.array(["u1", "u1", "u2", "u3"]).dictionary_encode().cast(TOGETHER.field("unit").type)
    at = pa.array([1000, 2000, 1500, 9000], TOGETHER.field("at").type)
    lon, lat, flags = pa.array([10_000_000, 20_000_000, 3, 4], pa.int32()), pa.array([5, 6, 7, 8], pa.int32()), pa.array([0, 1, 2, 3], pa.uint8())
    table = pa.table([names, at, lon, lat, flags], schema=TOGETHER)
    found = besides(table, without="u2")
    one, other = found
    assert (one.unit_id, one.at.tolist(), one.lon.tolist(), one.lat.tolist()) == ("u1", [1, 2], [1, 2], [5e-7, 6e-7])
    assert (other.unit_id, other.at.tolist(), one.flags.tolist(), other.flags.tolist()) == ("u3", [9], [0, 1], [3])
    assert (len(found), found.bounds()) == (2, (1, 9))
    assert [len(besides(table, without=id)) for id in ("u1", "u3", "")] == [2, 2, 3]
    alone = besides(table.slice(0, 2), without="u1")
    assert (len(alone), alone.bounds()) == (0, None)
    assert len(besides(table.slice(0, 0), without="")) == 0
    whole = besides(table, without="")
    assert [len(whole.pieces(fixes)) for fixes in (1, 2, 3, 4)] == [3, 2, 2, 1]  # two, one and one
    assert whole.pieces(3) == [slice(0, 2), slice(2, 3)]
    assert NOBODY.pieces(3) == []


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
    assert where(20) == [[20, 1], None]
    assert where(100) == [[20, 0], None]  # it stays where it was last, and is not known
    assert where(400) == [[20, 0], [310, 1]]  # the other has been silent for less than three minutes, and may still come
    assert page.ask("yiping.layers.get('beside').where(21, 395000).row") == 39
    assert where(605) == [[605, 1], [310, 0]]
    seldom = page.ask("[450, 2300, 2500].map(second => yiping.layers.get('beside').where(22, 1000 * second).known)")
    assert seldom == [True, True, False]
    playback.set_beside(NOBODY)
    page.until("yiping.layers.get('beside').empty()")


def test_that_they_are_cleaned_and_in_pieces_and_as_they_came_only_where_the_track_is(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """One is elsewhere for two fixes that nobody believes, and then, in two gaps, somewhere else: no line is drawn over what nobody saw."""
    monkeypatch.setattr("console.map.layers.beside.PIECE", 400)
    hall = filled_hall()
    page, playback = MapPage(qtbot, hall), hall.playback
    playback.open(track_of("unit-1", track()))
    crowd = [(f"far-{number}", 10.0 * step, 0.0, 0) for number in range(5) for step in range(160)]
    places = [
        (0, 0.00, 0),
        (10, 0.01, 0),
        (20, 9.0, DROPPED),
        (30, 9.0, DROPPED),
        (40, 0.02, 0),
        (50, 0.03, UNSEEN),
        (60, 0.04, 0),
        (70, 5.0, UNSEEN),
    ]
    playback.set_beside(besides_of([*crowd, *(("jumper", float(at), east, flags) for at, east, flags in places)]))
    page.until("yiping.layers.get('beside').size", 6)

    def seen(second: float) -> list[object]:
        """How far east it stands, whether that is known, and the places of its trail from there back, in hundredths of a degree."""
        moment = round((BEGIN + second) * 1000) - playback.beside.since
        script = f"""((beside, east) => {{ const place = beside.where(5, {moment});
            const way = [];
            beside.trail(5, place.row, {moment}, 99, (lon) => way.push(east(lon)));
            return [east(place.x * 360 - 180), place.known, ...way]; }})(
            yiping.layers.get('beside'), (lon) => Math.round((lon - {LON}) * 100))"""
        found: list[object] = page.ask(script)
        return found

    assert seen(30) == [2, True, 1, 0]  # on the way from before to after what is not believed
    assert seen(45) == [2, False, 2, 1, 0]
    assert seen(50) == [3, True, 3]
    assert seen(65) == [4, False, 4, 3]
    assert seen(70) == [500, True, 500]
    playback.show(Shown.RAW)
    page.until("yiping.state.raw_track", True)
    assert seen(30) == [900, True, 900, 900, 1, 0]
    playback.show(Shown.BOTH)
    page.until("yiping.state.raw_track", False)
    assert seen(30) == [2, True, 1, 0]


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
    pane.beside.menu.aboutToShow.emit()
    pane.beside.menu.actions()[-1].trigger()
    assert asked[-1] == ([], ())
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
