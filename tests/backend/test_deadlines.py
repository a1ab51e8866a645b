"""What the clocks of cases bring about by themselves, and what they say beforehand."""

from datetime import timedelta

import msgspec
import pytest

from backend import adjusting
from backend.jobs import deadlines
from backend.rules import forecast
from backend.session import SYSTEM, Database
from tests.backend.centre import AUDITOR, CHIEF, DEPARTMENT, DISPATCHER, HANDLER, SAMPLES, Centre
from wire.codes import AdjustmentKind, Status, SuperviseKind, Verb
from wire.side_orders import AskSuspendOrder

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def centre(database: Database) -> Centre:
    return Centre(database)


def passed(centre: Centre, case_id: str, **times: object) -> None:
    """As if the times of a case lay elsewhere: the jobs go by the clock of the machine."""
    with centre.database.write(SYSTEM) as work:
        row = work.session.get_one(forecast.CaseRow, case_id)
        for name, at in times.items():
            setattr(row, name, at)


def test_that_a_suspension_ends_by_itself(centre: Centre) -> None:
    case = centre.bring(Status.DISPOSING).case
    centre.order(DEPARTMENT, case.id, AskSuspendOrder(note="winter", until=case.status_at + DAY))
    for by in (DISPATCHER, CHIEF):
        centre.order(by, case.id, SAMPLES[Verb.GRANT])
    assert deadlines.tick(centre.database) == 0
    passed(centre, case.id, suspended_until=case.status_at)
    assert deadlines.tick(centre.database) == 1
    resumed = centre.card(case.id)
    assert (resumed.case.status, resumed.flow[-1].verb, resumed.flow[-1].user) == (Status.DISPOSING, Verb.RESUME, "System")
    assert deadlines.tick(centre.database) == 0


def test_that_a_department_is_reminded_once_when_the_lamp_turns_yellow(centre: Centre) -> None:
    case = centre.bring(Status.DISPOSING).case
    assert case.yellow_at is not None
    passed(centre, case.id, yellow_at=case.status_at)
    assert [deadlines.tick(centre.database) for _ in range(2)] == [1, 0]
    assert centre.card(case.id).flow[-1].verb is Verb.REMIND
    centre.ask(AdjustmentKind.EXTEND, case.id, DEPARTMENT, DISPATCHER)
    passed(centre, case.id, yellow_at=case.status_at)
    assert deadlines.tick(centre.database) == 1, "an extended clock turns yellow again"


def test_that_what_is_overdue_is_supervised_where_the_city_wants_it(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    case = centre.bring(Status.DISPOSING).case
    passed(centre, case.id, deadline_at=case.status_at - HOUR, reminded_at=case.status_at)
    assert deadlines.tick(centre.database) == 0
    wanted = adjusting.rules()
    monkeypatch.setattr(adjusting, "rules", lambda: msgspec.structs.replace(wanted, supervise_overdue=True))
    assert [deadlines.tick(centre.database) for _ in range(2)] == [1, 0]
    supervision = centre.card(case.id, AUDITOR).supervisions[0]
    assert (supervision.kind, supervision.by) == (SuperviseKind.OVERDUE, "System")


def test_that_a_forecast_knows_what_cases_like_it_took(centre: Centre) -> None:
    for number in range(6):
        card = centre.bring(Status.DISPOSING)
        centre.ahead = (1 + number) * DAY  # most took longer than their limit
        centre.step(HANDLER, card.id, Verb.SUBMIT)
        centre.step(DEPARTMENT, card.id, Verb.CONFIRM)
        centre.ahead = timedelta()
    case = centre.bring(Status.DISPOSING).case
    assert centre.card(case.id).forecast is None, "nothing is known before the past was read"
    forecast.warm(centre.database)
    told = centre.card(case.id).forecast
    assert told is not None
    assert case.deadline_at is not None
    assert (told.like, told.cases, told.department_id) == ("DEPARTMENT_CLASS", 6, "d1")
    assert (told.breach_in, told.limit_at) == (Status.DISPOSING, case.deadline_at)
    assert told.expected_at > case.deadline_at
    assert told.saves[0] is Verb.ASK_EXTEND
    with centre.database.read() as work:
        assert [late.case_id for late in forecast.late(work)] == [case.id]


def test_that_the_slow_ones_count_though_they_are_still_open(centre: Centre) -> None:
    for _ in range(6):
        card = centre.bring(Status.DISPOSING)
        centre.ahead = timedelta(minutes=10)
        centre.step(HANDLER, card.id, Verb.SUBMIT)
        centre.step(DEPARTMENT, card.id, Verb.CONFIRM)
        centre.ahead = timedelta()
    case = centre.bring(Status.DISPOSING).case
    forecast.warm(centre.database)
    told = centre.card(case.id).forecast
    assert told is not None
    assert (told.cases, told.breach_in) == (6, None)
    for _ in range(9):
        slow = centre.bring(Status.DISPOSING).case
        assert slow.dispatched_at is not None
        assert slow.deadline_at is not None
        passed(centre, slow.id, dispatched_at=slow.dispatched_at - 30 * DAY, deadline_at=slow.deadline_at - 30 * DAY)
    forecast._known.clear()
    forecast.warm(centre.database)
    told = centre.card(case.id).forecast
    assert told is not None
    assert (told.cases, told.breach_in) == (6, Status.DISPOSING)
