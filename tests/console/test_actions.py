"""What is asked for ends up in the Hall, or is told as a failure."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
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
from tests.backend.centre import Centre
from tests.backends import Backend, Client
from tests.console.bad_line import *  # noqa: F403
from tests.console.bad_line import JPEG, BadLine, problem
from tests.console.made import ME, a_case
from wire.cases import Case
from wire.codes import Role
from wire.photos import id_of


@pytest.fixture
def hall(qtbot: QtBot, client: Client) -> Hall:
    assert client.user is not None
    return Hall(client.user)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path / "hall.sqlite")
    yield disk
    disk.close()


@contextmanager
def at_work(api: Api, hall: Hall, disk: Disk, folder: Path) -> Iterator[Actions]:
    shelf = Shelf(folder / "outbox.sqlite")
    caller, outbox = Caller(api), Outbox(api, shelf)
    actions = Actions(hall, caller, outbox, disk)
    outbox.start()
    yield actions
    outbox.stop()
    caller.stop()
    shelf.close()


@pytest.fixture
def actions(api: Api, hall: Hall, disk: Disk, tmp_path: Path) -> Iterator[Actions]:
    with at_work(api, hall, disk, tmp_path) as made:
        yield made


@pytest.fixture
def alone(disk: Disk, tmp_path: Path) -> Iterator[tuple[Hall, Actions]]:
    """With no backend."""
    hall = Hall(ME)
    with at_work(Api(Connection("http://127.0.0.1:9")), hall, disk, tmp_path) as made:
        yield hall, made


def test_that_a_card_brings_the_newest_row_of_its_case_with_it(qtbot: QtBot, case: Case, hall: Hall, actions: Actions) -> None:
    hall.cases.put([replace(case, version=case.version - 1)])
    actions.open_card("c1")
    qtbot.waitUntil(lambda: "c1" in hall.cards)
    assert [case.version for case in hall.cases] == [case.version]


def code_of(hall: Hall, wanted: Wanted, id: str = "") -> str:
    problem = hall.failures.of(wanted, id)
    return problem.code if problem else ""


def test_that_what_cannot_be_had_is_told_and_logged_until_it_is_had(
    qtbot: QtBot, centre: Centre, hall: Hall, actions: Actions, caplog: pytest.LogCaptureFixture
) -> None:
    actions.open_card("c1")
    qtbot.waitUntil(lambda: code_of(hall, Wanted.CARD, "c1") == "unknown_case")
    assert "CARD c1: unknown_case" in caplog.text
    centre.report("c1")
    actions.open_card("c1")
    qtbot.waitUntil(lambda: "c1" in hall.cards)
    assert code_of(hall, Wanted.CARD, "c1") == ""


def test_that_the_failure_of_one_track_is_not_that_of_another(qtbot: QtBot, hall: Hall, actions: Actions) -> None:
    now = datetime.now(UTC)
    actions.load_track("t1", now - timedelta(hours=1), now)
    actions.load_track_days("t2")
    qtbot.waitUntil(lambda: bool(code_of(hall, Wanted.TRACK, "t1") and code_of(hall, Wanted.TRACK_DAYS, "t2")))
    assert not code_of(hall, Wanted.TRACK, "t2")
    assert not code_of(hall, Wanted.TRACK_DAYS, "t1")


def test_that_what_no_pane_asks_for_is_asked_for_again_by_itself(qtbot: QtBot, line: BadLine, hall: Hall, actions: Actions) -> None:
    line.trouble = lambda method, path: problem(503, "not_now")
    actions.load_components()
    qtbot.waitUntil(lambda: code_of(hall, Wanted.COMPONENTS) == "not_now")
    line.trouble = lambda method, path: None
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
    qtbot: QtBot, disk: Disk, alone: tuple[Hall, Actions], caplog: pytest.LogCaptureFixture
) -> None:
    hall, actions = alone
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


def sent(behind: Backend) -> datetime:
    """A minute ago the inspector sent two fixes; since when."""
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    fixes = [{"at": (at + timedelta(seconds=10 * number)).isoformat(), "lon": 111.0, "lat": 35.02} for number in range(2)]
    behind.client(Role.DEVICE).post("/v1/positions", json={"code": "u1", "fixes": fixes}).raise_for_status()
    return at


def test_that_a_track_is_opened_for_playing(qtbot: QtBot, behind: Backend, hall: Hall, actions: Actions) -> None:
    at = sent(behind)
    with qtbot.waitSignal(hall.playback.opened):
        actions.load_track("u1", at, at + timedelta(minutes=1))
    assert hall.playback.track is not None
    assert (hall.playback.track.unit_id, len(hall.playback.track)) == ("u1", 2)


def test_that_the_days_of_a_unit_are_told(qtbot: QtBot, behind: Backend, hall: Hall, actions: Actions) -> None:
    sent(behind)
    with qtbot.waitSignal(hall.track_days_changed):
        actions.load_track_days("u1")
    assert sum(day.fixes for day in hall.track_days["u1"]) == 2  # two days of one each at midnight


def test_that_the_components_arrive_as_columns(qtbot: QtBot, hall: Hall, actions: Actions) -> None:
    with qtbot.waitSignal(hall.components.changed):
        actions.load_components()
    assert hall.components.table is not None


def test_that_a_photo_is_fetched_once(qtbot: QtBot, line: BadLine, api: Api, hall: Hall, actions: Actions) -> None:
    photo = api.upload_photo(JPEG, "image/jpeg").id
    for _ in range(2):
        with qtbot.waitSignal(hall.photos.arrived) as arrived:
            actions.load_photo(photo)
        assert arrived.args == [photo, JPEG]
    assert line.requests.count(("GET", f"/v1/photos/{photo}")) == 1


def test_that_a_photo_that_cannot_be_had_is_told_as_empty(qtbot: QtBot, hall: Hall, actions: Actions) -> None:
    with qtbot.waitSignal(hall.photos.arrived) as arrived:
        actions.load_photo("0" * 64)
    assert arrived.args == ["0" * 64, b""]


def test_that_a_photo_goes_out_under_the_case_that_it_is_for(qtbot: QtBot, api: Api, hall: Hall, actions: Actions) -> None:
    key = actions.upload("c1", JPEG, "image/jpeg")
    qtbot.waitUntil(lambda: key in hall.receipts and hall.receipts.get(key).state == ReceiptState.STORED)
    assert hall.receipts.get(key).subject == "c1"
    assert api.photo(id_of(JPEG)) == JPEG


def test_that_the_picture_is_kept_in_the_background(qtbot: QtBot, disk: Disk, alone: tuple[Hall, Actions]) -> None:
    hall, actions = alone
    hall.cases.put([a_case("c1")])
    hall.settle(("e1", 1))
    actions.save_picture()
    qtbot.waitUntil(lambda: disk.load() is not None)
