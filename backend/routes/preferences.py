"""What each user likes to see."""

import asyncio
from typing import Any

import msgspec
from litestar import Request, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.rules import preferences
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import ALL, roles
from wire.people import User


@get("/v1/me/preferences/{key:str}", opt=roles(ALL), tags=["preferences"], sync_to_thread=True, responses=refusals(404))
def preference(key: FromPath[str], database: NamedDependency[Database], user: NamedDependency[User]) -> Response[msgspec.Raw]:
    """The JSON that this user has put there."""
    with database.read(user) as work:
        return Response(preferences.one(work, key), media_type="application/json")


@put("/v1/me/preferences/{key:str}", opt=roles(ALL), tags=["preferences"], responses=refusals(*CHANGING))
async def put_preference(key: FromPath[str], request: Request[Any, Any, Any], orders: NamedDependency[Orders]) -> Response[msgspec.Raw]:
    """Any JSON up to 64 kB, as the body."""
    body = await request.body()
    return await asyncio.to_thread(orders.do, lambda work: preferences.put(work, key, body))


routes = [preference, put_preference]
