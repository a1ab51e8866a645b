"""An evaluation as of a moment is what it was at that moment, whatever has happened to its cases since."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from backend import standards
from backend.rules import counting, day_lines, evaluation, orders
from backend.rules.history import PastCase, import_cases
from backend.session import SYSTEM, Database
from tests.backend.centre import DEPARTMENT, DISPATCHER, FORWARD, SAMPLES, Centre, report_of
from tests.backend.test_case_life import CHOICES, DEAR, FOR_A_TASK, PEOPLE, RESULTS, SOURCES, Life
from tests.backend.test_library import publish
from tests.backend.working_day import Hands, clock_of
from tests.backends import Backend
from wire.codes import AdjustmentKind, Kind, LimitType, Role, Source, StandardKind, Status, Verb
from wire.evaluation import Basis, Counter, Dimension, Evaluation, Lap, Period, Question
from wire.side_orders import AskSuspendOrder
from wire.standards import DayLine, Lines

STEPS, EVERY = 90, 9
ASKED = [
    (Basis.REPORTED, Dimension.DEPARTMENT, []),
    (Basis.REPORTED, Dimension.DUTY_GRID, []),
    (Basis.CLOSED, Dimension.VERIFIER, ["DEPARTMENT:d1"]),
    (Basis.DISPOSED, Dimension.WEEK, []),
    (Basis.DISPATCHED, Dimension.SOURCE, ["DEPARTMENT:d1", "DEPARTMENT:", "CITY:x"]),
    (Basis.FILED, Dimension.CHECKER, []),
]


def evaluations(database: Database, at: datetime | None = None) -> list[Evaluation]:
    counting.keep_up(database)
    with database.read() as work:
        day = evaluation.today(work) if at is None else counting.day_of(at)
        assert day is not None
        asked = [(Question(period=Period.QUARTER, day=day, basis=basis, where=where), by) for basis, by, where in ASKED]
        return [evaluation.evaluation(work, question, by, at) for question, by in asked]


@pytest.mark.parametrize("seed", [2, 3])
def test_that_what_was_told_at_a_moment_is_told_of_it_ever_after(database: Database, seed: int) -> None:
    chance, hands = random.Random(seed), Hands(datetime.now(UTC).replace(microsecond=0) - timedelta(days=50))
    with clock_of(hands):
        life = Life(Centre(database))
        life.ids.append(returned_of_another_system(life.centre))
        told = []
        for step in range(STEPS):
            hands.at += timedelta(minutes=chance.randrange(1, 600), seconds=chance.random())
            if step % EVERY == 0:
                life.begun(report_of(f"then{step}", chance.choice(SOURCES)))
            else:
                go_on(life, chance, hands.at)
            if step % EVERY == EVERY // 2:
                hands.at += timedelta(seconds=1)
                told.append((hands.at, evaluations(database)))
        assert any(evaluation.total.counts.get(Counter.DISPATCH) for _, found in told for evaluation in found)
        for at, found in told:
            assert evaluations(database, at) == found


def returned_of_another_system(centre: Centre) -> str:
    """A case of another system's past, which had been dispatched there and has come back from its department here."""
    here = report_of("here")
    with centre.writing(SYSTEM) as work:
        reported_at = work.at - timedelta(hours=5)
        past = PastCase(
            **{"id": "past", "source": Source.WECHAT, "kind": Kind.EVENT, "class_code": "0110", "lon": here.lon, "lat": here.lat},
            **{"reported_at": reported_at, "dispatched_at": reported_at + timedelta(hours=1), "status": Status.PENDING_DISPOSAL},
            **{"limit_amount": 4.0, "limit_type": LimitType.WORK_HOUR, "deadline_at": reported_at + timedelta(hours=5), "department_id": "d1"},
        )
        import_cases(work, [past])
    card = centre.ask(AdjustmentKind.RETURN, "past", DEPARTMENT, DISPATCHER)
    assert (card.case.status, card.case.department_id) == (Status.PENDING_DISPATCH, None)
    return "past"


def test_that_a_step_that_was_committed_later_is_not_there_before(database: Database) -> None:
    """It waits for the one writer between its own time and that of its commit."""
    hands = Hands(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3))
    with clock_of(hands):
        centre = Centre(database)
        card = centre.bring(Status.PENDING_DISPATCH)
        hands.at += timedelta(minutes=1)
        before = evaluations(database)
        with centre.writing(DISPATCHER) as work:
            hands.at += timedelta(seconds=20)
            orders.order(work, card.id, SAMPLES[Verb.DISPATCH])
        hands.at += timedelta(minutes=1)
        between = hands.at - timedelta(seconds=70)
        assert [replace(each, at=between) for each in before] == evaluations(database, between)
        assert evaluations(database, hands.at)[0].total.counts[Counter.DISPATCH] == 1


def test_that_a_calendar_that_was_published_since_changes_nothing_of_then(database: Database) -> None:
    """Disposed of in two days, which are free by the newer calendar."""
    hands = Hands(datetime(2026, 11, 24, 2, tzinfo=UTC))  # a Tuesday at 10:00 there
    with clock_of(hands):
        centre = Centre(database)
        card = centre.bring(Status.DISPOSING)
        hands.at += timedelta(days=1)
        card = centre.forward(card, Status.PENDING_REVIEW, FORWARD[4:])
        hands.at += timedelta(minutes=1)
        before = evaluations(database)
        hands.at += timedelta(minutes=1)
        days = [*day_lines.lines_of(standards.in_force().calendar), DayLine(meaning="HOLIDAY", name="停工", first="2026-11-24", last="2026-11-25")]
        publish(database, "calendar-then", Lines(days=days), StandardKind.CALENDAR)
        hands.at += timedelta(minutes=1)
        centre.forward(card, Status.PENDING_CHECK, FORWARD[6:])
        disposal = before[0].total.laps[Lap.DISPOSE]
        assert evaluations(database)[0].total.laps[Lap.DISPOSE] != disposal
        assert evaluations(database, before[0].at) == before


def go_on(life: Life, chance: random.Random, now: datetime) -> None:
    """One of the cases, by any of its offers; more often than not by the step forward."""
    case_id = chance.choice(life.ids)
    card = life.centre.card(case_id)
    if (kind := FOR_A_TASK.get(card.case.status)) is not None and chance.random() < 0.8:
        life.centre.answer(case_id, chance.choice(RESULTS[kind]))
        return
    offers = [(by, offer) for by in PEOPLE for offer in life.offered(case_id, by) if offer.verb not in DEAR or chance.random() < 0.05]
    if chance.random() < 0.7:
        offers = [(by, offer) for by, offer in offers if offer.main] or offers
    if offers:
        by, offer = chance.choice(offers)
        order = chance.choice(CHOICES[Verb.CALL_BACK]) if offer.verb is Verb.CALL_BACK else life.sample(offer)
        if offer.verb is Verb.ASK_SUSPEND:
            order = AskSuspendOrder(note="planting season", until=now + timedelta(days=30))
        after = life.centre.order(by, case_id, order, expected=card.version)
        life.ids += [part.id for part in after.parts if part.id not in life.ids]


def test_that_the_door_takes_a_moment_that_has_been(backend: Backend) -> None:
    hands = Hands(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3))
    with clock_of(hands):
        centre = Centre(backend.database)
        card = centre.bring(Status.DISPOSING)
    then = hands.at + timedelta(minutes=1)
    centre.forward(card, Status.CLOSED, FORWARD[4:])
    client = backend.client(Role.DISPATCHER)
    asked = {"period": "YEAR", "day": then.date().isoformat(), "by": "DEPARTMENT"}
    now, was = (client.get("/v1/evaluation", params=asked | more).json() for more in ({}, {"at": then.isoformat()}))
    assert [found["total"]["counts"].get("ARCHIVE", 0) for found in (now, was)] == [1, 0]
    assert [row["key"] for row in was["rows"]] == ["d1"]
    of_office = backend.client(Role.DEPARTMENT, department_id="d1").get("/v1/evaluation", params=asked | {"at": then.isoformat()}).json()
    assert of_office["total"]["counts"]["TO_DISPOSE"] == 1
    for at, more in ((datetime.now(UTC) + timedelta(hours=1), {}), (then.replace(tzinfo=None), {}), (then, {"frozen": "true"})):
        refused = client.get("/v1/evaluation", params=asked | {"at": at.isoformat()} | more)
        assert refused.status_code in (400, 409), refused.text
    before = client.get("/v1/evaluation", params=asked | {"at": (then - timedelta(days=30)).isoformat()})
    assert before.json()["code"] == "before_memory"
