"""How people do: sheets of attendance and work, and the card of one of them."""

from datetime import date
from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.exporters import staff_file
from backend.rules import attendance
from backend.session import Database
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire.bulletins import MEDIA_TYPES, BulletinFormat
from wire.people import User
from wire.staff import StaffCard, StaffSheet

FILE: dict[int, Any] = {200: ResponseSpec(bytes, media_type="*/*", generate_examples=False)}
OfUnit = Annotated[str, QueryParameter(name="unit_id", max_length=64)]
Suffix = Annotated[str, QueryParameter(pattern="^(xlsx|pdf)$")]
Language = Annotated[str, QueryParameter(pattern="^(zh_CN|en)$", description="of headings and words")]


@get("/v1/staff", opt=roles(HALL), tags=["people"], sync_to_thread=True, responses=refusals())
def read_sheet(database: NamedDependency[Database], first: FromQuery[date], last: FromQuery[date | None] = None, unit_id: OfUnit = "") -> StaffSheet:
    """Of all inspectors, or of one, on these days of the city: 31 at most."""
    with database.read() as work:
        return attendance.sheet(work, first, last or first, unit_id)


@get("/v1/staff/file", opt=roles(HALL), tags=["people"], sync_to_thread=True, responses=refusals(503) | FILE)
def file(
    database: NamedDependency[Database],
    user: NamedDependency[User],
    first: FromQuery[date],
    last: FromQuery[date | None] = None,
    format: Suffix = "xlsx",
    language: Language = "zh_CN",
) -> Response[bytes]:
    """The same as a workbook or a PDF. It stands in the audit trail."""
    suffix = BulletinFormat(format)
    with database.read() as work:
        sheet = attendance.sheet(work, first, last or first)
    body = staff_file.write(sheet, suffix, language)
    with database.write(user) as work:
        work.audit("STAFF.EXPORT", "STAFF", detail=f"{suffix} {sheet.first} {sheet.last}")
    name = f'attachment; filename="staff-{sheet.first}-{sheet.last}.{suffix}"'
    return Response(body, media_type=MEDIA_TYPES[suffix], headers={"Content-Disposition": name, "Cache-Control": "no-store"})


@get("/v1/staff/{id:str}", opt=roles(HALL), tags=["people"], sync_to_thread=True, responses=refusals(404))
def read_card(id: FromPath[str], database: NamedDependency[Database]) -> StaffCard:
    """One of them today."""
    with database.read() as work:
        return attendance.card(work, id)


routes = [read_sheet, file, read_card]
