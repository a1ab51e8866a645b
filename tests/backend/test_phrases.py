"""Common phrases: those that ship, the hall's by an administrator, and each user's own."""

import pytest

from backend.refusals import ChangedMeanwhile, Malformed, NotYourRole, RuleSaysNo, Unknown
from backend.rules import phrases
from backend.session import Database
from tests.backend.centre import ACCEPTOR, ADMIN, DISPATCHER
from tests.backends import Backend
from wire.codes import Role, Verb
from wire.people import User
from wire.phrases import Phrase, PhraseOrder, filled

OWN = PhraseOrder(id="p1", field="note", verb=Verb.DISPATCH, short="kk", text="请{department}尽快处置")
SHIPPED = "hall-dispatch"


def put(database: Database, by: User, order: PhraseOrder, expected: int | None = None) -> Phrase:
    with database.write(by, expected) as work:
        return phrases.put(work, order)


def remove(database: Database, by: User, id: str) -> None:
    with database.write(by) as work:
        phrases.remove(work, id)


def mine(database: Database, by: User) -> dict[str, Phrase]:
    with database.read(by) as work:
        return {each.id: each for each in phrases.mine(work)}


def test_that_ones_own_is_ones_own(database: Database) -> None:
    made = put(database, ACCEPTOR, OWN)
    assert (made.owner, made.version) == ("acceptor", 1)
    assert mine(database, ACCEPTOR)["p1"] == made
    assert next(iter(mine(database, ACCEPTOR))) == "p1"
    assert "p1" not in mine(database, DISPATCHER)
    with pytest.raises(Unknown):
        put(database, DISPATCHER, OWN)
    with pytest.raises(Unknown):
        remove(database, DISPATCHER, "p1")
    remove(database, ACCEPTOR, "p1")
    assert "p1" not in mine(database, ACCEPTOR)


def test_that_an_administrator_changes_what_ships_and_takes_it_away(database: Database) -> None:
    order = PhraseOrder(id=SHIPPED, of_hall=True, field="note", verb=Verb.DISPATCH, short="pq", text="请{department}处置")
    with pytest.raises(NotYourRole):
        put(database, DISPATCHER, order)
    changed = put(database, ADMIN, order, 1)
    assert (changed.version, mine(database, DISPATCHER)[SHIPPED].text) == (2, "请{department}处置")
    with pytest.raises(ChangedMeanwhile):
        put(database, ADMIN, order, 1)
    remove(database, ADMIN, SHIPPED)
    assert SHIPPED not in mine(database, DISPATCHER)
    with pytest.raises(Unknown):
        remove(database, ADMIN, SHIPPED)
    assert put(database, ADMIN, order).text == "请{department}处置"
    assert SHIPPED in mine(database, DISPATCHER)


def test_that_what_cannot_be_filled_in_is_refused_at_its_field(database: Database) -> None:
    for change, path in (({"text": "{who}"}, "text"), ({"field": "phone"}, "field")):
        with pytest.raises(Malformed) as refused:
            put(database, ACCEPTOR, PhraseOrder(**{"id": "p1", "field": "note", "short": "kk", "text": "x"} | change))
        assert [error.path for error in refused.value.errors] == [path]
    put(database, ACCEPTOR, OWN)
    with pytest.raises(RuleSaysNo, match="kk"):
        put(database, ACCEPTOR, PhraseOrder(id="p2", field="note", verb=Verb.DISPATCH, short="kk", text="y"))
    with pytest.raises(RuleSaysNo, match="stays"):
        put(database, ADMIN, PhraseOrder(id=SHIPPED, field="note", short="zz", text="y"))


def test_that_known_variables_are_filled_and_the_others_stay() -> None:
    assert filled("{address}：{deadline}前{x}", {"address": "瑞祥路 {number}", "deadline": ""}) == "瑞祥路 {number}：{deadline}前{x}"


def test_that_phrases_go_over_the_wire(backend: Backend) -> None:
    client = backend.client(Role.DISPATCHER)
    made = client.put("/v1/phrases/p1", json={"id": "p1", "field": "note", "short": "kk", "text": "好"})
    assert (made.status_code, made.headers["ETag"]) == (200, '"1"')
    assert "p1" in {each["id"] for each in client.get("/v1/phrases").json()}
    assert client.put("/v1/phrases/p1", json={"id": "p1", "field": "note", "short": "", "text": "好"}).json()["code"] == "malformed"
    assert client.delete("/v1/phrases/p1").status_code == 204
    assert client.delete("/v1/phrases/p1").json()["code"] == "unknown_phrase"
