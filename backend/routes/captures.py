"""What cameras showed: clips as raw bytes in and out, and the hanging of stills and clips on cases."""

import asyncio
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from backend.photos import ClipStore
from backend.rules import captures, cases
from backend.session import Database
from backend.web.bytes import said_digest, wanted_part
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import ALL, HALL, roles
from wire.captures import CLIP_TYPE, MOST_CLIP_BYTES, CaptureOrder, Clip
from wire.cases import CaseCard

FILM = {status: ResponseSpec(bytes, media_type=CLIP_TYPE, generate_examples=False) for status in (200, 206)}


@post(
    "/v1/clips",
    opt=roles(HALL, takes=(CLIP_TYPE,)),
    status_code=201,
    tags=["captures"],
    request_max_body_size=MOST_CLIP_BYTES,
    responses=refusals(413, 415, 422),
)
async def upload(request: Request[Any, Any, Any], orders: NamedDependency[Orders], clips: NamedDependency[ClipStore]) -> Response[Clip]:
    """MP4 up to 48 MB, as the raw body. The id is the SHA-256 of the bytes; `Content-Digest` says what the sender holds it to be."""
    body = await request.body()
    return await asyncio.to_thread(_keep, body, said_digest(request.headers), orders, clips)


@get("/v1/clips/{id:str}", opt=roles(ALL), tags=["captures"], sync_to_thread=True, responses=refusals(404, 416) | FILM)
def clip(
    id: FromPath[str], request: Request[Any, Any, Any], database: NamedDependency[Database], clips: NamedDependency[ClipStore]
) -> Response[bytes]:
    """The film, or the part of it that `Range` asks for."""
    with database.read() as work:
        known = captures.clip(work, id)
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "private, max-age=31536000, immutable", "ETag": f'"{id}"'}
    part = wanted_part(request.headers, known.size)
    if part is None:
        return Response(clips.bytes_of(id), media_type=CLIP_TYPE, headers=headers)
    first, last = part
    headers["Content-Range"] = f"bytes {first}-{last}/{known.size}"
    return Response(clips.part_of(id, first, last - first + 1), status_code=206, media_type=CLIP_TYPE, headers=headers)


@post("/v1/cases/{id:str}/captures", opt=roles(HALL), status_code=200, tags=["captures"], sync_to_thread=True, responses=refusals(*CHANGING))
def add_capture(id: FromPath[str], data: JSONBody[CaptureOrder], orders: NamedDependency[Orders]) -> Response[CaseCard]:
    """Hangs an uploaded still or clip on a case, with its camera and time."""
    return orders.do(lambda work: cases.add_capture(work, id, data))


def _keep(body: bytes, said: str | None, orders: Orders, clips: ClipStore) -> Response[Clip]:
    id = clips.keep(body, CLIP_TYPE, said)
    return orders.do(lambda work: captures.add_clip(work, id, len(body)), 201)


routes = [upload, clip, add_capture]
