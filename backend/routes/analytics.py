"""Intelligent capture: zones for people, the plan and the sightings for the program that watches."""

from typing import Annotated

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta

from backend.rules import ai_events, analytics
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, roles
from wire.analytics import EDITORS, AiEvent, AiEventReport, CapturePlan, CaptureStateReport, CaptureZone, CaptureZoneOrder
from wire.codes import Role

EDITED = roles(EDITORS)
Camera = Annotated[str, QueryParameter(name="camera_id", max_length=64)]
CaseId = Annotated[str, QueryParameter(name="case_id", max_length=64)]
Limit = Annotated[int, QueryParameter(ge=1, le=1000)]
States = Annotated[list[CaptureStateReport], Meta(max_length=1000)]


@get("/v1/capture-zones", opt=roles(HALL), tags=["capture"], sync_to_thread=True, responses=refusals())
def zones(database: NamedDependency[Database], camera_id: Camera = "") -> list[CaptureZone]:
    with database.read() as work:
        return analytics.zones(work, camera_id)


@put("/v1/capture-zones/{id:str}", opt=EDITED, tags=["capture"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_zone(id: FromPath[str], data: JSONBody[CaptureZoneOrder], orders: NamedDependency[Orders]) -> Response[CaptureZone]:
    must_be_named(id, data.id)
    return orders.do(lambda work: analytics.put(work, data))


@delete("/v1/capture-zones/{id:str}", opt=EDITED, tags=["capture"], sync_to_thread=True, responses=refusals(*CHANGING))
def remove_zone(id: FromPath[str], orders: NamedDependency[Orders]) -> None:
    orders.do(lambda work: analytics.remove(work, id))


@get("/v1/capture-plan", opt=roles(Role.GATEWAY, Role.ADMIN), tags=["capture"], sync_to_thread=True, responses=refusals())
def plan(database: NamedDependency[Database]) -> list[CapturePlan]:
    """The cameras that are to be watched, with their active zones."""
    with database.read() as work:
        return analytics.plan(work)


@post("/v1/capture-states", opt=roles(Role.GATEWAY), status_code=204, tags=["capture"], sync_to_thread=True, responses=refusals(*CHANGING))
def tell(data: JSONBody[States], orders: NamedDependency[Orders]) -> None:
    """How the cameras are doing; the zones say it."""
    orders.do(lambda work: analytics.tell(work, data))


@post("/v1/ai-events", opt=roles(Role.GATEWAY), status_code=201, tags=["capture"], sync_to_thread=True, responses=refusals(*CHANGING))
def report(data: JSONBody[AiEventReport], orders: NamedDependency[Orders]) -> Response[AiEvent]:
    """Something was seen: a new finding, or one more sighting of a known one."""
    return orders.do(lambda work: ai_events.report(work, data), 201)


@get("/v1/ai-events", opt=roles(HALL), tags=["capture"], sync_to_thread=True, responses=refusals())
def events(database: NamedDependency[Database], camera_id: Camera = "", case_id: CaseId = "", limit: Limit = 200) -> list[AiEvent]:
    """What was seen, the newest first."""
    with database.read() as work:
        return ai_events.events(work, camera_id, case_id, limit)


routes = [zones, put_zone, remove_zone, plan, tell, report, events]
