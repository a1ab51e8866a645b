"""The feed reaches the Hall whole, whatever happens on the way."""

from collections.abc import Callable, Iterator, Sequence

import msgspec
import pyarrow as pa
import pytest
import sqlalchemy as sa
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from backend.rules import geofences
from backend.tables.cases import CaseRow
from backend.tables.feed import FeedHead
from console.api import Api, Cursor, Snapshot
from console.connection import Connection
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.workers.poller import NOUNS, Poller, _things, followed
from tests.backend.centre import ACCEPTOR, ADMIN, DEPARTMENT, DISPATCHER, Centre
from tests.backends import Backend, Client
from tests.console.bad_line import *  # noqa: F403
from tests.console.bad_line import BadLine, problem
from tests.console.made import a_case
from wire.bulk import encode, to_bytes
from wire.cases import Case, DispatchOrder
from wire.changes import RawChanges
from wire.codes import AdjustmentKind, ComponentState, FenceKind, Noun, Role, Status, Verb
from wire.components import Component
from wire.geofences import GeofenceOrder
from wire.nouns import PLURAL

Start = Callable[..., Poller]
CHANGES = "/v1/changes"
ALIEN = pa.table({"id": ["c1"], "colour": ["red"]})


def a_component(id: str) -> Component:
    return Component(id=id, version=1, code=id, class_code="0101", name="cover", state=ComponentState.INTACT, lon=114.3, lat=22.7)


@pytest.fixture
def hall(qtbot: QtBot, client: Client) -> Hall:
    assert client.user is not None
    return Hall(client.user)


@pytest.fixture
def start(line: BadLine, client: Client, hall: Hall) -> Iterator[Start]:
    """Starts a poller that is connected to the Hall as in the console."""
    running = []

    def start(since: Cursor | None = None, token: str = client.token, nouns: Sequence[Noun] = NOUNS) -> Poller:
        poller = Poller(Api(Connection(line.url, token)), since, nouns=nouns)
        poller.heard.connect(hall.link.heard)
        poller.heard.connect(hall.clock.set)
        poller.lost.connect(hall.link.lost)
        poller.refused.connect(hall.link.refused)
        poller.snapshot_taken.connect(hall.take)
        poller.refreshed.connect(hall.settle)
        poller.caught_up.connect(hall.caught_up)
        poller.changed.connect(hall.apply)
        running.append(poller)
        poller.start()
        return poller

    yield start
    for poller in running:
        poller.stop()


def snapshots(line: BadLine) -> int:
    return line.requests.count(("GET", "/v1/snapshot/cases"))


def spoil_once(line: BadLine, spoil: Callable[[list[msgspec.Raw]], list[msgspec.Raw]]) -> None:
    """What becomes of the next changes that the backend tells."""
    left = [1]

    def of_changes(path: str, body: bytes) -> bytes:
        if path != CHANGES or not left:
            return body
        answer = msgspec.json.decode(body, type=RawChanges)
        if not answer.changes:
            return body
        left.pop()
        return msgspec.json.encode(replace(answer, changes=spoil(answer.changes)))

    line.spoil = of_changes


def test_that_a_first_start_asks_for_everything_that_the_hall_has_a_table_for(qtbot: QtBot, line: BadLine, hall: Hall, start: Start) -> None:
    with qtbot.waitSignal(hall.refreshed):
        start()
    asked = {path.rpartition("/")[2] for _, path in line.requests if path.startswith("/v1/snapshot/")}
    assert asked == {PLURAL[noun] for noun in Noun if hall.table(noun) is not None}


def test_that_the_hall_is_filled_and_then_follows(qtbot: QtBot, centre: Centre, hall: Hall, start: Start) -> None:
    centre.report("c1")
    start()
    qtbot.waitUntil(lambda: "c1" in hall.cases)
    centre.report("c2")
    centre.step(ACCEPTOR, "c1", Verb.SEND_VERIFY)
    qtbot.waitUntil(lambda: {case.id: case.version for case in hall.cases} == {"c1": 2, "c2": 1})
    assert hall.link.state == LinkState.FRESH


def test_that_what_is_removed_goes(qtbot: QtBot, centre: Centre, hall: Hall, start: Start) -> None:
    with centre.writing(ADMIN) as work:
        fence = geofences.put(work, GeofenceOrder(id="f1", name="Fence", kind=FenceKind.CIRCLE, places=[(111.0, 35.02)], radius_m=80.0))
    start()
    qtbot.waitUntil(lambda: "f1" in hall.geofences)
    with centre.writing(ADMIN, expected=fence.version) as work:
        geofences.remove(work, "f1")
    qtbot.waitUntil(lambda: "f1" not in hall.geofences)


def test_that_a_gap_in_the_feed_leads_to_a_new_snapshot(qtbot: QtBot, centre: Centre, line: BadLine, hall: Hall, start: Start) -> None:
    start()
    qtbot.waitUntil(lambda: CHANGES in line.under_way)
    spoil_once(line, lambda changes: changes[1:])
    with centre.writing(ADMIN) as work:
        for number in range(2):
            work.publish(Noun.COMPONENT, f"p{number}", 1, a_component(f"p{number}"))
    qtbot.waitUntil(lambda: snapshots(line) == 2)
    centre.report("c1")
    qtbot.waitUntil(lambda: "c1" in hall.cases)
    assert snapshots(line) == 2


def test_that_another_epoch_leads_to_a_new_snapshot(qtbot: QtBot, centre: Centre, hall: Hall, start: Start) -> None:
    centre.report("c1")
    with qtbot.waitSignal(hall.refreshed):
        start(since=Cursor("another", 0))
    qtbot.waitUntil(lambda: "c1" in hall.cases)


def test_that_a_restored_backup_wins_over_newer_versions(qtbot: QtBot, centre: Centre, hall: Hall, start: Start) -> None:
    centre.report("c1")
    centre.step(ACCEPTOR, "c1", Verb.SEND_VERIFY)
    start()
    qtbot.waitUntil(lambda: [case.version for case in hall.cases] == [2])
    with centre.writing(ADMIN) as work:
        work.session.execute(sa.update(CaseRow).values(version=1))
        work.session.execute(sa.update(FeedHead).values(epoch="restored"))
    qtbot.waitUntil(lambda: [case.version for case in hall.cases] == [1])


@pytest.mark.parametrize("poison", [b'{"seq":1}', b'{"seq":1,"at":"2026-11-21T08:00:00Z","noun":"DRONE","id":"d","version":1,"body":{}}', b"7"])
def test_that_a_change_that_cannot_be_read_costs_only_itself(
    qtbot: QtBot, centre: Centre, line: BadLine, hall: Hall, start: Start, poison: bytes
) -> None:
    start()
    qtbot.waitUntil(lambda: hall.link.state == LinkState.FRESH)
    spoil_once(line, lambda changes: [msgspec.Raw(poison), *changes[1:]])
    with centre.writing(ADMIN) as work:
        work.publish(Noun.COMPONENT, "p1", 1, a_component("p1"))
    centre.report("c1")
    qtbot.waitUntil(lambda: "c1" in hall.cases)
    assert snapshots(line) == 1


def test_that_a_row_that_cannot_be_read_costs_only_itself() -> None:
    table = encode(Case, [a_case(f"c{number}") for number in range(5)])
    status = pa.array(["REPORTED", "REPORTED", "ON_MARS", "REPORTED", "REPORTED"]).dictionary_encode()
    broken = table.set_column(table.column_names.index("status"), "status", status)
    assert [case.id for case in _things(Snapshot(Noun.CASE, Cursor("e1", 1), broken))] == ["c0", "c1", "c3", "c4"]


def test_that_a_snapshot_of_which_nothing_can_be_read_is_no_empty_hall(qtbot: QtBot, line: BadLine, hall: Hall, start: Start) -> None:
    hall.cases.put([a_case("c0")])
    line.spoil = lambda path, body: to_bytes(ALIEN) if path == "/v1/snapshot/cases" else body
    start()
    qtbot.waitUntil(lambda: hall.link.cause == "bad_answer")
    assert [case.id for case in hall.cases] == ["c0"]


def test_that_changed_components_are_fetched_again_once(qtbot: QtBot, centre: Centre, hall: Hall, start: Start) -> None:
    asked: list[bool] = []
    hall.components.outdated.connect(lambda: asked.append(True))
    start()
    qtbot.waitUntil(lambda: hall.link.state == LinkState.FRESH and hall.cursor is not None)
    assert hall.cursor is not None
    head = hall.cursor[1] + 3
    with centre.writing(ADMIN) as work:
        for number in range(3):
            work.publish(Noun.COMPONENT, f"p{number}", 1, a_component(f"p{number}"))
    qtbot.waitUntil(lambda: hall.cursor is not None and hall.cursor[1] == head)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [True]


def test_that_a_killed_backend_is_lost_at_once_and_comes_back_by_itself(
    qtbot: QtBot, centre: Centre, line: BadLine, hall: Hall, start: Start
) -> None:
    start()
    qtbot.waitUntil(lambda: hall.link.state == LinkState.FRESH and CHANGES in line.under_way)
    line.stop()
    qtbot.waitUntil(lambda: hall.link.state == LinkState.LOST and hall.link.cause == "unreachable")
    centre.report("c1")
    line.start()
    qtbot.waitUntil(lambda: hall.link.state == LinkState.FRESH)
    qtbot.waitUntil(lambda: "c1" in hall.cases)
    assert snapshots(line) == 1


def test_that_a_backend_that_breaks_off_is_asked_less_and_less_often(qtbot: QtBot, line: BadLine, hall: Hall, start: Start) -> None:
    line.trouble = lambda method, path: problem(503, "starting")
    start()
    qtbot.waitUntil(lambda: len(line.requests) == 3)
    assert (hall.link.state, hall.link.cause) == (LinkState.LOST, "starting")
    line.trouble = lambda method, path: None
    qtbot.waitUntil(lambda: hall.link.state == LinkState.FRESH)


def test_that_the_end_of_the_session_is_told(qtbot: QtBot, client: Client, api: Api) -> None:
    client.delete("/v1/login").raise_for_status()
    poller = Poller(api)
    with qtbot.waitSignal(poller.session_ended):
        poller.start()
    poller.stop()


def test_that_a_user_without_the_role_is_refused_not_lost(qtbot: QtBot, behind: Backend, hall: Hall, start: Start) -> None:
    start(token=behind.client(Role.INSPECTOR).token)
    qtbot.waitUntil(lambda: hall.link.state == LinkState.REFUSED)
    assert hall.link.cause == "not_your_role"


def test_that_an_office_has_its_own_cases_and_follows_them(
    qtbot: QtBot, behind: Backend, centre: Centre, line: BadLine, hall: Hall, start: Start
) -> None:
    """From the snapshot on, and on through what does not concern it; what goes to another department goes from here."""
    client = behind.client(Role.DEPARTMENT, department_id="d1")
    assert client.user is not None
    mine = centre.bring(Status.PENDING_DISPOSAL, "mine")
    start(token=client.token, nouns=followed(client.user))
    qtbot.waitUntil(lambda: "mine" in hall.cases)
    centre.report("of-nobody")
    centre.step(DEPARTMENT, "mine", Verb.ASSIGN)
    qtbot.waitUntil(lambda: [case.version for case in hall.cases] == [mine.version + 1])
    theirs = centre.bring(Status.PENDING_DISPATCH, "theirs")
    centre.order(DISPATCHER, theirs.id, DispatchOrder(department_id="d2"))
    centre.bring(Status.PENDING_DISPOSAL, "mine-too")
    qtbot.waitUntil(lambda: "mine-too" in hall.cases)
    centre.ask(AdjustmentKind.RETURN, "mine-too", DEPARTMENT, DISPATCHER)
    qtbot.waitUntil(lambda: "mine-too" not in hall.cases)
    assert {case.id for case in hall.cases} == {"mine"}
    assert hall.link.state == LinkState.FRESH
    assert snapshots(line) == 1


def test_that_a_held_poll_does_not_hold_up_the_end(qtbot: QtBot, line: BadLine, start: Start) -> None:
    poller = start()
    qtbot.waitUntil(lambda: CHANGES in line.under_way)
    poller.stop()
    assert not poller._thread.is_alive()


def test_that_a_whole_picture_from_the_disk_needs_no_snapshot(
    qtbot: QtBot, centre: Centre, line: BadLine, client: Client, hall: Hall, start: Start
) -> None:
    centre.report("c1")
    epoch, _, head = client.get("/v1/snapshot/cases").headers["Feed-Cursor"].partition(":")
    centre.report("c2")
    assert client.get(f"/v1/changes?after={head}&wait=20").json()["changes"]  # by now the backend gives it out
    behind: list[list[str]] = []
    hall.caught_up.connect(lambda: behind.append([case.id for case in hall.cases]))
    start(since=Cursor(epoch, int(head)))
    qtbot.waitUntil(lambda: bool(behind))
    assert behind == [["c2"]], "what was missed is there when it is said to be"
    assert snapshots(line) == 0
    line.stop()
    centre.report("c3")
    line.start()
    qtbot.waitUntil(lambda: len(behind) == 2)
    assert sorted(behind[1]) == ["c2", "c3"]
