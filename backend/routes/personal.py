"""Personal data: whole for who says why, and for whom it is about."""

from typing import Annotated, Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.exporters import subject
from backend.rules import personal
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import ALL, roles
from wire.exports import MEDIA_TYPES, ExportFormat
from wire.people import User
from wire.privacy import PersonalData, PersonalView, SubjectOrder, SubjectRequest, UnmaskOrder

WORKBOOK = MEDIA_TYPES[ExportFormat.XLSX]
UNKEPT = {"Cache-Control": "no-store"}
FILE: dict[int, Any] = {200: ResponseSpec(bytes, media_type="*/*", generate_examples=False)}
Limit = Annotated[int, QueryParameter(ge=1, le=1000)]


# Which of these roles it is for is data: backend/rules/personal.py asks. Nothing of it is kept with an Idempotency-Key.
@post("/v1/cases/{id:str}/unmask", opt=roles(ALL), status_code=200, tags=["personal"], sync_to_thread=True, responses=refusals(404, 413, 415))
def unmask(
    id: FromPath[str], data: JSONBody[UnmaskOrder], database: NamedDependency[Database], user: NamedDependency[User]
) -> Response[PersonalData]:
    """Names and numbers of a case whole, until the answer says; with the reason it stands in the audit trail."""
    with database.write(user) as work:
        return Response(personal.unmask(work, id, data), headers=UNKEPT)


@post("/v1/personal/exports", opt=roles(ALL), status_code=200, tags=["personal"], sync_to_thread=True, responses=refusals(413, 415) | FILE)
def export(data: JSONBody[SubjectOrder], database: NamedDependency[Database], user: NamedDependency[User]) -> Response[bytes]:
    """A workbook with everything that is held about a telephone number."""
    with database.write(user) as work:
        found = personal.export(work, data)
    headers = UNKEPT | {"Content-Disposition": 'attachment; filename="held.xlsx"'}
    return Response(subject.write(found), media_type=WORKBOOK, headers=headers)


@post("/v1/personal/refusals", opt=roles(ALL), status_code=201, tags=["personal"], sync_to_thread=True, responses=refusals(*CHANGING))
def refuse(data: JSONBody[SubjectOrder], orders: NamedDependency[Orders]) -> Response[SubjectRequest]:
    """Somebody who asked is handed nothing; `note` says why."""
    return orders.do(lambda work: personal.refuse(work, data), 201)


@get("/v1/personal/requests", opt=roles(ALL), tags=["personal"], sync_to_thread=True, responses=refusals())
def requests(database: NamedDependency[Database], user: NamedDependency[User]) -> list[SubjectRequest]:
    with database.read(user) as work:
        return personal.requests(work)


@get("/v1/personal/views", opt=roles(ALL), tags=["personal"], sync_to_thread=True, responses=refusals())
def views(
    database: NamedDependency[Database], user: NamedDependency[User], id: FromQuery[str | None] = None, limit: Limit = 200
) -> list[PersonalView]:
    """Who has seen personal data, of everybody or of one case; the newest first."""
    with database.read(user) as work:
        return personal.views(work, id, limit)


routes = [unmask, export, refuse, requests, views]
