"""Moments of the hall's past that people keep."""

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.rules import moments
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.roles import HALL, roles
from wire.moments import Moment, MomentOrder
from wire.people import User

ALL_IN_HALL = roles(HALL)


@get("/v1/moments", opt=ALL_IN_HALL, tags=["past"], sync_to_thread=True, responses=refusals())
def my_moments(database: NamedDependency[Database], user: NamedDependency[User]) -> list[Moment]:
    """Those of whoever asks, the latest first."""
    with database.read(user) as work:
        return moments.mine(work)


@get("/v1/moments/{id:str}", opt=ALL_IN_HALL, tags=["past"], sync_to_thread=True, responses=refusals(404))
def one_moment(id: FromPath[str], database: NamedDependency[Database]) -> Response[Moment]:
    """Anybody's of the hall: its id is what a link passes on."""
    with database.read() as work:
        return tagged(moments.one(work, id))


@put("/v1/moments/{id:str}", opt=ALL_IN_HALL, tags=["past"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_moment(id: FromPath[str], data: JSONBody[MomentOrder], orders: NamedDependency[Orders]) -> Response[Moment]:
    """One's own."""
    must_be_named(id, data.id)
    return orders.do(lambda work: moments.put(work, data))


@delete("/v1/moments/{id:str}", opt=ALL_IN_HALL, tags=["past"], sync_to_thread=True, responses=refusals(*CHANGING))
def remove_moment(id: FromPath[str], orders: NamedDependency[Orders]) -> None:
    """One's own; a link to it leads nowhere then."""
    orders.do(lambda work: moments.remove(work, id))


routes = [my_moments, one_moment, put_moment, remove_moment]
