"""The numbered seats of the hotline."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.refusals import Unknown
from backend.rules import seats
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, roles
from wire.codes import Role
from wire.seats import AnySeatOrder, Seat


@get("/v1/seats", opt=roles(HALL), tags=["hotline"], sync_to_thread=True, responses=refusals())
def read_all(database: NamedDependency[Database]) -> list[Seat]:
    with database.read() as work:
        return seats.all_seats(work)


@post(
    "/v1/seats/{number:str}/orders",
    opt=roles(Role.ACCEPTOR, Role.SHIFT_LEADER),
    status_code=200,
    tags=["hotline"],
    sync_to_thread=True,
    responses=refusals(*CHANGING),
)
def order(number: FromPath[str], data: JSONBody[AnySeatOrder], orders: NamedDependency[Orders]) -> Response[Seat]:
    """Sign on, sign off with a note to the next shift, away, back."""
    return orders.do(lambda work: seats.order(work, _number(number), data))


def _number(said: str) -> int:
    if not (said.isascii() and said.isdecimal() and len(said) <= 3):
        raise Unknown("seat", said)
    return int(said)


routes = [read_all, order]
