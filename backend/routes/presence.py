"""Who is where, and who has which case in hand."""

from typing import Annotated, Any

from litestar import Request, Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter, QueryParameter

from backend.feed.hubs import Hubs
from backend.routes.changes import Wait
from backend.rules import claims, presence
from backend.web.admission import entitled
from backend.web.docs import CHANGING, encoded, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, roles
from wire.places import IN_ADDRESS
from wire.presence import Attendance, Claim, ClaimOrder, PresenceReport

Seen = Annotated[str, QueryParameter(max_length=40, description="the `seen` of the picture that the caller has")]
Desk = Annotated[str, PathParameter(min_length=8, max_length=40, pattern=IN_ADDRESS, description="made by the console")]


@get("/v1/presence", opt=roles(HALL), tags=["presence"], responses=encoded(Attendance, "everybody who is at something"))
async def attendance(request: Request[Any, Any, Any], hubs: NamedDependency[Hubs], seen: Seen = "", wait: Wait = 25.0) -> Response[bytes]:
    """The whole picture, at once when it is not the one that was `seen`, else as soon as it changes."""
    page = await hubs.attendance.page(seen, wait)
    await entitled(request, request.route_handler)  # the token may have been revoked meanwhile
    return Response(page, media_type="application/json")


@put("/v1/presence/{desk:str}", opt=roles(HALL), status_code=204, tags=["presence"], sync_to_thread=True, responses=refusals(*CHANGING))
def report(desk: Desk, data: JSONBody[PresenceReport], orders: NamedDependency[Orders]) -> None:
    """What the user of this console looks at, and its heartbeat."""
    orders.do(lambda work: presence.report(work, desk, data))


@delete("/v1/presence/{desk:str}", opt=roles(HALL), tags=["presence"], sync_to_thread=True, responses=refusals(*CHANGING))
def leave(desk: Desk, orders: NamedDependency[Orders]) -> None:
    """This console is closed."""
    orders.do(lambda work: presence.leave(work, desk))


@put("/v1/cases/{id:str}/claim", opt=roles(HALL), tags=["presence"], sync_to_thread=True, responses=refusals(*CHANGING))
def claim(id: FromPath[str], data: JSONBody[ClaimOrder], orders: NamedDependency[Orders]) -> Response[Claim]:
    """Take a case in hand, keep it, or ask for one that another has; the answer says who has it."""
    return orders.do(lambda work: claims.claim(work, id, data))


@delete("/v1/cases/{id:str}/claim", opt=roles(HALL), tags=["presence"], sync_to_thread=True, responses=refusals(*CHANGING))
def release(id: FromPath[str], orders: NamedDependency[Orders]) -> None:
    """Let it go; who has asked for it has it then."""
    orders.do(lambda work: claims.release(work, id))


routes = [attendance, report, leave, claim, release]
