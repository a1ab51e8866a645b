"""What a place is called, who answers for it, and what lies around it."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from backend.routes.grids import Latitude, Longitude
from backend.rules import around as circles
from backend.rules import places
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire.around import Around
from wire.people import User
from wire.places_at import PlaceAt

Radius = Annotated[float, QueryParameter(gt=0, le=20_000, description="metres")]
Nearest = Annotated[int, QueryParameter(ge=0, le=200, description="how many of each kind")]


@get("/v1/places/at", opt=roles(HALL), tags=["places"], sync_to_thread=True, responses=refusals())
def place_at(
    lon: Longitude, lat: Latitude, database: NamedDependency[Database], user: NamedDependency[User], people: FromQuery[bool] = True
) -> PlaceAt:
    """The place in words, its grids, its inspectors with their phones, its departments. Who sees a phone here is written down; without `people`
    there is none."""
    with database.read(user) as work:
        found = places.at(work, lon, lat, people)
    if any(inspector.phone for inspector in found.inspectors):
        with database.write(user) as work:
            places.note_look(work, found)
    return found


@get("/v1/around", opt=roles(HALL), tags=["places"], sync_to_thread=True, responses=refusals())
def around(lon: Longitude, lat: Latitude, radius: Radius, database: NamedDependency[Database], nearest: Nearest = 10) -> Around:
    """Counts and the nearest of each kind within a radius, and whom to call."""
    with database.read() as work:
        return circles.around(work, circles.Circle(lon, lat, radius), nearest)


routes = [place_at, around]
