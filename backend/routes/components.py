"""Components."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.rules import components
from backend.session import Database
from backend.web.docs import refusals
from backend.web.orders import tagged
from backend.web.queries import box_of
from backend.web.roles import HALL, roles
from wire.components import Component

Limit = Annotated[int, QueryParameter(ge=1, le=components.MOST)]
Bbox = Annotated[str | None, QueryParameter(required=False, description="west,south,east,north in degrees")]


@get("/v1/components", opt=roles(HALL), tags=["components"], sync_to_thread=True, responses=refusals())
def read_components(
    database: NamedDependency[Database], bbox: Bbox = None, class_code: FromQuery[str | None] = None, limit: Limit = 1000
) -> list[Component]:
    """The first components by code, in a box and of a class when these are given."""
    box = box_of(bbox) if bbox is not None else None
    with database.read() as work:
        return components.components(work, box, class_code, limit)


@get("/v1/components/{code:str}", opt=roles(HALL), tags=["components"], sync_to_thread=True, responses=refusals(404))
def component(code: FromPath[str], database: NamedDependency[Database]) -> Response[Component]:
    with database.read() as work:
        return tagged(components.component(work, code))


routes = [read_components, component]
