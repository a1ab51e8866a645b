"""Positions in, and the live picture of them out."""

import asyncio
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from backend.feed.hubs import Hubs
from backend.intake import Intake
from backend.routes.changes import After, Wait
from backend.rules import positions
from backend.web.admission import entitled
from backend.web.docs import CHANGING, encoded, refusals
from backend.web.orders import Orders
from backend.web.placing import LATER
from backend.web.roles import ALL, HALL, roles
from wire.codes import Role
from wire.units import FixBatch, FixesOfMany, FixReceipt, Positions, ReceiptOfMany


@post("/v1/positions", opt=roles(ALL, api_key=True) | LATER, status_code=200, tags=["positions"], responses=refusals(*CHANGING))
async def report(data: JSONBody[FixBatch], orders: NamedDependency[Orders], intake: NamedDependency[Intake]) -> Response[FixReceipt]:
    """Fixes of one unit, from a gateway or from the unit itself. Sending them again is harmless."""
    if orders.key is None:
        return Response(await intake.take(orders.user, data))
    return await asyncio.to_thread(orders.do, lambda work: positions.report(work, data))


@post(
    "/v1/positions/many",
    opt=roles(Role.DEVICE, Role.ADMIN) | LATER,
    status_code=200,
    tags=["positions"],
    sync_to_thread=True,
    responses=refusals(*CHANGING),
)
def report_many(data: JSONBody[FixesOfMany], orders: NamedDependency[Orders]) -> Response[ReceiptOfMany]:
    """Fixes of many units in one transaction, from a gateway. Sending them again is harmless."""
    return orders.do(lambda work: positions.report_many(work, data))


@get("/v1/positions", opt=roles(HALL), tags=["positions"], responses=encoded(Positions, "units that moved") | refusals(410))
async def newest(request: Request[Any, Any, Any], hubs: NamedDependency[Hubs], after: After = 0, wait: Wait = 25.0) -> Response[bytes]:
    """The newest fix of each unit that moved after the cursor, at once or as soon as one moves."""
    page = await hubs.positions.page(after, wait)
    await entitled(request, request.route_handler)  # the token may have been revoked meanwhile
    return Response(page, media_type="application/json")


routes = [report, report_many, newest]
