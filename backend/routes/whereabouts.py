"""Who was there."""

from datetime import datetime
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from backend.routes.grids import Latitude, Longitude
from backend.rules import whereabouts
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire.people import User
from wire.whereabouts import Whereabouts

Radius = Annotated[float, QueryParameter(gt=0, le=2000)]


@get("/v1/whereabouts", opt=roles(HALL), tags=["tracks"], sync_to_thread=True, responses=refusals())
def who_was_there(
    lon: Longitude,
    lat: Latitude,
    radius: Radius,
    start: FromQuery[datetime],
    end: FromQuery[datetime],
    database: NamedDependency[Database],
    user: NamedDependency[User],
) -> Whereabouts:
    """Units within `radius` metres of a place between two times, a week apart at most. Each look is in the audit trail."""
    with database.read(user) as work:
        found = whereabouts.whereabouts(work, lon, lat, radius, start, end)
    with database.write(user) as work:
        whereabouts.look(work, found)
    return found


routes = [who_was_there]
