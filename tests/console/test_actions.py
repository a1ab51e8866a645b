"""What is asked for ends up in the Hall, or is told as a failure."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from pytestqt.qtbot import QtBot

from console.actions import Actions
from console.api import Api
from console.connection import Connection
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.workers.caller import Caller
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf
from tests.console.small_backend import AT, ME, SmallBackend, a_case
from wire.bulk import to_bytes
from wire.codes import Noun
from wire.photos import id_of
from wire.tracks import TRACK


@pytest.fixture
def backend() -> Iterator[SmallBackend]:
    backend = SmallBackend()
    backend.start()
    yield backend
    backend.stop()


@pytest.fixture
def hall(qtbot: QtBot) -> Hall:
    return Hall(ME)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path / "hall.sqlite")
    yield disk
    disk.close()


@pytest.fixture
def actions(backend: SmallBackend, hall: Hall, disk: Disk, tmp_path: Path) -> Iterator[Actions]:
    api, shelf = Api(Connection(backend.url)), Shelf(tmp_path / "outbox.sqlite")
    caller, outbox = Caller(api), Outbox(api, shelf)
    actions = Actions(hall, caller, outbox, disk)
    outbox.start()
    yield actions
    outbox.stop()
    caller.stop()
    shelf.close()


def test_that_a_card_brings_the_newest_row_of_its_case_with_it(qtbot: QtBot, backend: SmallBackend, hall: Hall, actions: Actions) -> None:
    backend.put(Noun.CASE, a_case("c1", version=3))
    hall.cases.put([a_case("c1", version=2)])
    actions.open_card("c1")
    qtbot.waitUntil(lambda: "c1" in hall.cards)
    assert [case.version for case in hall.cases] == [3]


def test_that_what_cannot_be_had_is_told(qtbot: QtBot, hall: Hall, actions: Actions) -> None:
    with qtbot.waitSignal(actions.failed) as failed:
        actions.open_card("nowhere")
    assert failed.args[0].code == "unknown_case"


def test_that_a_track_is_opened_for_playing(qtbot: QtBot, backend: SmallBackend, hall: Hall, actions: Actions) -> None:
    fixes = pa.table({"at": [AT], "lon": [114.3], "lat": [22.7], "speed": [None], "heading": [None], "accuracy": [None]}, schema=TRACK)
    backend.trouble = lambda method, path: (200, to_bytes(fixes))
    with qtbot.waitSignal(hall.playback.opened):
        actions.load_track("t1", AT - timedelta(hours=1), AT)
    assert hall.playback.track is not None
    assert (hall.playback.track.unit_id, len(hall.playback.track)) == ("t1", 1)


def test_that_the_days_of_a_unit_are_told(qtbot: QtBot, backend: SmallBackend, hall: Hall, actions: Actions) -> None:
    day = b'{"day":"2026-11-20","first_at":"2026-11-20T00:00:00Z","last_at":"2026-11-20T08:00:00Z","fixes":7}'
    backend.trouble = lambda method, path: (200, b"[" + day + b"]")
    with qtbot.waitSignal(hall.track_days_changed):
        actions.load_track_days("t1")
    assert [day.fixes for day in hall.track_days["t1"]] == [7]


def test_that_the_components_arrive_as_columns(qtbot: QtBot, hall: Hall, actions: Actions) -> None:
    with qtbot.waitSignal(hall.components.changed):
        actions.load_components()
    assert hall.components.table is not None


def test_that_a_photo_is_fetched_once(qtbot: QtBot, backend: SmallBackend, hall: Hall, actions: Actions) -> None:
    backend.photos["ab"] = b"\xff\xd8 image"
    for _ in range(2):
        with qtbot.waitSignal(hall.photos.arrived) as arrived:
            actions.load_photo("ab")
        assert arrived.args == ["ab", b"\xff\xd8 image"]
    assert backend.requests.count(("GET", "/v1/photos/ab")) == 1


def test_that_a_photo_that_cannot_be_had_is_told_as_empty(qtbot: QtBot, hall: Hall, actions: Actions) -> None:
    with qtbot.waitSignal(hall.photos.arrived) as arrived:
        actions.load_photo("cd")
    assert arrived.args == ["cd", b""]


def test_that_a_photo_goes_out_under_the_case_that_it_is_for(qtbot: QtBot, backend: SmallBackend, hall: Hall, actions: Actions) -> None:
    key = actions.upload("c1", b"\x89PNG and so on", "image/png")
    qtbot.waitUntil(lambda: key in hall.receipts and hall.receipts.get(key).state == ReceiptState.STORED)
    assert hall.receipts.get(key).subject == "c1"
    assert backend.photos == {id_of(b"\x89PNG and so on"): b"\x89PNG and so on"}


def test_that_the_picture_is_kept_in_the_background(qtbot: QtBot, hall: Hall, disk: Disk, actions: Actions) -> None:
    hall.cases.put([a_case("c1")])
    hall.settle(("e1", 1))
    actions.save_picture()
    qtbot.waitUntil(lambda: disk.load() is not None)
