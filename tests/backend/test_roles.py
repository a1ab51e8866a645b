"""Every route, walked: none lets anybody in whom it does not name."""

import pytest
import requests
from litestar import Litestar, get
from litestar.handlers import HTTPRouteHandler

from backend import app
from backend.session import Database
from backend.settings import Settings
from backend.web.problems import MEDIA_TYPE
from backend.web.roles import handlers
from tests.backends import Backend
from wire.codes import Role


def addresses(application: Litestar) -> list[tuple[str, str, HTTPRouteHandler]]:
    """Method, path with something in the place of each parameter, and the handler."""
    found = []
    for path, handler in handlers(application):
        filled = "/".join("x" if part.startswith("{") else part for part in path.split("/"))
        found += [(method, filled, handler) for method in handler.http_methods]
    return found


def refusal(path: str, answer: requests.Response) -> tuple[int, str]:
    """Status and media type; Open311 has its own form of a refusal."""
    return answer.status_code, MEDIA_TYPE if path.startswith("/open311") else answer.headers["Content-Type"]


def test_that_every_route_refuses_who_is_nobody(backend: Backend) -> None:
    nobody = backend.client()
    closed = [(method, path) for method, path, handler in addresses(backend.app) if not handler.opt.get("open")]
    assert len(closed) > 20
    for method, path in closed:
        refused = nobody.request(method, path)
        assert refusal(path, refused) == (401, MEDIA_TYPE), (method, path)
        wrong = nobody.request(method, path, headers={"Authorization": "Bearer wrong"})
        assert wrong.status_code == 401, (method, path)


def test_that_every_route_refuses_every_role_that_it_does_not_name(backend: Backend) -> None:
    clients = {role: backend.client(role) for role in Role}
    for method, path, handler in addresses(backend.app):
        for role in set(Role) - set(handler.opt.get("roles", Role)):
            refused = clients[role].request(method, path)
            assert refusal(path, refused) == (403, MEDIA_TYPE), (method, path, role)


def test_that_only_these_are_open(backend: Backend) -> None:
    paths = {path for _, path, handler in addresses(backend.app) if handler.opt.get("open")}
    assert {path for path in paths if not path.startswith("/schema")} == {
        "/v1/health",
        "/v1/login",
        "/v1/public/results/x",
        "/v1/public/photos/x",
    }


def test_that_the_application_does_not_start_with_a_route_that_names_nobody(database: Database, tmp_path, monkeypatch) -> None:
    @get("/v1/secret")
    async def secret() -> str:
        return "for everybody?"

    monkeypatch.setattr(app, "ROUTES", [*app.ROUTES, secret])
    with pytest.raises(RuntimeError, match="/v1/secret"):
        app.create_app(Settings(data=tmp_path), database)
