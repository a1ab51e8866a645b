"""What of the past is worth looking at: alarms, urgent cases, and cases as they turn red, beside a walk over the lamps."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from backend.jobs import housekeeping
from backend.rules import alarms, cases, past_marks
from backend.rules.past_marks import Version, reddened
from backend.session import SYSTEM, Database
from backend.tables.cases import CaseRow
from backend.tables.feed import ChangeRow
from backend.tables.past_marks import PastMarkRow
from tests.backend.centre import ACCEPTOR, DEPARTMENT, FORWARD, Centre, report_of
from tests.backend.working_day import DAY, Hands, clock_of, work_a_day
from tests.backends import Backend
from tests.console.made import a_case
from wire.cases import Case, CaseReport, lamp
from wire.codes import AlarmKind, Lamp, Noun, PastMarkKind, Role, Source, Status, Verb
from wire.past import PastMark

NONE: dict[str, object] = {"marks": [], "left_off": 0, "counts": [], "waiting": 0}
BEGAN = datetime(2026, 11, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CASE = a_case("c", status=Status.PENDING_DISPOSAL, reported_at=BEGAN, status_at=BEGAN)


def marks(centre: Centre, start: datetime, end: datetime) -> list[PastMark]:
    past_marks.keep_up(centre.database)
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


@pytest.mark.parametrize("page", [7, past_marks.PAGE])
def test_that_no_mark_is_missed_however_the_log_is_read(database: Database, page: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside a walk over all that the change log ever had: windows before, in and after a day of work, and days behind it. What was found while
    the day was worked is corrected by what came after; and the log may be read in pages that end anywhere.
    """
    monkeypatch.setattr(past_marks, "PAGE", page)
    began = datetime(2026, 9, 1, tzinfo=UTC)
    centre, hands = work_a_day(database, began, 40, seed=3), Hands(began + timedelta(days=6))
    past_marks.keep_up(database)
    with clock_of(hands):
        with database.read() as work:
            waiting = list(work.session.scalars(sa.select(CaseRow.id).where(CaseRow.status == Status.PENDING_DISPOSAL).order_by(CaseRow.id)))
        for id in waiting[::2]:  # what is untouched in a window goes on after it
            hands.at += MINUTE
            centre.step(DEPARTMENT, id, Verb.ASSIGN)
    seen = 0
    for start, end in (
        (began - timedelta(days=1), began + DAY / 2),
        (began + DAY / 3, began + DAY / 2),
        (began + DAY / 2, began + DAY),
        (began + DAY, began + timedelta(days=3)),
        (began + timedelta(days=2), began + timedelta(days=9)),
    ):
        told = {(mark.case_id, mark.at) for mark in marks(centre, start, end) if mark.kind is PastMarkKind.OVERDUE}
        assert told == set(walked(database, start, end))
        seen += len(told)
    assert seen > 5


def walked(database: Database, start: datetime, end: datetime) -> Iterator[tuple[str, datetime]]:
    """The cases that turned red, by every version of every case."""
    versions = defaultdict[str, list[Version]](list)
    with database.read() as work:
        for id, at, body in work.session.execute(
            sa.select(ChangeRow.id, ChangeRow.at, ChangeRow.body).where(ChangeRow.noun == Noun.CASE).order_by(ChangeRow.seq)
        ):
            versions[id].append((at, msgspec.json.decode(body, type=Case | None)))
    for id, mine in versions.items():
        before = next((case for at, case in reversed(mine) if at <= start), None)
        for at in reddened([(start, before), *((at, case) for at, case in mine if start < at < end)], start, end):
            yield id, at


def test_that_what_waits_is_told_and_what_is_before_the_memory_is_forgotten(database: Database) -> None:
    hands = Hands(datetime.now(UTC) - timedelta(days=60))
    began = hands.at
    with clock_of(hands):
        centre = Centre(database)
        due = centre.bring(Status.PENDING_DISPOSAL, "never").case.deadline_at
        assert due is not None
        hands.at = due + MINUTE
        centre.report("another")
    assert past_marks.keep_up(database, pages=0) > 0
    with database.read() as work:
        told = past_marks.marks(work, due, due + MINUTE)
        assert (told.marks, told.waiting) == ([], past_marks.behind(work))
    assert past_marks.keep_up(database) == 0
    assert [mark.case_id for mark in marks(centre, due, due + MINUTE)] == ["never"]
    housekeeping.compact(database, keep=datetime.now(UTC) - began - MINUTE)
    assert [mark.case_id for mark in marks(centre, due, due + MINUTE)] == ["never"]  # it is of after the first minute
    housekeeping.compact(database, keep=timedelta())
    with database.read() as work:
        assert list(work.session.scalars(sa.select(PastMarkRow).where(PastMarkRow.at < hands.at))) == []


def test_that_what_is_too_much_to_be_told_one_by_one_is_counted_where_it_is(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    start = datetime.now(UTC)
    with centre.writing(SYSTEM) as work:
        for unit in range(30):
            alarms.raise_(work, AlarmKind.SPEED, f"v{unit}", at=work.at)
    end = datetime.now(UTC) + timedelta(seconds=1)
    past_marks.keep_up(centre.database)
    with centre.database.read() as work:
        whole = past_marks.marks(work, start, end)
        monkeypatch.setattr(past_marks, "MOST_MARKS", 12)
        told = past_marks.marks(work, start, end)
    assert (len(whole.marks), whole.left_off, whole.counts) == (30, 0, [])
    assert (told.marks, told.left_off) == (whole.marks[:12], 18)
    assert sum(each.count for each in told.counts) == 18
    assert all(each.at <= each.until for each in told.counts)
    assert all(before.until < after.at for before, after in pairwise(told.counts))
    left = whole.marks[12:]
    assert (told.counts[0].at, told.counts[-1].until) == (left[0].at, left[-1].at)


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
    assert hall.get("/v1/past/marks", params={"start": BEGAN.isoformat(), "end": (BEGAN + MINUTE).isoformat()}).json() == NONE
    assert backend.client(Role.INSPECTOR).get("/v1/past/marks", params={"start": "x", "end": "y"}).status_code == 403
