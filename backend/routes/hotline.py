"""Figures of the hotline, and what each of them counts."""

from datetime import UTC, datetime
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from backend.refusals import Malformed
from backend.rules import at_address, hotline_figures
from backend.session import Database
from backend.web.docs import refusals
from backend.web.queries import time_of
from backend.web.roles import HALL, roles
from wire.calls import AtAddress
from wire.figures import FigureList, HotlineFigure, HotlineFigures
from wire.people import User
from wire.problem import FieldError

Start = Annotated[str, QueryParameter(name="start", description="2026-11-21T08:00:00+08:00")]
Address = Annotated[str, QueryParameter(name="address", min_length=1, max_length=300, description="瑞祥路 5 号")]
End = Annotated[str | None, QueryParameter(name="end", description="without it: now")]


@get("/v1/hotline/figures", opt=roles(HALL), tags=["hotline"], sync_to_thread=True, responses=refusals())
def figures(database: NamedDependency[Database], start: Start, end: End = None) -> HotlineFigures:
    """Calls, answer rate, average answer time, accepted, duplicates, call-backs, satisfaction and promises of a span of time."""
    with database.read() as work:
        return hotline_figures.figures(work, *_span(start, end))


@get("/v1/hotline/figures/{figure:str}", opt=roles(HALL), tags=["hotline"], sync_to_thread=True, responses=refusals())
def behind(figure: FromPath[HotlineFigure], database: NamedDependency[Database], start: Start, end: End = None) -> FigureList:
    """The newest thousand calls or cases that a figure counts."""
    with database.read() as work:
        return hotline_figures.behind(work, figure, *_span(start, end))


@get("/v1/hotline/at-address", opt=roles(HALL), tags=["hotline"], sync_to_thread=True, responses=refusals())
def at(database: NamedDependency[Database], user: NamedDependency[User], address: Address) -> AtAddress:
    """Cases at an address as somebody says it, and calls about them: for who calls without a number, or from another one."""
    with database.read(user) as work:
        return at_address.of(work, address)


def _span(start: str, end: str | None) -> tuple[datetime, datetime]:
    begins, ends = time_of(start, "start"), time_of(end, "end") if end else datetime.now(UTC)
    if ends < begins:
        raise Malformed("end must not be before start.", [FieldError(path="end", detail="is before start")])
    return begins, ends


routes = [figures, behind, at]
