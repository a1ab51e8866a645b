"""Who was there."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromQuery, QueryParameter

from backend.exporters import whereabouts_file
from backend.routes.grids import Latitude, Longitude
from backend.rules import units, whereabouts
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire.exports import MEDIA_TYPES, ExportFormat
from wire.people import User
from wire.whereabouts import MOST_M, Whereabouts

Radius = Annotated[float, QueryParameter(gt=0, le=MOST_M)]
FILE: dict[int, Any] = {200: ResponseSpec(bytes, media_type="text/csv", generate_examples=False)}
Language = Annotated[str, QueryParameter(pattern="^(zh_CN|en)$", description="of headings and words")]


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


@get("/v1/whereabouts/file", opt=roles(HALL), tags=["tracks"], sync_to_thread=True, responses=refusals() | FILE)
def who_was_there_as_a_file(
    lon: Longitude,
    lat: Latitude,
    radius: Radius,
    start: FromQuery[datetime],
    end: FromQuery[datetime],
    database: NamedDependency[Database],
    user: NamedDependency[User],
    language: Language = "zh_CN",
) -> Response[bytes]:
    """The same as CSV. It stands in the audit trail as taken away."""
    with database.read(user) as work:
        found = whereabouts.whereabouts(work, lon, lat, radius, start, end)
        named = {unit.id: unit for unit in units.all_units(work)}
    body = whereabouts_file.write(found, named, language)
    with database.write(user) as work:
        whereabouts.look(work, found, "EXPORT")
    headers = {"Content-Disposition": 'attachment; filename="who-was-there.csv"', "Cache-Control": "no-store"}
    return Response(body, media_type=MEDIA_TYPES[ExportFormat.CSV], headers=headers)


routes = [who_was_there, who_was_there_as_a_file]
