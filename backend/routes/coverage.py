"""Where inspectors have been."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.rules.coverage import Coverage
from backend.web.arrow import respond, wants_arrow
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire import bulk
from wire.coverage import CoverageGaps, Covered

Hours = Annotated[float, QueryParameter(gt=0, le=24)]


@get("/v1/coverage", opt=roles(HALL), tags=["grids"], sync_to_thread=True, responses=refusals())
def read_coverage(request: Request[Any, Any, Any], coverage: NamedDependency[Coverage]) -> Response[list[Covered]]:
    """The basic grids in which an inspector was within the last 24 hours, and when: Arrow or JSON by `Accept`."""
    found, arrow = coverage.take(), wants_arrow(request)
    return respond(bulk.to_bytes(bulk.encode(Covered, found)) if arrow else msgspec.json.encode(found), arrow)  # type: ignore[return-value]


@get("/v1/coverage/gaps", opt=roles(HALL), tags=["grids"], sync_to_thread=True, responses=refusals())
def read_gaps(coverage: NamedDependency[Coverage], hours: Hours = 4.0) -> CoverageGaps:
    """What no inspector has seen for so many hours: basic grids of duty grids, weighted by cases, and metres of street."""
    return coverage.gaps(hours)


routes = [read_coverage, read_gaps]
