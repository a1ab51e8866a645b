"""The roster."""

from datetime import date
from typing import Annotated

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.refusals import Malformed
from backend.rules import shifts
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.roles import HALL, roles
from wire.problem import FieldError
from wire.shifts import MOST_SHIFTS, PLANNERS, Shift, ShiftKind, ShiftOrder

OfUnit = Annotated[str, QueryParameter(name="unit_id", max_length=64)]
LONGEST_D = 62


@get("/v1/shifts", opt=roles(HALL), tags=["people"], sync_to_thread=True, responses=refusals())
def all_shifts(database: NamedDependency[Database], first: FromQuery[date], last: FromQuery[date | None] = None, unit_id: OfUnit = "") -> list[Shift]:
    """Those that begin on these days, by day, time and unit."""
    last = last or first
    if not 0 <= (last - first).days <= LONGEST_D:
        raise Malformed("The last day must be the first, or later, by 62 days at most.", [FieldError(path="last", detail="is out of reach")])
    with database.read() as work:
        return shifts.shifts(work, first, last, unit_id, MOST_SHIFTS)


@get("/v1/shift-kinds", opt=roles(HALL), tags=["people"], sync_to_thread=False, responses=refusals())
def kinds() -> list[ShiftKind]:
    """The times of work that there are."""
    return shifts.kinds()


@get("/v1/shifts/{id:str}", opt=roles(HALL), tags=["people"], sync_to_thread=True, responses=refusals(404))
def shift(id: FromPath[str], database: NamedDependency[Database]) -> Response[Shift]:
    with database.read() as work:
        return tagged(shifts.one(work, id))


@put("/v1/shifts/{id:str}", opt=roles(PLANNERS), tags=["people"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_shift(id: FromPath[str], data: JSONBody[ShiftOrder], orders: NamedDependency[Orders]) -> Response[Shift]:
    must_be_named(id, data.id)
    return orders.do(lambda work: shifts.put(work, data))


@delete("/v1/shifts/{id:str}", opt=roles(PLANNERS), tags=["people"], sync_to_thread=True, responses=refusals(*CHANGING))
def remove_shift(id: FromPath[str], orders: NamedDependency[Orders]) -> None:
    orders.do(lambda work: shifts.remove(work, id))


routes = [all_shifts, kinds, shift, put_shift, remove_shift]
