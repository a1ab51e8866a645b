"""Moments of the past that people keep, on both databases: whose they are, what links hold, and the doors."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from backend.refusals import ChangedMeanwhile, Malformed, Unknown
from backend.rules import moments
from backend.session import Database
from backend.tables.audit import AuditRow
from tests.backend.centre import CHIEF, DISPATCHER, refused
from tests.backends import Backend
from wire.codes import Noun, Role
from wire.moments import Moment, MomentOrder, MomentView, id_in, link_of

THEN = datetime(2026, 11, 20, 6, 30, 12, 345_000, UTC)
VIEW = MomentView(lon=111.01, lat=35.02, zoom=15.5)
ORDER = MomentOrder(
    id="m1", name="北门积水", at=THEN, noun=Noun.CASE, thing="c1", units=["u1", "u2"], ring=[(111.0, 35.0), (111.1, 35.0), (111.1, 35.1)], view=VIEW
)


def test_that_a_moment_is_kept_as_it_was_sent_and_changed_by_its_version(database: Database) -> None:
    with database.write(CHIEF) as work:
        kept = moments.put(work, ORDER)
    told = msgspec.to_builtins(kept)
    assert {name: told[name] for name in MomentOrder.__struct_fields__} == msgspec.to_builtins(ORDER)
    assert (kept.version, kept.by, kept.full_name) == (1, CHIEF.name, CHIEF.full_name)
    with database.write(CHIEF, 1) as work:
        again = moments.put(work, msgspec.structs.replace(ORDER, name="北门", view=None))
    assert (again.version, again.name, again.view, again.kept_at) == (2, "北门", None, kept.kept_at)
    with pytest.raises(ChangedMeanwhile), database.write(CHIEF, 1) as work:
        moments.remove(work, "m1")
    with database.write(CHIEF, 2) as work:
        moments.remove(work, "m1")
    with database.read(CHIEF) as work:
        assert moments.mine(work) == []
        with pytest.raises(Unknown):
            moments.one(work, "m1")


def test_that_everybody_lists_their_own_and_opens_those_of_others(database: Database) -> None:
    with database.write(CHIEF) as work:
        moments.put(work, ORDER)
        moments.put(work, MomentOrder(id="m2", name="later", at=THEN + timedelta(hours=1)))
    with database.write(DISPATCHER) as work:
        assert moments.mine(work) == []
        assert moments.one(work, "m1").name == ORDER.name
        with refused("not_your_moment"):
            moments.put(work, ORDER)
        with refused("not_your_moment"):
            moments.remove(work, "m1")
    with database.read(CHIEF) as work:
        assert [each.id for each in moments.mine(work)] == ["m2", "m1"]


def test_that_what_has_not_been_is_no_moment_and_nobody_keeps_more_than_so_many(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "MOST_MOMENTS", 1)
    with database.write(CHIEF) as work:
        with refused("moment_to_come"):
            moments.put(work, msgspec.structs.replace(ORDER, at=work.at + timedelta(seconds=1)))
        with pytest.raises(Malformed):
            moments.put(work, msgspec.structs.replace(ORDER, at=THEN.replace(tzinfo=None)))
        moments.put(work, ORDER)
        moments.put(work, ORDER)
        with refused("too_many_moments"):
            moments.put(work, msgspec.structs.replace(ORDER, id="m2"))


@pytest.mark.parametrize(
    ("text", "id"),
    [
        (link_of("m1"), "m1"),
        (f"看这里：{link_of('0f3a9b')}，谢谢", "0f3a9b"),
        (f"  <{link_of('a.b:c@d')}>\n", "a.b:c@d"),
        ("", ""),
        ("yiping://moment", ""),
        ("yiping://moment?id=", ""),
        ("yiping://moment?id=../users", ""),
        ("yiping://moment?id=m1&at=now", ""),
        ("https://example.com/?id=m1", ""),
        (f"yiping://moment?id={'x' * 65}", ""),
    ],
)
def test_that_a_link_is_read_whatever_stands_around_it_and_nothing_else_is_taken_for_one(text: str, id: str) -> None:
    assert id_in(text) == id


def test_the_doors(backend: Backend) -> None:
    chief, other, outside = backend.client(Role.DUTY_LEADER), backend.client(Role.DISPATCHER), backend.client(Role.DEPARTMENT, department_id="d1")
    body = msgspec.to_builtins(ORDER)
    assert chief.put("/v1/moments/m1", json=body).status_code == 200
    assert [each["id"] for each in chief.get("/v1/moments").json()] == ["m1"]
    assert other.get("/v1/moments").json() == []
    answer = other.get("/v1/moments/m1")
    assert answer.headers["ETag"] == '"1"'
    assert msgspec.json.decode(answer.content, type=Moment).at == THEN
    assert other.get("/v1/moments/m9").json()["code"] == "unknown_moment"
    assert other.put("/v1/moments/m1", json=body).json()["code"] == "not_your_moment"
    assert outside.get("/v1/moments/m1").status_code == 403
    assert chief.put("/v1/moments/m2", json=body).status_code == 400
    for wrong in ({"name": ""}, {"at": "soon"}, {"view": {"lon": 200, "lat": 0, "zoom": 3}}, {"id": "a/b"}, {"more": 1}):
        assert chief.put("/v1/moments/m1", json=body | wrong).status_code == 400, wrong
    everybody = [f"unit-{number}" for number in range(1_045)]
    assert chief.put("/v1/moments/m3", json=body | {"id": "m3", "units": everybody}).status_code == 200
    assert other.get("/v1/moments/m3").json()["units"] == everybody
    assert chief.delete("/v1/moments/m3").status_code == 204
    assert chief.delete("/v1/moments/m1", headers={"If-Match": '"7"'}).status_code == 412
    assert chief.delete("/v1/moments/m1").status_code == 204
    with backend.database.read() as work:
        acts = [row.act for row in work.session.query(AuditRow).order_by(AuditRow.seq)]
    assert [act for act in acts if act.startswith("MOMENT")] == ["MOMENT.PUT", "MOMENT.PUT", "MOMENT.REMOVE", "MOMENT.REMOVE"]
