"""Snapshots: one picture and the cursor from which the feed goes on."""

import pyarrow as pa

from backend.rules import departments
from backend.session import SYSTEM
from tests.backends import Backend
from wire import bulk
from wire.codes import Noun, Role
from wire.nouns import MESSAGE_OF, PLURAL
from wire.people import Department, DepartmentOrder


def add(backend: Backend, id: str) -> None:
    with backend.database.write(SYSTEM) as work:
        departments.put(work, DepartmentOrder(id=id, code=id, name=f"部门 {id}", trades=["ROADS", "LAMPS"]))


def test_that_a_snapshot_and_the_feed_after_it_are_the_whole(backend: Backend) -> None:
    hall = backend.client(Role.DISPATCHER)
    add(backend, "d1")
    answer = hall.get("/v1/snapshot/departments")
    epoch, head = answer.headers["Feed-Cursor"].split(":")
    add(backend, "d2")
    page = hall.get(f"/v1/changes?after={head}&epoch={epoch}&wait=10").json()
    assert [thing["id"] for thing in answer.json()] + [change["id"] for change in page["changes"]] == ["d1", "d2"]


def test_that_arrow_and_json_say_the_same(backend: Backend) -> None:
    hall = backend.client(Role.DISPATCHER)
    for id in ("d1", "d2"):
        add(backend, id)
    as_json = hall.get("/v1/snapshot/departments").json()
    answer = hall.get("/v1/snapshot/departments", headers={"Accept": bulk.MEDIA_TYPE})
    assert answer.headers["Content-Type"] == bulk.MEDIA_TYPE
    messages = [message for page in bulk.decode(Department, bulk.from_bytes(answer.content)) for message in page]
    assert [(message.id, message.name, message.trades) for message in messages] == [(row["id"], row["name"], row["trades"]) for row in as_json]


def test_that_every_noun_has_a_snapshot_with_its_columns(backend: Backend) -> None:
    hall = backend.client(Role.DISPATCHER)
    for noun in Noun:
        things = hall.get(f"/v1/snapshot/{PLURAL[noun]}").json()
        shipped = {Noun.SEAT: ["EMPTY"] * 6, Noun.STANDARD: ["PUBLISHED"] * 2}
        assert [thing["state"] for thing in things] == shipped.get(noun, [])
        table = bulk.from_bytes(hall.get(f"/v1/snapshot/{PLURAL[noun]}", headers={"Accept": bulk.MEDIA_TYPE}).content)
        assert table.schema == bulk.schema_of(MESSAGE_OF[noun])
        assert isinstance(table, pa.Table)
