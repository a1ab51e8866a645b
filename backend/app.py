"""The composition root of the backend: routes, what they depend on, and what runs beside them."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import fields
from typing import Any

from litestar import Litestar, Request, Response, Router
from litestar.di import Provide
from litestar.exceptions import NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, Reference, SecurityScheme
from litestar.types import ControllerRouterHandler

from backend import hotline as hotline_rules
from backend import standards
from backend.caller import Caller
from backend.jobs.gateways import GATEWAYS_S
from backend.jobs.schedule import CAMERAS_S, Schedule
from backend.parts import Parts
from backend.routes import (
    advice,
    alarms,
    analytics,
    audit,
    authorisations,
    basemaps,
    bulletins,
    callouts,
    calls,
    camera_health,
    cameras,
    captures,
    cases,
    catalogue,
    changes,
    components,
    coverage,
    departments,
    evaluation,
    exports,
    filters,
    findings,
    footage,
    forecasts,
    geofences,
    grids,
    hauls,
    health,
    hotline,
    library,
    login,
    moments,
    ogc,
    open311,
    osmand,
    past,
    patrols,
    people,
    period_records,
    personal,
    photos,
    phrases,
    places,
    positions,
    preferences,
    presence,
    ptz,
    publications,
    recordings,
    registers,
    rotations,
    search,
    seats,
    sensors,
    shifts,
    sight,
    snapshot,
    staff,
    tasks,
    tours,
    traccar,
    tracks,
    transfers,
    units,
    versions,
    video_layouts,
    whereabouts,
)
from backend.rules import transitions
from backend.session import Database
from backend.settings import Settings
from backend.web.admission import admit
from backend.web.options import allowed
from backend.web.orders import orders
from backend.web.placing import Placing
from backend.web.problems import HANDLERS
from backend.web.roles import OPEN, undeclared
from wire.people import User

MOST_BYTES = 2_000_000
THREADS = 16
ROUTES: list[ControllerRouterHandler] = [
    *health.routes,
    *login.routes,
    *people.routes,
    *authorisations.routes,
    *changes.routes,
    *past.routes,
    *moments.routes,
    *snapshot.routes,
    *versions.routes,
    *cases.routes,
    *forecasts.routes,
    *personal.routes,
    *advice.routes,
    *phrases.routes,
    *presence.routes,
    *tasks.routes,
    *catalogue.routes,
    *library.routes,
    *evaluation.routes,
    *period_records.routes,
    *bulletins.routes,
    *units.routes,
    *alarms.routes,
    *callouts.routes,
    *shifts.routes,
    *rotations.routes,
    *staff.routes,
    *positions.routes,
    *tracks.routes,
    *cameras.routes,
    *camera_health.routes,
    *footage.routes,
    *ptz.routes,
    *analytics.routes,
    *recordings.routes,
    *departments.routes,
    *photos.routes,
    *captures.routes,
    *grids.routes,
    *components.routes,
    *coverage.routes,
    *registers.routes,
    *search.routes,
    *places.routes,
    *sensors.routes,
    *geofences.routes,
    *hauls.routes,
    *basemaps.routes,
    *exports.routes,
    *preferences.routes,
    *calls.routes,
    *seats.routes,
    *transfers.routes,
    *publications.routes,
    *hotline.routes,
    *filters.routes,
    *tours.routes,
    *video_layouts.routes,
    *findings.routes,
    *patrols.routes,
    *audit.routes,
    *sight.routes,
    *whereabouts.routes,
    *osmand.routes,
    *traccar.routes,
    *open311.routes,
    *ogc.routes,
]


def create_app(settings: Settings, database: Database) -> Litestar:
    """The application on a database that is at head, as `built` and `furnished` make it."""
    return furnished(built(), settings, database)


def built() -> Litestar:
    """All routes, and how each gets the parts it names. `RuntimeError` for a route that names no roles."""
    app = Litestar(
        # Through one router: the application would register a path's earlier handlers again with each later one, and wrap them twice.
        [Router("/", route_handlers=ROUTES, before_request=allowed)],
        guards=[admit],
        request_class=Placing,
        dependencies={each.name: _given(each.name) for each in fields(Parts)}
        | {"user": Provide(_user, sync_to_thread=False), "orders": Provide(orders)},
        exception_handlers=HANDLERS,
        request_max_body_size=MOST_BYTES,
        lifespan=[_running],
        openapi_config=_openapi(),
        logging_config=None,
    )
    if missing := undeclared(app):
        raise RuntimeError(f"routes that do not say who may call them: {', '.join(missing)}")
    return app


def furnished(app: Litestar, settings: Settings, database: Database) -> Litestar:
    """With parts of its own, also after it has ended with others. `app.state.held` are those that must `let_go` before it ends.

    `Setup` for standards that this program cannot work by.
    """
    transitions.check(standards.in_force())
    hotline_rules.check(hotline_rules.in_force(), standards.in_force())
    parts = Parts.of(settings, database)
    app.state.parts, app.state.held = parts, (parts.hubs, parts.passwords)
    return app


def _given(name: str) -> Provide:
    def give(request: Request[Any, Any, Any]) -> Any:
        return getattr(request.app.state.parts, name)

    return Provide(give, sync_to_thread=False)


def _user(request: Request[Any, Any, Any]) -> User:
    user: User = request.user
    return user.plain() if isinstance(user, Caller) else user


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    parts: Parts = app.state.parts
    left_moving, gateways = (CAMERAS_S, lambda _: parts.ptz.stop_overdue()), (GATEWAYS_S, parts.gateways.look)
    schedule = Schedule(parts.database, left_moving, gateways)
    with ThreadPoolExecutor(THREADS, "backend") as threads:
        asyncio.get_running_loop().set_default_executor(threads)
        parts.hubs.start()
        schedule.start()
        try:
            yield
        finally:
            await asyncio.to_thread(parts.ptz.let_go)
            parts.gateways.stop()
            await parts.intake.stop()
            await schedule.stop()
            await parts.hubs.stop()


def _openapi() -> OpenAPIConfig:
    schemes: dict[str, SecurityScheme | Reference] = {"bearer": SecurityScheme(type="http", scheme="bearer")}
    return OpenAPIConfig(
        title="Yiping",
        version=health.VERSION,
        components=Components(security_schemes=schemes),
        security=[{"bearer": []}],
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        openapi_router=Router("/schema", route_handlers=[], opt=OPEN, include_in_schema=False, after_request=_no_page),
    )


def _no_page(response: Response[Any]) -> Response[Any]:
    """The framework's own page for what is not there would be HTML."""
    if response.status_code == 404:
        raise NotFoundException
    return response
