"""What comes from the workers becomes the Hall."""

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.hall.link import Link, LinkState
from console.hall.photos import KEPT_BYTES, Photos
from tests.console.made import AT, ME, a_case
from wire.changes import Change
from wire.codes import Noun
from wire.message import Versioned

NULL = msgspec.Raw(b"null")


@pytest.fixture
def fresh(qtbot: QtBot) -> Hall:
    return Hall(ME)


def change(seq: int, noun: Noun, thing: Versioned | None, id: str = "") -> tuple[Change, Versioned | None]:
    version = thing.version if thing else 1
    return Change(seq=seq, at=AT, noun=noun, id=thing.id if thing else id, version=version, body=NULL), thing


def test_that_many_changes_are_one_signal_with_the_newest_of_each(fresh: Hall) -> None:
    told: list[frozenset[str]] = []
    fresh.cases.changed.connect(told.append)
    versions = [change(seq, Noun.CASE, a_case("c1", version=seq)) for seq in (1, 2, 3)]
    fresh.apply([*versions, change(4, Noun.CASE, a_case("c2"))], ("e1", 4))
    assert told == [frozenset({"c1", "c2"})]
    assert {case.id: case.version for case in fresh.cases} == {"c1": 3, "c2": 1}
    assert fresh.cursor == ("e1", 4)


def test_that_what_came_and_went_within_a_batch_is_not_there(fresh: Hall) -> None:
    fresh.apply([change(1, Noun.CASE, a_case("c1")), change(2, Noun.CASE, None, id="c1")])
    assert len(fresh.cases) == 0


def test_that_a_snapshot_is_the_whole_truth(fresh: Hall) -> None:
    fresh.cases.put([a_case("c1", version=9), a_case("c2")])
    fresh.take(Noun.CASE, [a_case("c1", version=5)])
    fresh.settle(("e2", 1))
    assert {case.id: case.version for case in fresh.cases} == {"c1": 5}
    assert fresh.cursor == ("e2", 1)


def test_that_the_cause_of_a_loss_is_told_once_and_goes_with_the_first_answer(qtbot: QtBot) -> None:
    link, told = Link(), []
    link.changed.connect(lambda: told.append((link.state, link.cause)))
    link.heard()
    for cause in ("connection_lost", "unreachable", "unreachable"):
        link.lost(cause)
    link.heard()
    assert told == [
        (LinkState.FRESH, ""),
        (LinkState.LOST, "connection_lost"),
        (LinkState.LOST, "unreachable"),
        (LinkState.FRESH, ""),
    ]


def test_that_a_picture_from_the_disk_does_not_look_fresh(qtbot: QtBot) -> None:
    link = Link()
    link.remembered(3600)
    assert link.state == LinkState.CONNECTING
    assert (link.age_s() or 0) >= 3600
    link.lost("unreachable")
    assert (link.age_s() or 0) >= 3600


def test_that_only_so_many_photos_are_kept_and_the_least_seen_go_first(qtbot: QtBot) -> None:
    photos, third = Photos(), bytes(KEPT_BYTES // 3)
    for id in ("a", "b", "c"):
        photos.put(id, third)
    assert photos.get("a") is not None
    photos.put("d", third)
    assert [id for id in "abcd" if photos.get(id) is None] == ["b"]
