"""The standards library."""

from typing import Annotated, Any

from litestar import Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.exporters import standard_file
from backend.importers import standard_sheets
from backend.rules import library, standard_changes
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.roles import ALL, roles
from wire.codes import Role, StandardKind
from wire.exports import MEDIA_TYPES, ExportFormat
from wire.people import User
from wire.standards import ConditionVersion, DraftOrder, Lines, PublicationOrder, Standard, StandardChanges, WholeStandard

TABLES = {ExportFormat.CSV: MEDIA_TYPES[ExportFormat.CSV], ExportFormat.XLSX: MEDIA_TYPES[ExportFormat.XLSX]}
FILE: dict[int, Any] = {200: ResponseSpec(bytes, media_type="*/*", generate_examples=False)}
FileName = Annotated[str, QueryParameter(max_length=200, description="of the file: its suffix says what it is")]
Language = Annotated[str, QueryParameter(pattern="^(zh_CN|en)$", description="of headings and words")]
Suffix = Annotated[str, QueryParameter(pattern="^(csv|xlsx)$")]
MOST_BYTES = 8_000_000


@get("/v1/standards", opt=roles(ALL), tags=["standards"], sync_to_thread=True, responses=refusals())
def all_standards(database: NamedDependency[Database]) -> list[Standard]:
    """Every version of the catalogue and of the calendar, drafts last."""
    with database.read() as work:
        return library.all_standards(work)


@get("/v1/standards/{id:str}", opt=roles(ALL), tags=["standards"], sync_to_thread=True, responses=refusals(404))
def standard(id: FromPath[str], database: NamedDependency[Database]) -> Response[WholeStandard]:
    """All its lines; of a draft also what is wrong in them."""
    with database.read() as work:
        return tagged(library.one(work, id))


@get("/v1/standards/{id:str}/changes", opt=roles(ALL), tags=["standards"], sync_to_thread=True, responses=refusals(404, 409))
def changes(id: FromPath[str], database: NamedDependency[Database], against: FromQuery[str | None] = None) -> StandardChanges:
    """What it changes of the version before it, or of `against`."""
    with database.read() as work:
        return standard_changes.changes(work, id, against)


@get("/v1/standards/{id:str}/file", opt=roles(ALL), tags=["standards"], sync_to_thread=True, responses=refusals(404) | FILE)
def file(
    id: FromPath[str], database: NamedDependency[Database], user: NamedDependency[User], format: Suffix = "xlsx", language: Language = "zh_CN"
) -> Response[bytes]:
    """The lines as a table that can be edited and read back."""
    suffix = ExportFormat(format)
    with database.write(user) as work:
        found = library.one(work, id)
        work.audit("STANDARD.EXPORT", "STANDARD", id, suffix)
    name = f'attachment; filename="standard.{suffix}"'
    return Response(standard_file.write(found, suffix, language), media_type=TABLES[suffix], headers={"Content-Disposition": name})


@post(
    "/v1/standard-files",
    opt=roles(Role.ADMIN, takes=(*TABLES.values(), "application/octet-stream")),
    status_code=200,
    tags=["standards"],
    request_max_body_size=MOST_BYTES,
    responses=refusals(413, 415),
)
async def read_file(request: Request[Any, Any, Any], database: NamedDependency[Database], name: FileName, kind: FromQuery[StandardKind]) -> Lines:
    """The raw body, a table like those that `file` gives or the sheet of a city that there is a mapping for, as lines. Keeps nothing."""
    return await standard_sheets.read_upload(database, await request.body(), name, kind)


@put(
    "/v1/standards/{id:str}",
    opt=roles(Role.ADMIN),
    tags=["standards"],
    sync_to_thread=True,
    request_max_body_size=MOST_BYTES,
    responses=refusals(*CHANGING),
)
def put_draft(id: FromPath[str], data: JSONBody[DraftOrder], orders: NamedDependency[Orders]) -> Response[WholeStandard]:
    """Makes or replaces a draft; what is wrong in it is kept, and named in the answer."""
    return orders.do(lambda work: library.put(work, id, data))


@delete("/v1/standards/{id:str}", opt=roles(Role.ADMIN), status_code=200, tags=["standards"], sync_to_thread=True, responses=refusals(*CHANGING))
def withdraw(id: FromPath[str], orders: NamedDependency[Orders]) -> Response[Standard]:
    """The draft as it was last."""
    return orders.do(lambda work: library.withdraw(work, id))


@post(
    "/v1/standards/{id:str}/publication",
    opt=roles(Role.ADMIN),
    status_code=200,
    tags=["standards"],
    sync_to_thread=True,
    responses=refusals(*CHANGING),
)
def publish(id: FromPath[str], data: JSONBody[PublicationOrder], orders: NamedDependency[Orders]) -> Response[WholeStandard]:
    """In force from that day on, and never changed again."""
    return orders.do(lambda work: library.publish(work, id, data))


@get("/v1/conditions/{id:str}/history", opt=roles(ALL), tags=["standards"], sync_to_thread=True, responses=refusals(404))
def history(id: FromPath[str], database: NamedDependency[Database]) -> list[ConditionVersion]:
    """What every version says of a filing condition, the oldest first."""
    with database.read() as work:
        return library.history(work, id)


routes = [all_standards, standard, changes, file, read_file, put_draft, withdraw, publish, history]
