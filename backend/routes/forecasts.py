"""Which cases will be late."""

from litestar import get
from litestar.di import NamedDependency

from backend.rules import forecast
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import HALL, OFFICE, roles
from wire.forecast import Forecast
from wire.people import User


@get("/v1/forecasts", opt=roles(HALL, OFFICE), tags=["cases"], sync_to_thread=True, responses=refusals())
def read_forecasts(database: NamedDependency[Database], user: NamedDependency[User]) -> list[Forecast]:
    """Of all running cases that concern this user those that are expected to break the limit that runs, and have not yet."""
    with database.read(user) as work:
        return forecast.late(work)


routes = [read_forecasts]
