"""Bulletins: the report of a period, as a message or as a file."""

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromQuery, JSONBody

from backend.exporters.bulletin import export
from backend.routes.evaluation import MOST_PAGES
from backend.rules import bulletins, counting
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire.bulletins import MEDIA_TYPES, Bulletin, BulletinOrder
from wire.evaluation import Period
from wire.people import User

FILE: dict[int, Any] = {200: ResponseSpec(bytes, media_type="*/*", generate_examples=False)}


@get("/v1/bulletins", opt=roles(HALL), tags=["evaluation"], sync_to_thread=True, responses=refusals())
def read_bulletin(database: NamedDependency[Database], user: NamedDependency[User], period: FromQuery[Period], day: FromQuery[date]) -> Bulletin:
    """The bulletin of the period that `day` lies in."""
    counting.keep_up(database, MOST_PAGES)
    with database.read(user) as work:
        return bulletins.bulletin(work, period, day)


@post("/v1/bulletins", opt=roles(HALL), status_code=200, tags=["evaluation"], sync_to_thread=True, responses=refusals(413, 415) | FILE)
def make_bulletin(data: JSONBody[BulletinOrder], database: NamedDependency[Database], user: NamedDependency[User]) -> Response[bytes]:
    """The bytes of the file: a workbook whose figures carry their formulas, or a PDF. It stands in the audit trail."""
    counting.keep_up(database, MOST_PAGES)
    name = f'attachment; filename="bulletin-{data.day.isoformat()}.{data.format}"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(export(database, user, data), media_type=MEDIA_TYPES[data.format], headers=headers)


routes = [read_bulletin, make_bulletin]
