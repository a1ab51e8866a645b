"""Squads that are called out to an alarm."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.rules import callouts
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, roles
from wire.alarms import ACKNOWLEDGERS
from wire.callouts import MOST_CALLOUTS, Callout, CalloutAnswer, CalloutOrder
from wire.codes import Role
from wire.people import User

UnderWay = Annotated[bool | None, QueryParameter(name="under_way", description="not over yet")]
Limit = Annotated[int, QueryParameter(ge=1, le=MOST_CALLOUTS)]


@get("/v1/callouts", opt=roles(HALL, Role.INSPECTOR), tags=["alarms"], sync_to_thread=True, responses=refusals())
def read_callouts(
    database: NamedDependency[Database],
    user: NamedDependency[User],
    unit_id: FromQuery[str | None] = None,
    under_way: UnderWay = None,
    limit: Limit = 200,
) -> list[Callout]:
    """The newest first; a squad sees its own, and that its terminal has fetched them is written down."""
    with database.read(user) as work:
        found = callouts.visible(work, unit_id, under_way, limit)
        news = callouts.unseen(work, found)
    if not news:
        return found
    with database.write(user) as work:
        callouts.note_seen(work, news)
    with database.read(user) as work:
        return callouts.visible(work, unit_id, under_way, limit)


@post("/v1/alarms/{id:str}/callouts", opt=roles(ACKNOWLEDGERS), status_code=201, tags=["alarms"], sync_to_thread=True, responses=refusals(*CHANGING))
def send(id: FromPath[str], data: JSONBody[CalloutOrder], orders: NamedDependency[Orders]) -> Response[Callout]:
    """Somebody is to go there."""
    return orders.do(lambda work: callouts.send(work, id, data), status=201)


@post("/v1/callouts/{id:str}/answer", opt=roles(Role.INSPECTOR), status_code=200, tags=["alarms"], sync_to_thread=True, responses=refusals(*CHANGING))
def answer(id: FromPath[str], data: JSONBody[CalloutAnswer], orders: NamedDependency[Orders]) -> Response[Callout]:
    """What the squad says."""
    return orders.do(lambda work: callouts.answer(work, id, data))


@post(
    "/v1/callouts/{id:str}/withdrawal", opt=roles(ACKNOWLEDGERS), status_code=200, tags=["alarms"], sync_to_thread=True, responses=refusals(*CHANGING)
)
def withdraw(id: FromPath[str], orders: NamedDependency[Orders]) -> Response[Callout]:
    """It need not go any more."""
    return orders.do(lambda work: callouts.withdraw(work, id))


routes = [read_callouts, send, answer, withdraw]
