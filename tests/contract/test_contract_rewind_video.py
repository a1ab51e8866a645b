"""Recorded video beside the rewound hall: every pane is of the moment that the hall is shown at."""

import random
import time
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.hall.past import PastState
from console.hall.rewind import STALL_S
from console.rooms.rewind import RewindRoom
from tests.backend.centre import Centre
from tests.backends import Backend
from tests.contract.recorded import BEGAN, GAP, bring_back, counted, moment, number_on, recorded
from tests.contract.rewinding import LiveHall, live, room, settled
from tests.simulator.counted import FPS, SECONDS
from wire.codes import Noun

__all__ = ["counted", "live", "recorded", "room"]
pytestmark = pytest.mark.gui
WAIT_MS = 60_000
SPREAD_S = 1.0  # so far from the hall's clock a pane may be at most


def test_that_every_pane_is_of_the_moment_of_the_hall(recorded: Backend, centre: Centre, live: LiveHall, room: RewindRoom, qtbot: QtBot) -> None:
    bring_back(recorded.database, 60)
    live.follow(centre)
    room.open(moment(12.5))
    settled(qtbot, room, moment(12.5))
    rewind, wall = room.rewind, room.video
    assert rewind is not None
    one, other, unknown = wall.panes[:3]
    assert wall.cameras() == ["k1", "k2", "k3", ""]
    chance = random.Random(3)
    for second in (12.5, *(chance.uniform(0, GAP[0]) for _ in range(6)), *(chance.uniform(GAP[1], SECONDS - 1) for _ in range(6))):
        rewind.seek(BEGAN + second)
        settled(qtbot, room, moment(second))
        qtbot.waitUntil(lambda second=second: number_on(one) == number_on(other) == int(second * FPS + 1e-6), timeout=WAIT_MS)
        spread = [pane.picture().at - rewind.hall.clock.now() for pane in (one, other)]
        assert all(abs(each) < timedelta(seconds=SPREAD_S) for each in spread)
    assert one.face().past.count(":") == 2  # its time, and no age: the hall around it is of the same moment
    assert one.face().state is None
    assert unknown.picture() is None
    assert unknown.face().headline  # there was no such camera
    rewind.seek(BEGAN + (GAP[0] + GAP[1]) / 2)
    qtbot.waitUntil(lambda: one.past_state() == other.past_state() == PastState.NOTHING, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: one.face().veiled)  # it says so, and what was on it before has no colours
    rewind.seek(BEGAN + GAP[1])
    settled(qtbot, room, moment(GAP[1]))
    rewind.set_speed(4.0)
    rewind.play()
    qtbot.waitUntil(lambda: rewind.at > BEGAN + GAP[1] + 1, timeout=WAIT_MS)
    before = rewind.at
    time.sleep(0.6)  # the console is held up: the hall does not leap over it, or the panes would be behind
    rewind._step()
    assert 0 <= rewind.at - before <= 4 * STALL_S + 1e-6
    qtbot.waitUntil(lambda: rewind.at > BEGAN + GAP[1] + 3, timeout=WAIT_MS)
    rewind.set_speed(16.0)
    fastest = list[float]()
    while rewind.at < BEGAN + SECONDS - 2:  # at any speed it does not run away from them
        qtbot.wait(40)
        fastest += [abs(pane.picture().at.timestamp() - rewind.hall.clock.now().timestamp()) for pane in (one, other)]
    assert max(fastest) < SPREAD_S
    rewind.pause()
    qtbot.waitUntil(lambda: number_on(one) == number_on(other) == int((rewind.at - BEGAN + 1e-4) * FPS), timeout=WAIT_MS)


def test_that_a_pane_that_leaps_from_picture_to_picture_says_so(
    recorded: Backend, centre: Centre, live: LiveHall, room: RewindRoom, qtbot: QtBot
) -> None:
    bring_back(recorded.database, 3600)
    live.follow(centre)
    room.open(moment(2))
    settled(qtbot, room, moment(2))
    rewind, pane = room.rewind, room.video.panes[0]
    assert rewind is not None
    qtbot.waitUntil(lambda: number_on(pane) == 2 * FPS, timeout=WAIT_MS)
    rewind.set_speed(16.0)
    rewind.play()
    qtbot.waitUntil(lambda: pane.face().past.endswith("16×"))
    rewind.set_speed(64.0)
    qtbot.waitUntil(lambda: pane.face().past.endswith("64× · 每 64 秒一帧"))
    rewind.pause()
    qtbot.waitUntil(lambda: pane.face().past.endswith("已暂停"))


def test_that_a_camera_that_is_selected_or_dropped_comes_to_a_pane_and_nothing_live_is_opened(
    recorded: Backend, centre: Centre, live: LiveHall, room: RewindRoom, qtbot: QtBot
) -> None:
    bring_back(recorded.database, 60)
    live.follow(centre)
    room.open(moment(50))
    settled(qtbot, room, moment(50))
    rewind, wall = room.rewind, room.video
    assert rewind is not None
    wall.show_scene("1", [""])
    assert wall.cameras() == [""]
    rewind.hall.selection.set(Noun.CAMERA, "k2")
    qtbot.waitUntil(lambda: number_on(wall.panes[0]) == 50 * FPS, timeout=WAIT_MS)
    wall.panes[0].dropped.emit("k1")
    assert wall.cameras() == ["k1"]
    qtbot.waitUntil(lambda: number_on(wall.panes[0]) == 50 * FPS, timeout=WAIT_MS)
    assert wall.panes[0].state() is None
    QTest.keyClick(wall.panes[0], Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: room.window is None)


def test_that_the_past_takes_no_steps_and_escape_leads_back_to_now(centre: Centre, live: LiveHall, room: RewindRoom, qtbot: QtBot) -> None:
    centre.report("c1")
    live.follow(centre)
    room.open(datetime.now(UTC))
    room.queue.show_queue("OPEN")
    qtbot.waitUntil(lambda: room.queue.model.rowCount() == 1)
    told: list[object] = []
    queue = room.queue
    for asked in (queue.dispatch_wanted, queue.ordered, queue.card_wanted, room.map.hands.drew, room.map.hands.around_wanted):
        asked.connect(lambda *words: told.append(words))
    queue.table.setFocus()
    queue.table.go_to(0)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_D, Qt.Key.Key_F):
        QTest.keyClick(queue.table, key)
    QTest.keyClick(queue.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert queue.model.marked() == []
    assert not queue.bulk.isVisibleTo(queue)
    QTest.keyClick(queue, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert queue.form.isVisibleTo(queue)
    assert not any(part.isVisibleTo(queue.form) for part in (queue.form.save, queue.form.remove, queue.form.name))
    QTest.keyClick(queue.form, Qt.Key.Key_Escape)
    assert not queue.form.isVisibleTo(queue)
    room.map._hands_bridge.shape('{"kind": "CIRCLE", "places": [[111.0, 35.0]], "radius_m": 50}')
    room.map.hands._ask_around(111.0, 35.0, 500.0)  # of then, by the Hall of then
    assert told == []
    assert room.map.hands.state()["replay"]
    QTest.keyClick(queue.table, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: room.window is None)
