"""Where inspectors have been."""

from datetime import datetime
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

At = Annotated[datetime | None, QueryParameter(description="as of when; none: now")]
Hours = Annotated[float, QueryParameter(gt=0, le=24)]


@get("/v1/coverage", opt=roles(HALL), tags=["grids"], sync_to_thread=True, responses=refusals())
def read_coverage(request: Request[Any, Any, Any], coverage: NamedDependency[Coverage], at: At = None) -> Response[list[Covered]]:
    """The basic grids in which an inspector was within 24 hours, and when: Arrow or JSON by `Accept`."""
    found, arrow = coverage.take(at), wants_arrow(request)
    return respond(bulk.to_bytes(bulk.encode(Covered, found)) if arrow else msgspec.json.encode(found), arrow)  # type: ignore[return-value]


@get("/v1/coverage/gaps", opt=roles(HALL), tags=["grids"], sync_to_thread=True, responses=refusals())
def read_gaps(coverage: NamedDependency[Coverage], hours: Hours = 4.0, at: At = None) -> CoverageGaps:
    """What no inspector had seen for so many hours: basic grids of duty grids, weighted by cases, and metres of street."""
    return coverage.gaps(hours, at)


routes = [read_coverage, read_gaps]
