"""What of the past is worth looking at: alarms, urgent cases, and cases as they turn red, beside a walk over the lamps."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from backend.rules import alarms, cases, past_marks
from backend.rules.past_marks import Version, reddened
from backend.session import SYSTEM, Database
from tests.backend.centre import ACCEPTOR, FORWARD, Centre, report_of
from tests.backend.working_day import Hands, clock_of
from tests.backends import Backend
from wire.cases import Case, CaseReport, lamp
from wire.codes import AlarmKind, Kind, Lamp, PastMarkKind, Role, Source, Status
from wire.past import PastMark

BEGAN = datetime(2026, 11, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CASE = Case(
    id="c",
    version=1,
    number="1",
    status=Status.PENDING_DISPOSAL,
    source=Source.VIDEO,
    kind=Kind.EVENT,
    class_code="0110",
    catalogue="",
    lon=111.0,
    lat=35.0,
    address="",
    description="",
    reported_at=BEGAN,
    status_at=BEGAN,
)


def marks(centre: Centre, start: datetime, end: datetime) -> list[PastMark]:
    with centre.database.read() as work:
        return past_marks.marks(work, start, end).marks


def test_that_alarms_and_urgent_cases_stand_where_the_hall_heard_of_them(centre: Centre) -> None:
    before = datetime.now(UTC)
    with centre.writing(SYSTEM) as work:
        alarms.raise_(work, AlarmKind.SPEED, "u1", at=work.at - timedelta(minutes=5))
    order = report_of("hot", Source.HOTLINE_12319)
    values = {name: getattr(order, name) for name in order.__struct_fields__}
    with centre.writing(ACCEPTOR) as work:
        number = cases.report(work, CaseReport(**values | {"urgent": True})).case.number
    centre.report("calm")
    with centre.writing(SYSTEM) as work:
        alarms.clear(work, AlarmKind.SPEED, "u1")
    found = marks(centre, before, datetime.now(UTC) + MINUTE)
    assert [(mark.kind, mark.alarm, mark.unit_id, mark.case_number) for mark in found] == [
        (PastMarkKind.ALARM, AlarmKind.SPEED, "u1", ""),
        (PastMarkKind.URGENT, None, "", number),
    ]
    assert before <= found[0].at <= found[1].at
    assert marks(centre, before - timedelta(days=1), before) == []


def test_that_a_case_has_a_mark_where_it_passes_its_deadline_and_none_when_it_was_done_in_time(database: Database) -> None:
    """Two are dispatched; one is disposed of before its deadline, the other an hour after, a third one never."""
    hands = Hands(datetime.now(UTC) - timedelta(days=60))
    with clock_of(hands):
        centre = Centre(database)
        early, late, never = (centre.bring(Status.PENDING_DISPOSAL, id).case.deadline_at for id in ("early", "late", "never"))
        assert early is not None
        assert late is not None
        assert never is not None
        for id, at in (("early", early - MINUTE), ("late", late + timedelta(hours=1))):
            hands.at = at
            for by, verb in FORWARD[3:6]:
                centre.step(by, id, verb)
        hands.at = never + timedelta(days=9)
        centre.report("another")

    def overdue(start: datetime, end: datetime) -> dict[str, datetime]:
        return {mark.case_id: mark.at for mark in marks(centre, start, end) if mark.kind is PastMarkKind.OVERDUE}

    assert overdue(late - timedelta(days=2), late + timedelta(days=2)) == {"late": late, "never": never}
    assert overdue(late, late + timedelta(microseconds=1)).keys() >= {"late"}
    assert overdue(late + timedelta(minutes=30), late + timedelta(days=2)) == {}


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from([None, *range(-10, 120)]), st.sampled_from(list(Status))), min_size=1, max_size=8))
def test_that_a_lamp_turns_red_where_a_walk_over_it_sees_it(steps: list[tuple[int, int | None, Status]]) -> None:
    case, at, versions = CASE, BEGAN, list[Version]()
    for minutes, due, status in steps:
        deadline = None if due is None else BEGAN + due * MINUTE + timedelta(seconds=30)
        case = msgspec.structs.replace(case, status=status, deadline_at=deadline, yellow_at=deadline)
        versions.append((at, case))
        at += minutes * MINUTE
    seen: list[datetime] = []
    red: bool | None = None
    for second in range(0, round((at - BEGAN).total_seconds()), 10):
        moment = BEGAN + timedelta(seconds=second + 5)
        now = lamp(next(version for since, version in reversed(versions) if since <= moment) or case, moment) is Lamp.RED
        if now and red is False:
            seen.append(moment)
        red = now
    found = list(reddened(versions, BEGAN, at))
    assert [timedelta() <= theirs - mine <= timedelta(seconds=10) for mine, theirs in zip(found, seen, strict=True)] == [True] * len(seen)


def test_that_a_period_must_be_one_of_a_week_at_most(backend: Backend) -> None:
    hall = backend.client(Role.DISPATCHER)
    for start, end in ((BEGAN, BEGAN), (BEGAN, BEGAN + timedelta(days=8)), (BEGAN, BEGAN - MINUTE)):
        answer = hall.get("/v1/past/marks", params={"start": start.isoformat(), "end": end.isoformat()})
        assert (answer.status_code, answer.json()["detail"]) == (400, "start must be before end, by 7 days at most.")
    assert hall.get("/v1/past/marks", params={"start": BEGAN.isoformat(), "end": (BEGAN + MINUTE).isoformat()}).json() == {"marks": [], "left_off": 0}
    assert backend.client(Role.INSPECTOR).get("/v1/past/marks", params={"start": "x", "end": "y"}).status_code == 403
