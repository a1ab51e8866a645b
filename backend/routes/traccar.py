"""The door for Traccar clients, which from version 9 post JSON: speed in m/s."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency

from backend.intake import Intake
from backend.routes.osmand import DEVICES, take
from backend.web.docs import refusals
from wire.units import FixReceipt


@get("/traccar", opt=DEVICES, tags=["doors"], responses=refusals(404))
async def traccar_query(request: Request[Any, Any, Any], intake: NamedDependency[Intake]) -> FixReceipt:
    """Clients before version 9 speak OsmAnd."""
    return await take(request, intake)


@post("/traccar", opt=DEVICES, status_code=200, tags=["doors"], responses=refusals(404, 413, 415))
async def traccar_json(request: Request[Any, Any, Any], intake: NamedDependency[Intake]) -> FixReceipt:
    """`device_id` and `location` with `timestamp` and `coords`."""
    return await take(request, intake)


routes = [traccar_query, traccar_json]
