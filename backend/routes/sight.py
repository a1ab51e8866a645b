"""Who can see a place and be there first; which unit should go to a case."""

from datetime import datetime

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from backend.routes.grids import Latitude, Longitude
from backend.rules import recommendation, sight
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire.people import User
from wire.recommendation import Recommendation
from wire.sight import Sight


@get("/v1/sight", opt=roles(HALL), tags=["sight"], sync_to_thread=True, responses=refusals(409))
def who_can_see(lon: Longitude, lat: Latitude, database: NamedDependency[Database], at: FromQuery[datetime | None] = None) -> Sight:
    """Cameras whose view covers the place, with what stands between; every unit by when it could be there. `at`: as of an earlier moment.
    409: before the memory of the change log."""
    with database.read() as work:
        return sight.sight(work, lon, lat, at)


@get("/v1/cases/{id:str}/recommendation", opt=roles(HALL), tags=["sight"], sync_to_thread=True, responses=refusals(404, 409))
def whom_to_send(id: FromPath[str], database: NamedDependency[Database], user: NamedDependency[User]) -> Recommendation:
    """Every unit once: the ranked ones with their reasons, the others with why not and what would change it."""
    with database.read(user) as work:
        return recommendation.recommendation(work, id)


routes = [who_can_see, whom_to_send]
