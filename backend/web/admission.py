"""The guard before every route: a session, a role, and a body of a kind that the route takes, of characters that both databases know."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from litestar.connection import ASGIConnection, Request
from litestar.handlers import BaseRouteHandler

from backend.refusals import NoSession, NotYourRole, WrongMediaType
from backend.rules import people
from backend.session import Database
from backend.web import characters
from backend.web.roles import FORM, JSON
from wire.people import User

REMEMBER_S = 2.0  # what another process revokes is let in no longer than this; what this one revokes, not at all


class Sessions:
    """Whose token it is. Fifty consoles ask ten times a second: the answer is remembered for a moment."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, tuple[float, User | None]] = {}
        self._forgotten = 0

    async def user_of(self, token: str) -> User | None:
        digest = people.digest_of(token)
        until, user = self._known.get(digest, (0.0, None))
        if time.monotonic() < until:
            return user
        begun = self._forgotten
        user = await asyncio.to_thread(self._look, digest)
        if len(self._known) > 10_000:
            self._known.clear()
        if begun == self._forgotten:  # else it was looked up before somebody's session ended
            self._known[digest] = (time.monotonic() + REMEMBER_S, user)
        return user

    def forget(self) -> None:
        """Somebody's session or roles have changed."""
        self._forgotten += 1
        self._known.clear()

    def _look(self, digest: str) -> User | None:
        with self._database.read() as work:
            return people.user_of(work, digest)


async def admit(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuses with 400, 401, 403 or 415; else the request has a `user` (none on an open route)."""
    takes = handler.opt.get("takes", ())
    _check_media(connection.headers, str(connection.scope.get("method", "GET")), takes)
    characters.check_address(connection.scope["path"], connection.scope["query_string"])
    if connection.scope.get("method") == "OPTIONS":  # anybody may ask
        return
    if handler.opt.get("open"):
        await _check_body(connection, takes)
        return
    connection.scope["user"] = await entitled(connection, handler)
    await _check_body(connection, takes)


async def entitled(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> User:
    """Who asks, by his token as it is now; 401 or 403. To be asked again by a route that has held its caller for a while."""
    token = token_of(connection, handler.opt.get("api_key", False)) or await _key_in_form(connection, handler)
    user: User | None = await connection.app.state.parts.sessions.user_of(token) if token else None
    if user is None:
        raise NoSession("Log in first: this token is unknown, revoked or has ended." if token else "Log in first: there is no token.")
    if not handler.opt["roles"].intersection(user.roles):
        raise NotYourRole(f"{user.name} has none of the roles {', '.join(sorted(handler.opt['roles']))}.")
    return user


async def _check_body(connection: ASGIConnection[Any, Any, Any, Any], takes: tuple[str, ...]) -> None:
    """Texts only; a photo may hold what it likes."""
    if isinstance(connection, Request) and {*JSON, *FORM}.intersection(takes) and _has_body(connection.headers):
        characters.check_body(await connection.body(), form=_kind(connection.headers) not in JSON)


def token_of(connection: ASGIConnection[Any, Any, Any, Any], api_key: bool = False) -> str:
    """The token that a request comes with, "" when there is none."""
    scheme, _, token = connection.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    return str(connection.query_params.get("api_key", "")) if api_key else ""


async def _key_in_form(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> str:
    """GeoReport v2 sends its `api_key` among the fields of the form."""
    if FORM[0] not in handler.opt.get("takes", ()) or not isinstance(connection, Request) or connection.method != "POST":
        return ""
    return dict(parse_qsl((await connection.body()).decode("utf-8", "replace"))).get("api_key", "")


def _check_media(headers: Mapping[str, Any], method: str, takes: tuple[str, ...]) -> None:
    if method in ("POST", "PUT") and takes and _has_body(headers) and _kind(headers) not in takes:
        raise WrongMediaType(f"The body must be {' or '.join(takes)}, not {_kind(headers) or 'of an unnamed kind'}.")


def _has_body(headers: Mapping[str, Any]) -> bool:
    return headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in headers


def _kind(headers: Mapping[str, Any]) -> str:
    return str(headers.get("Content-Type", "")).partition(";")[0].strip().lower()
