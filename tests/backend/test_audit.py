"""The audit trail: written with the change, chained, and telling on whoever tampers with it."""

import pytest
import sqlalchemy as sa

from backend.commands import audit as command
from backend.refusals import Setup
from backend.session import SYSTEM, Database
from backend.stamp import seal
from backend.tables.audit import AuditRow
from tests.backends import Backend
from wire.audit import AuditEntry
from wire.codes import Role

ORDER = {"id": "d1", "code": "D1", "name": "Roads", "trades": []}


def trail(backend: Backend, query: str = "") -> dict:
    return backend.client(Role.AUDITOR, name="auditor").get(f"/v1/audit{query}").json()


def fill(backend: Backend) -> None:
    admin = backend.client(Role.ADMIN, name="admin")
    for name in ("Roads", "Parks", "Lamps"):
        admin.put("/v1/departments/d1", json=ORDER | {"name": name})


def test_that_it_says_who_did_what_and_verifies(backend: Backend) -> None:
    fill(backend)
    page = trail(backend)
    assert (page["whole"], page["broken_at"]) == (True, None)
    assert [(entry["user"], entry["act"], entry["id"]) for entry in page["entries"] if entry["act"] == "DEPARTMENT.PUT"] == [
        ("admin", "DEPARTMENT.PUT", "d1")
    ] * 3
    assert [entry["seq"] for entry in page["entries"]] == list(range(1, len(page["entries"]) + 1))


def test_that_a_refused_order_leaves_no_entry(backend: Backend) -> None:
    fill(backend)
    before = len(trail(backend)["entries"])
    backend.client(Role.ADMIN, name="admin").put("/v1/departments/d1", json=ORDER, headers={"If-Match": '"1"'})
    acts = [entry["act"] for entry in trail(backend)["entries"][before:]]
    assert "DEPARTMENT.PUT" not in acts


@pytest.mark.parametrize(
    "crime",
    [
        sa.update(AuditRow).where(AuditRow.seq == 4).values(user="nobody"),
        sa.delete(AuditRow).where(AuditRow.seq == 4),
        sa.update(AuditRow).where(AuditRow.seq == 4).values(hash="0" * 64),
    ],
    ids=["changed", "removed", "resealed"],
)
def test_that_tampering_is_seen_on_every_page_after_it(backend: Backend, crime: sa.UpdateBase) -> None:
    fill(backend)
    with backend.database.write(SYSTEM) as work:
        work.session.execute(crime)
    for page in (trail(backend), trail(backend, "?after=4&limit=1")):
        assert (page["whole"], page["broken_at"]) == (False, 4)
    assert trail(backend, "?limit=3")["whole"]


def test_that_a_cut_off_end_is_seen(backend: Backend) -> None:
    fill(backend)
    auditor = backend.client(Role.AUDITOR)
    last = auditor.get("/v1/audit").json()["entries"][-1]["seq"]
    with backend.database.write(SYSTEM) as work:
        work.session.execute(sa.delete(AuditRow).where(AuditRow.seq == last))
    assert auditor.get("/v1/audit").json()["broken_at"] == last


def reseal(database: Database, first: int) -> None:
    """Somebody changes an entry and seals all that follow anew, as anybody can who may write to the database."""
    with database.write(SYSTEM) as work:
        previous = work.session.scalars(sa.select(AuditRow.hash).where(AuditRow.seq == first - 1)).one()
        for row in work.session.scalars(sa.select(AuditRow).where(AuditRow.seq >= first).order_by(AuditRow.seq)):
            row.user, row.previous = "nobody", previous
            entry = AuditEntry(**{name: getattr(row, name) for name in AuditEntry.__struct_fields__})
            row.hash = previous = seal(entry)


def test_that_a_page_is_verified_from_the_anchor_that_the_reader_holds(backend: Backend) -> None:
    fill(backend)
    first = trail(backend, "?limit=3")
    held = first["entries"][-1]
    page = trail(backend, f"?after=3&limit=100&anchor={held['hash']}")
    assert (page["whole"], page["verified_after"], page["entries"][0]["seq"]) == (True, 3, 4)
    assert trail(backend, "?after=3")["verified_after"] == 0


@pytest.mark.parametrize(
    ("crime", "broken_at"),
    [
        (sa.update(AuditRow).where(AuditRow.seq == 4).values(detail="tampered"), 4),
        (sa.delete(AuditRow).where(AuditRow.seq == 4), 4),
        (sa.update(AuditRow).where(AuditRow.seq == 3).values(user="nobody"), 3),
        (sa.delete(AuditRow).where(AuditRow.seq == 3), 3),
        (sa.delete(AuditRow).where(AuditRow.seq > 3), 4),
    ],
    ids=["changed", "removed", "anchor changed", "anchor removed", "cut off"],
)
def test_that_an_anchored_page_tells_on_whoever_tampers_from_the_anchor_on(backend: Backend, crime: sa.UpdateBase, broken_at: int) -> None:
    fill(backend)
    anchor = trail(backend, "?limit=3")["entries"][-1]["hash"]
    with backend.database.write(SYSTEM) as work:
        work.session.execute(crime)
    page = trail(backend, f"?after=3&limit=100&anchor={anchor}")
    assert (page["whole"], page["broken_at"]) == (False, broken_at)


def test_that_an_anchor_sees_a_trail_that_was_sealed_anew(backend: Backend) -> None:
    """The chain by itself cannot: it has no secret. Whoever kept a hash can."""
    fill(backend)
    held = trail(backend)["entries"][-1]
    reseal(backend.database, 3)
    assert trail(backend)["whole"]
    assert not trail(backend, f"?after={held['seq']}&anchor={held['hash']}")["whole"]


def test_that_what_lies_before_the_anchor_is_seen_by_who_asks_without(backend: Backend) -> None:
    fill(backend)
    held = trail(backend)["entries"][-1]
    with backend.database.write(SYSTEM) as work:
        work.session.execute(sa.update(AuditRow).where(AuditRow.seq == 2).values(detail="tampered"))
    assert trail(backend, f"?after={held['seq']}&anchor={held['hash']}")["whole"]
    assert trail(backend, f"?after={held['seq']}")["broken_at"] == 2


def test_that_an_anchor_of_nothing_is_refused(backend: Backend) -> None:
    auditor = backend.client(Role.AUDITOR)
    for query in (f"?anchor={'0' * 64}", "?after=1&anchor=none", f"?after=1&anchor={'z' * 64}"):
        assert (auditor.get(f"/v1/audit{query}").status_code, auditor.get(f"/v1/audit{query}").json()["code"]) == (400, "malformed")


def test_that_the_command_goes_on_from_what_it_said_last(backend: Backend) -> None:
    def verify(anchor: str = "") -> str:
        return command.verify(backend.database, anchor).removeprefix("whole up to ")

    fill(backend)
    first = verify()
    fill(backend)
    second = verify(first)
    assert int(second.partition(":")[0]) > int(first.partition(":")[0])
    assert verify() == verify(second) == second
    reseal(backend.database, 3)
    assert verify() != second
    with pytest.raises(Setup, match=f"broken at entry {second.partition(':')[0]}"):
        verify(second)
    for wrong in ("7", "x:y", ":", "0" * 30 + ":a"):
        with pytest.raises(Setup, match="SEQ:HASH"):
            verify(wrong)
