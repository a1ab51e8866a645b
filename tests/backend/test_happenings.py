"""What came to pass on the way of an inspector, as the timeline of his track shows it: reports, tasks, signs and alarms; on both databases."""

from datetime import timedelta

import pytest

from backend.refusals import Malformed, Unknown
from backend.rules import alarms, happenings, units
from backend.session import SYSTEM, Database
from tests.backend.centre import ACCEPTOR, ADMIN, Centre
from wire.codes import AlarmKind, DutyState, HappeningKind, SignResult, TaskResult, Verb
from wire.tracks import Happening
from wire.units import SignIn


def told(database: Database, first: timedelta, last: timedelta, unit_id: str = "u1") -> list[Happening]:
    """From `first` to `last`, as seen from now."""
    with database.read() as work:
        return happenings.happenings(work, unit_id, work.at + first, work.at + last)


def test_that_the_timeline_has_reports_tasks_signs_and_alarms_in_their_order(database: Database) -> None:
    centre = Centre(database)
    case = centre.report().case
    centre.step(ACCEPTOR, case.id, Verb.SEND_VERIFY)
    centre.answer(case.id, TaskResult.EXISTS)
    with centre.writing(SYSTEM) as work:
        alarms.raise_(work, AlarmKind.OFF_GRID, "u1", "g1")
        alarms.raise_(work, AlarmKind.OFF_GRID, "u2", "g1")  # somebody else's
    centre.ahead = timedelta(minutes=5)
    with centre.writing(ADMIN) as work:
        alarms.clear(work, AlarmKind.OFF_GRID, "u1", "g1")
        units.sign_in(work, "u1", SignIn(duty=DutyState.OFF_DUTY))
    found = told(database, -timedelta(minutes=1), timedelta(minutes=6))
    kinds = [HappeningKind.SIGNED_IN, HappeningKind.REPORT, HappeningKind.TASK_SENT, HappeningKind.TASK_DONE, HappeningKind.ALARM]
    assert [each.kind for each in found] == [*kinds, HappeningKind.SIGNED_OUT]
    assert [each.case_number for each in found] == ["", *[case.number] * 3, "", ""]
    alarm = found[4]
    assert (alarm.alarm, alarm.until is not None) == (AlarmKind.OFF_GRID, True)
    assert alarm.until is not None
    assert timedelta(minutes=4) < alarm.until - alarm.at < timedelta(minutes=6)
    assert found[0].sign is SignResult.EXTRA


def test_that_an_alarm_that_lasts_into_the_period_belongs_to_it_and_one_that_was_over_does_not(database: Database) -> None:
    centre = Centre(database)
    with centre.writing(SYSTEM) as work:
        alarms.raise_(work, AlarmKind.STAYING, "u1")
        alarms.raise_(work, AlarmKind.OFFLINE, "u1")
    centre.ahead = timedelta(minutes=5)
    with centre.writing(SYSTEM) as work:
        alarms.clear(work, AlarmKind.OFFLINE, "u1")
    found = told(database, timedelta(minutes=10), timedelta(minutes=20))
    assert [(each.alarm, each.until) for each in found] == [(AlarmKind.STAYING, None)]


def test_that_it_is_refused_as_a_track_is(database: Database) -> None:
    Centre(database)
    with pytest.raises(Unknown):
        told(database, -timedelta(minutes=1), timedelta(), "ghost")
    with pytest.raises(Malformed):
        told(database, -timedelta(days=40), timedelta())
