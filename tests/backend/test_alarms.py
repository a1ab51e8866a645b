"""Alarms of supervision: one open at most, worse but never better by themselves, seen to once; on both databases."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.jobs import housekeeping
from backend.refusals import ChangedMeanwhile, Unknown
from backend.rules import alarms, past, snapshots
from backend.rules.hysteresis import Band, Held, step
from backend.session import SYSTEM, Database, clock
from backend.tables.alarms import AlarmRow
from backend.tables.feed import FeedHead
from tests.backend.centre import user
from tests.backends import Backend
from wire.alarms import MEASURES, AcknowledgeOrder, Alarm
from wire.codes import AlarmKind, Noun, Role
from wire.nouns import thing_of

LEADER = user("leader", Role.SHIFT_LEADER)
HERE = (116.1, 40.1)


def raised(database: Database, kind: AlarmKind = AlarmKind.OFF_GRID, unit: str = "u1", cause: str = "g1", **more: object) -> Alarm:
    with database.write(SYSTEM) as work:
        return alarms.raise_(work, kind, unit, cause, **more)  # type: ignore[arg-type]


def cleared(database: Database, kind: AlarmKind = AlarmKind.OFF_GRID, unit: str = "u1", cause: str = "g1") -> Alarm | None:
    with database.write(SYSTEM) as work:
        return alarms.clear(work, kind, unit, cause)


def test_that_there_is_one_open_alarm_of_a_unit_kind_and_cause(database: Database) -> None:
    first = raised(database, value=60.0, threshold=50.0, place=HERE)
    assert (first.version, first.level, first.lon, first.lat) == (1, 1, *HERE)
    assert raised(database, value=61.0) == first  # no news of every metre
    others = raised(database, cause="g2"), raised(database, unit="u2"), raised(database, AlarmKind.STAYING)
    assert len({first.id, *(other.id for other in others)}) == 4
    with database.read() as work:
        assert len(alarms.open_alarms(work)) == 4
        assert [alarm.id for alarm in alarms.open_alarms(work, [AlarmKind.OFF_GRID], ["u1"])] == [first.id, others[0].id]


def test_that_it_becomes_worse_and_keeps_the_worst(database: Database) -> None:
    first = raised(database, value=60.0, place=HERE)
    worse = raised(database, level=3, value=200.0, place=(116.2, 40.2))
    assert (worse.id, worse.version, worse.level, worse.worst, worse.value, worse.lon) == (first.id, 2, 3, 3, 200.0, 116.2)
    better = raised(database, level=2, value=70.0, place=HERE)
    assert (better.level, better.worst, better.value, better.lon) == (2, 3, 200.0, 116.2)
    over = cleared(database)
    assert over is not None
    assert (over.id, over.worst, over.cleared_at is not None) == (first.id, 3, True)
    assert cleared(database) is None
    assert raised(database).id != first.id  # what begins again is another alarm


def test_that_the_feed_and_the_snapshot_carry_it_and_the_past_shows_it_as_it_was(database: Database) -> None:
    first = raised(database)
    with database.read() as work:
        then = work.at
        assert list(snapshots.READERS[Noun.ALARM](work, snapshots.Query())) == [first]
    cleared(database)
    with database.read() as work:
        head = work.session.execute(FeedHead.__table__.select()).one()
        (change,) = past.rewound(work, then, head.seq, head.epoch).changes
        assert thing_of(change) == first  # open, as it was


def test_that_who_sees_to_it_first_stays_and_again_changes_nothing(database: Database) -> None:
    first = raised(database)
    with database.write(LEADER, 1) as work:
        seen = alarms.acknowledge(work, first.id, AcknowledgeOrder(note="已电话联系 13812345678"))
    assert (seen.version, seen.acknowledged_by, seen.note, seen.acknowledged_at is not None) == (2, LEADER.full_name, "已电话联系 138****5678", True)
    with database.write(user("other", Role.AUDITOR)) as work:
        assert alarms.acknowledge(work, first.id, AcknowledgeOrder(note="later")) == seen
    with pytest.raises(ChangedMeanwhile), database.write(LEADER, 1) as work:
        alarms.acknowledge(work, first.id, AcknowledgeOrder())
    with pytest.raises(Unknown), database.write(LEADER) as work:
        alarms.acknowledge(work, first.id, AcknowledgeOrder(case_id="none"))
    with pytest.raises(Unknown), database.write(LEADER) as work:
        alarms.acknowledge(work, "none", AcknowledgeOrder())


def test_that_lists_come_by_time_unit_and_kind_in_pages(database: Database) -> None:
    now = clock()
    made = [raised(database, unit=f"u{number}", at=now - timedelta(hours=number)) for number in range(6)]
    with database.write(SYSTEM) as work:
        alarms.clear(work, AlarmKind.OFF_GRID, "u4", "g1", at=now - timedelta(hours=3, minutes=30))
    with database.read() as work:

        def ids(limit: int = 10, **wanted: object) -> list[str]:
            return [alarm.id for alarm in alarms.alarms(work, alarms.Wanted(**wanted), limit)]  # type: ignore[arg-type]

        every = [alarm.id for alarm in made]
        assert ids() == every
        assert ids(2) + ids(2, after=every[1]) + ids(2, after=every[3]) == every
        assert ids(unit_id="u3") == [every[3]]
        assert ids(kinds=[AlarmKind.SPEED]) == []
        assert ids(is_open=False) == [every[4]]
        assert ids(since=now - timedelta(hours=3), until=now - timedelta(hours=2, minutes=30)) == [every[3], every[5]]


def test_that_old_ones_go_and_the_feed_says_so(database: Database) -> None:
    old, young = raised(database, at=clock() - timedelta(days=500)), raised(database, unit="u2")
    with database.write(SYSTEM) as work:
        alarms.clear(work, AlarmKind.OFF_GRID, "u1", "g1", at=clock() - timedelta(days=450))
        before = work.session.execute(FeedHead.__table__.select()).one().seq
    housekeeping.purge(database)
    with database.read() as work:
        assert work.session.get(AlarmRow, old.id) is None
        assert alarms.one(work, young.id) == young
        assert work.session.execute(FeedHead.__table__.select()).one().seq == before + 2


def test_that_what_watching_remembers_outlives_it(database: Database) -> None:
    with database.write(SYSTEM) as work:
        alarms.remember(work, "people", {"u1": {"off": [True, 12.5]}, "u2": {"off": [False, None]}})
        alarms.remember(work, "trucks", {"u1": {"speed": 1}})
    with database.write(SYSTEM) as work:
        alarms.remember(work, "people", {"u1": {"off": [False, 13.0]}, "u2": {}})
    with database.read() as work:
        assert alarms.remembered(work, "people") == {"u1": {"off": [False, 13.0]}}
        assert alarms.remembered(work, "trucks") == {"u1": {"speed": 1}}


def test_that_alarms_come_over_the_wire_and_only_who_leads_sees_to_them(backend: Backend) -> None:
    first = raised(backend.database, value=60.0, threshold=50.0)
    hall, leader = backend.client(Role.ACCEPTOR), backend.client(Role.SHIFT_LEADER)
    assert [each["id"] for each in hall.get("/v1/alarms", params={"open": True, "kind": ["OFF_GRID"]}).json()] == [first.id]
    assert hall.get("/v1/alarms", params={"kind": "MOOD"}).status_code == 400
    assert hall.get("/v1/alarms", params={"datetime": "yesterday"}).status_code == 400
    assert hall.get(f"/v1/alarms/{first.id}").headers["ETag"] == '"1"'
    assert hall.get("/v1/alarms/none").json()["code"] == "unknown_alarm"
    path, body = f"/v1/alarms/{first.id}/acknowledgement", {"note": "已联系"}
    assert hall.post(path, json=body).status_code == 403
    assert leader.post(path, json=body, headers={"If-Match": '"7"'}).status_code == 412
    headers = {"If-Match": '"1"', "Idempotency-Key": "acknowledge-1"}
    answers = [leader.post(path, json=body, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert leader.post(path, json={"mood": "good"}).status_code == 400
    assert backend.client(Role.DEVICE).get("/v1/alarms").status_code == 403
    acts = [entry["act"] for entry in backend.client(Role.ADMIN).get("/v1/audit").json()["entries"]]
    assert acts.count("ALARM.ACKNOWLEDGE") == 1


def test_that_every_kind_has_a_measure() -> None:
    assert set(MEASURES) == set(AlarmKind)


VALUES = st.lists(st.tuples(st.floats(0.5, 60), st.one_of(st.none(), st.floats(0, 100))), max_size=80)
BAND = Band(enter=50.0, leave=40.0, hold_s=120.0, calm_s=60.0)


@given(VALUES)
def test_that_it_changes_only_after_the_whole_time_beyond_its_threshold(values: list[tuple[float, float | None]]) -> None:
    at, held = 0.0, Held()
    seen: list[tuple[float, float | None]] = []
    for passed, value in values:
        at += passed
        before, held = held, step(BAND, held, at, value)
        seen.append((at, value))
        if held.on != before.on:
            wanted = BAND.calm_s if before.on else BAND.hold_s
            run = [each for each in seen if each[0] > at - wanted - 1e-9]
            assert all(each is not None and (each < BAND.leave if before.on else each >= BAND.enter) for _, each in run)
            seen = []


@given(st.lists(st.floats(40.0, 49.99), min_size=1), st.booleans())
def test_that_nothing_changes_between_the_thresholds(values: list[float], on: bool) -> None:
    held = Held(on)
    for number, value in enumerate(values):
        held = step(BAND, held, number * 1000.0, value)
    assert held.on == on


def test_that_it_begins_and_ends_on_time() -> None:
    held, turns = Held(), []
    for at in range(0, 600, 30):
        before, held = held, step(BAND, held, at, 60.0 if at < 300 else 10.0)
        if before.on != held.on:
            turns.append((at, held.on))
    assert turns == [(120, True), (360, False)]
