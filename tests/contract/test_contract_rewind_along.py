"""Alarms, calls and sensors beside the rewound hall, from the real backend: as they were seen to be."""

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from backend.rules import alarms, calls, sensors
from backend.session import SYSTEM
from console.rooms.rewind import RewindRoom
from console.widgets.rewind.along import ALARMS, CALLS, SENSORS
from tests.backend.centre import Centre
from tests.contract.rewinding import LiveHall, live, room, settled
from wire.calls import Missed, RingReport
from wire.codes import AlarmKind, Noun, SensorKind
from wire.sensors import Reading, ReadingBatch, SensorOrder

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
