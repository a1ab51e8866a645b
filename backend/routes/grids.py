"""Grids."""

from typing import Annotated

from litestar import get
from litestar.params import Parameter

from backend.rules import grids
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire.codes import GridKind
from wire.grids import Grid
from wire.places import Lat, Lon

Kinds = Annotated[list[GridKind] | None, Parameter(query="kind", required=False)]


@get("/v1/grids", opt=roles(HALL), tags=["grids"], sync_to_thread=True, responses=refusals())
def read_grids(database: Database, kinds: Kinds = None) -> list[Grid]:
    """All grids, or those of the kinds that are named."""
    with database.read() as work:
        return grids.grids(work, kinds or ())


@get("/v1/grids/at", opt=roles(HALL), tags=["grids"], sync_to_thread=True, responses=refusals())
def grids_at(lon: Lon, lat: Lat, database: Database) -> list[Grid]:
    """The grids that cover a place, from the basic grid up to the district."""
    with database.read() as work:
        return grids.grids_at(work, lon, lat)


routes = [read_grids, grids_at]
