"""What another hotline, 12345, passes on to us, and our answers to it."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.rules import transfers
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders, tagged
from backend.web.queries import time_of
from backend.web.roles import HALL, roles
from wire.codes import Role, TransferState
from wire.people import User
from wire.transfers import AnyTransferOrder, Transfer, TransferCard, TransferReport

States = Annotated[list[TransferState] | None, QueryParameter(name="state", description="repeatable")]
After = Annotated[str | None, QueryParameter(name="after", description="answered after this time, such as 2026-11-21T08:30:00Z")]


@post("/v1/transfers", opt=roles(Role.GATEWAY, api_key=True), tags=["hotline"], sync_to_thread=True, responses=refusals(*CHANGING))
def take(data: JSONBody[TransferReport], orders: NamedDependency[Orders]) -> Response[Transfer]:
    """A matter is passed on to us. The same report again answers it as it is now."""
    return orders.do(lambda work: transfers.take(work, data), status=201)


@get("/v1/transfers", opt=roles(Role.GATEWAY, HALL, api_key=True), tags=["hotline"], sync_to_thread=True, responses=refusals())
def read_page(database: NamedDependency[Database], standing: States = None, after: After = None) -> list[Transfer]:
    """Up to 500; `state=REPLIED&state=RETURNED` are the answers that nobody has fetched yet."""
    with database.read() as work:
        return transfers.page(work, standing or [], time_of(after, "after") if after else None)


@get("/v1/transfers/{id:str}", opt=roles(HALL), tags=["hotline"], sync_to_thread=True, responses=refusals(404))
def look(id: FromPath[str], database: NamedDependency[Database], user: NamedDependency[User]) -> Response[TransferCard]:
    """With name and phone for the posts that call back, and each look of theirs is in the audit trail."""
    with database.write(user) as work:
        return tagged(transfers.look(work, id))


@post(
    "/v1/transfers/{id:str}/orders",
    opt=roles(Role.GATEWAY, Role.ACCEPTOR, Role.SHIFT_LEADER),
    status_code=200,
    tags=["hotline"],
    sync_to_thread=True,
    responses=refusals(*CHANGING),
)
def order(id: FromPath[str], data: JSONBody[AnyTransferOrder], orders: NamedDependency[Orders]) -> Response[Transfer]:
    """A case was made of it, it is answered, sent back, or the answer was fetched."""
    return orders.do(lambda work: transfers.order(work, id, data))


routes = [take, read_page, look, order]
