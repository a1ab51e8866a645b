"""The patrol log, on both databases."""

from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from backend.refusals import RuleSaysNo, Unknown
from backend.rules import patrols
from backend.rules.patrols import LogQuery
from backend.session import Database
from tests.backend.centre import DISPATCHER, user
from tests.backends import Backend
from wire.codes import Role
from wire.patrols import MOST_WATCHES, Watch, WatchReport

SHIFT_LEADER = user("leader", Role.SHIFT_LEADER)


def watch(database: Database, number: int, camera_id: str = "c1", seconds: float = 20) -> Watch:
    with database.read() as work:
        since = work.at + timedelta(minutes=number)
    return Watch(id=f"w{number}", camera_id=camera_id, since=since, until=since + timedelta(seconds=seconds), live_s=12.5, tour="夜巡")


def test_that_what_was_watched_stands_once_with_who_watched(database: Database) -> None:
    report = WatchReport(watches=[watch(database, 0), watch(database, 1, "c2")])
    for _ in range(2):
        with database.write(DISPATCHER) as work:
            patrols.enter(work, report)
    with database.read(DISPATCHER) as work:
        found = patrols.watches(work, LogQuery(), 10)
        assert [(each.id, each.camera_id, each.live_s, each.tour, each.user) for each in found] == [
            ("w1", "c2", 12.5, "夜巡", DISPATCHER.name),
            ("w0", "c1", 12.5, "夜巡", DISPATCHER.name),
        ]
        assert [each.id for each in patrols.watches(work, LogQuery(camera_id="c1"), 10)] == ["w0"]
        assert [each.id for each in patrols.watches(work, LogQuery(since=report.watches[1].since), 10)] == ["w1"]
        assert [each.id for each in patrols.watches(work, LogQuery(until=report.watches[1].since), 10)] == ["w0"]


def test_that_everybody_sees_their_own_and_leaders_see_all(database: Database) -> None:
    for number, who in enumerate((DISPATCHER, SHIFT_LEADER)):
        with database.write(who) as work:
            patrols.enter(work, WatchReport(watches=[watch(database, number)]))
    seen = {}
    for who in (DISPATCHER, SHIFT_LEADER):
        with database.read(who) as work:
            seen[who.name] = [each.user for each in patrols.watches(work, LogQuery(), 10)]
            assert [each.user for each in patrols.watches(work, LogQuery(user=who.name), 10)] == [who.name]
    assert seen == {DISPATCHER.name: [DISPATCHER.name], SHIFT_LEADER.name: [SHIFT_LEADER.name, DISPATCHER.name]}


def test_that_a_long_log_is_read_page_by_page_and_a_page_of_others_is_refused(database: Database) -> None:
    at_once = [replace(watch(database, 0, f"c{number}"), id=f"w{number}") for number in range(5)]  # as a page of a tour is
    with database.write(SHIFT_LEADER) as work:
        patrols.enter(work, WatchReport(watches=[replace(each, since=at_once[0].since) for each in at_once]))
    with database.read(SHIFT_LEADER) as work:
        pages, after = [], ""
        while page := patrols.watches(work, LogQuery(after=after), 2):
            pages.append([each.id for each in page])
            after = page[-1].id
    assert pages == [["w0", "w1"], ["w2", "w3"], ["w4"]]
    for who, last in ((SHIFT_LEADER, "no-such"), (DISPATCHER, "w0")):
        with database.read(who) as work, pytest.raises(Unknown):
            patrols.watches(work, LogQuery(after=last), 2)


def test_that_those_who_watched_are_named_once_and_only_to_who_may_know(database: Database) -> None:
    for number, who in enumerate((DISPATCHER, SHIFT_LEADER, DISPATCHER)):
        with database.write(who) as work:
            patrols.enter(work, WatchReport(watches=[watch(database, number)]))
    with database.read(SHIFT_LEADER) as work:
        begun = watch(database, 1).since - timedelta(seconds=30)
        assert sorted(each.user for each in patrols.watchers(work, None, None)) == sorted([DISPATCHER.name, SHIFT_LEADER.name])
        assert [each.user for each in patrols.watchers(work, None, begun)] == [DISPATCHER.name]
    with database.read(DISPATCHER) as work:
        assert [(each.user, each.full_name) for each in patrols.watchers(work, None, None)] == [(DISPATCHER.name, DISPATCHER.full_name)]


def test_that_a_watch_that_ends_before_it_begins_is_refused_with_all_beside_it(database: Database) -> None:
    report = WatchReport(watches=[watch(database, 0), watch(database, 1, seconds=-1)])
    with pytest.raises(RuleSaysNo, match="Watch 1"), database.write(DISPATCHER) as work:
        patrols.enter(work, report)
    with database.read(DISPATCHER) as work:
        assert patrols.watches(work, LogQuery(), 10) == []


def test_that_the_log_comes_over_the_wire_and_bad_lines_are_refused(backend: Backend) -> None:
    client = backend.client(Role.VIDEO_PATROLLER)
    line = msgspec.to_builtins(watch(backend.database, 0))
    assert client.post("/v1/watches", json={"watches": [line]}).status_code == 204
    assert [each["camera_id"] for each in client.get("/v1/watches").json()] == ["c1"]
    assert client.get("/v1/watches", params={"datetime": "2000-01-01T00:00:00Z/2000-01-02T00:00:00Z"}).json() == []
    changes = ({"live_s": -1}, {"id": "a b"}, {"mood": "good"}, {"since": "2026-11-21T08:00:00"}, {"since": "0001-01-01T00:00:00+09:00"})
    for wrong in ([], *([line | change] for change in changes), [line] * (MOST_WATCHES + 1)):
        assert client.post("/v1/watches", json={"watches": wrong}).status_code in (400, 422)
    assert client.get("/v1/watches", params={"datetime": "yesterday"}).status_code in (400, 422)
    assert backend.client(Role.DEVICE).get("/v1/watches").status_code == 403
