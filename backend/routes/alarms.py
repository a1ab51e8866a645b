"""Alarms of supervision."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.rules import alarms
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.queries import span_of
from backend.web.roles import HALL, roles
from wire.alarms import ACKNOWLEDGERS, MOST_ALARMS, AcknowledgeOrder, Alarm
from wire.codes import AlarmKind

During = Annotated[str, QueryParameter(name="datetime", max_length=80, description="start/end, either may be ..: open at some time between")]
OfUnit = Annotated[str, QueryParameter(name="unit_id", max_length=64)]
IsOpen = Annotated[bool | None, QueryParameter(name="open", description="now")]
Limit = Annotated[int, QueryParameter(ge=1, le=MOST_ALARMS)]
After = Annotated[str, QueryParameter(max_length=64, description="id of the last alarm that is known: what comes after it")]


@get("/v1/alarms", opt=roles(HALL), tags=["alarms"], sync_to_thread=True, responses=refusals(404))
def all_alarms(
    database: NamedDependency[Database],
    span: During = "",
    unit_id: OfUnit = "",
    kind: FromQuery[list[AlarmKind] | None] = None,
    is_open: IsOpen = None,
    after: After = "",
    limit: Limit = 200,
) -> list[Alarm]:
    """By when they were raised, the newest first."""
    since, until = span_of(span) if span else (None, None)
    with database.read() as work:
        return alarms.alarms(work, alarms.Wanted(since, until, unit_id, kind or (), is_open, after), limit)


@get("/v1/alarms/{id:str}", opt=roles(HALL), tags=["alarms"], sync_to_thread=True, responses=refusals(404))
def alarm(id: FromPath[str], database: NamedDependency[Database]) -> Response[Alarm]:
    with database.read() as work:
        return tagged(alarms.one(work, id))


@post(
    "/v1/alarms/{id:str}/acknowledgement",
    opt=roles(ACKNOWLEDGERS),
    status_code=200,
    tags=["alarms"],
    sync_to_thread=True,
    responses=refusals(*CHANGING),
)
def acknowledge(id: FromPath[str], data: JSONBody[AcknowledgeOrder], orders: NamedDependency[Orders]) -> Response[Alarm]:
    """Somebody has seen to it."""
    return orders.do(lambda work: alarms.acknowledge(work, id, data))


routes = [all_alarms, alarm, acknowledge]
