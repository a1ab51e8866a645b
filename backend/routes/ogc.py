"""OGC API Features, part 1: core and GeoJSON. What GIS programs read of the city."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.rules import features
from backend.rules.features import COLLECTIONS
from backend.session import Database, clock
from backend.web.docs import refusals
from backend.web.features import CONFORMS, GEOJSON, LARGEST_LIMIT, OPENAPI, USUAL_LIMIT, answer, described, link, linked, page_of, window_of
from backend.web.roles import HALL, roles
from wire.codes import Role

READERS = roles(Role.GATEWAY, HALL, api_key=True)
SCHEMAS: dict[str, dict[str, Any]] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": USUAL_LIMIT},
    "offset": {"type": "integer", "minimum": 0, "default": 0},
    "bbox": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
    "datetime": {"type": "string"},
}


@get("/ogc", opt=READERS, tags=["doors"], sync_to_thread=False, responses=refusals())
def landing(request: Request[Any, Any, Any]) -> Response[Any]:
    """Where everything else is."""
    links = [
        link(request, "self", ""),
        link(request, "service-desc", "/api", OPENAPI),
        link(request, "conformance", "/conformance"),
        link(request, "data", "/collections"),
    ]
    return answer({"title": "Yiping", "description": "What this city's management centre knows of its map.", "links": links})


@get("/ogc/conformance", opt=READERS, tags=["doors"], sync_to_thread=False, responses=refusals())
def conformance() -> Response[Any]:
    return answer({"conformsTo": CONFORMS})


@get("/ogc/api", opt=READERS, tags=["doors"], sync_to_thread=False, responses=refusals())
def api(request: Request[Any, Any, Any]) -> Response[Any]:
    """OpenAPI 3.0 of this door alone, which is what its readers ask for."""
    server = link(request, "self", "")["href"].partition("?")[0]
    paths = ["/", "/conformance", "/collections"] + [f"/collections/{of.id}{rest}" for of in COLLECTIONS for rest in ("", "/items")]
    content = {
        "openapi": "3.0.3",
        "info": {"title": "Yiping", "version": "1"},
        "servers": [{"url": server}],
        "paths": {path: {"get": _operation(path)} for path in paths},
    }
    return answer(content, OPENAPI)


@get("/ogc/collections", opt=READERS, tags=["doors"], sync_to_thread=True, responses=refusals())
def collections(request: Request[Any, Any, Any], database: NamedDependency[Database]) -> Response[Any]:
    with database.read() as work:
        found = [described(request, of, features.extent(work, of)) for of in COLLECTIONS]
    return answer({"links": [link(request, "self", "/collections")], "collections": found})


@get("/ogc/collections/{collection_id:str}", opt=READERS, tags=["doors"], sync_to_thread=True, responses=refusals(404))
def collection(collection_id: FromPath[str], request: Request[Any, Any, Any], database: NamedDependency[Database]) -> Response[Any]:
    of = features.collection(collection_id)
    with database.read() as work:
        return answer(described(request, of, features.extent(work, of)))


@get("/ogc/collections/{collection_id:str}/items", opt=READERS, tags=["doors"], sync_to_thread=True, responses=refusals(404))
def items(collection_id: FromPath[str], request: Request[Any, Any, Any], database: NamedDependency[Database]) -> Response[Any]:
    """A page of features; `limit`, `offset`, `bbox`, and `datetime` for cases and units."""
    of, window = features.collection(collection_id), window_of(dict(request.query_params))
    with database.read() as work:
        page = features.page(work, of, window)
    return answer(page_of(request, of, window, page, clock()), GEOJSON)


@get("/ogc/collections/{collection_id:str}/items/{feature_id:str}", opt=READERS, tags=["doors"], sync_to_thread=True, responses=refusals(404))
def item(
    collection_id: FromPath[str], feature_id: FromPath[str], request: Request[Any, Any, Any], database: NamedDependency[Database]
) -> Response[Any]:
    of = features.collection(collection_id)
    with database.read() as work:
        return answer(linked(request, of, features.one(work, of, feature_id)), GEOJSON)


def _operation(path: str) -> dict[str, Any]:
    return {
        "operationId": path.strip("/").replace("/", "-") or "landing",
        "parameters": [_parameter(name) for name in SCHEMAS] if path.endswith("/items") else [],
        "responses": {"200": {"description": "as it is"}},
    }


def _parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": SCHEMAS[name], "style": "form", "explode": False}


routes = [landing, conformance, api, collections, collection, items, item]
