"""Alarms, calls and sensors beside the rewound hall, from the real backend: as they were seen to be."""

from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from backend.rules import alarms, calls, sensors, shifts, units
from backend.session import SYSTEM
from console.rooms.rewind import RewindRoom
from console.widgets.rewind.along import ALARMS, CALLS, PEOPLE, SENSORS
from tests.backend.centre import ADMIN, INSPECTOR, Centre
from tests.contract.rewinding import LiveHall, live, room, settled
from wire.calls import Missed, RingReport
from wire.codes import AlarmKind, DutyState, Noun, SensorKind, UnitKind
from wire.sensors import Reading, ReadingBatch, SensorOrder
from wire.shifts import ShiftOrder
from wire.units import SignIn, UnitOrder

__all__ = ["live", "room"]
pytestmark = pytest.mark.gui


def read(centre: Centre, value: float) -> datetime:
    """When it was read."""
    with centre.database.write(SYSTEM) as work:
        sensors.read(work, ReadingBatch(readings=[Reading(code="W1", at=work.at, value=value)]))
    return datetime.now(UTC)


def told(room: RewindRoom, tab: int) -> list[tuple[str, str]]:
    room.along.tabs.choose(tab)
    return [(line.head, line.figure) for line in room.along.lines.lines.lines]


def test_that_alarms_calls_and_sensors_are_those_of_then(centre: Centre, live: LiveHall, room: RewindRoom, qtbot: QtBot) -> None:
    with centre.database.write(SYSTEM) as work:
        sensors.put(work, SensorOrder(id="s1", code="W1", name="下穿通道", kind=SensorKind.WATER_LEVEL, lon=111.0, lat=35.02, levels=[10, 20]))
    dry = read(centre, 3)
    with centre.database.write(SYSTEM) as work:
        alarms.raise_(work, AlarmKind.SPEED, "u1", level=2, value=24.1, threshold=16.7, place=(111.0, 35.02))
        calls.ring(work, RingReport(id="call1", number="13812345678"))
    wet = read(centre, 25)
    with centre.database.write(SYSTEM) as work:
        alarms.clear(work, AlarmKind.SPEED, "u1")
        calls.hear(work, "call1", Missed())
    over = read(centre, 4)
    live.follow(centre)
    room.open(wet)
    settled(qtbot, room, wet)
    assert [len(told(room, tab)) for tab in (ALARMS, CALLS, SENSORS)] == [1, 1, 1]
    assert told(room, SENSORS) == [("下穿通道", "25 cm")]
    assert "1" in room.along.tabs._tabs[SENSORS].text()
    room.along.tabs.choose(ALARMS)
    room.along.lines.chosen.emit(room.along.lines.lines.lines[0].id)
    assert room.rewind is not None
    assert (room.rewind.hall.selection.noun, room.rewind.hall.selection.id) == (Noun.UNIT, "u1")
    room.rewind.seek(dry.timestamp())
    settled(qtbot, room, dry)
    assert [told(room, tab) for tab in (ALARMS, CALLS, SENSORS)] == [[], [], [("下穿通道", "3 cm")]]
    room.rewind.seek(over.timestamp())
    settled(qtbot, room, over)
    assert told(room, ALARMS) == []
    assert told(room, SENSORS) == [("下穿通道", "4 cm")]
    assert len(told(room, CALLS)) == 1  # it was missed


def test_that_who_was_on_shift_is_told_as_of_then(centre: Centre, live: LiveHall, room: RewindRoom, qtbot: QtBot) -> None:
    """One is at work and goes home, the other has a shift and comes late."""
    with centre.database.write(ADMIN) as work:
        units.put(work, UnitOrder(id="u2", code="u2", kind=UnitKind.INSPECTOR, name="Inspector two", team="二中队"))
        starts, ends = work.at - timedelta(hours=1), work.at + timedelta(hours=7)
        shifts.put(work, ShiftOrder(id="s2-of-today", unit_id="u2", day=work.at.date(), starts_at=starts, ends_at=ends))
    before = datetime.now(UTC)
    with centre.database.write(INSPECTOR) as work:
        units.sign_in(work, "u1", SignIn(duty=DutyState.OFF_DUTY))
    with centre.database.write(ADMIN) as work:
        units.sign_in(work, "u2", SignIn(duty=DutyState.ON_DUTY))
    after = datetime.now(UTC)
    live.follow(centre)
    room.open(before)
    settled(qtbot, room, before)
    room.along.tabs.choose(PEOPLE)
    lines = room.along.lines.lines

    def below(unit_id: str) -> str:
        return next((line.below for line in lines.lines if line.id == unit_id), "")

    qtbot.waitUntil(lambda: "未签到" in below("u2"))
    assert {line.id for line in lines.lines} == {"u1", "u2"}
    assert "签到" in below("u1")
    assert room.rewind is not None
    room.rewind.seek(after.timestamp())
    settled(qtbot, room, after)
    qtbot.waitUntil(lambda: [line.id for line in lines.lines] == ["u2"])
    room.along.take_roster(before, [])  # as if what is known were of another time
    room.along.lines.chosen.emit("u2")
    assert (room.rewind.hall.selection.noun, room.rewind.hall.selection.id) == (Noun.UNIT, "u2")
