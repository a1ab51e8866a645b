"""Who may call a route. Every handler says it: `opt=roles(Role.ADMIN)` or `opt=OPEN`."""

from typing import Any

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from wire.codes import HALL, OFFICE, Role

__all__ = ["ALL", "FORM", "HALL", "JSON", "OFFICE", "OPEN", "handlers", "roles", "undeclared"]

ALL = frozenset(Role)
JSON = ("application/json",)
FORM = ("application/x-www-form-urlencoded",)
OPEN: dict[str, Any] = {"open": True, "takes": JSON}


def roles(*allowed: Role | frozenset[Role], api_key: bool = False, takes: tuple[str, ...] = JSON) -> dict[str, Any]:
    """The `opt` of a handler. `api_key`: a door that also takes its token as `?api_key=`; `takes`: media types of the body."""
    each = frozenset().union(*[role if isinstance(role, frozenset) else {role} for role in allowed])
    return {"roles": each, "api_key": api_key, "takes": takes}


def handlers(app: Litestar) -> list[tuple[str, HTTPRouteHandler]]:
    """Every path and handler of the application but the framework's own answers to OPTIONS."""
    found = [(route.path, handler) for route in app.routes if isinstance(route, HTTPRoute) for handler in route.route_handlers]
    return [(path, handler) for path, handler in found if handler.http_methods != {"OPTIONS"}]


def undeclared(app: Litestar) -> list[str]:
    """Handlers that say neither who may call them nor that all may: there must be none."""
    silent = [(path, handler) for path, handler in handlers(app) if not (handler.opt.get("roles") or handler.opt.get("open"))]
    return [f"{' '.join(sorted(handler.http_methods))} {path}" for path, handler in silent]
