"""The telephone: what the exchange reports, and what operators do with a call."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend import hotline
from backend.rules import calls
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.roles import HALL, roles
from wire.calls import AnyCallEvent, AnyCallOrder, Call, CallCard, HotlineBook, RingReport
from wire.codes import Role
from wire.people import User

EXCHANGE = roles(Role.TELEPHONE, api_key=True)
OPERATORS = roles(Role.ACCEPTOR, Role.SHIFT_LEADER)


@post("/v1/calls", opt=EXCHANGE, tags=["hotline"], sync_to_thread=True, responses=refusals(*CHANGING))
def ring(data: JSONBody[RingReport], orders: NamedDependency[Orders]) -> Response[Call]:
    """A call begins to ring. The same report again answers the call as it is now."""
    return orders.do(lambda work: calls.ring(work, data), status=201)


@post("/v1/calls/{id:str}/events", opt=EXCHANGE, status_code=200, tags=["hotline"], sync_to_thread=True, responses=refusals(*CHANGING))
def hear(id: FromPath[str], data: JSONBody[AnyCallEvent], orders: NamedDependency[Orders]) -> Response[Call]:
    """It was answered at a seat, has ended, or was missed. An event that comes late or twice changes nothing."""
    return orders.do(lambda work: calls.hear(work, id, data))


@get("/v1/calls", opt=roles(Role.TELEPHONE, HALL, api_key=True), tags=["hotline"], sync_to_thread=True, responses=refusals())
def read_all(database: NamedDependency[Database], user: NamedDependency[User]) -> list[Call]:
    """What rings or is talked about, and the newest that are over: an exchange reads here which seat has taken a call."""
    with database.read(user) as work:
        return calls.shown_calls(work)


@get("/v1/calls/{id:str}", opt=roles(Role.TELEPHONE, HALL, api_key=True), tags=["hotline"], sync_to_thread=True, responses=refusals(404))
def read(id: FromPath[str], database: NamedDependency[Database], user: NamedDependency[User]) -> Response[Call]:
    with database.read(user) as work:
        return tagged(calls.one(work, id))


@get("/v1/calls/{id:str}/card", opt=roles(HALL), tags=["hotline"], sync_to_thread=True, responses=refusals(404))
def look(id: FromPath[str], database: NamedDependency[Database], user: NamedDependency[User]) -> Response[CallCard]:
    """The screen pop: whole for its operator and the posts that call back, and each look of theirs is in the audit trail."""
    with database.write(user) as work:
        return tagged(calls.look(work, id))


@post("/v1/calls/{id:str}/orders", opt=OPERATORS, status_code=200, tags=["hotline"], sync_to_thread=True, responses=refusals(*CHANGING))
def order(id: FromPath[str], data: JSONBody[AnyCallOrder], orders: NamedDependency[Orders]) -> Response[CallCard]:
    """Take it, hang up, write down what it was about, hand it over, call a missed caller back."""
    return orders.do(lambda work: calls.order(work, id, data))


@get("/v1/hotline", opt=roles(HALL), tags=["hotline"], responses=refusals())
async def book() -> HotlineBook:
    """How many seats there are, the greeting, and to whom callers are handed over."""
    return hotline.in_force().book


routes = [ring, hear, read_all, read, look, order, book]
