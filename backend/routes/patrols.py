"""The patrol log."""

from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from backend.rules import patrols
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.queries import span_of
from backend.web.roles import HALL, roles
from wire.patrols import MOST_RECORDS, Watcher, WatchRecord, WatchReport
from wire.people import User

Camera = Annotated[str, QueryParameter(name="camera_id", max_length=64)]
Name = Annotated[str, QueryParameter(name="by", max_length=64, description="name of a user")]
During = Annotated[str, QueryParameter(name="datetime", max_length=80, description="that began in this time: start/end, either may be ..")]
Limit = Annotated[int, QueryParameter(ge=1, le=MOST_RECORDS)]
After = Annotated[str, QueryParameter(max_length=64, description="id of the last record that is known: what comes after it")]


@post("/v1/watches", opt=roles(HALL), status_code=204, tags=["cameras"], sync_to_thread=True, responses=refusals(*CHANGING))
def enter(data: JSONBody[WatchReport], orders: NamedDependency[Orders]) -> None:
    """What this user has watched. Again is harmless."""
    orders.do(lambda work: patrols.enter(work, data))


@get("/v1/watches", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals(404))
def watches(
    database: NamedDependency[Database],
    user: NamedDependency[User],
    camera_id: Camera = "",
    by: Name = "",
    span: During = "",
    after: After = "",
    limit: Limit = 200,
) -> list[WatchRecord]:
    """Who watched which camera when, the newest first; one's own, or everybody's for who leads, checks or evaluates."""
    since, until = span_of(span) if span else (None, None)
    with database.read(user) as work:
        return patrols.watches(work, patrols.LogQuery(camera_id, by, since, until, after), limit)


@get("/v1/watchers", opt=roles(HALL), tags=["cameras"], sync_to_thread=True, responses=refusals())
def watchers(database: NamedDependency[Database], user: NamedDependency[User], span: During = "") -> list[Watcher]:
    """Who stands in the log of this time; oneself alone, but for who leads, checks or evaluates."""
    since, until = span_of(span) if span else (None, None)
    with database.read(user) as work:
        return patrols.watchers(work, since, until)


routes = [enter, watches, watchers]
