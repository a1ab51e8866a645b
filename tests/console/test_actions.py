"""What is asked for ends up in the Hall, or is told as a failure."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
import pyarrow as pa
import pytest
from pytestqt.qtbot import QtBot

from console.actions import Actions
from console.api import Api
from console.connection import Connection
from console.hall.disk import Disk
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.workers.caller import Caller
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf
from tests.console.small_backend import AT, ME, SmallBackend, a_case, problem
from tests.console.tracks import track_of
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


def code_of(hall: Hall, wanted: Wanted, id: str = "") -> str:
    problem = hall.failures.of(wanted, id)
    return problem.code if problem else ""


def test_that_what_cannot_be_had_is_told_and_logged_until_it_is_had(
    qtbot: QtBot, backend: SmallBackend, hall: Hall, actions: Actions, caplog: pytest.LogCaptureFixture
) -> None:
    actions.open_card("c1")
    qtbot.waitUntil(lambda: code_of(hall, Wanted.CARD, "c1") == "unknown_case")
    assert "CARD c1: unknown_case" in caplog.text
    backend.put(Noun.CASE, a_case("c1"))
    actions.open_card("c1")
    qtbot.waitUntil(lambda: "c1" in hall.cards)
    assert code_of(hall, Wanted.CARD, "c1") == ""


def test_that_the_failure_of_one_track_is_not_that_of_another(qtbot: QtBot, hall: Hall, actions: Actions) -> None:
    actions.load_track("t1", AT - timedelta(hours=1), AT)
    actions.load_track_days("t2")
    qtbot.waitUntil(lambda: bool(code_of(hall, Wanted.TRACK, "t1") and code_of(hall, Wanted.TRACK_DAYS, "t2")))
    assert not code_of(hall, Wanted.TRACK, "t2")
    assert not code_of(hall, Wanted.TRACK_DAYS, "t1")


def test_that_what_no_pane_asks_for_is_asked_for_again_by_itself(qtbot: QtBot, backend: SmallBackend, hall: Hall, actions: Actions) -> None:
    backend.trouble = lambda method, path: problem(503, "not_now")
    actions.load_components()
    qtbot.waitUntil(lambda: code_of(hall, Wanted.COMPONENTS) == "not_now")
    backend.trouble = lambda method, path: None
    with qtbot.waitSignal(hall.components.changed, timeout=30_000):
        pass
    assert code_of(hall, Wanted.COMPONENTS) == ""


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process grows: the system refuses every write beyond its first bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (512, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_that_a_full_disk_costs_a_sentence_and_no_more(
    qtbot: QtBot, hall: Hall, disk: Disk, actions: Actions, caplog: pytest.LogCaptureFixture
) -> None:
    hall.cases.put([a_case("c1")])
    hall.settle(("e1", 1))
    with full_disk():
        actions.prefer("layouts", b"x" * 10_000)
        actions.save_picture()
        qtbot.waitUntil(lambda: code_of(hall, Wanted.PICTURE) == "disk_unwritable")
        actions.save_last_picture()
    assert code_of(hall, Wanted.PREFERENCE) == "disk_unwritable"
    assert "PREFERENCE : disk_unwritable" in caplog.text
    assert "Traceback" not in caplog.text
    actions.prefer("layouts", b"y")
    actions.save_picture()
    qtbot.waitUntil(lambda: not code_of(hall, Wanted.PICTURE))
    assert code_of(hall, Wanted.PREFERENCE) == ""
    assert disk.preference("layouts") == b"y"


def test_that_a_track_is_opened_for_playing(qtbot: QtBot, backend: SmallBackend, hall: Hall, actions: Actions) -> None:
    fixes = pa.table({"at": [AT], "lon": [114.3], "lat": [22.7], "speed": [None], "heading": [None], "accuracy": [None]}, schema=TRACK)
    told = msgspec.json.encode(track_of("t1", fixes).analysis)
    backend.trouble = lambda method, path: (200, told if path.split("?")[0].endswith("analysis") else to_bytes(fixes))
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
