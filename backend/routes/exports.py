"""Exports: layers of the city as a file."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody

from backend.exporters.export import export
from backend.exporters.ground import Grounds
from backend.photos import PhotoStore
from backend.rules.coverage import Coverage
from backend.session import Database
from backend.web.docs import refusals
from backend.web.placing import LATER
from backend.web.roles import HALL, roles
from wire.exports import MEDIA_TYPES, ExportOrder
from wire.people import User

MOST_BYTES = 12_000_000  # of an order: it may name half a million things
FILE: dict[int, Any] = {200: ResponseSpec(bytes, media_type="*/*", generate_examples=False)}


@post(
    "/v1/exports",
    opt=roles(HALL) | LATER,  # what is asked for is WGS-84
    status_code=200,
    tags=["exports"],
    sync_to_thread=True,
    request_max_body_size=MOST_BYTES,
    responses=refusals(404, 409, 413, 415) | FILE,
)
def make_export(
    data: JSONBody[ExportOrder],
    database: NamedDependency[Database],
    store: NamedDependency[PhotoStore],
    grounds: NamedDependency[Grounds],
    coverage: NamedDependency[Coverage],
    user: NamedDependency[User],
) -> Response[bytes]:
    """The bytes of the file, as the hall sees the city: personal data masked. It stands in the audit trail."""
    done = export(database, store, user, data, grounds.file(), coverage)
    name = f'attachment; filename="yiping.{data.format}"'
    return Response(done.body, media_type=MEDIA_TYPES[data.format], headers={"Content-Disposition": name, "Cache-Control": "no-store"})


routes = [make_export]
