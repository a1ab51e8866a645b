"""One changing request: one transaction, at most once by its Idempotency-Key, refused by If-Match when the thing has moved on."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast

import msgspec
from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import HeaderParameter

from backend.refusals import Malformed
from backend.rules.answers import Answer, forget, once
from backend.session import Database, Work
from wire.message import Versioned
from wire.people import User

M = TypeVar("M")
V = TypeVar("V", bound=Versioned)
MINIMAL = "return=minimal"
TAG = re.compile(r'^(?:W/)?"?(\d{1,9})"?$')

IdempotencyKey = Annotated[str | None, HeaderParameter(name="Idempotency-Key", min_length=8, max_length=80, required=False)]
Prefer = Annotated[str | None, HeaderParameter(name="Prefer", description="return=minimal: no more than what it became", required=False)]
IfMatch = Annotated[str | None, HeaderParameter(name="If-Match", description='"version" of the thing as the caller has seen it', required=False)]


@dataclass(frozen=True)
class Orders:
    """`do` runs an effect in its transaction and answers; the route says nothing else."""

    database: Database
    user: User
    key: str | None
    digest: str
    expected: int | None
    brief: bool = False  # whoever asked has no use for the whole thing

    def do(self, effect: Callable[[Work], M], status: int = 200) -> Response[M]:
        with self.database.write(self.user, self.expected) as work:
            answer = once(work, self.key, self.digest, lambda: _answer(effect(work), status))
        headers = {} if answer.version is None else {"ETag": f'"{answer.version}"'}
        return Response(cast(M, answer.body), status_code=answer.status, headers=headers, media_type="application/json")

    def take_back(self) -> None:
        """What was to happen outside did not: the same key may try again."""
        if self.key is not None:
            with self.database.write(self.user) as work:
                forget(work, self.key)


def tagged(message: V) -> Response[V]:
    """A thing with its version as `ETag`, to be given back as `If-Match`."""
    return Response(message, headers={"ETag": f'"{message.version}"'})


def _answer(message: Any, status: int) -> Answer:
    if message is None:
        return Answer(204, b"", None)
    return Answer(status, msgspec.json.encode(message), message.version if isinstance(message, Versioned) else None)


async def orders(
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
    prefer: Prefer = None,
) -> Orders:
    """The dependency `orders` of every route that changes something."""
    said = f"{request.method} {request.url.path}?{request.url.query} {if_match} ".encode() + await request.body()
    return Orders(database, request.user, idempotency_key, hashlib.sha256(said).hexdigest(), expected_version(if_match), MINIMAL in (prefer or ""))


def expected_version(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    found = TAG.match(if_match.strip())
    if found is None:
        raise Malformed('If-Match must be a version in quotes, such as "3".')
    return int(found.group(1))
