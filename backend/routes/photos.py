"""Photos: raw bytes in, raw bytes out."""

import asyncio
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath

from backend.photos import MAGIC, MOST_BYTES, PhotoStore
from backend.rules import photos
from backend.session import Database
from backend.web.bytes import said_digest
from backend.web.docs import refusals
from backend.web.orders import Orders
from backend.web.roles import ALL, roles
from wire.photos import Photo

PICTURE = {200: ResponseSpec(bytes, media_type="image/*", generate_examples=False)}


@post(
    "/v1/photos",
    opt=roles(ALL, takes=tuple(MAGIC)),
    status_code=201,
    tags=["photos"],
    request_max_body_size=MOST_BYTES,
    responses=refusals(413, 415, 422),
)
async def upload(request: Request[Any, Any, Any], orders: NamedDependency[Orders], store: NamedDependency[PhotoStore]) -> Response[Photo]:
    """JPEG, PNG or WebP up to 12 MB, as the raw body. The id is the SHA-256 of the bytes; `Content-Digest` says what the sender holds it to be."""
    body, kind = await request.body(), request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return await asyncio.to_thread(_keep, body, kind, said_digest(request.headers), orders, store)


@get(
    "/v1/photos/{id:str}",
    opt=roles(ALL),
    tags=["photos"],
    sync_to_thread=True,
    responses=refusals(404) | PICTURE,
)
def photo(id: FromPath[str], database: NamedDependency[Database], store: NamedDependency[PhotoStore]) -> Response[bytes]:
    with database.read() as work:
        known = photos.one(work, id)
    return Response(store.bytes_of(known.id), media_type=known.media_type, headers={"Cache-Control": "private, max-age=31536000, immutable"})


def _keep(body: bytes, kind: str, said: str | None, orders: Orders, store: PhotoStore) -> Response[Photo]:
    id = store.keep(body, kind, said)
    return orders.do(lambda work: photos.add(work, id, kind, len(body)), 201)


routes = [upload, photo]
