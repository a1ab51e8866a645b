"""The monthly rotation."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.rules import rotations
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, roles
from wire.rotations import Rotation, RotationOrder
from wire.shifts import PLANNERS


@get("/v1/rotations/{month:str}", opt=roles(HALL), tags=["people"], sync_to_thread=True, responses=refusals())
def read_rotation(month: FromPath[str], database: NamedDependency[Database]) -> Rotation:
    """What the roster has for a month (YYYY-MM), whoever entered it, and what is wrong with it."""
    with database.read() as work:
        return rotations.stands(work, rotations.month_of(month))


@post("/v1/rotations/{month:str}", opt=roles(PLANNERS), status_code=200, tags=["people"], sync_to_thread=True, responses=refusals(*CHANGING))
def make_rotation(month: FromPath[str], data: JSONBody[RotationOrder], orders: NamedDependency[Orders]) -> Response[Rotation]:
    """A rotation of the teams round the areas; only looked at, or published into the roster."""
    first = rotations.month_of(month)
    return orders.do(lambda work: rotations.make(work, first, data))


routes = [read_rotation, make_rotation]
