"""What became of findings."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.rules import findings
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire.codes import Source
from wire.findings import VoidRate

Sources = Annotated[list[Source], QueryParameter(name="source", description="repeatable")]
Days = Annotated[int, QueryParameter(ge=1, le=400)]


@get("/v1/findings/rates", opt=roles(HALL), tags=["cases"], sync_to_thread=True, responses=refusals())
def rates(database: NamedDependency[Database], sources: Sources, days: Days = 90) -> list[VoidRate]:
    """How often findings of a camera, a class and an hour came to nothing."""
    with database.read() as work:
        return findings.void_rates(work, sources, days)


routes = [rates]
