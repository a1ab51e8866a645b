"""Footage that the police ask for."""

from typing import Annotated, Any

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.exporters import footage_file
from backend.rules import cameras, footage
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.queries import span_of
from backend.web.roles import roles
from wire.exports import MEDIA_TYPES, ExportFormat
from wire.footage import MOST_REQUESTS, READERS, WRITERS, AnyFootageStep, FootageFigures, FootageOrder, FootageRequest, FootageState
from wire.people import User

FILE: dict[int, Any] = {200: ResponseSpec(bytes, media_type="*/*", generate_examples=False)}
During = Annotated[str, QueryParameter(name="datetime", max_length=80, description="start/end, either may be ..")]
Sought = Annotated[str, QueryParameter(max_length=80, description="a part of number, officer or unit")]
InState = Annotated[FootageState | None, QueryParameter(name="state")]
Limit = Annotated[int, QueryParameter(ge=1, le=MOST_REQUESTS)]
After = Annotated[str, QueryParameter(max_length=64, description="id of the last request that is known: what comes after it")]
Language = Annotated[str, QueryParameter(pattern="^(zh_CN|en)$", description="of headings and words")]
Suffix = Annotated[str, QueryParameter(pattern="^(csv|xlsx)$")]
MOST_IN_FILE = 20_000


@get("/v1/footage", opt=roles(READERS), tags=["cameras"], sync_to_thread=True, responses=refusals(404))
def requests(
    database: NamedDependency[Database],
    user: NamedDependency[User],
    span: During = "",
    in_state: InState = None,
    text: Sought = "",
    after: After = "",
    limit: Limit = 200,
) -> list[FootageRequest]:
    """By when they were entered, the newest first."""
    with database.read(user) as work:
        return footage.requests(work, _wanted(span, in_state, text, after), limit)


@get("/v1/footage/figures", opt=roles(READERS), tags=["cameras"], sync_to_thread=True, responses=refusals())
def figures(database: NamedDependency[Database], span: During = "") -> FootageFigures:
    """How often the police were served in this time."""
    since, until = span_of(span) if span else (None, None)
    with database.read() as work:
        return footage.figures(work, since, until)


@get("/v1/footage/file", opt=roles(READERS), tags=["cameras"], sync_to_thread=True, responses=refusals() | FILE)
def file(
    database: NamedDependency[Database],
    user: NamedDependency[User],
    span: During = "",
    in_state: InState = None,
    text: Sought = "",
    format: Suffix = "xlsx",
    language: Language = "zh_CN",
) -> Response[bytes]:
    """The requests as a table, in a workbook with the copy log. It stands in the audit trail."""
    suffix = ExportFormat(format)
    with database.read(user) as work:
        found = footage.requests(work, _wanted(span, in_state, text), MOST_IN_FILE)
        names = {camera.id: f"{camera.name} {camera.code}" for camera in cameras.all_cameras(work)}
    body = footage_file.write(found, names, suffix, language)
    with database.write(user) as work:
        work.audit("FOOTAGE.EXPORT", footage.NOUN, detail=f"{suffix} {len(found)}")
    headers = {"Content-Disposition": f'attachment; filename="footage.{suffix}"', "Cache-Control": "no-store"}
    return Response(body, media_type=MEDIA_TYPES[suffix], headers=headers)


@get("/v1/footage/{id:str}", opt=roles(READERS), tags=["cameras"], sync_to_thread=True, responses=refusals(404))
def request(id: FromPath[str], database: NamedDependency[Database]) -> Response[FootageRequest]:
    with database.read() as work:
        return tagged(footage.one(work, id))


@put("/v1/footage/{id:str}", opt=roles(WRITERS), tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_request(id: FromPath[str], data: JSONBody[FootageOrder], orders: NamedDependency[Orders]) -> Response[FootageRequest]:
    must_be_named(id, data.id)
    return orders.do(lambda work: footage.put(work, data))


@post("/v1/footage/{id:str}/steps", opt=roles(WRITERS), status_code=200, tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING))
def step(id: FromPath[str], data: JSONBody[AnyFootageStep], orders: NamedDependency[Orders]) -> Response[FootageRequest]:
    """A file was copied; it was handed over, or refused, by who leads."""
    return orders.do(lambda work: footage.step(work, id, data))


def _wanted(span: str, state: FootageState | None, text: str, after: str = "") -> footage.Wanted:
    since, until = span_of(span) if span else (None, None)
    return footage.Wanted(since, until, state, text, after)


routes = [requests, figures, file, request, put_request, step]
