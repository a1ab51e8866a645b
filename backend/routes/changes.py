"""`GET /v1/changes`: the change feed."""

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from backend.feed.hubs import Hubs
from backend.refusals import Resync
from backend.web.admission import entitled
from backend.web.docs import encoded, refusals
from backend.web.roles import HALL, OFFICE, roles
from wire.changes import Changes
from wire.people import User

LONGEST_S = 30.0
After = Annotated[int, QueryParameter(ge=0, le=2**53, description="the seq of the last change that the caller has")]
Wait = Annotated[float, QueryParameter(ge=0, le=LONGEST_S, description="seconds to wait when there is nothing")]


@get("/v1/changes", opt=roles(HALL, OFFICE), tags=["feed"], responses=encoded(Changes, "what came after the cursor") | refusals(410))
async def changes(
    request: Request[Any, Any, Any],
    hubs: NamedDependency[Hubs],
    user: NamedDependency[User],
    after: After,
    wait: Wait = 25.0,
    epoch: FromQuery[str | None] = None,
) -> Response[bytes]:
    """Everything after a cursor, of an office what concerns it; at once or as soon as there is something. 410: take a new snapshot."""
    office, feed = user.office, hubs.changes
    page = await (feed.page(after, epoch, wait) if office is None else feed.sifted(after, epoch, wait, office))
    if (await entitled(request, request.route_handler)).office != office:  # or the token may have been revoked meanwhile
        raise Resync("You see other cases than before; take a new snapshot.")
    return Response(page, media_type="application/json")


routes = [changes]
