"""The feed reaches the Hall whole, whatever happens on the way."""

from collections.abc import Callable, Iterator

import msgspec
import pyarrow as pa
import pytest
from pytestqt.qtbot import QtBot

from console.api import Api, Cursor, Snapshot
from console.connection import Connection
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.workers.poller import Poller, _things
from tests.console.small_backend import ME, SmallBackend, a_case, problem
from wire.bulk import encode, to_bytes
from wire.cases import Case
from wire.codes import ComponentState, Noun
from wire.components import Component
from wire.nouns import PLURAL
from wire.tasks import Task

Start = Callable[..., Poller]
ALIEN = pa.table({"id": ["c1"], "colour": ["red"]})


def a_component(id: str) -> Component:
    return Component(id=id, version=1, code=id, class_code="0101", name="cover", state=ComponentState.INTACT, lon=114.3, lat=22.7)


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
def start(backend: SmallBackend, hall: Hall) -> Iterator[Start]:
    """Starts a poller that is connected to the Hall as in the console."""
    running = []

    def start(since: Cursor | None = None) -> Poller:
        poller = Poller(Api(Connection(backend.url)), since)
        poller.heard.connect(hall.link.heard)
        poller.heard.connect(hall.clock.set)
        poller.lost.connect(hall.link.lost)
        poller.refused.connect(hall.link.refused)
        poller.snapshot_taken.connect(hall.take)
        poller.refreshed.connect(hall.settle)
        poller.changed.connect(hall.apply)
        running.append(poller)
        poller.start()
        return poller

    yield start
    for poller in running:
        poller.stop()


def test_that_a_first_start_asks_for_everything_that_the_hall_has_a_table_for(qtbot: QtBot, backend: SmallBackend, hall: Hall, start: Start) -> None:
    with qtbot.waitSignal(hall.refreshed):
        start()
    asked = {path.rpartition("/")[2] for _, path in backend.requests if path.startswith("/v1/snapshot/")}
    assert asked == {PLURAL[noun] for noun in Noun if hall.table(noun) is not None}


def snapshots(backend: SmallBackend) -> int:
    return backend.requests.count(("GET", "/v1/snapshot/cases"))


def test_that_the_hall_is_filled_and_then_follows(qtbot: QtBot, backend: SmallBackend, hall: Hall, start: Start) -> None:
    backend.put(Noun.CASE, a_case("c1"))
    start()
    qtbot.waitUntil(lambda: "c1" in hall.cases)
    backend.put(Noun.CASE, a_case("c2"))
    backend.put(Noun.CASE, a_case("c1", version=2, address="2 River Road"))
    qtbot.waitUntil(lambda: hall.cursor == ("e1", 3))
    assert {case.id: case.version for case in hall.cases} == {"c1": 2, "c2": 1}
    assert hall.link.state == LinkState.FRESH


def test_that_what_is_removed_goes(qtbot: QtBot, backend: SmallBackend, hall: Hall, start: Start) -> None:
    backend.put(Noun.CASE, a_case("c1"))
    start()
    qtbot.waitUntil(lambda: "c1" in hall.cases)
    backend.remove(Noun.CASE, "c1")
    qtbot.waitUntil(lambda: "c1" not in hall.cases)


def test_that_a_gap_in_the_feed_leads_to_a_new_snapshot(qtbot: QtBot, backend: SmallBackend, hall: Hall, start: Start) -> None:
    start()
    qtbot.waitUntil(lambda: backend.held == 1)
    with backend.news:
        backend.things[Noun.CASE]["c1"] = a_case("c1")
        backend.feed.append(b"lost on the way")
        backend.put(Noun.CASE, a_case("c2"))
        del backend.feed[0]
    qtbot.waitUntil(lambda: {"c1", "c2"} <= {case.id for case in hall.cases})
    assert snapshots(backend) == 2


@pytest.mark.parametrize("damage", ["epoch", "floor"])
def test_that_another_epoch_and_a_forgotten_past_lead_to_a_new_snapshot(
    qtbot: QtBot, backend: SmallBackend, hall: Hall, start: Start, damage: str
) -> None:
    backend.put(Noun.CASE, a_case("c1", version=9))
    backend.floor = 1 if damage == "floor" else 0
    with qtbot.waitSignal(hall.refreshed):
        start(since=Cursor("e0" if damage == "epoch" else "e1", 0))
    qtbot.waitUntil(lambda: "c1" in hall.cases)


def test_that_a_restored_backup_wins_over_newer_versions(qtbot: QtBot, backend: SmallBackend, hall: Hall, start: Start) -> None:
    backend.put(Noun.CASE, a_case("c1", version=9))
    start()
    qtbot.waitUntil(lambda: "c1" in hall.cases)
    with backend.news:
        backend.things[Noun.CASE], backend.epoch = {}, "e2"
        backend.put(Noun.CASE, a_case("c1", version=5))
    qtbot.waitUntil(lambda: [case.version for case in hall.cases] == [5])


@pytest.mark.parametrize("poison", [b'{"seq":1}', b'{"seq":1,"at":"2026-11-21T08:00:00Z","noun":"DRONE","id":"d","version":1,"body":{}}', b"7"])
def test_that_a_change_that_cannot_be_read_costs_only_itself(qtbot: QtBot, backend: SmallBackend, hall: Hall, start: Start, poison: bytes) -> None:
    start()
    qtbot.waitUntil(lambda: hall.link.state == LinkState.FRESH)
    backend.append(poison)
    backend.put(Noun.CASE, a_case("c1"))
    qtbot.waitUntil(lambda: "c1" in hall.cases)
    assert hall.cursor == ("e1", 2)
    assert snapshots(backend) == 1


def test_that_a_row_that_cannot_be_read_costs_only_itself() -> None:
    table = encode(Case, [a_case(f"c{number}") for number in range(5)])
    status = pa.array(["REPORTED", "REPORTED", "ON_MARS", "REPORTED", "REPORTED"]).dictionary_encode()
    broken = table.set_column(table.column_names.index("status"), "status", status)
    assert [case.id for case in _things(Snapshot(Noun.CASE, Cursor("e1", 1), broken))] == ["c0", "c1", "c3", "c4"]


def test_that_a_snapshot_of_which_nothing_can_be_read_is_no_empty_hall(
    qtbot: QtBot, backend: SmallBackend, hall: Hall, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend.put(Noun.CASE, a_case("c1"))
    hall.cases.put([a_case("c0")])
    whole = backend.snapshot
    monkeypatch.setattr(backend, "snapshot", lambda noun: (to_bytes(encode(Task, [])) if noun != Noun.CASE else to_bytes(ALIEN), whole(noun)[1]))
    start()
    qtbot.waitUntil(lambda: hall.link.cause == "bad_answer")
    assert [case.id for case in hall.cases] == ["c0"]


def test_that_changed_components_are_fetched_again_once(qtbot: QtBot, backend: SmallBackend, hall: Hall, start: Start) -> None:
    asked: list[bool] = []
    hall.components.outdated.connect(lambda: asked.append(True))
    start()
    qtbot.waitUntil(lambda: hall.link.state == LinkState.FRESH)
    for number in range(3):
        backend.put(Noun.COMPONENT, a_component(f"p{number}"))
    qtbot.waitUntil(lambda: hall.cursor == ("e1", 3))
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [True]


def test_that_a_killed_backend_is_lost_at_once_and_comes_back_by_itself(qtbot: QtBot, backend: SmallBackend, hall: Hall, start: Start) -> None:
    start()
    qtbot.waitUntil(lambda: hall.link.state == LinkState.FRESH and backend.held == 1)
    backend.stop()
    qtbot.waitUntil(lambda: hall.link.state == LinkState.LOST and hall.link.cause == "unreachable")
    backend.feed.append(msgspec.json.encode({"seq": 1}))
    backend.put(Noun.CASE, a_case("c1"))
    backend.start()
    qtbot.waitUntil(lambda: hall.link.state == LinkState.FRESH)
    qtbot.waitUntil(lambda: "c1" in hall.cases)
    assert snapshots(backend) == 1


def test_that_a_backend_that_breaks_off_is_asked_less_and_less_often(qtbot: QtBot, backend: SmallBackend, hall: Hall, start: Start) -> None:
    backend.trouble = lambda method, path: problem(503, "starting")
    start()
    qtbot.waitUntil(lambda: len(backend.requests) == 3)
    assert (hall.link.state, hall.link.cause) == (LinkState.LOST, "starting")
    backend.trouble = lambda method, path: None
    qtbot.waitUntil(lambda: hall.link.state == LinkState.FRESH)


def test_that_the_end_of_the_session_is_told(qtbot: QtBot, backend: SmallBackend, hall: Hall) -> None:
    backend.trouble = lambda method, path: problem(401, "no_session")
    poller = Poller(Api(Connection(backend.url)))
    with qtbot.waitSignal(poller.session_ended):
        poller.start()
    poller.stop()


def test_that_a_user_without_the_role_is_refused_not_lost(qtbot: QtBot, backend: SmallBackend, hall: Hall, start: Start) -> None:
    backend.trouble = lambda method, path: problem(403, "not_your_role")
    start()
    qtbot.waitUntil(lambda: hall.link.state == LinkState.REFUSED)
    assert hall.link.cause == "not_your_role"


def test_that_a_held_poll_does_not_hold_up_the_end(qtbot: QtBot, backend: SmallBackend, hall: Hall, start: Start) -> None:
    poller = start()
    qtbot.waitUntil(lambda: backend.held == 1)
    poller.stop()
    assert not poller._thread.is_alive()


def test_that_a_whole_picture_from_the_disk_needs_no_snapshot(qtbot: QtBot, backend: SmallBackend, hall: Hall, start: Start) -> None:
    backend.put(Noun.CASE, a_case("c1"))
    backend.put(Noun.CASE, a_case("c2"))
    start(since=Cursor("e1", 1))
    qtbot.waitUntil(lambda: hall.cursor == ("e1", 2))
    assert [case.id for case in hall.cases] == ["c2"]
    assert snapshots(backend) == 0
