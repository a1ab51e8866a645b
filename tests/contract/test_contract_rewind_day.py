"""A day of work, rewound to random moments: every case is as the flow records say. Five hundred moments, and how long they take: bench/rewind.py."""

import random
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from console.rooms.rewind import RewindRoom
from tests.backend.working_day import DAY, Fold, work_a_day
from tests.backends import Backend
from tests.contract.rewinding import LiveHall, live, room, settled

__all__ = ["live", "room"]
pytestmark = pytest.mark.gui
CASES, MOMENTS = 25, 60


def test_that_at_any_moment_of_a_day_every_case_is_what_its_flow_records_say(
    backend: Backend, live: LiveHall, room: RewindRoom, qtbot: QtBot
) -> None:
    began = datetime.now(UTC) - DAY
    centre = work_a_day(backend.database, began, CASES, seed=8)
    fold, chance = Fold(backend.database), random.Random(9)
    assert fold.records > CASES * 4
    live.follow(centre)
    room.open(began + DAY / 2)
    seen = set()
    for _ in range(MOMENTS):
        at = datetime.fromtimestamp(round((began + DAY * chance.random()).timestamp(), 3), UTC)
        assert room.rewind is not None
        room.rewind.seek(at.timestamp())
        settled(qtbot, room, at)
        statuses = {case.id: case.status for case in room.rewind.hall.cases}
        assert statuses == fold.at(at)
        seen |= set(statuses.items())
    assert len({status for _, status in seen}) > 6
