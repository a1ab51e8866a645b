"""The OsmAnd door: one fix in a query or a form, as Traccar's own port takes it; the JSON of newer Traccar clients comes in here too."""

from typing import Any
from urllib.parse import parse_qsl

from litestar import Request, get, post
from litestar.di import NamedDependency

from backend.intake import Intake
from backend.rules import devices
from backend.session import clock
from backend.web.docs import refusals
from backend.web.roles import FORM, JSON, roles
from wire.codes import Role
from wire.units import FixReceipt

DEVICES: dict[str, Any] = roles(Role.DEVICE, Role.INSPECTOR, api_key=True, takes=JSON + FORM)


async def take(request: Request[Any, Any, Any], intake: Intake) -> FixReceipt:
    """Whatever of the three shapes this is; the answer's body is for people, devices look at its status."""
    body = await request.body()
    if request.headers.get("Content-Type", "").startswith(JSON[0]):
        batch = devices.batch_of_json(body)
    else:
        form = dict(parse_qsl(body.decode("utf-8", "replace")))
        batch = devices.batch_of_fields(dict(request.query_params) | form, clock())
    return await intake.take(request.user, batch)


@get("/osmand", opt=DEVICES, tags=["doors"], responses=refusals(404))
async def osmand_query(request: Request[Any, Any, Any], intake: NamedDependency[Intake]) -> FixReceipt:
    """`id`, `lat`, `lon`, `timestamp` (s, ms or ISO), `speed` in knots, `bearing`, `accuracy`."""
    return await take(request, intake)


@post("/osmand", opt=DEVICES, status_code=200, tags=["doors"], responses=refusals(404, 413, 415))
async def osmand_form(request: Request[Any, Any, Any], intake: NamedDependency[Intake]) -> FixReceipt:
    """The same fields as a form, or JSON."""
    return await take(request, intake)


routes = [osmand_query, osmand_form]
