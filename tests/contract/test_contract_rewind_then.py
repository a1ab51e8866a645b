"""What is asked of the hall as it was is answered as of then: who could see a place, what it is called, and the way of a unit up to the moment."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from backend.rules import cameras
from backend.session import SYSTEM
from console.hall.failures import Wanted
from console.rooms.rewind import RewindRoom
from tests.backend.centre import Centre
from tests.contract.rewinding import LiveHall, live, room, settled, walk
from wire.cameras import CameraOrder
from wire.codes import Noun
from wire.places_at import PlaceAt

__all__ = ["live", "room"]
pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
PLACE = 111.0, 35.0
SOUTH = CameraOrder(id="k9", code="k9", name="k9", lon=111.0, lat=34.9996, azimuth=0.0, view_angle=60.0, reach=100.0)


def test_that_who_could_see_a_place_is_told_of_then(centre: Centre, live: LiveHall, room: RewindRoom, qtbot: QtBot) -> None:
    centre.report("c1")
    with centre.database.write(SYSTEM) as work:
        cameras.put(work, SOUTH)
    walk(centre, [datetime.now(UTC) - timedelta(seconds=3)])
    live.follow(centre)
    at = datetime.now(UTC)
    with centre.database.write(SYSTEM) as work:
        cameras.put(work, msgspec.structs.replace(SOUTH, azimuth=180.0))
    live.follow(centre)
    room.open(at)
    settled(qtbot, room, at)
    room.map.hands.sight_wanted.emit(*PLACE)
    qtbot.waitUntil(lambda: room.sight.cameras.lines.rowCount() > 0)
    assert [line.id for line in room.sight.cameras.lines.lines] == ["k9"]
    assert "u1" in [line.id for line in room.sight.units.lines.lines]
    assert live.api.sight(*PLACE).cameras == []
    room.rewind.hall.selection.set(Noun.CASE, "c1")  # type: ignore[union-attr]
    room.card.sight_wanted.emit("c1")
    case = room.rewind.hall.cases.get("c1")  # type: ignore[union-attr]
    assert case is not None
    assert room.sight._place == (case.lon, case.lat)


def test_that_the_way_of_a_unit_ends_with_the_moment(centre: Centre, live: LiveHall, room: RewindRoom, qtbot: QtBot) -> None:
    moments = []
    for step in range(6):
        centre.report(f"c{step}")
        moments.append(datetime.now(UTC))
    walk(centre, moments)
    live.follow(centre)
    seen = [moment + timedelta(milliseconds=1) for moment in moments]
    room.open(seen[4])
    settled(qtbot, room, seen[4])
    assert room.rewind is not None
    hall = room.rewind.hall
    hall.selection.set(Noun.UNIT, "u1")
    qtbot.waitUntil(lambda: hall.playback.track is not None and len(hall.playback.track) == 5)
    assert hall.playback.track is not None
    assert hall.playback.at == hall.playback.track.at[-1]
    room.rewind.seek(seen[1].timestamp())
    settled(qtbot, room, seen[1])
    qtbot.waitUntil(lambda: hall.playback.track is not None and len(hall.playback.track) == 2)
    assert hall.failures.of(Wanted.TRACK, "u1") is None
    room.map.show_overlay("track", True)
    assert room.map.drawing.overlays["track"]
    hall.selection.set(None)
    assert hall.playback.track is None


def test_that_a_place_is_told_without_anybodys_number(centre: Centre, live: LiveHall, room: RewindRoom, qtbot: QtBot) -> None:
    centre.report("c1")
    live.follow(centre)
    at = datetime.now(UTC)
    room.open(at)
    settled(qtbot, room, at)
    room.map.hands._ask_place(*PLACE)
    qtbot.waitUntil(lambda: room.map.hands._about_note == "")
    assert isinstance(room.map.hands._about, PlaceAt)
    assert live.api.place_at(*PLACE, people=False).inspectors == []
