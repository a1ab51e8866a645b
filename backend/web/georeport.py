"""How Open311 GeoReport v2 writes: JSON lists or XML, its own shape of refusals, and which of both an address asks for."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from backend.refusals import Malformed, Refusal
from backend.web.problems import CODES

JSON, XML = "application/json", "application/xml"
CHILD = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
NOT_IN_XML = re.compile(r"[^\t\n\r -\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def answer(root: str, content: Any, xml: bool, status: int = 200) -> Response[Any]:
    """`content` under the name `root`; in JSON the name is not written."""
    body = _xml(root, content) if xml else msgspec.json.encode(content)
    return Response(body, status_code=status, media_type=f"{XML}; charset=utf-8" if xml else JSON)


def wants_xml(request: Request[Any, Any, Any]) -> bool:
    """By the end of the address; without one by `Accept`, and JSON when that says nothing."""
    path = request.url.path
    return path.endswith(".xml") or (not path.endswith(".json") and XML in request.headers.get("Accept", ""))


def name_of(last: str) -> str:
    """The last part of an address without its format."""
    return last.removesuffix(".json").removesuffix(".xml")


def refused(request: Request[Any, Any, Any], error: Refusal) -> Response[Any]:
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
    response = answer("errors", [{"code": error.status, "description": error.detail, "error": error.code}], wants_xml(request), error.status)
    response.headers.update(headers)
    return response


def invalid(request: Request[Any, Any, Any], _: ValidationException) -> Response[Any]:
    return refused(request, Malformed("The request is not as it should be."))


def framework(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    refusal = Refusal(str(error.detail))
    refusal.status, refusal.code = error.status_code, CODES.get(error.status_code, "refused")
    return refused(request, refusal)


HANDLERS: Mapping[Any, Any] = {Refusal: refused, ValidationException: invalid, HTTPException: framework}


def _xml(root: str, content: Any) -> bytes:
    body: bytes = ElementTree.tostring(_element(root, content), encoding="utf-8", xml_declaration=True)
    return body


def _element(name: str, content: Any) -> ElementTree.Element:
    element = ElementTree.Element(name)
    if isinstance(content, Mapping):
        element.extend(_element(key, value) for key, value in content.items())
    elif isinstance(content, Sequence) and not isinstance(content, str):
        element.extend(_element(CHILD[name], each) for each in content)
    elif content is not None:
        element.text = NOT_IN_XML.sub("", _text(content))
    return element


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else str(value)
