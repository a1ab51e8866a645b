"""What offices are told by the feed: their own cases, that they have lost one, and of others not a word."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from backend.feed import sieve
from backend.feed.sieve import Sieve
from backend.refusals import Refusal
from backend.rules import people
from backend.session import SYSTEM
from backend.tables.cases import CaseRow
from backend.tables.feed import ChangeRow, FeedHead
from tests.backend.centre import ACCEPTOR, CHIEF, DEPARTMENT, DISPATCHER, HANDLER, SAMPLES, Centre, user
from tests.backends import Backend, Client
from wire.cases import DispatchOrder
from wire.changes import Changes
from wire.codes import AdjustmentKind, Noun, Role, Status, Verb
from wire.nouns import OFFICE_NOUNS, PLURAL
from wire.people import UserOrder

OTHER = user("other department", Role.DEPARTMENT, department_id="d2")
OTHER_HANDLER = user("other handler", Role.HANDLER, department_id="d2")


@pytest.fixture
def centre(backend: Backend) -> Centre:
    return Centre(backend.database)


class Follower:
    """Takes a snapshot of the cases, and then the feed, as a console does. `told` is every word that came."""

    def __init__(self, client: Client) -> None:
        self.client, self.told = client, ""
        answer = client.get("/v1/snapshot/cases")
        assert answer.status_code == 200, answer.text
        self.cases: dict[str, dict[str, Any]] = {case["id"]: case for case in answer.json()}
        self.epoch, _, head = answer.headers["Feed-Cursor"].rpartition(":")
        self.after = int(head)

    def poll(self, wait: float = 0.0) -> list[dict[str, Any]]:
        answer = self.client.get("/v1/changes", params={"after": self.after, "epoch": self.epoch, "wait": wait})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert page["sifted"]
        assert [change["seq"] for change in page["changes"]] == sorted({change["seq"] for change in page["changes"]})
        assert page["head"] >= max([self.after, *(change["seq"] for change in page["changes"])])
        self.after = page["head"]
        self.told += answer.text
        for change in page["changes"]:
            if change["noun"] == Noun.CASE:
                self.cases.pop(change["id"], None)
                self.cases |= {change["id"]: change["body"]} if change["body"] else {}
        return list(page["changes"])

    def catch_up(self, head: int) -> None:
        while self.after < head:
            self.poll(wait=1.0)


def head_of(backend: Backend) -> int:
    with backend.database.read() as work:
        return work.session.execute(sa.select(FeedHead.seq)).scalar_one()


def dispatched(centre: Centre, id: str, department_id: str) -> None:
    centre.bring(Status.PENDING_DISPATCH, id)
    centre.order(DISPATCHER, id, DispatchOrder(department_id=department_id))


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.HANDLER])
def test_that_an_office_is_told_of_its_own_cases_and_of_no_others(backend: Backend, centre: Centre, role: Role) -> None:
    dispatched(centre, "mine-before", "d1")
    dispatched(centre, "theirs-before", "d2")
    one = Follower(backend.client(role, department_id="d1"))
    assert set(one.cases) == {"mine-before"}
    dispatched(centre, "theirs", "d2")
    centre.report("nobodys")
    dispatched(centre, "mine", "d1")
    centre.step(DEPARTMENT, "mine", Verb.ASSIGN)
    one.catch_up(head_of(backend))
    assert {id: case["status"] for id, case in one.cases.items()} == {"mine-before": Status.PENDING_DISPOSAL, "mine": Status.DISPOSING}
    assert not [word for word in ("theirs", "nobodys", "13812345678", "张三丰") if word in one.told]
    other = Follower(backend.client(role, department_id="d2"))
    assert set(other.cases) == {"theirs-before", "theirs"}
    nobody = Follower(backend.client(role))
    assert nobody.cases == {}
    assert {change["noun"] for change in nobody.poll()} <= {Noun.DEPARTMENT, Noun.GRID, Noun.STANDARD}


def test_that_a_case_that_goes_to_another_department_is_gone_for_the_one_and_new_for_the_other(backend: Backend, centre: Centre) -> None:
    dispatched(centre, "wanderer", "d1")
    one, other = (Follower(backend.client(Role.DEPARTMENT, department_id=id)) for id in ("d1", "d2"))
    assert (set(one.cases), set(other.cases)) == ({"wanderer"}, set())
    centre.ask(AdjustmentKind.RETURN, "wanderer", DEPARTMENT, DISPATCHER)
    one.catch_up(head_of(backend))
    assert one.cases == {}
    other.catch_up(head_of(backend))
    assert "wanderer" not in other.told
    before = one.told
    centre.order(user("another dispatcher", Role.DISPATCHER), "wanderer", DispatchOrder(department_id="d2", note="for d2 alone"))
    centre.step(OTHER, "wanderer", Verb.ASSIGN)
    for each in (one, other):
        each.catch_up(head_of(backend))
    assert (set(one.cases), set(other.cases)) == (set(), {"wanderer"})
    assert "wanderer" not in one.told.removeprefix(before)


def test_that_a_department_follows_who_has_seen_its_cases(backend: Backend, centre: Centre) -> None:
    dispatched(centre, "mine", "d1")
    dispatched(centre, "theirs", "d2")
    one = Follower(backend.client(Role.DEPARTMENT, department_id="d1"))
    for name, id in (("first", "d1"), ("second", "d2")):
        backend.client(Role.DEPARTMENT, name=name, department_id=id).get(f"/v1/cases/{'mine' if id == 'd1' else 'theirs'}")
    head, told = head_of(backend), list[dict[str, Any]]()
    while one.after < head:
        told += one.poll(wait=1.0)
    assert [(change["noun"], change["id"]) for change in told] == [(Noun.SEEN, "mine")]
    seen = one.client.get("/v1/snapshot/seen").json()
    assert {each["id"] for each in seen} == {"mine"}


def test_that_a_poll_of_an_office_waits_through_what_does_not_concern_it(backend: Backend, centre: Centre) -> None:
    one = Follower(backend.client(Role.DEPARTMENT, department_id="d1"))
    with ThreadPoolExecutor(1) as pool:
        polled = pool.submit(one.poll, 30.0)
        dispatched(centre, "theirs", "d2")
        dispatched(centre, "mine", "d1")
        assert {change["id"] for change in polled.result(20)} == {"mine"}


@pytest.mark.parametrize("noun", [noun for noun in Noun if noun not in OFFICE_NOUNS])
def test_that_what_is_the_halls_is_refused_by_name(lasting: Backend, noun: Noun) -> None:
    for role in (Role.DEPARTMENT, Role.HANDLER):
        answer = lasting.client(role, department_id="d1").get(f"/v1/snapshot/{PLURAL[noun]}")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_your_role")
    assert lasting.client(Role.INSPECTOR).get("/v1/changes?after=0").status_code == 403


def test_that_who_comes_to_see_other_cases_takes_a_new_snapshot(backend: Backend, centre: Centre) -> None:
    """Moved to another department, or into the hall: the cursor is of another epoch, so that nothing stays that is not his."""
    dispatched(centre, "mine", "d1")
    one = Follower(backend.client(Role.DEPARTMENT, name="mover", department_id="d1"))
    for roles, office, codes in (([Role.DEPARTMENT], "d2", (410, "resync")), ([Role.DISPATCHER], "d1", (410, "resync"))):
        with backend.database.write(SYSTEM) as work:
            people.put(work, UserOrder(name="mover", full_name="Mover", roles=roles, department_id=office))
        backend.app.state.parts.sessions.forget()
        answer = one.client.get("/v1/changes", params={"after": one.after, "epoch": one.epoch})
        assert (answer.status_code, answer.json()["code"]) == codes
    assert Follower(backend.client(Role.DEPARTMENT, department_id="d2")).cases == {}


def test_that_a_poll_under_way_ends_when_its_user_comes_to_see_other_cases(backend: Backend, centre: Centre) -> None:
    one = Follower(backend.client(Role.DEPARTMENT, name="mover", department_id="d1"))
    with ThreadPoolExecutor(1) as pool:
        polled = pool.submit(one.client.get, f"/v1/changes?after={one.after}&wait=30")
        with backend.database.write(SYSTEM) as work:
            people.put(work, UserOrder(name="mover", full_name="Mover", roles=[Role.DEPARTMENT], department_id="d2"))
        backend.app.state.parts.sessions.forget()
        dispatched(centre, "not-his-any-more", "d1")
        answer = polled.result(20)
    assert answer.status_code in (200, 410)
    assert "not-his-any-more" not in answer.text


def test_that_the_forecast_of_an_office_is_of_its_own_cases(backend: Backend, centre: Centre) -> None:
    office = backend.client(Role.DEPARTMENT, department_id="d1")
    dispatched(centre, "theirs", "d2")
    answer = office.get("/v1/forecasts")
    assert (answer.status_code, "theirs" in answer.text) == (200, False)


def test_that_cases_that_came_without_a_change_are_known_by_their_first_one(backend: Backend, centre: Centre) -> None:
    """As after an import, which begins a new epoch: who had it before is not known, so it is told to be gone by its id alone."""
    dispatched(centre, "imported", "d1")
    with backend.database.write(SYSTEM) as work:
        work.session.execute(sa.update(ChangeRow).where(ChangeRow.id == "imported").values(id="another"))
    one, other = (Follower(backend.client(Role.DEPARTMENT, department_id=id)) for id in ("d1", "d2"))
    centre.step(DEPARTMENT, "imported", Verb.ASSIGN)
    head = head_of(backend)
    one.catch_up(head)
    assert one.cases["imported"]["status"] == Status.DISPOSING
    told = list[dict[str, Any]]()
    while other.after < head:
        told += other.poll(wait=1.0)
    assert [(change["id"], change["body"]) for change in told] == [("imported", None)]


@pytest.mark.parametrize("seed", range(3))
def test_that_whoever_follows_has_what_the_database_has_whenever_he_looks(
    backend: Backend, centre: Centre, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cases wander at random between two departments; some follow from the start, some begin late, some look seldom. Never a case of another."""
    monkeypatch.setattr(sieve, "KEPT", 7)  # most of what is known is forgotten again
    monkeypatch.setattr(sieve, "CHUNK", 2)
    chances = random.Random(seed)
    people = [ACCEPTOR, DISPATCHER, DEPARTMENT, HANDLER, OTHER, OTHER_HANDLER, CHIEF, user("second dispatcher", Role.DISPATCHER)]
    followers = [(id, Follower(backend.client(Role.DEPARTMENT, department_id=id))) for id in ("d1", "d2")]
    for number in range(4):
        dispatched(centre, f"case{number}", chances.choice(["d1", "d2"]))
    for turn in range(60):
        by, id = chances.choice(people), f"case{chances.randrange(4)}"
        try:
            offers = [offer.verb for offer in centre.card(id, by).offers if offer.verb in SAMPLES and offer.verb is not Verb.MERGE]
            verb = chances.choice(offers)
            order = DispatchOrder(department_id=chances.choice(["d1", "d2"])) if verb is Verb.DISPATCH else SAMPLES[verb]
            centre.order(by, id, order)
        except (Refusal, IndexError):
            pass
        if turn % 20 == 10:
            followers += [(office, Follower(backend.client(Role.HANDLER, department_id=office))) for office in ("d1", "d2")]
        for _, each in followers:
            if chances.random() < 0.3:
                each.poll()
    head = head_of(backend)
    with backend.database.read() as work:
        kept = {id: (owner, version) for id, owner, version in work.session.execute(sa.select(CaseRow.id, CaseRow.department_id, CaseRow.version))}
    for office, each in followers:
        each.catch_up(head)
        assert {id: case["version"] for id, case in each.cases.items()} == {id: version for id, (owner, version) in kept.items() if owner == office}
        stranger = "d2" if office == "d1" else "d1"
        assert f'"department_id":"{stranger}"' not in each.told


def test_that_the_sieve_says_the_same_in_whatever_order_it_is_asked(backend: Backend, centre: Centre) -> None:
    for number in range(3):
        dispatched(centre, f"case{number}", "d1" if number % 2 else "d2")
    page = msgspec.json.decode(backend.client(Role.DISPATCHER).get("/v1/changes?after=0").content, type=Changes).changes
    fresh, used = Sieve(backend.database), Sieve(backend.database)
    for start in range(len(page) - 1, -1, -5):
        used.of(page[start:], "d2")
    assert used.of(page, "d1") == fresh.of(page, "d1")
