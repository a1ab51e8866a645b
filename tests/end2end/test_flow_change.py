"""One change costs what has changed: no pane walks through all cases for it, however many there are. Real console, real backend."""

import sys
from collections.abc import Iterator

import pytest

from console.hall.table import Table
from tests.backend.centre import Centre
from tests.backends import *  # noqa: F403
from tests.end2end.small_hall import *  # noqa: F403
from tests.end2end.small_hall import HallAt, Keyboard, desk_of
from wire.codes import Role
from wire.message import Versioned

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
TICKS = 3  # of the clock: what is put off for a moment has come


def test_that_one_change_walks_through_no_table(centre: Centre, hall_at: HallAt, keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch) -> None:
    centre.report("before")
    desk = desk_of(hall_at("all", *Role))
    hall, rows, ticks, walked = desk.hall, desk.queue.model.rowCount, list[object](), set[str]()
    desk.wall.lay(None)  # all panes
    keyboard.until(lambda: desk.wall.isVisible() and rows() == 1)
    hall.clock.ticked.connect(ticks.append)
    keyboard.until(lambda: len(ticks) >= TICKS)
    plain = Table.__iter__

    def watched(table: Table[Versioned]) -> Iterator[Versioned]:
        if table is hall.cases:
            caller = sys._getframe(1)
            walked.add(f"{caller.f_globals['__name__']}:{caller.f_lineno}")
        return plain(table)

    monkeypatch.setattr(Table, "__iter__", watched)
    list(hall.cases)
    assert len(walked) == 1  # it sees who walks
    walked.clear()
    centre.report("after")
    keyboard.until(lambda: rows() == 2)
    ticks.clear()
    keyboard.until(lambda: len(ticks) >= TICKS)
    assert walked == set()
