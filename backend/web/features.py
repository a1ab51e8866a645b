"""How OGC API Features writes: links that are whole addresses and keep the caller's key, collections, pages of features."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from litestar import Request, Response

from backend.refusals import Malformed
from backend.rules.features import Collection, Feature, Page, Window
from backend.web.queries import box_of, span_of
from geo.tracks import Box
from wire.problem import FieldError

JSON, GEOJSON, OPENAPI = "application/json", "application/geo+json", "application/vnd.oai.openapi+json;version=3.0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
SPEC = "http://www.opengis.net/spec/ogcapi-features-1/1.0"
CONFORMS = [f"{SPEC}/conf/{part}" for part in ("core", "geojson", "oas30")]
PARAMETERS = {"limit", "offset", "bbox", "datetime"}
OF_THE_DOOR = {"api_key", "f"}
SYSTEMS = {"crs", "bbox-crs"}  # GDAL asks for the one that we have by name
USUAL_LIMIT, LARGEST_LIMIT = 100, 10_000
Extent = tuple[Box, tuple[Any, Any] | None] | None


def answer(content: Any, media_type: str = JSON) -> Response[Any]:
    return Response(msgspec.json.encode(content), media_type=media_type)


def link(
    request: Request[Any, Any, Any], rel: str, path: str, media_type: str = JSON, query: Mapping[str, Any] | None = None, title: str = ""
) -> dict[str, str]:
    """A link to an address of this door, as the caller reached it; a key that came in the address goes into the link."""
    asked = dict(query or {})
    if "api_key" in request.query_params:
        asked["api_key"] = request.query_params["api_key"]
    href = str(request.base_url).rstrip("/") + "/ogc" + quote(path) + ("?" + urlencode(asked, safe=":,/") if asked else "")
    return {"rel": rel, "type": media_type, "href": href} | ({"title": title} if title else {})


def described(request: Request[Any, Any, Any], of: Collection, extent: Extent) -> dict[str, Any]:
    items = link(request, "items", f"/collections/{of.id}/items", GEOJSON, title=of.title)
    known = {"extent": _extent(extent)} if extent is not None else {}
    return {
        "id": of.id,
        "title": of.title,
        "description": of.description,
        "itemType": "feature",
        "crs": [CRS84],
        **known,
        "links": [items, link(request, "self", f"/collections/{of.id}")],
    }


def page_of(request: Request[Any, Any, Any], of: Collection, window: Window, page: Page, now: Any) -> dict[str, Any]:
    path = f"/collections/{of.id}/items"
    asked = {name: value for name, value in request.query_params.items() if name in PARAMETERS}
    links = [link(request, "self", path, GEOJSON, asked), link(request, "collection", f"/collections/{of.id}")]
    if window.offset + len(page.features) < page.matched:
        links.append(link(request, "next", path, GEOJSON, asked | {"limit": window.limit, "offset": window.offset + window.limit}))
    if window.offset:
        links.append(link(request, "prev", path, GEOJSON, asked | {"limit": window.limit, "offset": max(window.offset - window.limit, 0)}))
    return {
        "type": "FeatureCollection",
        "timeStamp": now,
        "numberMatched": page.matched,
        "numberReturned": len(page.features),
        "links": links,
        "features": page.features,
    }


def linked(request: Request[Any, Any, Any], of: Collection, feature: Feature) -> Feature:
    """A single feature with the links that it must have."""
    own = link(request, "self", f"/collections/{of.id}/items/{feature['id']}", GEOJSON)
    return feature | {"links": [own, link(request, "collection", f"/collections/{of.id}")]}


def window_of(query: Mapping[str, str]) -> Window:
    """The window that is asked for; a limit above the largest is the largest, and a parameter that nobody knows is a mistake."""
    if any(query[name] != CRS84 for name in SYSTEMS & set(query)):
        raise Malformed(f"The only coordinate system here is {CRS84}.", [FieldError(path="crs", detail="unknown")])
    if strange := sorted(set(query) - PARAMETERS - OF_THE_DOOR - SYSTEMS):
        raise Malformed(f"There is no parameter {strange[0]}.", [FieldError(path=name, detail="unknown") for name in strange])
    return Window(
        limit=min(_whole(query, "limit", USUAL_LIMIT, 1), LARGEST_LIMIT),
        offset=_whole(query, "offset", 0, 0),
        box=box_of(query["bbox"]) if query.get("bbox") else None,
        span=span_of(query["datetime"]) if query.get("datetime") else None,
    )


def _whole(query: Mapping[str, str], name: str, default: int, least: int) -> int:
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) >= least):
        raise Malformed(f"{name} must be a whole number from {least}.", [FieldError(path=name, detail="is no such number")])
    return int(text)


def _extent(extent: tuple[Box, tuple[Any, Any] | None]) -> dict[str, Any]:
    box, span = extent
    time = {"temporal": {"interval": [list(span)]}} if span is not None else {}
    return {"spatial": {"bbox": [list(box)], "crs": CRS84}} | time
