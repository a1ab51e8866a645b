"""The rewound hall from the real backend: its Hall beside what was seen at the moment, and its window as an operator turns it."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import words
from console.rooms.rewind import RewindRoom
from tests.backend.centre import ACCEPTOR, FORWARD, Centre
from tests.contract.rewinding import LiveHall, live, room, settled, walk
from wire.cases import Case
from wire.codes import Noun, Status, Verb
from wire.problem import Problem

__all__ = ["live", "room"]
pytestmark = pytest.mark.gui
Seen = list[tuple[datetime, dict[str, Case]]]


def work_on(centre: Centre, live: LiveHall) -> Seen:
    """Two cases go their ways, step by step; what the live hall was at each moment."""
    seen: Seen = []
    first, second = centre.report("c1"), None
    for step, (by, verb) in enumerate(FORWARD[:7]):
        centre.step(by, first.id, verb)
        if step == 3:
            second = centre.report("c2")
        live.follow(centre)
        seen.append((datetime.now(UTC), {case.id: case for case in live.hall.cases}))
    assert second is not None
    return seen


def test_that_the_hall_is_as_it_was_and_goes_on_as_it_went(centre: Centre, live: LiveHall, room: RewindRoom, qtbot: QtBot) -> None:
    seen = work_on(centre, live)
    walk(centre, [moment for moment, _ in seen])
    room.open(seen[1][0])
    settled(qtbot, room, seen[1][0])
    rewind, hall = room.rewind, room.rewind.hall  # type: ignore[union-attr]
    assert rewind is not None
    for place in (5, 0, 3, 6, 2):
        at, then = seen[place]
        rewind.seek(at.timestamp())
        settled(qtbot, room, at)
        assert {case.id: case for case in hall.cases} == then
        qtbot.waitUntil(lambda north=35.0 + place / 1000: (fix := hall.fixes.get("u1")) is not None and fix.lat == pytest.approx(north))
        assert hall.clock.now() == pytest.approx(at, abs=timedelta(milliseconds=1))
    centre.report("c3")  # the live hall goes on
    live.follow(centre)
    assert "c3" in live.hall.cases
    assert "c3" not in hall.cases
    rewind.set_speed(600.0)
    rewind.play()
    qtbot.waitUntil(lambda: {case.id: case.status for case in hall.cases} == {case.id: case.status for case in live.hall.cases})
    qtbot.waitUntil(lambda: not rewind.playing)  # now is reached


def test_that_the_window_says_of_when_it_is_and_offers_nothing(centre: Centre, live: LiveHall, room: RewindRoom, qtbot: QtBot) -> None:
    seen = work_on(centre, live)
    room.open(seen[2][0])
    settled(qtbot, room, seen[2][0])
    window, rewind = room.window, room.rewind
    assert window is not None
    assert rewind is not None
    assert words.local(seen[2][0]).strftime("%Y-%m-%d %H:%M:%S") in window.band.text()
    rewind.hall.selection.set(Noun.CASE, "c1")
    qtbot.waitUntil(lambda: room.card.card() is not None)
    card = room.card.card()
    assert card is not None
    assert (len(card.flow), card.offers, card.case) == (4, [], seen[2][1]["c1"])
    room.open()  # again: it stays where it is
    assert rewind.at == rewind.shown == pytest.approx(seen[2][0].timestamp(), abs=1e-3)
    rewind.seek(datetime(2020, 1, 1, tzinfo=UTC).timestamp())
    qtbot.waitUntil(lambda: not rewind.waiting)
    assert rewind.shown == pytest.approx(seen[2][0].timestamp(), abs=1e-3)
    assert words.problem(Problem(status=409, code="before_memory", title="", detail="")) in window.band.text()
    rewind.seek(datetime(2020, 1, 1, tzinfo=UTC).timestamp())
    rewind.seek(seen[3][0].timestamp())  # before the refusal is here
    settled(qtbot, room, seen[3][0])
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: room.window is None)
    assert {case.id for case in live.hall.cases} == {"c1", "c2"}


def test_that_a_card_has_the_parts_of_then_as_they_were(centre: Centre, live: LiveHall, room: RewindRoom, qtbot: QtBot) -> None:
    centre.report("c1")
    before = datetime.now(UTC)
    (part,) = centre.step(ACCEPTOR, "c1", Verb.SPLIT).parts
    between = datetime.now(UTC)
    centre.step(ACCEPTOR, part.id, Verb.REFUSE)
    after = datetime.now(UTC)
    live.follow(centre)
    room.open(after)
    settled(qtbot, room, after)
    assert room.rewind is not None
    room.rewind.hall.selection.set(Noun.CASE, "c1")
    for at, parts in ((after, [Status.VOIDED]), (between, [Status.REPORTED]), (before, [])):
        room.rewind.seek(at.timestamp())
        settled(qtbot, room, at)
        qtbot.waitUntil(lambda parts=parts: (card := room.card.card()) is not None and [each.status for each in card.parts] == parts)
