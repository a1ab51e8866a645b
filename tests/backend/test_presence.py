"""Who is where and who has which case in hand: by the rules, and over the processes of a backend, on both databases."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import requests
import sqlalchemy as sa

from backend import standards
from backend.jobs import housekeeping
from backend.refusals import RuleSaysNo, Unknown
from backend.rules import audit, claims, people, presence
from backend.session import SYSTEM, Database, Work
from backend.standards.data import BadStandard
from backend.tables.feed import FeedHead
from backend.tables.presence import ClaimRow, DeskRow
from tests.backend.centre import DISPATCHER, LEADER, SAMPLES, Centre, user
from tests.backends import Backend, until
from wire.codes import Noun, Role, Status, Verb
from wire.people import User, UserOrder
from wire.presence import Attendance, Claim, ClaimOrder, PresenceReport

LI, WANG, ZHAO = user("li", Role.DISPATCHER), user("wang", Role.DISPATCHER), user("zhao", Role.DISPATCHER)
PEOPLE = (LI, WANG, ZHAO, LEADER, DISPATCHER)


class Hall:
    """A centre whose people have a console each, and a clock that can be put forward."""

    def __init__(self, database: Database) -> None:
        self.centre = Centre(database)
        self.database, self.ahead = database, timedelta()
        with database.write(SYSTEM) as work:
            for person in PEOPLE:
                people.put(work, UserOrder(name=person.name, full_name=person.full_name, roles=person.roles))

    @contextmanager
    def writing(self, by: User) -> Iterator[Work]:
        with self.database.write(by) as work:
            work.at += self.ahead
            yield work

    def look(self, by: User, id: str, field: str = "", noun: Noun = Noun.CASE) -> None:
        with self.writing(by) as work:
            presence.report(work, f"desk-{by.name}", PresenceReport(noun=noun, id=id, field=field))

    def claim(self, by: User, id: str, reason: str = "") -> Claim:
        with self.writing(by) as work:
            return claims.claim(work, id, ClaimOrder(reason=reason))

    def release(self, by: User, id: str) -> None:
        with self.writing(by) as work:
            claims.release(work, id)

    def picture(self) -> Attendance:
        with self.database.read() as work:
            work.at += self.ahead
            return presence.attendance(work)

    def trail(self) -> list[tuple[str, str, str]]:
        with self.database.read() as work:
            return [(entry.user, entry.act, entry.detail) for entry in audit.page(work, 0, 10_000).entries if entry.act.startswith("CLAIM")]


@pytest.fixture
def hall(database: Database) -> Hall:
    return Hall(database)


@pytest.fixture
def case(hall: Hall) -> str:
    id = hall.centre.bring(Status.PENDING_DISPATCH).id
    for person in (LI, WANG, ZHAO, LEADER):
        hall.look(person, id)
    return id


def holder(hall: Hall) -> tuple[str, bool, str] | None:
    found = hall.picture().claims
    return (found[0].user, found[0].live, found[0].asked_by) if found else None


def test_that_everybody_sees_who_looks_and_who_writes_in_which_field(hall: Hall) -> None:
    id = hall.centre.bring(Status.PENDING_DISPATCH).id
    empty = hall.picture()
    hall.look(LI, id)
    hall.look(WANG, id, "note")
    shown = hall.picture()
    said = [(each.user, each.full_name, each.id, each.field) for each in shown.presences]
    assert said == [("li", "Full li", id, ""), ("wang", "Full wang", id, "note")]
    assert shown.seen != empty.seen
    since = shown.presences[1].at
    hall.ahead = timedelta(seconds=15)
    hall.look(WANG, id, "department_id")
    assert (hall.picture().presences[1].field, hall.picture().presences[1].at) == ("department_id", since)


def test_that_nothing_of_it_goes_through_the_feed_and_a_heartbeat_changes_no_picture(hall: Hall, case: str) -> None:
    before, head = hall.picture().seen, sa.select(FeedHead.seq)
    with hall.database.read() as work:
        seq = work.session.scalar(head)
    for _ in range(50):
        hall.look(LI, case)
    hall.claim(LI, case)
    with hall.database.read() as work:
        assert work.session.scalar(head) == seq
    hall.release(LI, case)
    assert hall.picture().seen == before


def test_that_a_console_that_falls_silent_is_gone_after_45_seconds_and_one_that_leaves_at_once(hall: Hall, case: str) -> None:
    hall.ahead = timedelta(seconds=44)
    assert len(hall.picture().presences) == 4
    hall.look(LI, case)
    hall.ahead = timedelta(seconds=46)
    assert [each.user for each in hall.picture().presences] == ["li"]
    with hall.writing(LI) as work:
        presence.leave(work, "desk-li")
    assert hall.picture().presences == []


def test_that_a_claim_is_seen_and_bars_nobody(hall: Hall, case: str) -> None:
    assert hall.claim(LI, case).user == "li"
    assert holder(hall) == ("li", True, "")
    hall.centre.order(DISPATCHER, case, SAMPLES[Verb.DISPATCH])
    assert holder(hall) is None


def test_that_a_claim_is_over_when_the_case_comes_back_to_where_it_was(hall: Hall, case: str) -> None:
    hall.claim(LI, case)
    hall.centre.order(DISPATCHER, case, SAMPLES[Verb.RETURN_TO_FILING])
    hall.centre.order(LEADER, case, SAMPLES[Verb.FILE])
    assert holder(hall) is None
    hall.ahead = timedelta(seconds=1)
    assert hall.claim(WANG, case).user == "wang"


def test_that_a_colleague_asks_with_a_reason_and_has_it_after_twenty_seconds(hall: Hall, case: str) -> None:
    hall.claim(LI, case)
    with pytest.raises(RuleSaysNo) as refused:
        hall.claim(WANG, case)
    assert refused.value.code == "claimed"
    asked = hall.claim(WANG, case, "the caller is on my line")
    assert (asked.user, asked.asked_by, asked.asked_by_name, asked.reason) == ("li", "wang", "Full wang", "the caller is on my line")
    with pytest.raises(RuleSaysNo) as refused:
        hall.claim(ZHAO, case, "me too")
    assert refused.value.code == "asked_already"
    hall.ahead = timedelta(seconds=19)
    assert hall.claim(WANG, case).user == "li"
    hall.ahead = timedelta(seconds=21)
    taken = hall.claim(WANG, case)
    assert (taken.user, taken.asked_by, taken.reason) == ("wang", "", "")
    assert hall.trail() == [
        ("wang", "CLAIM.ASK", "wang asks li: the caller is on my line"),
        ("wang", "CLAIM.TAKE", "li -> wang: the caller is on my line"),
    ]


def test_that_the_holder_may_keep_it_or_give_it(hall: Hall, case: str) -> None:
    hall.claim(LI, case)
    hall.claim(WANG, case, "please")
    assert hall.claim(LI, case).asked_by == ""
    hall.ahead = timedelta(seconds=21)
    with pytest.raises(RuleSaysNo):
        hall.claim(WANG, case)
    hall.claim(WANG, case, "please!")
    hall.release(LI, case)
    assert holder(hall) == ("wang", True, "")
    assert [act for _, act, _ in hall.trail()] == ["CLAIM.ASK", "CLAIM.KEEP", "CLAIM.ASK", "CLAIM.PASS"]
    hall.release(LI, case)
    assert holder(hall) == ("wang", True, "")
    hall.release(WANG, case)
    assert holder(hall) is None


def test_that_a_supervisor_takes_it_at_once_and_says_why(hall: Hall, case: str) -> None:
    hall.claim(LI, case)
    with pytest.raises(RuleSaysNo) as refused:
        hall.claim(LEADER, case, "  ")
    assert refused.value.code == "claimed"
    assert hall.claim(LEADER, case, "the mayor asks").user == "leader"
    assert hall.trail() == [("leader", "CLAIM.TAKE", "li -> leader: the mayor asks")]


def test_that_the_claim_of_a_dead_console_stays_until_somebody_takes_it(hall: Hall, case: str) -> None:
    hall.claim(LI, case)
    hall.ahead = timedelta(seconds=46)
    hall.look(WANG, case)
    assert holder(hall) == ("li", False, "")
    assert hall.claim(WANG, case).user == "wang"
    assert hall.trail() == [("wang", "CLAIM.TAKE", "li -> wang: its holder is gone")]


def test_that_who_asked_and_is_gone_is_in_nobodys_way(hall: Hall, case: str) -> None:
    hall.claim(LI, case)
    hall.claim(WANG, case, "please")
    hall.ahead = timedelta(seconds=46)
    hall.look(LI, case)
    hall.look(ZHAO, case)
    assert hall.claim(ZHAO, case, "me").asked_by == "zhao"
    hall.ahead = timedelta(seconds=120)
    hall.look(LI, case)
    hall.release(LI, case)
    assert holder(hall) is None


def test_that_a_case_that_is_not_there_cannot_be_claimed(hall: Hall) -> None:
    with pytest.raises(Unknown):
        hall.claim(LI, "nowhere")


def test_that_what_is_over_is_tidied_away(hall: Hall, case: str) -> None:
    hall.claim(LI, case)
    hall.centre.order(DISPATCHER, case, SAMPLES[Verb.DISPATCH])
    with hall.database.write(SYSTEM) as work:
        work.session.execute(sa.update(DeskRow).where(DeskRow.user == "wang").values(at=work.at - timedelta(days=2)))
    housekeeping.tidy(hall.database)
    with hall.database.read() as work:
        assert work.session.scalars(sa.select(ClaimRow)).all() == []
        assert set(work.session.scalars(sa.select(DeskRow.user))) == {"li", "zhao", "leader"}


@pytest.mark.parametrize(("said", "what"), [("stale_s = 10.0", "stale_s"), ('supervisors = ["DEVICE"]', "supervisor"), ("grace_s = 0.0", "grace_s")])
def test_that_rules_that_cannot_be_are_refused(tmp_path: Path, said: str, what: str) -> None:
    folder = shutil.copytree(standards.FOLDER, tmp_path / "standards")
    file, key = folder / "presence.toml", said.split(" ")[0]
    file.write_text("\n".join(said if line.startswith(key) else line for line in file.read_text().splitlines()))
    with pytest.raises(BadStandard, match=what):
        standards.read(folder)


def test_that_one_backend_tells_what_was_said_to_another(database: Database, backend: Backend, tmp_path: Path) -> None:
    """Two processes of one backend on PostgreSQL, two openings of one file on SQLite: the picture has one name."""
    other = Backend(Database(database.url.render_as_string(hide_password=False)), tmp_path / "other")
    other.start()
    try:
        id = Centre(database).bring(Status.PENDING_DISPATCH).id
        li, wang = backend.client(Role.DISPATCHER, name="li"), other.client(Role.DISPATCHER, name="wang")
        assert li.put("/v1/presence/desk-0001", json={"noun": "CASE", "id": id, "field": "note"}).status_code == 204
        assert wang.put("/v1/presence/desk-0002", json={"noun": "CASE", "id": id}).status_code == 204
        seen = until(lambda: found if len((found := read(li.get("/v1/presence"))).presences) == 2 else None)
        assert until(lambda: read(wang.get("/v1/presence")).seen == seen.seen)
        assert read(wang.get("/v1/presence", params={"seen": seen.seen, "wait": 0})).presences == seen.presences
        woken: list[Attendance] = []
        held = threading.Thread(target=lambda: woken.append(read(wang.get("/v1/presence", params={"seen": seen.seen, "wait": 25}))))
        held.start()
        assert li.put(f"/v1/cases/{id}/claim", json={}).json()["user"] == "li"
        held.join()
        assert [claim.user for claim in woken[0].claims] == ["li"]
        refused = wang.put(f"/v1/cases/{id}/claim", json={})
        assert (refused.status_code, refused.json()["code"]) == (409, "claimed")
        assert li.delete(f"/v1/cases/{id}/claim").status_code == 204
        assert li.delete("/v1/presence/desk-0001").status_code == 204
        assert until(lambda: [each.user for each in read(wang.get("/v1/presence")).presences] == ["wang"])
    finally:
        other.stop()
        other.database.close()


def read(answer: requests.Response) -> Attendance:
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Attendance)
