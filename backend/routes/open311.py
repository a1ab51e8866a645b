"""Open311 GeoReport v2: services, requests, and a new request from the public. JSON and XML by the end of the address."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from urllib.parse import parse_qsl

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.refusals import Malformed
from backend.rules import open311
from backend.rules.open311 import Wanted
from backend.session import Database, Work
from backend.web.docs import refusals
from backend.web.georeport import HANDLERS, answer, name_of, wants_xml
from backend.web.orders import Orders
from backend.web.queries import time_of
from backend.web.roles import FORM, HALL, roles
from wire.codes import Role
from wire.problem import FieldError

ROOT = "/open311/v2"
READERS = roles(Role.GATEWAY, HALL, api_key=True)
WRITERS = roles(Role.GATEWAY, Role.ACCEPTOR, api_key=True, takes=FORM)
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
LARGEST_PAGE = 1000


def _paths(what: str) -> list[str]:
    return [f"{ROOT}/{what}{end}" for end in (".json", ".xml", "")]


@get(_paths("discovery"), opt=READERS, sync_to_thread=False)
def discovery(request: Request[Any, Any, Any]) -> Response[Any]:
    """Where this door is and what it speaks."""
    endpoint = {
        "specification": SPECIFICATION,
        "url": f"{str(request.base_url).rstrip('/')}{ROOT}",
        "changeset": "2026-11-21T00:00:00Z",
        "type": "production",
        "formats": ["application/json", "text/xml"],
    }
    content = {"changeset": endpoint["changeset"], "contact": "", "key_service": "", "endpoints": [endpoint]}
    return answer("discovery", content, wants_xml(request))


@get(_paths("services"), opt=READERS)
async def services(request: Request[Any, Any, Any], database: NamedDependency[Database]) -> Response[Any]:
    return await asyncio.to_thread(_read, request, database, "services", open311.services)


@get(f"{ROOT}/services/{{code:str}}", opt=READERS, responses=refusals(404))
async def service(code: FromPath[str], request: Request[Any, Any, Any], database: NamedDependency[Database]) -> Response[Any]:
    """The attributes of one service: a choice of its filing conditions."""
    return await asyncio.to_thread(_read, request, database, "service_definition", lambda work: open311.definition(work, name_of(code)))


@get(_paths("requests"), opt=READERS)
async def requests(request: Request[Any, Any, Any], database: NamedDependency[Database]) -> Response[Any]:
    """The newest first; `service_request_id`, `service_code`, `status`, `start_date`, `end_date`, `page`, `page_size`."""
    wanted = _wanted(dict(request.query_params))
    return await asyncio.to_thread(_read, request, database, "service_requests", lambda work: open311.requests(work, wanted))


@get(f"{ROOT}/requests/{{id:str}}", opt=READERS, responses=refusals(404))
async def one_request(id: FromPath[str], request: Request[Any, Any, Any], database: NamedDependency[Database]) -> Response[Any]:
    return await asyncio.to_thread(_read, request, database, "service_requests", lambda work: open311.request(work, name_of(id)))


@post(_paths("requests"), opt=WRITERS, status_code=201, responses=refusals(404, 413, 415))
async def report(request: Request[Any, Any, Any], orders: NamedDependency[Orders]) -> Response[Any]:
    """A form with `service_code`, `lat` and `long` or `address_string`, and what else the specification knows."""
    said = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
    done = await asyncio.to_thread(orders.do, lambda work: open311.report(work, said), 201)
    return answer("service_requests", msgspec.json.decode(cast(bytes, done.content)), wants_xml(request), 201)


def _read(request: Request[Any, Any, Any], database: Database, root: str, what: Callable[[Work], Any]) -> Response[Any]:
    # In a thread by hand: Litestar 2.25 wraps a handler with `sync_to_thread` once for each of its paths, and answers a coroutine.
    with database.read() as work:
        return answer(root, what(work), wants_xml(request))


def _wanted(query: dict[str, str]) -> Wanted:
    statuses = _many(query, "status")
    if set(statuses) - {"open", "closed"}:
        raise _wrong("status", "must be open, closed or both")
    return Wanted(
        ids=_many(query, "service_request_id"),
        service_codes=_many(query, "service_code"),
        statuses=statuses,
        start=_time(query, "start_date"),
        end=_time(query, "end_date"),
        page=_count(query, "page", 1, 1_000_000),
        page_size=_count(query, "page_size", LARGEST_PAGE, LARGEST_PAGE),
    )


def _many(query: dict[str, str], name: str) -> list[str]:
    return [part.strip() for part in query.get(name, "").split(",") if part.strip()]


def _time(query: dict[str, str], name: str) -> datetime | None:
    return time_of(query[name], name) if query.get(name) else None


def _count(query: dict[str, str], name: str, default: int, most: int) -> int:
    text = query.get(name) or str(default)
    if not (text.isdecimal() and text.isascii() and 1 <= int(text[:12]) <= most):
        raise _wrong(name, f"must be a number from 1 to {most}")
    return int(text)


def _wrong(name: str, detail: str) -> Malformed:
    return Malformed(f"{name} {detail}.", [FieldError(path=name, detail=detail)])


routes = [
    Router(
        "/",
        route_handlers=[discovery, services, service, requests, one_request, report],
        exception_handlers=dict(HANDLERS),
        tags=["doors"],
    )
]
