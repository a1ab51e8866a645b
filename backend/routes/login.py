"""Logging in and out, and who I am."""

import asyncio
from typing import Any

from litestar import Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from backend.refusals import WrongPassword
from backend.rules import people
from backend.rules.attempts import Attempts
from backend.session import SYSTEM, Database
from backend.web.admission import Sessions, token_of
from backend.web.docs import refusals
from backend.web.passwords import Passwords
from backend.web.roles import ALL, OPEN, roles
from wire.people import Login, LoginOrder, User


@post("/v1/login", opt=OPEN, status_code=200, tags=["login"], responses=refusals(413, 415, 429))
async def login(
    data: JSONBody[LoginOrder],
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    attempts: NamedDependency[Attempts],
    passwords: NamedDependency[Passwords],
) -> Login:
    """A token for 12 hours. Ten failures in five minutes by one name from one address are followed by 429, and so is a crowd at the door."""
    address = request.client.host if request.client else ""
    attempts.check(data.name, address)
    hashed = await asyncio.to_thread(_password, database, data.name)
    if not await passwords.fits(hashed, data.password):
        attempts.failed(data.name, address)
        raise WrongPassword("The name or the password is wrong.")
    attempts.succeeded(data.name, address)
    return await asyncio.to_thread(_open, database, data.name)


@delete("/v1/login", opt=roles(ALL), tags=["login"], sync_to_thread=True, responses=refusals())
def logout(
    request: Request[Any, Any, Any], user: NamedDependency[User], database: NamedDependency[Database], sessions: NamedDependency[Sessions]
) -> None:
    """Revokes the token that this request came with."""
    with database.write(user) as work:
        people.close_session(work, token_of(request))
    sessions.forget()


@get("/v1/me", opt=roles(ALL), tags=["login"], responses=refusals())
async def me(request: Request[Any, Any, Any]) -> User:
    """Who asks; of a key also its id and the datum that it declares."""
    user: User = request.user
    return user


def _password(database: Database, name: str) -> str | None:
    with database.read() as work:
        return people.password_of(work, name)


def _open(database: Database, name: str) -> Login:
    with database.write(SYSTEM) as work:
        return people.open_session(work, name)


routes = [login, logout, me]
