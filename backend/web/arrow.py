"""Many messages as JSON or as Arrow, as the caller's `Accept` says."""

from typing import Any

from litestar import Request
from litestar.response import Response

from wire import bulk


def wants_arrow(request: Request[Any, Any, Any]) -> bool:
    return bulk.MEDIA_TYPE in request.headers.get("Accept", "")


def respond(body: bytes, arrow: bool, headers: dict[str, str] | None = None) -> Response[bytes]:
    return Response(body, media_type=bulk.MEDIA_TYPE if arrow else "application/json", headers={"Vary": "Accept"} | (headers or {}))
