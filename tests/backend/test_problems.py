"""Bad input of every kind gets a named refusal as problem+json, never a traceback."""

import msgspec
import pytest
import sqlalchemy as sa

from backend.session import SYSTEM
from tests.backends import Backend
from wire.codes import Role
from wire.problem import Problem

ORDER = {"id": "d1", "code": "D1", "name": "Roads", "trades": []}


def problem_of(answer) -> Problem:
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = msgspec.json.decode(answer.content, type=Problem)
    assert problem.status == answer.status_code
    return problem


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/v1/nothing", None, 404, "unknown_address"),
        ("GET", "/schema/nothing", None, 404, "unknown_address"),
        ("POST", "/v1/health", None, 405, "wrong_method"),
        ("GET", "/v1/departments/d9", None, 404, "unknown_department"),
        ("GET", "/v1/snapshot/ghosts", None, 404, "unknown_noun"),
        ("GET", "/v1/changes", None, 400, "malformed"),
        ("GET", "/v1/changes?after=-1", None, 400, "malformed"),
        ("GET", "/v1/changes?after=x", None, 400, "malformed"),
        ("GET", "/v1/audit?limit=100000", None, 400, "malformed"),
        ("PUT", "/v1/departments/d1", b"{", 400, "malformed"),
        ("PUT", "/v1/departments/d1", b"\xff\xfe", 400, "malformed"),
        ("PUT", "/v1/departments/d1", b"[]", 400, "malformed"),
        ("PUT", "/v1/departments/d1", msgspec.json.encode(ORDER | {"surprise": 1}), 400, "malformed"),
        ("PUT", "/v1/departments/d1", msgspec.json.encode(ORDER | {"lon": 181}), 400, "malformed"),
        ("PUT", "/v1/departments/d1", b" " * 2_000_001, 413, "too_large"),
        ("POST", "/v1/login", b"[" * 100_000, 400, "malformed"),
    ],
)
def test_that_bad_input_is_refused_by_name(backend: Backend, method: str, path: str, body: bytes | None, status: int, code: str) -> None:
    headers = {"Content-Type": "application/json"} if body else {}
    problem = problem_of(backend.client(Role.ADMIN).request(method, path, data=body, headers=headers))
    assert (problem.status, problem.code) == (status, code)


def test_that_the_wrong_fields_are_named(backend: Backend) -> None:
    problem = problem_of(backend.client(Role.ADMIN).put("/v1/departments/d1", json=ORDER | {"name": 5}))
    assert [error.path for error in problem.errors] == ["name"]


def test_that_another_media_type_is_refused(backend: Backend) -> None:
    answer = backend.client(Role.ADMIN).put("/v1/departments/d1", data="<x/>", headers={"Content-Type": "application/xml"})
    assert problem_of(answer).code == "wrong_media_type"


def test_that_both_databases_refuse_what_is_no_character(backend: Backend) -> None:
    """PostgreSQL cannot keep U+0000, SQLite could."""
    admin = backend.client(Role.ADMIN)
    answers = [admin.put("/v1/departments/d1", json=ORDER | {"name": "a\0b"}), admin.get("/v1/departments/%00"), admin.get("/v1/cases?text=%00")]
    assert [problem_of(answer).code for answer in answers] == ["malformed"] * 3


def test_that_asking_for_the_options_of_an_address_is_no_defect(backend: Backend) -> None:
    for client in (backend.client(), backend.client(Role.ADMIN)):
        assert client.options("/v1/cases").status_code == 204


def test_that_a_defect_shows_no_traceback(backend: Backend, caplog: pytest.LogCaptureFixture) -> None:
    with backend.database.write(SYSTEM) as work:
        work.session.execute(sa.text("ALTER TABLE cameras RENAME TO lost_cameras"))
    problem = problem_of(backend.client(Role.ADMIN).get("/v1/cameras"))
    assert problem.status in (500, 503)
    assert "lost" not in problem.detail
    assert "cameras" in caplog.text
