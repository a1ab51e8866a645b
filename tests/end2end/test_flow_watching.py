"""From a camera to a case: a real stream, the watching program, the backend, the light table, a person's key."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backend.rules import ai_events, analytics, cameras, people
from backend.session import SYSTEM
from console.widgets.triage.pane import TriagePane
from simulator.clips.film import Encoder, Film, frames
from simulator.clips.light import DAY
from simulator.clips.stories import LOOP_S, STORIES, Story
from tests.backend.centre import Centre
from tests.backends import *  # noqa: F403
from tests.backends import Backend
from tests.end2end.small_hall import *  # noqa: F403
from tests.end2end.small_hall import PASSWORD, HallAt, desk_of
from tools.household import Household
from wire.analytics import CaptureZoneOrder
from wire.cameras import CameraOrder
from wire.cases import Case
from wire.codes import CaptureKind, Kind, PhotoPhase, Role, Source, Status
from wire.people import UserOrder
from wire.photos import id_of

pytestmark = [pytest.mark.gui, pytest.mark.timeout(400)]

WAIT_MS = 240_000
FPS = 6
BEFORE_S, AFTER_S, STARTING_S = 25, 20, 6.0


def film(path: Path, story: Story) -> None:
    """The part around the incident, turned so that it begins in a moment: all cameras' clips run by one clock."""
    first = round((story.incidents[0].start - BEFORE_S) * FPS)
    part = [picture.copy() for picture in frames(story.scene, 320, 180, FPS * LOOP_S)][first : first + FPS * (BEFORE_S + AFTER_S)]
    begins = int((time.monotonic() + STARTING_S) * FPS) % len(part)
    with Encoder(Film(path, 320, 180, 400_000), FPS) as encoder:
        for number in range(len(part)):
            encoder.add(part[(number - begins) % len(part)])


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    made = Household(tmp_path / "log")
    yield made
    made.end()


def prepare(backend: Backend, port: str, story: Story) -> None:
    place = {"lon": 111.0, "lat": 35.02}
    zone = {"kind": story.kind, "points": story.outline, "least": story.least, "hold_s": 10, "case_kind": Kind.EVENT, "class_code": "0409"}
    with backend.database.write(SYSTEM) as work:
        people.put(work, UserOrder(name="capture", full_name="Capture", roles=[Role.GATEWAY], password=PASSWORD))
        for id, url in (
            ("c1", f"rtsp://127.0.0.1:{port}/stop"),
            ("dead", "rtsp://127.0.0.1:9/dead"),
            ("hung", f"rtsp://127.0.0.1:{port}/stop?fault=hang"),
        ):
            cameras.put(work, CameraOrder(id=id, code=id, name=f"camera {id}", sub_url=url, **place))
            analytics.put(work, CaptureZoneOrder(id=f"z-{id}", camera_id=id, name="公交站台", **zone))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # the routes are tested on both
def test_that_a_stopped_car_becomes_a_case_by_one_key_while_other_cameras_are_dead(
    backend: Backend, centre: Centre, hall_at: HallAt, qtbot: QtBot, household: Household, tmp_path: Path
) -> None:
    desk = desk_of(hall_at("li", Role.ACCEPTOR))
    story = STORIES[CaptureKind.VEHICLE_STOPPED](DAY, 41)
    (tmp_path / "clips").mkdir()
    film(tmp_path / "clips" / "stop.mp4", story)
    port = household.start("cameras", [sys.executable, "-m", "simulator", "cameras", str(tmp_path / "clips"), "--port", "0"], ready="ready")
    prepare(backend, port, story)
    watching = [sys.executable, "-m", "analytics", "--server", backend.address, "--user", "capture"]
    household.start("analytics", watching, ready="ready", env={**os.environ, "YIPING_PASSWORD": PASSWORD})

    def until(condition: Callable[[], object]) -> None:
        qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT_MS)

    def found() -> list[Case]:
        return [case for case in desk.hall.cases if case.source is Source.AI]

    until(found)
    [case] = found()
    assert (case.camera_id, case.class_code, case.status) == ("c1", "0409", Status.REPORTED)
    pane = desk.wall.findChild(TriagePane)
    assert pane is not None
    desk.wall.show_pane("triage")
    until(lambda: pane.model.row(case.id) >= 0)
    pane.table.setCurrentIndex(pane.model.index(pane.model.row(case.id), 0))
    QTest.keyClick(pane.table, Qt.Key.Key_Space)
    until(lambda: (now := desk.hall.cases.get(case.id)) is not None and now.status is Status.VERIFYING)
    with backend.database.read() as work:
        [event] = ai_events.events(work, "", case.id, 10)
        told = {zone.camera_id: zone.state for zone in analytics.zones(work)}
    card = centre.card(case.id)
    assert event.still_id in {photo.id for photo in card.photos if photo.phase is PhotoPhase.BEFORE}
    assert len(card.photos) == 2  # as it came, and with the box
    still = backend.client(Role.ACCEPTOR).get(f"/v1/photos/{event.still_id}").content
    assert id_of(still) == event.still_id
    assert told["dead"] == told["hung"] == "NO_PICTURE"
