"""The fourth state of a receipt: who is to take the next step has seen the one before."""

import sqlalchemy as sa

from backend.rules import seen
from backend.session import Database
from backend.tables.feed import ChangeRow
from tests.backend.centre import DEPARTMENT, DISPATCHER, SAMPLES, Centre
from tests.backends import Backend
from wire.codes import Noun, Role, Status, Verb


def looks(database: Database, case_id: str) -> list[int]:
    """The steps that were seen, as the feed tells it."""
    with database.read() as work:
        chosen = sa.select(ChangeRow.version).where(ChangeRow.noun == Noun.SEEN, ChangeRow.id == case_id).order_by(ChangeRow.seq)
        return list(work.session.scalars(chosen))


def test_that_only_the_next_holder_sees_and_only_once(backend: Backend) -> None:
    centre = Centre(backend.database)
    case = centre.bring(Status.PENDING_DISPATCH)
    steps = len(case.flow)
    before = looks(backend.database, case.id)
    dispatched = centre.order(DISPATCHER, case.id, SAMPLES[Verb.DISPATCH])
    assert looks(backend.database, case.id) == [*before, steps]
    for client in (backend.client(Role.DISPATCHER), backend.client(Role.ACCEPTOR), backend.client(Role.DEPARTMENT, department_id="d2")):
        client.get(f"/v1/cases/{case.id}")
    assert looks(backend.database, case.id) == [*before, steps]
    office = backend.client(Role.DEPARTMENT, name="office", department_id="d1")
    for _ in range(2):
        assert office.get(f"/v1/cases/{case.id}").json()["version"] == dispatched.version
    assert looks(backend.database, case.id) == [*before, steps, steps + 1]
    snapshot = backend.client(Role.DISPATCHER).get("/v1/snapshot/seen").json()
    assert [(each["id"], each["version"], each["by"]) for each in snapshot] == [(case.id, steps + 1, "Office")]


def test_that_a_terminal_has_seen_the_tasks_that_it_fetched(backend: Backend) -> None:
    centre = Centre(backend.database)
    case = centre.bring(Status.VERIFYING)
    assert looks(backend.database, case.id) == [1]
    backend.client(Role.ACCEPTOR).get("/v1/tasks")
    assert looks(backend.database, case.id) == [1]
    inspector = backend.client(Role.INSPECTOR, unit_id="u1")
    for _ in range(2):
        assert len(inspector.get("/v1/tasks", params={"unit_id": "u1"}).json()) == 1
    assert looks(backend.database, case.id) == [1, 2]


def test_that_nobody_sees_a_step_of_their_own_and_a_step_shows_that_the_one_before_was_seen(database: Database) -> None:
    centre = Centre(database)
    case = centre.bring(Status.PENDING_DISPATCH)
    before, steps = looks(database, case.id), len(case.flow)
    centre.order(DISPATCHER, case.id, SAMPLES[Verb.DISPATCH])
    centre.order(DEPARTMENT, case.id, SAMPLES[Verb.ASSIGN])
    centre.order(DEPARTMENT, case.id, SAMPLES[Verb.REVOKE])
    assert looks(database, case.id) == [*before, steps, steps + 1]
    with database.read(DEPARTMENT) as work:
        assert seen.unseen(work, [case.id]) == []
    with database.read(DISPATCHER) as work:
        assert seen.unseen(work, [case.id]) == [case.id]


def test_that_what_is_done_is_not_in_the_snapshot(backend: Backend) -> None:
    centre = Centre(backend.database)
    centre.bring(Status.CLOSED)
    open_case = centre.bring(Status.PENDING_DISPATCH)
    snapshot = backend.client(Role.DISPATCHER).get("/v1/snapshot/seen").json()
    assert [each["id"] for each in snapshot] == [open_case.id]
