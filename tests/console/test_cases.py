"""The Hall keeps every open case, and of those that are done the newest."""

from datetime import timedelta

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from console.hall.cases import KEPT_DONE, OVER, Cases
from tests.console.made import AT, a_case
from wire.cases import Case
from wire.codes import AdjustmentKind, CallbackState, Publicity, Status


@pytest.fixture
def cases(qtbot: QtBot) -> Cases:
    """As many done ones as may be here, and one open case that is older than all of them."""
    made = Cases()
    made.put([a_case("open", reported_at=AT - timedelta(days=900), status_at=AT - timedelta(days=900))])
    made.put([done(number) for number in range(KEPT_DONE + OVER)])
    return made


def done(number: int, version: int = 1, status: Status = Status.CLOSED) -> Case:
    """The higher the number, the later it was done."""
    at = AT + timedelta(minutes=number)
    return a_case(f"d{number}", version=version, status=status, status_at=at, closed_at=at if status is Status.CLOSED else None)


def test_that_the_longest_done_go_when_there_are_too_many(cases: Cases) -> None:
    told: list[frozenset[str]] = []
    cases.changed.connect(told.append)
    cases.put([done(KEPT_DONE + OVER, status=Status.VOIDED)])
    assert len(cases) == KEPT_DONE + 1
    assert "open" in cases
    assert {case.id for case in cases} >= {f"d{KEPT_DONE + OVER}", f"d{OVER + 1}"}
    gone = {f"d{number}" for number in range(OVER + 1)}
    assert told == [frozenset(gone | {f"d{KEPT_DONE + OVER}"})]
    assert not any(id in cases for id in gone)


def test_that_a_case_that_is_opened_again_is_not_counted_as_done(cases: Cases) -> None:
    cases.put([a_case("d0", version=2, status=Status.DISPOSING)])
    cases.put([done(KEPT_DONE + OVER)])
    assert "d0" in cases
    assert "d1" in cases
    cases.put([done(KEPT_DONE + OVER + 1)])
    assert "d0" in cases
    assert "d1" not in cases


def test_that_a_snapshot_counts_anew(cases: Cases) -> None:
    cases.replace([done(1), done(2), a_case("open")])
    cases.put([done(3)])
    assert {case.id for case in cases} == {"d1", "d2", "d3", "open"}


@pytest.mark.parametrize("left", [{"callback": CallbackState.PENDING}, {"asked": AdjustmentKind.APPEAL}, {"publicity": Publicity.PROPOSED}])
def test_that_what_is_left_to_do_with_a_case_keeps_it(cases: Cases, left: dict[str, object]) -> None:
    oldest = done(0, version=2)
    cases.put([msgspec.structs.replace(oldest, **left), done(KEPT_DONE + OVER)])
    cases.put([done(KEPT_DONE + OVER + 1)])
    assert "d0" in cases
    assert "d1" not in cases
    cases.put([msgspec.structs.replace(oldest, version=3), *(done(KEPT_DONE + OVER + number) for number in range(2, OVER + 2))])
    assert "d0" not in cases
