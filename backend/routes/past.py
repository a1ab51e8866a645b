"""The hall as of an earlier moment, and what happened from there on."""

from datetime import datetime
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from backend.rules import fixes_then, on_shift, past, past_marks
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire.on_shift import OnShift
from wire.past import PastMarks, Rewound, Stretch
from wire.units import Positions

MOST_PAGES = 20  # of what has just changed; what waits beyond is told as a number
Cursor = Annotated[int, QueryParameter(ge=0, le=2**53, description="the seq of the last change that the caller has")]


@get("/v1/past", opt=roles(HALL), tags=["past"], sync_to_thread=True, responses=refusals(409, 410))
def rewound(at: FromQuery[datetime], seen: Cursor, epoch: FromQuery[str], database: NamedDependency[Database]) -> Rewound:
    """What was different at a moment from the hall as the caller has seen it last. 409: before the memory of the change log."""
    with database.read() as work:
        return past.rewound(work, at, seen, epoch)


@get("/v1/past/changes", opt=roles(HALL), tags=["past"], sync_to_thread=True, responses=refusals(410))
def stretch(after: Cursor, until: FromQuery[datetime], epoch: FromQuery[str], database: NamedDependency[Database]) -> Stretch:
    """The changes after a cursor up to a moment, to be played at their own times."""
    with database.read() as work:
        return past.stretch(work, after, until, epoch)


@get("/v1/past/positions", opt=roles(HALL), tags=["past"], sync_to_thread=True, responses=refusals())
def positions(at: FromQuery[datetime], database: NamedDependency[Database]) -> Positions:
    """Where every unit was: its newest fix that is not later than the moment, within a day before it."""
    with database.read() as work:
        return fixes_then.positions(work, at)


@get("/v1/past/shifts", opt=roles(HALL), tags=["past"], sync_to_thread=True, responses=refusals())
def who_was_on_shift(at: FromQuery[datetime], database: NamedDependency[Database]) -> list[OnShift]:
    """Whose shift ran at a moment, and who had signed in."""
    with database.read() as work:
        return on_shift.on_shift(work, at)


@get("/v1/past/marks", opt=roles(HALL), tags=["past"], sync_to_thread=True, responses=refusals())
def marks(start: FromQuery[datetime], end: FromQuery[datetime], database: NamedDependency[Database]) -> PastMarks:
    """What is worth looking at from start up to end, a week at most: alarms raised, urgent cases, cases that passed their deadline."""
    past_marks.keep_up(database, MOST_PAGES)
    with database.read() as work:
        return past_marks.marks(work, start, end)


routes = [rewound, stretch, positions, who_was_on_shift, marks]
