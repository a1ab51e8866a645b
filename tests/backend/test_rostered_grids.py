"""Who answers for a duty grid is who the roster has put there now; without a shift, who is known to."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.rules import places, shifts, units
from backend.rules.arrivals import arrivals
from backend.session import Database
from tests.backend.centre import ACCEPTOR, ADMIN, GRID, Centre
from wire.codes import DutyState, UnitKind, Verb
from wire.shifts import ShiftOrder
from wire.units import SignIn, UnitOrder

NOW = datetime.now(UTC)


@pytest.fixture
def centre(database: Database) -> Centre:
    """u1 answers for the grid of the cases; u2, who is nearer, for another one."""
    made = Centre(database)
    with database.write(ADMIN) as work:
        units.put(work, UnitOrder(id="u2", code="u2", kind=UnitKind.INSPECTOR, name="Inspector two", duty_grids=["other"]))
        units.sign_in(work, "u2", SignIn(duty=DutyState.ON_DUTY))
    return made


def roster(centre: Centre, unit_id: str, grid: str, begins: datetime) -> None:
    order = ShiftOrder(
        id=f"s-{unit_id}", unit_id=unit_id, day=begins.date(), kind="DAY", starts_at=begins, ends_at=begins + timedelta(hours=8), grids=[grid]
    )
    with centre.database.write(ADMIN) as work:
        shifts.put(work, order)


def assigned(centre: Centre, case_id: str) -> str:
    centre.report(case_id)
    centre.step(ACCEPTOR, case_id, Verb.SEND_VERIFY)
    return centre.open_task(case_id).unit_id


@pytest.mark.parametrize(("hours", "whose"), [(-1, "u2"), (-9, "u1"), (1, "u1")], ids=["now", "over", "to come"])
def test_that_tasks_and_recommendations_follow_the_roster(centre: Centre, hours: int, whose: str) -> None:
    roster(centre, "u2", GRID, NOW + timedelta(hours=hours))
    roster(centre, "u1", "other" if whose == "u2" else GRID, NOW + timedelta(hours=hours))
    assert assigned(centre, "c1") == whose
    with centre.database.read() as work:
        assert [each.unit_id for each in places.inspectors(work, GRID)] == [whose]
        answering = {each.unit_id for each in arrivals(work, 111.0, 35.02).units if GRID in each.duty_grids}
    assert answering == {whose}
