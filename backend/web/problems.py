"""Everything that goes wrong as `application/problem+json`, the framework's own refusals too."""

import logging
from http import HTTPStatus
from typing import Any

import msgspec
import sqlalchemy as sa
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ExceptionHandlersMap

from backend.refusals import Malformed, NotNow, Refusal, RuleSaysNo
from wire.problem import FieldError, Problem

log = logging.getLogger("backend")
MEDIA_TYPE = "application/problem+json"
CODES = {400: "malformed", 404: "unknown_address", 405: "wrong_method", 413: "too_large", 415: "wrong_media_type"}


def answer(problem: Problem, headers: dict[str, str] | None = None) -> Response[Any]:
    return Response(msgspec.json.encode(problem), status_code=problem.status, media_type=MEDIA_TYPE, headers=headers or {})


def title(status: int) -> str:
    return HTTPStatus(status).phrase


def refusal(_: Request[Any, Any, Any], error: Refusal) -> Response[Any]:
    current = msgspec.Raw(msgspec.json.encode(error.current))
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
    problem = Problem(status=error.status, code=error.code, title=title(error.status), detail=error.detail, errors=error.errors, current=current)
    return answer(problem, headers)


def invalid(request: Request[Any, Any, Any], error: ValidationException) -> Response[Any]:
    extra = error.extra if isinstance(error.extra, list) else []
    errors = [FieldError(path=str(entry.get("key", "")), detail=str(entry.get("message", ""))) for entry in extra if isinstance(entry, dict)]
    return refusal(request, Malformed(f"The request to {request.url.path} is not as it should be.", errors))


def framework(_: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    status = error.status_code
    if status >= 500:
        return defect(_, error)
    detail = str(error.detail) if status != 405 else "This address does not take this method."
    headers = {name: str(value) for name, value in (error.headers or {}).items()}
    return answer(Problem(status=status, code=CODES.get(status, "refused"), title=title(status), detail=detail), headers)


def nested(request: Request[Any, Any, Any], _: RecursionError) -> Response[Any]:
    return refusal(request, Malformed("The body is nested too deeply."))


def taken(request: Request[Any, Any, Any], error: sa.exc.IntegrityError) -> Response[Any]:
    log.info("refused by the database: %s", error.orig)
    return refusal(request, RuleSaysNo("taken", "Another thing has this id or code already."))


def unfit(request: Request[Any, Any, Any], error: sa.exc.DataError) -> Response[Any]:
    return refusal(request, Malformed("The database cannot keep a value of this request: a number too large, or a character that is none."))


def lost(request: Request[Any, Any, Any], error: sa.exc.DBAPIError) -> Response[Any]:
    log.error("the database does not answer: %s", error.orig)
    return refusal(request, NotNow("The database does not answer; try again."))


def defect(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    log.error("defect in %s %s", request.method, request.url.path, exc_info=error)
    return answer(Problem(status=500, code="defect", title=title(500), detail="The backend has a defect; it is in its log."))


HANDLERS: ExceptionHandlersMap = {
    Refusal: refusal,
    ValidationException: invalid,
    HTTPException: framework,
    sa.exc.IntegrityError: taken,
    sa.exc.DataError: unfit,
    sa.exc.OperationalError: lost,
    sa.exc.InterfaceError: lost,
    RecursionError: nested,
    Exception: defect,
}
