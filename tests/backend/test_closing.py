"""The end of a case (T24, T26, T28): checks at the same time of the day, a leader's word, and a closing condition that somebody has confirmed."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from backend.rules import cases, same_time, tasks
from backend.settings import CITY_ZONE
from backend.standards import in_force
from tests.backend.centre import ACCEPTOR, CHIEF, FORWARD, INSPECTOR, LEADER, PHOTO, Centre, refused, report_of
from wire.cases import AcceptOrder, CaseCard, CloseOrder, OverruleOrder, SendCheckOrder
from wire.codes import Kind, Status, TaskResult, Verb
from wire.tasks import TaskReport

EVENING = datetime(2026, 11, 20, 20, 40, tzinfo=CITY_ZONE)
HALF = timedelta(minutes=30)


def local(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CITY_ZONE)


@pytest.mark.parametrize(
    ("at", "begins"),
    [
        (local(21, 10, 0), local(21, 20, 40)),  # this evening
        (local(21, 20, 39), local(21, 20, 40)),
        (local(21, 20, 50), local(21, 20, 50)),  # it is that time now
        (local(21, 21, 10), local(22, 20, 40)),  # it is over for today
        (local(21, 23, 30), local(22, 20, 40)),
    ],
)
def test_that_a_check_begins_at_the_time_of_the_day_at_which_it_was_seen(at: datetime, begins: datetime) -> None:
    assert same_time.begins(EVENING.astimezone(UTC), at.astimezone(UTC), HALF) == begins


def test_that_a_time_around_midnight_is_the_same_night() -> None:
    seen = local(20, 23, 50).astimezone(UTC)
    assert same_time.begins(seen, local(22, 0, 5).astimezone(UTC), HALF) == local(22, 0, 5)
    assert same_time.begins(seen, local(22, 0, 20).astimezone(UTC), HALF) == local(22, 23, 50)


def hawker(centre: Centre, ago: timedelta) -> CaseCard:
    """A case of a street hawker, seen so long ago, that waits to be checked."""
    with centre.writing(INSPECTOR) as work:
        seen = msgspec.structs.replace(report_of("h1"), class_code="0401", at=work.at - ago)
        card = cases.report(work, seen)
    card = centre.order(ACCEPTOR, "h1", AcceptOrder(kind=Kind.EVENT, class_code="0401", condition_id="EVENT-0401-1"))
    for by, verb in FORWARD[1 : FORWARD.index((ACCEPTOR, Verb.SEND_CHECK))]:
        card = centre.step(by, "h1", verb)
    return card


def test_that_what_comes_again_is_checked_at_its_time_of_the_day(centre: Centre) -> None:
    hawker(centre, timedelta(hours=20))
    assert centre.card("h1", CHIEF).check_from is None  # it is not his to send
    begins = centre.card("h1", ACCEPTOR).check_from
    card = centre.order(ACCEPTOR, "h1", SendCheckOrder(same_time=True))
    task = centre.open_task("h1")
    assert task.not_before == begins == card.case.reported_at + timedelta(days=1)
    assert task.due_at - task.not_before == timedelta(minutes=in_force().machine.limits_min[Status.CHECKING])
    with refused("too_early"):
        centre.answer("h1", TaskResult.PASS)
    centre.ahead = timedelta(hours=4, minutes=10)
    answered = centre.answer("h1", TaskResult.PASS)
    assert answered.flow[-1].overdue is False  # the wait is nobody's delay
    assert answered.case.status is Status.PENDING_CHECK


def test_that_a_check_after_its_hour_is_overdue_and_that_who_cannot_check_says_so_at_once(centre: Centre) -> None:
    hawker(centre, timedelta(hours=20))
    centre.order(ACCEPTOR, "h1", SendCheckOrder(same_time=True))
    assert centre.answer("h1", TaskResult.UNABLE).flow[-1].overdue is False
    centre.order(ACCEPTOR, "h1", SendCheckOrder(same_time=True))
    centre.ahead = timedelta(hours=5)
    assert centre.answer("h1", TaskResult.NOT_PASS).flow[-1].overdue is True


def test_that_what_stays_is_checked_at_once(centre: Centre) -> None:
    card = centre.bring(Status.PENDING_CHECK)
    assert centre.card(card.id, ACCEPTOR).check_from is None
    with refused("not_recurring"):
        centre.order(ACCEPTOR, card.id, SendCheckOrder(same_time=True))
    centre.order(ACCEPTOR, card.id, SendCheckOrder())
    task = centre.open_task(card.id)
    with centre.writing(INSPECTOR) as work:
        tasks.report(work, task.id, TaskReport(result=TaskResult.PASS, photos=[PHOTO]))


def test_that_a_leader_may_pass_on_what_no_check_has_passed(centre: Centre) -> None:
    card = centre.bring(Status.CHECKING)
    centre.answer(card.id, TaskResult.NOT_PASS)
    with refused("check_not_passed"):
        centre.step(ACCEPTOR, card.id, Verb.PASS_ON)
    after = centre.order(CHIEF, card.id, OverruleOrder(note="the ministry has accepted it"))
    assert (after.case.status, after.flow[-1].transition, after.flow[-1].note) == (Status.PENDING_CLOSE, "T26L", "the ministry has accepted it")


def test_that_there_is_nothing_to_overrule_after_a_check_that_passed(centre: Centre) -> None:
    card = centre.bring(Status.CHECKING)
    centre.answer(card.id, TaskResult.PASS)
    assert Verb.OVERRULE not in {offer.verb for offer in centre.card(card.id, CHIEF).offers}
    with refused("check_passed"):
        centre.order(CHIEF, card.id, OverruleOrder(note="so be it"))


def test_that_a_case_is_closed_when_somebody_confirms_its_closing_condition(centre: Centre) -> None:
    card = centre.bring(Status.PENDING_CLOSE)
    offer = next(offer for offer in centre.card(card.id, LEADER).offers if offer.verb is Verb.CLOSE)
    assert offer.needs == ["closing_met"]
    with refused("closing_unconfirmed"):
        centre.order(LEADER, card.id, CloseOrder(note="it will be"))
    closed = centre.order(LEADER, card.id, CloseOrder(closing_met=True))
    assert closed.condition is not None
    assert closed.condition.closing
    assert [record.closing_met for record in closed.flow] == [None] * (len(closed.flow) - 1) + [True]
