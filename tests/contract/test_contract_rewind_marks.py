"""Marks on the line of time of the rewound hall, from the real backend: what stands there, what it is called, and how one goes to it."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backend.rules import alarms
from backend.session import SYSTEM
from console.rooms.rewind import RewindRoom
from tests.backend.centre import Centre
from tests.backend.working_day import Hands, clock_of
from tests.backends import Backend
from tests.contract.rewinding import LiveHall, live, room, settled
from wire.codes import AlarmKind, Noun, Status

__all__ = ["live", "room"]
pytestmark = pytest.mark.gui


def test_that_one_key_goes_to_what_happened_next_and_says_what_it_is(backend: Backend, live: LiveHall, room: RewindRoom, qtbot: QtBot) -> None:
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(days=40)
    hands = Hands(began)
    with clock_of(hands):
        centre = Centre(backend.database)
        deadline = centre.bring(Status.PENDING_DISPOSAL, "late").case.deadline_at
        assert deadline is not None
        raised = hands.at = deadline - timedelta(hours=1)
        with centre.database.write(SYSTEM) as work:
            alarms.raise_(work, AlarmKind.SPEED, "u1", level=2, value=24.1, threshold=16.7, place=(111.0, 35.02))
        hands.at = deadline + timedelta(hours=3)
        centre.report("after")
    live.follow(centre)
    at = deadline - timedelta(hours=2)
    room.open(at)
    settled(qtbot, room, at)
    assert room.window is not None
    assert room.rewind is not None
    bar, rewind = room.window.bar, room.rewind
    qtbot.waitUntil(lambda: len(bar.marks) == 2)
    assert bar.told.text() == "时间轴上 2 个标记"
    for key, moment, noun, id, said in (
        (Qt.Key.Key_N, raised, Noun.UNIT, "u1", "报警 超速 Inspector one"),
        (Qt.Key.Key_N, deadline, Noun.CASE, "late", "超期 "),
        (Qt.Key.Key_P, raised, Noun.UNIT, "u1", "报警 超速 Inspector one"),
    ):
        QTest.keyClick(room.window, key)
        settled(qtbot, room, moment + timedelta(seconds=1))
        assert (rewind.hall.selection.noun, rewind.hall.selection.id) == (noun, id)
        assert said in bar.told.text()
        assert bool(list(rewind.hall.alarms.open())) == (moment >= raised)
    QTest.keyClick(room.window, Qt.Key.Key_P)
    assert rewind.at == pytest.approx(raised.timestamp() + 1, abs=0.01)
    assert bar.told.text() == "这段时间内没有更多标记。"
    line = bar.timeline
    place = QPoint(round(line._x(deadline.timestamp())), line.height() // 2)
    QTest.mouseMove(line, QPoint(5, 5))
    QTest.mouseMove(line, place)
    qtbot.waitUntil(lambda: "超期" in line.toolTip())
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=place)
    settled(qtbot, room, deadline + timedelta(seconds=1))
