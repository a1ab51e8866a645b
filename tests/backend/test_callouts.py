"""A squad is called out to an alarm: sent, seen, accepted, done, by who may; tied to the case that is made of the alarm; on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from backend.jobs import housekeeping
from backend.refusals import ChangedMeanwhile, Malformed, NotYourRole, RuleSaysNo, Unknown
from backend.rules import alarms, callouts, cases, departments, duty, past, positions, snapshots, units
from backend.session import SYSTEM, Database, clock
from backend.tables.alarms import CalloutRow
from backend.tables.feed import FeedHead
from tests.backend.centre import ACCEPTOR, ADMIN, CHIEF, DISPATCHER, INSPECTOR, LEADER, Centre, report_of, user
from tests.backends import Backend
from wire.alarms import Alarm
from wire.callouts import Callout, CalloutAnswer, CalloutOrder
from wire.codes import AlarmKind, CalloutState, Noun, Role, Source, TaskResult, UnitKind, Verb, WorkState
from wire.nouns import thing_of
from wire.people import DepartmentOrder
from wire.units import Fix, UnitOrder

CREW = user("crew", Role.INSPECTOR, unit_id="v1")
HERE = (111.0, 35.02)


@pytest.fixture
def centre(database: Database) -> Centre:
    """A truck, and a vehicle of the enforcement."""
    made = Centre(database)
    with database.write(ADMIN) as work:
        departments.put(work, DepartmentOrder(id="d5", code="d5", name="Enforcement", trades=["ENFORCEMENT"]))
        units.put(work, UnitOrder(id="t1", code="t1", kind=UnitKind.TRUCK, name="Truck"))
        units.put(work, UnitOrder(id="v1", code="v1", kind=UnitKind.VEHICLE, name="Squad", department_id="d5"))
        fix = Fix(at=datetime.now(UTC), lon=HERE[0], lat=HERE[1])
        positions.store(work, "t1", [fix])
    return made


def raised(centre: Centre, kind: AlarmKind = AlarmKind.DEVIATION, **more: Any) -> Alarm:
    with centre.database.write(SYSTEM) as work:
        return alarms.raise_(work, kind, "t1", "p1", place=(111.01, 35.03), **more)


def sent(centre: Centre, alarm: Alarm, unit_id: str = "v1") -> Callout:
    with centre.database.write(DISPATCHER) as work:
        return callouts.send(work, alarm.id, CalloutOrder(unit_id=unit_id))


def answered(centre: Centre, id: str, state: CalloutState, by: Any = CREW, expected: int | None = None) -> Callout:
    with centre.database.write(by, expected) as work:
        return callouts.answer(work, id, CalloutAnswer(state=state, note="电话 13812345678"))


def seen(centre: Centre, by: Any = CREW) -> list[Callout]:
    with centre.database.write(by) as work:
        callouts.note_seen(work, callouts.unseen(work, callouts.visible(work, None, True, 10)))
        return callouts.visible(work, None, None, 10)


def test_that_a_squad_is_told_where_it_is_to_go_by_now_and_from_when_that_is(centre: Centre) -> None:
    callout = sent(centre, raised(centre))
    first = seen(centre)[0]
    assert (first.now_lon, first.now_lat) == (first.lon, first.lat) == HERE
    moved = Fix(at=datetime.now(UTC) + timedelta(seconds=20), lon=111.03, lat=35.04)
    with centre.database.write(SYSTEM) as work:
        positions.store(work, "t1", [moved])
    (now,) = seen(centre)
    assert (now.lon, now.lat) == HERE  # where it was when it was sent
    assert (now.now_lon, now.now_lat) == pytest.approx((111.03, 35.04))
    assert now.now_at is not None
    assert abs(now.now_at - moved.at) < timedelta(milliseconds=1)
    answered(centre, callout.id, CalloutState.DECLINED)
    assert seen(centre)[0].now_at is None


def test_that_a_squad_follows_a_person_only_once_it_has_accepted_and_as_long_as_the_alarm_lasts(centre: Centre) -> None:
    with centre.database.write(ADMIN) as work:
        units.put(work, UnitOrder(id="i1", code="i1", kind=UnitKind.INSPECTOR, name="Inspector"))
        positions.store(work, "i1", [Fix(at=datetime.now(UTC), lon=HERE[0], lat=HERE[1])])
    with centre.database.write(SYSTEM) as work:
        alarm = alarms.raise_(work, AlarmKind.STAYING, "i1", "p9", place=HERE)
    callout = sent(centre, alarm)
    assert seen(centre)[0].now_at is None
    assert seen(centre, DISPATCHER)[0].now_at is not None
    answered(centre, callout.id, CalloutState.ACCEPTED)
    assert seen(centre)[0].now_at is not None
    with centre.database.write(SYSTEM) as work:
        alarms.clear(work, AlarmKind.STAYING, "i1", "p9")
    assert (seen(centre)[0].ended_at, seen(centre)[0].now_at) == (None, None)


def test_that_it_goes_from_sent_over_seen_and_accepted_to_done(centre: Centre) -> None:
    alarm = raised(centre)
    first = sent(centre, alarm)
    assert (first.version, first.state, first.about, first.department_id, first.sent_by) == (1, CalloutState.SENT, "t1", "d5", DISPATCHER.full_name)
    assert (first.lon, first.lat) == HERE  # where the truck is by now
    with centre.database.read() as work:
        assert alarms.one(work, alarm.id).acknowledged_by == DISPATCHER.full_name  # who sends somebody has seen to it
    assert sent(centre, alarm) == first  # once
    assert sent(centre, raised(centre, AlarmKind.UNCOVERED)) == first  # to the same truck
    (fetched,) = seen(centre)
    assert (fetched.state, fetched.version, fetched.seen_at is not None) == (CalloutState.SEEN, 2, True)
    assert seen(centre) == [fetched]
    accepted = answered(centre, first.id, CalloutState.ACCEPTED)
    assert (accepted.state, accepted.version, accepted.note) == (CalloutState.ACCEPTED, 3, "电话 138****5678")
    assert answered(centre, first.id, CalloutState.ACCEPTED) == accepted
    done = answered(centre, first.id, CalloutState.DONE)
    assert (done.state, done.ended_at is not None, done.accepted_at) == (CalloutState.DONE, True, accepted.accepted_at)
    assert sent(centre, alarm).id != first.id  # again: another one


def test_that_only_the_squad_answers_and_only_what_fits(centre: Centre) -> None:
    alarm = raised(centre)
    first = sent(centre, alarm)
    with pytest.raises(NotYourRole):
        answered(centre, first.id, CalloutState.ACCEPTED, INSPECTOR)
    with pytest.raises(Malformed):
        answered(centre, first.id, CalloutState.WITHDRAWN)
    with pytest.raises(RuleSaysNo):
        answered(centre, first.id, CalloutState.DONE)
    with pytest.raises(ChangedMeanwhile):
        answered(centre, first.id, CalloutState.ACCEPTED, expected=7)
    assert answered(centre, first.id, CalloutState.DECLINED).ended_at is not None
    with pytest.raises(RuleSaysNo):
        answered(centre, first.id, CalloutState.ACCEPTED)
    second = sent(centre, alarm)
    with centre.database.write(CHIEF, second.version) as work:
        assert callouts.withdraw(work, second.id).state is CalloutState.WITHDRAWN
    with pytest.raises(RuleSaysNo), centre.database.write(CHIEF) as work:
        callouts.withdraw(work, second.id)
    assert seen(centre, INSPECTOR) == []  # of others there is nothing to be seen


@pytest.mark.parametrize(("unit_id", "refusal"), [("t1", RuleSaysNo), ("none", Unknown), ("u2", RuleSaysNo)])
def test_that_nobody_is_sent_who_cannot_go(centre: Centre, unit_id: str, refusal: type[Exception]) -> None:
    alarm = raised(centre)
    with centre.database.write(ADMIN) as work:
        units.put(work, UnitOrder(id="u2", code="u2", kind=UnitKind.INSPECTOR, name="At home"))
    with pytest.raises(refusal):
        sent(centre, alarm, unit_id)
    with centre.database.read() as work:
        assert callouts.callouts(work) == []
        assert alarms.one(work, alarm.id).acknowledged_at is None


def test_that_nobody_is_sent_to_what_was_over_yesterday(centre: Centre) -> None:
    alarm = raised(centre, at=clock() - timedelta(days=3))
    with centre.database.write(SYSTEM) as work:
        alarms.clear(work, AlarmKind.DEVIATION, "t1", "p1", at=clock() - timedelta(days=2))
    with pytest.raises(RuleSaysNo):
        sent(centre, alarm)


def test_that_the_case_made_of_the_alarm_has_squad_and_department(centre: Centre) -> None:
    alarm = raised(centre)
    first = sent(centre, alarm)
    report = msgspec.structs.replace(report_of("drafted", Source.SENSOR), alarm_id=alarm.id)
    with centre.database.write(ACCEPTOR) as work:
        card = cases.report(work, report)
    with centre.database.read() as work:
        assert alarms.one(work, alarm.id).case_id == card.id
        (kept,) = callouts.callouts(work)
        assert (kept.id, kept.case_id, kept.version) == (first.id, card.id, 2)
    centre.step(ACCEPTOR, card.id, Verb.SEND_VERIFY)
    centre.answer(card.id, TaskResult.EXISTS)
    centre.step(ACCEPTOR, card.id, Verb.ACCEPT)
    centre.step(LEADER, card.id, Verb.FILE)
    suggested = centre.card(card.id, DISPATCHER).suggestions
    assert [(each.department_id, each.why) for each in suggested][:2] == [("d5", "SQUAD"), ("d1", "RESPONSIBILITY")]
    assert sent(centre, alarm, "u1").case_id == card.id  # who is sent later is of the same case
    with pytest.raises(NotYourRole), centre.database.write(INSPECTOR) as work:
        callouts.make_case(work, alarm.id, card.id)


def test_that_who_is_called_out_is_on_a_task(centre: Centre) -> None:
    alarm = raised(centre)
    with centre.database.write(ADMIN) as work:
        positions.store(work, "u1", [Fix(at=datetime.now(UTC), lon=HERE[0], lat=HERE[1])])
    sent(centre, alarm, "u1")
    with centre.database.write(SYSTEM) as work:
        duty.enter(work, duty.look_at_all(work))
        assert units.one(work, "u1").state is WorkState.ON_TASK


def test_that_feed_snapshot_and_past_carry_it_and_old_ones_go(centre: Centre) -> None:
    first = sent(centre, raised(centre))
    with centre.database.read() as work:
        then = work.at
        assert list(snapshots.READERS[Noun.CALLOUT](work, snapshots.Query())) == [first]
    answered(centre, first.id, CalloutState.ACCEPTED)
    answered(centre, first.id, CalloutState.DONE)
    with centre.database.read() as work:
        head = work.session.execute(FeedHead.__table__.select()).one()
        assert [thing_of(each) for each in past.rewound(work, then, head.seq, head.epoch).changes] == [first]
    with centre.database.write(SYSTEM) as work:
        work.session.get_one(CalloutRow, first.id).ended_at = clock() - timedelta(days=450)
    housekeeping.purge(centre.database)
    with centre.database.read() as work:
        assert work.session.get(CalloutRow, first.id) is None


def test_that_it_goes_over_the_wire(backend: Backend) -> None:
    with backend.database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="t1", code="t1", kind=UnitKind.TRUCK, name="Truck"))
        units.put(work, UnitOrder(id="v1", code="v1", kind=UnitKind.VEHICLE, name="Squad"))
        alarm = alarms.raise_(work, AlarmKind.DUMPING, "t1", place=HERE)
    leader, other = (backend.client(role) for role in (Role.SHIFT_LEADER, Role.ACCEPTOR))
    crew = backend.client(Role.INSPECTOR, unit_id="v1")
    path, body = f"/v1/alarms/{alarm.id}/callouts", {"unit_id": "v1"}
    assert other.post(path, json=body).status_code == 403
    assert leader.post("/v1/alarms/none/callouts", json=body).json()["code"] == "unknown_alarm"
    assert leader.post(path, json={"unit": "v1"}).status_code == 400
    answers = [leader.post(path, json=body, headers={"Idempotency-Key": "callout-1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    id = answers[0].json()["id"]
    assert other.get("/v1/callouts", params={"under_way": True}).json()[0]["state"] == "SENT"
    assert crew.get("/v1/callouts", params={"unit_id": "v2"}).status_code == 403
    assert crew.get("/v1/callouts").json()[0]["state"] == "SEEN"
    assert crew.post(f"/v1/callouts/{id}/answer", json={"state": "GONE"}).status_code == 400
    assert crew.post(f"/v1/callouts/{id}/answer", json={"state": "ACCEPTED"}, headers={"If-Match": '"2"'}).json()["version"] == 3
    assert leader.post(f"/v1/callouts/{id}/withdrawal", headers={"If-Match": '"2"'}).status_code == 412
    assert leader.post(f"/v1/callouts/{id}/withdrawal", headers={"If-Match": '"3"'}).json()["state"] == "WITHDRAWN"
    assert crew.post(f"/v1/callouts/{id}/answer", json={"state": "DONE"}).json()["code"] == "callout_not_so"
    acts = {entry["act"] for entry in backend.client(Role.ADMIN).get("/v1/audit").json()["entries"]}
    assert {"CALLOUT.SEND", "CALLOUT.WITHDRAW", "ALARM.ACKNOWLEDGE"} <= acts
