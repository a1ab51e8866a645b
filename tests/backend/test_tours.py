"""Tours that the hall shares, on both databases."""

import msgspec
import pytest

from backend.refusals import ChangedMeanwhile, RuleSaysNo, Unknown
from backend.rules import snapshots, tours
from backend.session import Database
from tests.backend.centre import user
from tests.backends import Backend
from wire.codes import Noun, Role
from wire.tours import MOST_TOURS, TourGroup, TourOrder, TourPeriod

PATROLLER, LEADER = user("patroller", Role.VIDEO_PATROLLER), user("leader", Role.SHIFT_LEADER)
GROUPS = [TourGroup(name="主干道", cameras=["c1", "c2"]), TourGroup(name="市场", cameras=["gone"])]


def order(id: str = "t1", name: str = "早高峰", dwell_s: int = 20) -> TourOrder:
    return TourOrder(id=id, name=name, groups=GROUPS, dwell_s=dwell_s, layout="1+5", periods=[TourPeriod(start="07:00", end="09:00")])


def test_that_a_tour_is_kept_as_it_was_sent_and_published(database: Database) -> None:
    with database.write(PATROLLER) as work:
        kept = tours.put(work, order())
    assert (kept.groups, kept.layout, kept.dwell_s, kept.by, kept.version) == (GROUPS, "1+5", 20, "patroller", 1)
    assert kept.periods == [TourPeriod(start="07:00", end="09:00")]
    with database.read() as work:
        assert tours.all_tours(work) == [kept]
        assert list(snapshots.READERS[Noun.TOUR](work, snapshots.Query())) == [kept]


def test_that_a_tour_is_replaced_and_removed_by_its_version(database: Database) -> None:
    with database.write(PATROLLER) as work:
        tours.put(work, order())
    with database.write(LEADER, 1) as work:
        again = tours.put(work, order(dwell_s=30))
    assert (again.version, again.dwell_s, again.by) == (2, 30, "leader")
    with pytest.raises(ChangedMeanwhile), database.write(PATROLLER, 1) as work:
        tours.put(work, order())
    with pytest.raises(ChangedMeanwhile), database.write(PATROLLER, 1) as work:
        tours.remove(work, "t1")
    with database.write(PATROLLER, 2) as work:
        tours.remove(work, "t1")
    with pytest.raises(Unknown), database.write(PATROLLER) as work:
        tours.remove(work, "t1")


def test_that_a_second_tour_of_a_name_and_too_many_are_refused(database: Database) -> None:
    with database.write(PATROLLER) as work:
        for number in range(MOST_TOURS):
            tours.put(work, order(f"t{number}", f"number {number}"))
    for refused, code in ((order("t1", "number 2"), "tour_name_taken"), (order("new", "new"), "too_many_tours")):
        with pytest.raises(RuleSaysNo, check=lambda refusal, code=code: refusal.code == code), database.write(PATROLLER) as work:
            tours.put(work, refused)


def test_that_tours_come_over_the_wire_from_those_who_patrol_and_bad_ones_are_refused_at_their_field(backend: Backend) -> None:
    client, body = backend.client(Role.VIDEO_PATROLLER), msgspec.to_builtins(order())
    assert client.put("/v1/tours/t1", json=body).json()["name"] == "早高峰"
    wrong = {"dwell_s": 1, "layout": "four", "groups": [], "periods": [{"start": "7:00", "end": "09:00"}], "name": "", "mood": "good"}
    for field, value in wrong.items():
        refused = client.put("/v1/tours/t1", json=body | {field: value})
        assert refused.status_code == 400
        assert field in refused.text
    assert client.put("/v1/tours/t2", json=body).status_code in (400, 422)
    other = backend.client(Role.DISPATCHER)
    assert [saved["id"] for saved in other.get("/v1/tours").json()] == ["t1"]
    assert other.put("/v1/tours/t1", json=body).status_code == 403
    assert other.delete("/v1/tours/t1").status_code == 403
    assert backend.client(Role.DEPARTMENT).get("/v1/tours").status_code == 403
    assert client.delete("/v1/tours/t1").status_code == 204
    assert other.get("/v1/tours").json() == []
