"""Who was on shift at a moment: by shifts and signs, as of then; on both databases."""

from datetime import datetime, timedelta

import pytest

from backend.refusals import Malformed
from backend.rules import on_shift, shifts, units
from backend.session import Database
from backend.tables.shifts import SignRow
from tests.backend.centre import ADMIN, Centre
from tests.backend.working_day import Hands, clock_of
from tests.backends import Backend
from wire.codes import DutyState, Role, SignResult, UnitKind
from wire.on_shift import OnShift
from wire.shifts import ShiftOrder
from wire.units import UnitOrder

HOUR = timedelta(hours=1)


@pytest.fixture
def centre(database: Database) -> Centre:
    return Centre(database)


def put(centre: Centre, unit_id: str, starts_at: datetime, hours: float, entered: timedelta = -HOUR) -> str:
    """So long after it begins somebody enters it."""
    with clock_of(Hands(starts_at + entered)), centre.database.write(ADMIN) as work:
        units.put(work, UnitOrder(id=unit_id, code=unit_id, kind=UnitKind.INSPECTOR, name=unit_id))
        id = f"shift-of-{unit_id}"
        order = ShiftOrder(id=id, unit_id=unit_id, day=starts_at.date(), starts_at=starts_at, ends_at=starts_at + hours * HOUR)
        return shifts.put(work, order).id


def sign(centre: Centre, unit_id: str, duty: DutyState, at: datetime, shift_id: str | None = None) -> None:
    row = SignRow(id=f"{unit_id}-{at.timestamp()}", unit_id=unit_id, shift_id=shift_id, duty=duty, at=at, result=SignResult.NORMAL)
    row.lon = row.lat = row.away_m = None
    with centre.database.write(ADMIN) as work:
        work.session.add(row)


def told(centre: Centre, at: datetime) -> dict[str, OnShift]:
    with centre.database.read() as work:
        return {each.unit_id: each for each in on_shift.on_shift(work, at)}


def test_that_it_is_told_by_shifts_and_signs_up_to_the_moment(centre: Centre) -> None:
    with centre.database.read() as work:
        noon = work.at - 12 * HOUR
    day = put(centre, "day", noon - 4 * HOUR, 8)
    put(centre, "late", noon + HOUR, 6)
    sign(centre, "day", DutyState.ON_DUTY, noon - 4.2 * HOUR, day)  # a little early
    sign(centre, "day", DutyState.OFF_DUTY, noon + 2 * HOUR, day)
    sign(centre, "extra", DutyState.ON_DUTY, noon - HOUR)  # without a shift
    sign(centre, "extra", DutyState.OFF_DUTY, noon + HOUR)
    sign(centre, "gone", DutyState.ON_DUTY, noon - 9 * HOUR)
    sign(centre, "gone", DutyState.OFF_DUTY, noon - 3 * HOUR)

    then = told(centre, noon)
    assert set(then) == {"day", "extra"}
    assert (then["day"].shift is not None, then["day"].signed_at, then["day"].left_at) == (True, noon - 4.2 * HOUR, None)
    assert (then["extra"].shift, then["extra"].result) == (None, SignResult.NORMAL)

    later = told(centre, noon + 3 * HOUR)
    assert set(later) == {"day", "late"}
    assert later["day"].left_at == noon + 2 * HOUR
    assert later["late"].signed_at is None
    assert told(centre, noon + 4 * HOUR).keys() == {"late"}  # at its end a shift is over


def test_that_the_roster_is_that_of_then_whatever_was_changed_since(centre: Centre) -> None:
    """One shift is cut short while it runs, one is taken out of the roster, one is entered when it has begun."""
    with centre.database.read() as work:
        noon = work.at - 12 * HOUR
    for unit_id in ("cut", "struck"):
        put(centre, unit_id, noon - 4 * HOUR, 8)
    put(centre, "belated", noon - 4 * HOUR, 8, entered=3 * HOUR)
    with clock_of(Hands(noon)), centre.database.write(ADMIN, expected=1) as work:
        order = ShiftOrder(id="shift-of-cut", unit_id="cut", day=noon.date(), starts_at=noon - 4 * HOUR, ends_at=noon + HOUR)
        assert shifts.put(work, order).version == 2
    with clock_of(Hands(noon)), centre.database.write(ADMIN, expected=1) as work:
        shifts.remove(work, "shift-of-struck")
    ends = {each.unit_id: each.shift.ends_at - noon for each in told(centre, noon - 2 * HOUR).values() if each.shift is not None}
    assert ends == {"cut": 4 * HOUR, "struck": 4 * HOUR}
    assert told(centre, noon - HOUR / 2).keys() == {"cut", "struck", "belated"}
    now = told(centre, noon + HOUR / 2)
    assert now.keys() == {"cut", "belated"}
    assert now["cut"].shift is not None
    assert now["cut"].shift.ends_at == noon + HOUR
    assert told(centre, noon + 2 * HOUR).keys() == {"belated"}


def test_that_it_is_asked_by_the_hall_with_a_zone(backend: Backend) -> None:
    hall = backend.client(Role.ACCEPTOR)
    assert hall.get("/v1/past/shifts", params={"at": "2026-11-20T08:00:00+08:00"}).json() == []
    assert hall.get("/v1/past/shifts", params={"at": "2026-11-20T08:00:00"}).status_code == 400
    assert backend.client(Role.INSPECTOR).get("/v1/past/shifts", params={"at": "2026-11-20T08:00:00+08:00"}).status_code == 403
    with pytest.raises(Malformed), backend.database.read() as work:
        on_shift.on_shift(work, datetime(2026, 11, 20))  # noqa: DTZ001 - what is refused
