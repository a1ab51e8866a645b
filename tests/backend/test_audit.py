"""The audit trail: written with the change, chained, and telling on whoever tampers with it."""

import pytest
import sqlalchemy as sa

from backend.session import SYSTEM
from backend.tables.audit import AuditRow
from tests.backends import Backend
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
