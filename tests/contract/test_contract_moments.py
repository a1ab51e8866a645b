"""Moments from the real backend: kept in one window of the past, opened by somebody else in theirs; and whose wall hung there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backend.rules import patrols
from backend.session import Database
from console import words
from console.hall.chosen import Row
from console.rooms.rewind import RewindRoom
from tests.backend.centre import Centre, user
from tests.backend.working_day import DAY, work_a_day
from tests.backends import Backend
from tests.contract.conftest import ApiOf
from tests.contract.recorded import BEGAN, bring_back, counted, moment, number_on, recorded
from tests.contract.rewinding import WALL, LiveHall, live, room, settled, walk
from tests.simulator.counted import FPS
from wire.codes import Noun, Role
from wire.moments import MomentOrder, link_of
from wire.patrols import Watch, WatchReport
from wire.problem import Problem

__all__ = ["counted", "live", "recorded", "room"]
pytestmark = pytest.mark.gui
RING = [(110.99, 35.0), (111.01, 35.0), (111.01, 35.04)]
WAIT_MS = 60_000


def view_of(room: RewindRoom) -> tuple[float, ...]:
    return tuple(round(value, 3) for value in room.map.place())


def at_rest(room: RewindRoom, at: datetime) -> Callable[[], bool]:
    return lambda: room.rewind is not None and room.rewind.shown == room.placed_at == pytest.approx(at.timestamp(), abs=1e-3) and room.map.idle()


def test_that_a_moment_that_one_keeps_is_opened_by_another_at_its_time_units_and_view(
    backend: Backend, api_of: ApiOf, live: LiveHall, room: RewindRoom, qtbot: QtBot
) -> None:
    began = datetime.now(UTC) - DAY
    centre = work_a_day(backend.database, began, 6, seed=3)
    live.follow(centre)
    at = datetime.fromtimestamp(round((began + DAY * 0.7).timestamp(), 3), UTC)
    walk(centre, [at - timedelta(minutes=1), at + timedelta(minutes=30)])
    room.open(at)
    qtbot.waitUntil(at_rest(room, at), timeout=WAIT_MS)
    hall = room.rewind.hall  # type: ignore[union-attr]
    here = hall.fixes.get("u1")
    assert here is not None
    unit = hall.units.get("u1")
    assert unit is not None
    row = Row(Noun.UNIT, "u1", unit.code, unit.name, unit.kind, unit.duty, here.lon, here.lat)
    hall.chosen.set(RING, [row])
    hall.selection.set(Noun.CASE, "day0")
    room.map.go(111.004, 35.021, 15)
    qtbot.waitUntil(lambda: view_of(room) == (111.004, 35.021, 15), timeout=WAIT_MS)
    assert room.window is not None
    QTest.keyClick(room.window, Qt.Key.Key_M)
    form = room.moments.form
    assert form.isVisible()
    assert not form.keep.isEnabled()
    form.name.setText("北门积水")
    QTest.keyClick(form.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.list.topLevelItemCount() == 1)
    link = QGuiApplication.clipboard().text()
    (kept,) = live.api.moments()
    assert (link, kept.name, kept.at, kept.units, kept.thing) == (link_of(kept.id), "北门积水", at, ["u1"], "day0")
    assert len(room.window.bar.timeline.events) == 1

    form.reject()
    hall.chosen.clear()
    hall.selection.set(None)
    room.map.go(111.1, 35.1, 12)
    room.rewind.seek((at + timedelta(hours=1)).timestamp())  # type: ignore[union-attr]
    qtbot.waitUntil(at_rest(room, at + timedelta(hours=1)), timeout=WAIT_MS)
    room.close()
    qtbot.waitUntil(lambda: room.window is None)

    room.follow(f"看 {link} 。")  # as it comes from a chat, in a window that is not open yet
    qtbot.waitUntil(lambda: room.rewind is not None and room.rewind.hall.chosen.rows == [row], timeout=WAIT_MS)
    qtbot.waitUntil(at_rest(room, at), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: view_of(room) == (111.004, 35.021, 15), timeout=WAIT_MS)
    hall = room.rewind.hall  # type: ignore[union-attr]
    assert (hall.selection.noun, hall.selection.id, hall.chosen.ring) == (Noun.CASE, "day0", RING)
    other = api_of(Role.DISPATCHER)
    assert other.moment(kept.id) == kept


def test_that_a_bad_link_gets_one_sentence_where_it_was_pasted(centre: Centre, live: LiveHall, room: RewindRoom, qtbot: QtBot) -> None:
    centre.report("c1")
    live.follow(centre)
    room.open(datetime.now(UTC))
    qtbot.waitUntil(lambda: room.rewind is not None and room.rewind.shown is not None)
    assert room.window is not None
    room.moments.ask()
    form = room.moments.form
    for text, code in (("https://example.com", "no_moment_link"), (link_of("gone"), "unknown_moment")):
        form.link.setText(text)
        form.open_link.click()
        said = words.problem(Problem(status=0, code=code, title="", detail=""))
        qtbot.waitUntil(lambda said=said: form.wrong.isVisible() and form.wrong.text() == said)
    form.reject()
    room.follow(link_of("gone"))  # by the command line: there is no form
    qtbot.waitUntil(lambda: words.problem(Problem(status=0, code="unknown_moment", title="", detail="")) in room.window.band.text())
    at = datetime.fromtimestamp(round(datetime.now(UTC).timestamp(), 3), UTC)
    live.api.put_moment(MomentOrder(id="old", name="old", at=datetime(2020, 1, 1, tzinfo=UTC), noun=Noun.CASE, thing="c1"))
    room.follow(link_of("old"))  # which the memory of the hall does not reach back to
    qtbot.waitUntil(lambda: words.problem(Problem(status=0, code="before_memory", title="", detail="")) in room.window.band.text())
    assert at < live.hall.clock.now()
    room.rewind.seek(at.timestamp())
    qtbot.waitUntil(at_rest(room, at), timeout=WAIT_MS)
    assert room.rewind.hall.selection.noun is None


def log(database: Database, name: str, camera_id: str, cell: int, span: tuple[float, float]) -> None:
    since, until = (datetime.fromtimestamp(BEGAN + second, UTC) for second in span)
    watch = Watch(id=f"{name}-{cell}-{span[0]}", camera_id=camera_id, since=since, until=until, live_s=1, cell=cell, layout="1+5")
    with database.write(user(name, Role.VIDEO_PATROLLER)) as work:
        patrols.enter(work, WatchReport(watches=[watch]))


def test_that_the_wall_is_that_of_then_and_of_whom_one_wants(
    recorded: Backend, centre: Centre, live: LiveHall, room: RewindRoom, qtbot: QtBot
) -> None:
    bring_back(recorded.database, 60)
    log(recorded.database, "wang", "k2", 0, (0, 20))
    log(recorded.database, "wang", "k1", 4, (0, 20))
    log(recorded.database, "wang", "k1", 0, (40, 60))
    log(recorded.database, "li", "k1", 1, (0, 20))
    live.follow(centre)
    room.open(moment(10))
    settled(qtbot, room, moment(10))
    wall, rewind = room.video, room.rewind
    assert rewind is not None
    qtbot.waitUntil(lambda: wall.cameras() == ["k2", "", "", "", "k1", ""], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: number_on(wall.panes[0]) == number_on(wall.panes[4]) == 10 * FPS, timeout=WAIT_MS)
    assert wall.layout_name == "1+5"
    assert [wall.whose.itemData(place) for place in range(wall.whose.count())] == ["wang", "li", ""]
    wall.whose.setCurrentIndex(1)
    wall.whose.activated.emit(1)
    assert wall.cameras() == ["", "k1", "", "", "", ""]
    rewind.seek(BEGAN + 50)
    settled(qtbot, room, moment(50))
    qtbot.waitUntil(lambda: wall.cameras() == ["k1", "", "", "", "", ""], timeout=WAIT_MS)  # li watched nothing then
    rewind.seek(BEGAN + 30)
    settled(qtbot, room, moment(30))
    qtbot.waitUntil(lambda: (wall.layout_name, tuple(wall.cameras())) == WALL[:2], timeout=WAIT_MS)  # nobody did
    assert wall.whose.count() == 1
