"""Coverage, scores and who was there on the map of the past, from the real backend: as of the moment, and never of what came after it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from backend.importers.run import run
from backend.routes import evaluation as routes
from backend.rules import cases, counting, evaluation, following
from console import words
from console.api import Api
from console.connection import failure
from console.hall.basic import Squares
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.rewind import Rewind
from console.map.layers.all import layers_of
from console.rooms import rewind_overlays
from console.rooms.rewind import RewindRoom
from console.rooms.rewind_overlays import AsOf, Follower
from console.words.evaluation import figure
from console.workers.caller import Caller
from tests.backend.centre import FORWARD, GRID, INSPECTOR, Centre, report_of
from tests.backend.import_files import geojson
from tests.backend.test_coverage import square
from tests.backend.working_day import Hands, clock_of
from tests.backends import Backend
from tests.contract.rewinding import LiveHall, live, room, settled, walk
from wire.codes import GridKind, Noun, Status
from wire.evaluation import Dimension, Period, Question

__all__ = ["live", "room"]
pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
HOUR = timedelta(hours=1)
WAIT_MS = 30_000
PLACE = 111.0, 35.0
CELLS = [f"14080200100100{number}" for number in range(3)]  # northwards, the way that the inspector goes


class Day(NamedTuple):
    """Two cases came in in the first hours; one was with its department from the first on, and was closed in the fifth. After one hour the inspector
    was in the first cell, after five in the second. `told`: by hours the score of the duty grid, as it was told then."""

    began: datetime
    told: dict[int, str]

    def after(self, hours: float) -> datetime:
        return self.began + hours * HOUR


@pytest.fixture
def day(backend: Backend, live: LiveHall, tmp_path: Path) -> Day:
    hands = Hands(datetime.now(UTC).replace(microsecond=0) - 10 * HOUR)
    made = Day(hands.at, {})
    with clock_of(hands):
        centre = Centre(backend.database)
        cells = [(square(110.9995, 34.9995 + row / 1000, 0.001), {"kind": "BASIC", "code": code, "name": ""}) for row, code in enumerate(CELLS)]
        run(backend.database, "grids", geojson(tmp_path / "grids.geojson", cells))
        first = centre.report("first")
        hands.at = made.after(1)
        centre.report("second")
        first = centre.forward(first, Status.DISPOSING)
        hands.at = made.after(2)
        made.told[2] = score(centre)
        hands.at = made.after(5)
        centre.forward(first, Status.CLOSED, FORWARD[4:])
        hands.at = made.after(6)
        made.told[6] = score(centre)
    walk(centre, [made.after(1), made.after(5)])
    live.follow(centre)
    live.hall.basic.set(Squares(live.api.snapshot(Noun.GRID, kinds=[GridKind.BASIC]).table))
    return made


def score(centre: Centre) -> str:
    counting.keep_up(centre.database)
    with centre.database.read() as work:
        asked = Question(period=Period.MONTH, day=evaluation.today(work))
        rows = {row.key: row for row in evaluation.evaluation(work, asked, Dimension.DUTY_GRID).rows}
        value = rows[GRID].scores[evaluation.scheme(work).formulas[0].id] if GRID in rows else None
    return figure("score", value) if value is not None else ""


def hours(hall: Hall) -> list[float | None]:
    """Since somebody was in each cell, as the map has it."""
    values = layers_of(hall).by_name["coverage"].whole().columns["values"]
    return [None if np.isnan(each) else round(float(each), 3) for each in values]


def standing(hall: Hall) -> str:
    grid = next(grid for grid in hall.grids if grid.code == GRID)
    return hall.scores.of[grid.id].text if grid.id in hall.scores.of else ""


def opened(qtbot: QtBot, room: RewindRoom, at: datetime) -> Rewind:
    room.open(at)
    settled(qtbot, room, at)
    assert room.rewind is not None
    return room.rewind


def are_of(qtbot: QtBot, rewind: Rewind, at: datetime) -> None:
    hall, until = rewind.hall, f" · 按现行规则评分 · 截至 {words.local(at):%m-%d %H:%M}"
    qtbot.waitUntil(lambda: hall.basic.look is not None and hall.basic.look.at == at, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: hall.scores.title.endswith(until), timeout=WAIT_MS)


def test_that_coverage_and_scores_are_of_the_moment(live: LiveHall, room: RewindRoom, day: Day, qtbot: QtBot) -> None:
    assert day.told[2] != day.told[6]
    rewind = opened(qtbot, room, day.after(6))
    hall, missed = rewind.hall, list[str]()
    hall.failures.changed.connect(lambda wanted, id: missed.append(wanted))
    for overlay in ("coverage", "scores"):
        room.map.show_overlay(overlay, True)
    are_of(qtbot, rewind, day.after(6))
    assert hours(hall) == [5, 1, None]
    assert standing(hall) == day.told[6]

    # Back: what came after is gone at once, and then it is as it was.
    rewind.seek(day.after(2).timestamp())
    settled(qtbot, room, day.after(2))
    assert hours(hall)[1:] == [None, None]
    are_of(qtbot, rewind, day.after(2))
    assert hours(hall) == [1, None, None]
    assert standing(hall) == day.told[2]

    # A little later it stays what it was; far enough, it is asked anew.
    near = day.after(2) + timedelta(seconds=40)
    rewind.seek(near.timestamp())
    settled(qtbot, room, near)
    room.map.show_overlay("coverage", False)
    room.map.show_overlay("coverage", True)
    assert hall.basic.look is not None
    assert hall.basic.look.at == day.after(2)
    rewind.seek(day.after(3).timestamp())
    settled(qtbot, room, day.after(3))
    are_of(qtbot, rewind, day.after(3))
    assert hours(hall) == [2, None, None]
    assert missed == []


def test_that_what_was_missed_or_not_whole_is_asked_again_where_the_hand_stands(
    live: LiveHall, room: RewindRoom, day: Day, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewind_overlays, "AGAIN_MS", 20)
    rewind = opened(qtbot, room, day.after(6))
    caller = Caller(live.api)
    asked, taken = list[datetime](), list[str]()

    def ask(_: Api, at: datetime) -> str:
        asked.append(at)
        if len(asked) == 1:
            raise failure("unreachable", "")
        return "part" if len(asked) == 2 else "whole"

    room.map.show_overlay("coverage", True)
    of = AsOf("coverage", Wanted.COVERAGE, lambda: True, ask, lambda _, told: taken.append(told), list, lambda told: told == "whole")
    follower = Follower(of, caller, rewind, room.map)
    follower.look()
    qtbot.waitUntil(lambda: taken == ["part", "whole"], timeout=WAIT_MS)
    assert asked == [rewind.hall.clock.now()] * 3
    caller.stop()


def test_that_a_title_says_when_not_all_is_counted(
    room: RewindRoom, day: Day, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, backend: Backend
) -> None:
    monkeypatch.setattr(rewind_overlays, "AGAIN_MS", 20)
    with monkeypatch.context() as busy:
        busy.setattr(routes, "MOST_PAGES", 0)
        busy.setattr(following, "TURN", 0)
        with backend.database.write(INSPECTOR) as work:
            cases.report(work, report_of("fresh"))
        rewind = opened(qtbot, room, day.after(6))
        room.map.show_overlay("scores", True)
        qtbot.waitUntil(lambda: "尚未全部计入" in rewind.hall.scores.title, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(rewind.hall.scores.title) and "尚未全部计入" not in rewind.hall.scores.title, timeout=WAIT_MS)


def test_that_a_map_that_shows_coverage_shows_it_in_the_past_too(live: LiveHall, room: RewindRoom, day: Day, qtbot: QtBot) -> None:
    rewind = opened(qtbot, room, day.after(1))
    room.map.show_overlay("coverage", True)
    qtbot.waitUntil(lambda: rewind.hall.basic.look is not None, timeout=WAIT_MS)
    rewind.seek((day.began - timedelta(days=300)).timestamp())  # before the memory of the hall: it stays where it is
    qtbot.waitUntil(lambda: not rewind.waiting, timeout=WAIT_MS)
    assert rewind.shown == pytest.approx(day.after(1).timestamp())
    assert hours(rewind.hall) == [0, None, None]


def test_that_who_was_there_is_asked_up_to_the_moment_and_forgotten_before_it(live: LiveHall, room: RewindRoom, day: Day, qtbot: QtBot) -> None:
    rewind = opened(qtbot, room, day.after(5) + timedelta(minutes=10))
    hall, pane = rewind.hall, room.who
    room.map.hands.who_wanted.emit(*PLACE, 200.0)
    assert pane.isVisibleTo(room.drawer)
    question = pane.question()
    assert question is not None
    assert (question.start, question.end) == (day.after(5) - timedelta(minutes=20), day.after(5) + timedelta(minutes=10))
    pane.ask.click()
    qtbot.waitUntil(lambda: pane.found is not None, timeout=WAIT_MS)
    assert pane.found is not None
    assert [stay.unit_id for stay in pane.found.stays] == ["u1"]
    qtbot.waitUntil(lambda: bool(hall.there.passages), timeout=WAIT_MS)
    pane.table.setCurrentIndex(pane.model.index(0, 0))
    assert (hall.selection.noun, hall.selection.id) == (Noun.UNIT, "u1")
    assert live.hall.there.question is None  # nothing of it comes onto the map of now

    # Later than the moment nobody asks; and before it what was found is not there.
    pane.end.setDateTime(pane.end.dateTime().addSecs(3600))
    pane.ask.click()
    assert "回看" in pane.error.text()
    assert pane.asked is None
    rewind.seek(day.after(3).timestamp())
    settled(qtbot, room, day.after(3))
    assert (pane.found, hall.there.passages) == (None, [])
    question = pane.question()
    assert question is not None
    assert question.end == day.after(3)

    # The tab in front says whether the circle is drawn; a case is asked about around its report.
    room.drawer.bring("video")
    assert hall.there.question is None
    hall.selection.set(Noun.CASE, "second")
    room.panes["card"].menu.actions()[0].trigger()
    question = pane.question()
    assert question is not None
    assert (question.start, question.end) == (day.after(1) - HOUR / 2, day.after(1) + HOUR / 2)
    assert hall.there.question == question
    assert pane.isVisibleTo(room.drawer)
