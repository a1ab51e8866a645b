"""The door for Traccar clients, which from version 9 post JSON: speed in m/s."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from backend.routes.osmand import DEVICES, take
from backend.web.docs import refusals
from backend.web.orders import Orders
from wire.units import FixReceipt


@get("/traccar", opt=DEVICES, tags=["doors"], responses=refusals(404))
async def traccar_query(request: Request[Any, Any, Any], orders: NamedDependency[Orders]) -> Response[FixReceipt]:
    """Clients before version 9 speak OsmAnd."""
    return await take(request, orders)


@post("/traccar", opt=DEVICES, status_code=200, tags=["doors"], responses=refusals(404, 413, 415))
async def traccar_json(request: Request[Any, Any, Any], orders: NamedDependency[Orders]) -> Response[FixReceipt]:
    """`device_id` and `location` with `timestamp` and `coords`."""
    return await take(request, orders)


routes = [traccar_query, traccar_json]
