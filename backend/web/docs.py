"""What the OpenAPI says about answers that no message type describes: refusals, Arrow, and bytes that are encoded already."""

from typing import Any

import msgspec
from litestar.openapi.datastructures import ResponseSpec

from wire.problem import Problem

REASONS = {
    400: "malformed",
    401: "no session",
    403: "not your role",
    404: "unknown",
    409: "a rule says no",
    410: "take a new snapshot",
    412: "changed meanwhile; `current` is the thing as it is",
    413: "too large",
    415: "wrong media type",
    416: "the file is shorter than that",
    422: "the Idempotency-Key was used for another request",
    429: "too many logins, or questions of the public",
    502: "a device or a gateway does not do it",
    503: "the database does not answer",
}


def refusals(*statuses: int) -> dict[int, ResponseSpec]:
    """The refusals of a handler; those that every route may give are always among them."""
    return {status: _spec(Problem, REASONS[status], "application/problem+json") for status in sorted({400, 401, 403, 503, *statuses})}


def encoded(kind: type[msgspec.Struct], description: str, status: int = 200) -> dict[int, ResponseSpec]:
    """An answer whose handler returns the bytes of `kind`."""
    return {status: _spec(kind, description, "application/json")}


def _spec(kind: Any, description: str, media_type: Any) -> ResponseSpec:
    return ResponseSpec(kind, description=description, media_type=media_type, generate_examples=False)


CHANGING = (404, 409, 412, 413, 415, 422)
