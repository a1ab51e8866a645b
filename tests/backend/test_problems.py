"""Bad input of every kind gets a named refusal as problem+json, never a traceback."""

import re

import msgspec
import pytest
import sqlalchemy as sa

from backend.session import SYSTEM
from backend.web.roles import handlers
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
def test_that_bad_input_is_refused_by_name(lasting: Backend, method: str, path: str, body: bytes | None, status: int, code: str) -> None:
    headers = {"Content-Type": "application/json"} if body else {}
    problem = problem_of(lasting.client(Role.ADMIN).request(method, path, data=body, headers=headers))
    assert (problem.status, problem.code) == (status, code)


def test_that_the_wrong_fields_are_named(backend: Backend) -> None:
    problem = problem_of(backend.client(Role.ADMIN).put("/v1/departments/d1", json=ORDER | {"name": 5}))
    assert [error.path for error in problem.errors] == ["name"]


def test_that_another_media_type_is_refused(backend: Backend) -> None:
    answer = backend.client(Role.ADMIN).put("/v1/departments/d1", data="<x/>", headers={"Content-Type": "application/xml"})
    assert problem_of(answer).code == "wrong_media_type"


UNIT = {"id": "u1", "code": "C1", "kind": "TRUCK", "name": "Truck"}
NO_CHARACTER = "A text holds U+0000, which is no character."


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/departments/d1", ORDER | {"name": "a\0b"}),
        ("/v1/departments/d1", ORDER | {"trades": ["roads", "a\0b"]}),
        ("/v1/departments/d1", ORDER | {"na\0me": "x"}),
        ("/v1/units/u1", UNIT | {"duty_grids": ["\0"]}),
    ],
    ids=["text", "list", "key", "another list"],
)
def test_that_no_message_with_what_is_no_character_comes_in(lasting: Backend, path: str, body: dict) -> None:
    """PostgreSQL cannot keep U+0000, SQLite could."""
    admin = lasting.client(Role.ADMIN)
    problem = problem_of(admin.put(path, json=body))
    assert (problem.status, problem.code, problem.detail) == (400, "malformed", NO_CHARACTER)
    assert admin.get(path).status_code == 404


def test_that_no_address_or_form_with_what_is_no_character_comes_in(backend: Backend) -> None:
    admin = backend.client(Role.ADMIN, Role.DEVICE, Role.GATEWAY)
    answers = [admin.get("/v1/departments/%00"), admin.get("/v1/cases?text=%00"), admin.get("/osmand?id=%00&lat=1&lon=1")]
    answers += [
        admin.post("/osmand", data={"id": "a\0", "lat": 1, "lon": 1}),
        backend.client().post("/v1/login", json={"name": "a", "password": "\0"}),
    ]
    answers += [admin.post("/traccar", json={"device_id": "\0", "location": {}})]
    assert {(problem_of(answer).status, problem_of(answer).detail) for answer in answers} == {(400, NO_CHARACTER)}
    assert NO_CHARACTER in admin.post("/open311/v2/requests.json", data={"description": "\0"}).text


def test_that_what_only_looks_like_no_character_is_text(backend: Backend) -> None:
    trades = ["100%00", "\\u0000", "\\\\u0000", "\u0001"]
    admin = backend.client(Role.ADMIN)
    assert admin.put("/v1/departments/d1", json=ORDER | {"trades": trades}).json()["trades"] == trades
    assert problem_of(admin.put("/v1/departments/d1", json=ORDER | {"trades": ["\\\0"]})).detail == NO_CHARACTER


def test_that_every_address_names_all_its_verbs(backend: Backend) -> None:
    verbs: dict[str, set[str]] = {}
    for path, handler in handlers(backend.app):
        verbs.setdefault(re.sub(r"{\w+:\w+}", "x", path), {"OPTIONS"}).update(handler.http_methods)
    assert sum(len(each) > 2 for each in verbs.values()) >= 12
    for client in (backend.client(), backend.client(Role.ADMIN)):
        for path, expected in verbs.items():
            answers = [client.options(path), client.request("PATCH", path)]
            assert [answer.status_code for answer in answers] == [204, 405]
            assert [set(answer.headers["Allow"].split(", ")) for answer in answers] == [expected, expected]


def test_that_a_defect_shows_no_traceback(backend: Backend, caplog: pytest.LogCaptureFixture) -> None:
    with backend.database.write(SYSTEM) as work:
        work.session.execute(sa.text("ALTER TABLE cameras RENAME TO lost_cameras"))
    problem = problem_of(backend.client(Role.ADMIN).get("/v1/cameras"))
    assert problem.status in (500, 503)
    assert "lost" not in problem.detail
    assert "cameras" in caplog.text
