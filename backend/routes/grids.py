"""Grids."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.rules import grids
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire.codes import GridKind
from wire.grids import Grid

Longitude = Annotated[float, QueryParameter(ge=-180, le=180)]
Latitude = Annotated[float, QueryParameter(ge=-90, le=90)]
Kinds = Annotated[list[GridKind] | None, QueryParameter(name="kind", required=False)]


@get("/v1/grids", opt=roles(HALL), tags=["grids"], sync_to_thread=True, responses=refusals())
def read_grids(database: NamedDependency[Database], kinds: Kinds = None) -> list[Grid]:
    """All grids, or those of the kinds that are named."""
    with database.read() as work:
        return grids.grids(work, kinds or ())


@get("/v1/grids/at", opt=roles(HALL), tags=["grids"], sync_to_thread=True, responses=refusals())
def grids_at(lon: Longitude, lat: Latitude, database: NamedDependency[Database]) -> list[Grid]:
    """The grids that cover a place, from the basic grid up to the district."""
    with database.read() as work:
        return grids.grids_at(work, lon, lat)


routes = [read_grids, grids_at]
