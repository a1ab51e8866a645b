"""The card of a case as of an earlier moment: nothing on it is of after that."""

from datetime import UTC, datetime, timedelta

import msgspec

from tests.console.made import a_case, card_of
from wire.card_then import card_then
from wire.cases import Case, CaseCard
from wire.codes import Status, SuperviseKind
from wire.supervisions import Supervision

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
CASE = a_case(
    "c",
    status=Status.DISPOSING,
    reported_at=NOW - 9 * HOUR,
    status_at=NOW - 8 * HOUR,
    disposed_at=NOW - HOUR,
    deadline_at=NOW - 3 * HOUR,
    supervise_level=3,
    version=9,
)


def part(id: str, hours: float, status: Status) -> Case:
    return msgspec.structs.replace(CASE, id=id, reported_at=NOW - hours * HOUR, status=status)


def card(**more: object) -> CaseCard:
    return msgspec.structs.replace(card_of(CASE), **more)


def test_that_a_supervision_had_risen_as_far_as_the_case_says() -> None:
    due = {"arrange_by": NOW, "progress_by": NOW, "settle_by": NOW}
    kinds = {"case_id": "c", "kind": next(iter(SuperviseKind)), "requirement": "", "hard": False, "by": "x"}
    over = Supervision(id="over", at=NOW - 8 * HOUR, ended_at=NOW - 6 * HOUR, level=4, **kinds, **due)  # type: ignore[arg-type]
    running = Supervision(id="running", at=NOW - 5 * HOUR, level=3, **kinds, **due)  # type: ignore[arg-type]
    now = card(supervisions=[over, running])
    for hours, level, told in ((4, 2, [4, 2]), (5, 1, [4, 1]), (7, 2, [2])):
        then = card_then(now, msgspec.structs.replace(CASE, supervise_level=level), NOW - hours * HOUR, lambda _: None)
        assert [each.level for each in then.supervisions] == told


def test_that_parts_and_whole_are_of_then_and_how_late_it_was_is_said_of_the_same_end_alone() -> None:
    early, late = part("early", 5, Status.CLOSED), part("late", 2, Status.REPORTED)
    now = card(parts=[early, late], whole=part("whole", 10, Status.CLOSED), overdue_factor=2.5, check_from=NOW, hands=["li"])
    was = {"early": part("early", 5, Status.REPORTED)}
    then = card_then(now, msgspec.structs.replace(CASE, disposed_at=None), NOW - 4 * HOUR, was.get)
    assert [(each.id, each.status) for each in then.parts] == [("early", Status.REPORTED)]
    assert (then.whole, then.overdue_factor, then.check_from, then.hands) == (now.whole, None, None, [])
    assert card_then(now, CASE, NOW, was.get).overdue_factor == 2.5
