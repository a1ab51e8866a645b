"""Layouts of the video wall that the hall shares, on both databases."""

import msgspec
import pytest

from backend.refusals import ChangedMeanwhile, RuleSaysNo, Unknown
from backend.rules import snapshots, video_layouts
from backend.session import Database
from tests.backend.centre import user
from tests.backends import Backend
from wire.codes import Noun, Role
from wire.video_layouts import MOST_LAYOUTS, LayoutOrder

PATROLLER, LEADER = user("patroller", Role.VIDEO_PATROLLER), user("leader", Role.SHIFT_LEADER)


def order(id: str = "l1", name: str = "防汛", cameras: tuple[str, ...] = ("c1", "", "gone")) -> LayoutOrder:
    return LayoutOrder(id=id, name=name, layout="5x3+2", cameras=list(cameras))


def test_that_a_layout_is_kept_as_it_was_sent_and_published(database: Database) -> None:
    with database.write(PATROLLER) as work:
        kept = video_layouts.put(work, order())
    assert (kept.name, kept.layout, kept.cameras, kept.by, kept.version) == ("防汛", "5x3+2", ["c1", "", "gone"], "patroller", 1)
    with database.read() as work:
        assert video_layouts.all_layouts(work) == [kept]
        assert list(snapshots.READERS[Noun.VIDEO_LAYOUT](work, snapshots.Query())) == [kept]


def test_that_a_layout_is_renamed_and_removed_by_its_version(database: Database) -> None:
    with database.write(PATROLLER) as work:
        video_layouts.put(work, order())
    with database.write(LEADER, 1) as work:
        again = video_layouts.put(work, order(name="夜间"))
    assert (again.version, again.name, again.by) == (2, "夜间", "leader")
    with pytest.raises(ChangedMeanwhile), database.write(PATROLLER, 1) as work:
        video_layouts.put(work, order())
    with pytest.raises(ChangedMeanwhile), database.write(PATROLLER, 1) as work:
        video_layouts.remove(work, "l1")
    with database.write(PATROLLER, 2) as work:
        video_layouts.remove(work, "l1")
    with pytest.raises(Unknown), database.write(PATROLLER) as work:
        video_layouts.remove(work, "l1")


def test_that_a_second_layout_of_a_name_and_too_many_are_refused(database: Database) -> None:
    with database.write(PATROLLER) as work:
        for number in range(MOST_LAYOUTS):
            video_layouts.put(work, order(f"l{number}", f"number {number}"))
    for refused, code in ((order("l1", "number 2"), "layout_name_taken"), (order("new", "new"), "too_many_layouts")):
        with pytest.raises(RuleSaysNo, check=lambda refusal, code=code: refusal.code == code), database.write(PATROLLER) as work:
            video_layouts.put(work, refused)


def test_that_layouts_come_over_the_wire_from_those_who_patrol_and_bad_ones_are_refused_at_their_field(backend: Backend) -> None:
    client, body = backend.client(Role.VIDEO_PATROLLER), msgspec.to_builtins(order())
    assert client.put("/v1/video-layouts/l1", json=body).json()["name"] == "防汛"
    wrong = {"layout": "four", "cameras": ["c"] * 37, "name": "", "mood": "good"}
    for field, value in wrong.items():
        refused = client.put("/v1/video-layouts/l1", json=body | {field: value})
        assert refused.status_code == 400
        assert field in refused.text
    assert client.put("/v1/video-layouts/l2", json=body).status_code in (400, 422)
    other = backend.client(Role.DISPATCHER)
    assert [saved["id"] for saved in other.get("/v1/video-layouts").json()] == ["l1"]
    assert other.put("/v1/video-layouts/l1", json=body).status_code == 403
    assert other.delete("/v1/video-layouts/l1").status_code == 403
    assert backend.client(Role.DEPARTMENT).get("/v1/video-layouts").status_code == 403
    assert client.delete("/v1/video-layouts/l1").status_code == 204
    assert other.get("/v1/video-layouts").json() == []
