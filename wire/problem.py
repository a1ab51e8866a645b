"""The body of every refusal: RFC 9457 `application/problem+json`, with a code of ours that programs can test."""

import msgspec

from wire.message import Message


class FieldError(Message, frozen=True, kw_only=True):
    path: str  # "class_code", "photos[2]"
    detail: str


class Problem(Message, frozen=True, kw_only=True):
    """`code` is stable and in snake_case; `detail` is one sentence for a person, in English.

    `errors` names the fields of a malformed request; `current` is the thing as it is now when a version did not match (412).
    """

    status: int
    code: str
    title: str
    detail: str
    type: str = "about:blank"
    errors: list[FieldError] = []
    current: msgspec.Raw = msgspec.field(default_factory=lambda: msgspec.Raw(b"null"))
