"""Footage that the police ask for, on both databases."""

import csv
import io
from datetime import datetime, timedelta

import msgspec
import openpyxl
import pytest

from backend.refusals import ChangedMeanwhile, NotYourRole, RuleSaysNo, Unknown
from backend.rules import cameras, footage
from backend.rules.footage import Wanted
from backend.session import Database
from backend.tables.audit import AuditRow
from tests.backend.centre import user
from tests.backends import Backend
from wire.cameras import CameraOrder
from wire.codes import Role
from wire.footage import AnyFootageStep, CopyStep, FootageOrder, FootageRequest, FootageState, HandOverStep, RefuseStep

PATROLLER, LEADER, ADMIN = user("patroller", Role.VIDEO_PATROLLER), user("leader", Role.SHIFT_LEADER), user("admin", Role.ADMIN)
COPY = CopyStep(camera_id="c0", name="c0-0800.mp4", size=12_345_678, sha256="ab" * 32)


@pytest.fixture
def now(database: Database) -> datetime:
    """And two cameras."""
    return with_cameras(database)


def with_cameras(database: Database) -> datetime:
    with database.write(ADMIN) as work:
        for n in range(2):
            cameras.put(work, CameraOrder(id=f"c{n}", code=f"X{n}", name=f"=路口{n}", lon=112, lat=38))
        return work.at


def order(now: datetime, id: str = "f1", **changes: object) -> FootageOrder:
    asked = FootageOrder(
        id=id,
        number=f"并公调〔2026〕{id}号",
        officer="王警官",
        badge="014327",
        unit="城区分局刑侦大队",
        cameras=["c0", "c1"],
        since=now - timedelta(hours=3),
        until=now - timedelta(hours=2),
        purpose="盗窃案侦查",
        basis="调取证据通知书",
    )
    return msgspec.structs.replace(asked, **changes)


def enter(database: Database, asked: FootageOrder) -> FootageRequest:
    with database.write(PATROLLER) as work:
        return footage.put(work, asked)


def step(database: Database, who: object, id: str, done: AnyFootageStep, expected: int | None = None) -> FootageRequest:
    with database.write(who, expected) as work:  # type: ignore[arg-type]
        return footage.step(work, id, done)


def test_that_a_request_goes_from_asked_to_handed_over_and_each_step_is_in_the_trail(database: Database, now: datetime) -> None:
    asked = enter(database, order(now))
    assert (asked.state, asked.version, asked.entered_by, asked.copies) == (FootageState.ASKED, 1, "patroller", [])
    with pytest.raises(RuleSaysNo, check=lambda no: no.code == "footage_nothing_copied"):
        step(database, LEADER, "f1", HandOverStep(to="王警官"))
    copied = step(database, PATROLLER, "f1", COPY, asked.version)
    assert (copied.state, copied.copies[0].sha256, copied.copies[0].by) == (FootageState.COPIED, "ab" * 32, "patroller")
    with pytest.raises(ChangedMeanwhile):
        step(database, PATROLLER, "f1", msgspec.structs.replace(COPY, sha256="cd" * 32), asked.version)
    with pytest.raises(NotYourRole):
        step(database, PATROLLER, "f1", HandOverStep(to="王警官"))
    handed = step(database, LEADER, "f1", HandOverStep(to="王警官"), copied.version)
    assert (handed.state, handed.handed_to, handed.settled_by, handed.settled_at is not None) == ("HANDED_OVER", "王警官", "leader", True)
    with database.read() as work:
        trail = [(row.act, row.user) for row in work.session.query(AuditRow).order_by(AuditRow.seq) if row.act.startswith("FOOTAGE")]
    assert trail == [("FOOTAGE.ENTER", "patroller"), ("FOOTAGE.COPY", "patroller"), ("FOOTAGE.HANDED_OVER", "leader")]


@pytest.mark.parametrize(
    ("done", "code"),
    [
        (msgspec.structs.replace(COPY, camera_id="c9"), "footage_other_camera"),
        (COPY, "footage_copied_already"),
    ],
)
def test_that_only_new_files_of_the_cameras_asked_for_are_copied(database: Database, now: datetime, done: CopyStep, code: str) -> None:
    enter(database, order(now))
    step(database, PATROLLER, "f1", COPY)
    with pytest.raises(RuleSaysNo, check=lambda no: no.code == code):
        step(database, PATROLLER, "f1", done)


def test_that_what_is_settled_or_begun_is_not_changed_any_more(database: Database, now: datetime) -> None:
    enter(database, order(now))
    corrected = enter(database, order(now, officer="李警官"))
    assert (corrected.officer, corrected.version) == ("李警官", 2)
    step(database, PATROLLER, "f1", COPY)
    with pytest.raises(RuleSaysNo, check=lambda no: no.code == "footage_begun"):
        enter(database, order(now))
    refused = step(database, LEADER, "f1", RefuseStep(reason="手续不全"))
    assert (refused.state, refused.reason) == (FootageState.REFUSED, "手续不全")
    for done in (COPY, HandOverStep(to="x"), RefuseStep(reason="x")):
        with pytest.raises(RuleSaysNo, check=lambda no: no.code == "footage_settled"):
            step(database, LEADER, "f1", done)


def test_that_a_request_that_cannot_be_is_refused(database: Database, now: datetime) -> None:
    enter(database, order(now))
    later = {"since": now + timedelta(hours=1), "until": now + timedelta(hours=2)}
    for changes, code in (
        ({"since": now, "until": now - timedelta(hours=1)}, "ends_before_it_begins"),
        (later, "footage_to_come"),
        ({"id": "f2", "number": "并公调〔2026〕f1号"}, "footage_number_taken"),
    ):
        with pytest.raises(RuleSaysNo, check=lambda no, code=code: no.code == code):
            enter(database, order(now, **changes))
    for changes, code in (({"cameras": ["c9"]}, "unknown_camera"), ({"case_id": "k9"}, "unknown_case")):
        with pytest.raises(Unknown, check=lambda no, code=code: no.code == code):
            enter(database, order(now, **changes))


def test_that_it_is_counted_how_often_the_police_were_served(database: Database, now: datetime) -> None:
    for n in range(5):
        enter(database, order(now, f"f{n}"))
    for n in range(3):
        step(database, PATROLLER, f"f{n}", msgspec.structs.replace(COPY, sha256=f"{n:064x}"))
    for n in range(2):
        step(database, LEADER, f"f{n}", HandOverStep(to="王警官"))
    step(database, LEADER, "f4", RefuseStep(reason="超期"))
    with database.read() as work:
        figures = footage.figures(work, now - timedelta(days=1), work.at + timedelta(days=1))
        assert (figures.asked, figures.served, figures.refused, figures.copies, figures.waiting) == (5, 2, 1, 3, 2)
        before = footage.figures(work, None, now - timedelta(days=1))
        assert (before.asked, before.served, before.refused, before.copies, before.waiting) == (0, 0, 0, 0, 2)
        assert {each.id for each in footage.requests(work, Wanted(state=FootageState.HANDED_OVER), 9)} == {"f0", "f1"}
        assert [each.id for each in footage.requests(work, Wanted(text="F3"), 9)] == ["f3"]
        pages, after = [], ""
        while page := footage.requests(work, Wanted(after=after), 2):
            pages += [each.id for each in page]
            after = page[-1].id
        assert sorted(pages) == [f"f{n}" for n in range(5)]


def test_that_it_comes_over_the_wire_as_lists_and_tables_to_those_who_may(backend: Backend) -> None:
    now = with_cameras(backend.database)
    client = backend.client(Role.SHIFT_LEADER)
    body = msgspec.to_builtins(order(now))
    assert client.put("/v1/footage/f1", json=body).json()["state"] == "ASKED"
    assert client.put("/v1/footage/f2", json=body).status_code == 400
    assert client.post("/v1/footage/f1/steps", json=msgspec.to_builtins(COPY)).json()["state"] == "COPIED"
    for wrong in ({"verb": "COPY"}, {"verb": "BURN"}, msgspec.to_builtins(COPY) | {"sha256": "AB" * 32}):
        assert client.post("/v1/footage/f1/steps", json=wrong).status_code == 400
    assert [each["id"] for each in client.get("/v1/footage", params={"state": "COPIED"}).json()] == ["f1"]
    assert client.get("/v1/footage/figures").json()["waiting"] == 1
    table = list(csv.reader(io.StringIO(client.get("/v1/footage/file", params={"format": "csv", "language": "en"}).content.decode("utf-8-sig"))))
    assert table[0][:4] == ["Number", "Entered at", "Officer", "Badge"]
    assert (table[1][3], table[1][5], table[1][11]) == ("014327", "'=路口0 X0, =路口1 X1", "copied")
    book = openpyxl.load_workbook(io.BytesIO(client.get("/v1/footage/file").content))
    assert book.sheetnames == ["公安调取登记", "复制记录"]
    assert book["复制记录"]["E2"].value == "ab" * 32
    assert backend.client(Role.AUDITOR).get("/v1/footage").status_code == 200
    assert backend.client(Role.AUDITOR).put("/v1/footage/f3", json=body | {"id": "f3"}).status_code == 403
    assert backend.client(Role.DISPATCHER).get("/v1/footage").status_code == 403
