"""Logging in, keys, roles that change, and too many wrong passwords."""

from datetime import timedelta

import sqlalchemy as sa

from backend.rules import people
from backend.session import SYSTEM
from backend.tables.people import TokenRow, UserRow
from tests.backends import Backend, Client
from wire.codes import Role
from wire.people import UserOrder

PASSWORD = "correct horse"


def add(backend: Backend, name: str = "chen", role: Role = Role.DISPATCHER) -> None:
    with backend.database.write(SYSTEM) as work:
        people.put(work, UserOrder(name=name, full_name="Chen", roles=[role], password=PASSWORD))


def login(backend: Backend, password: str = PASSWORD, name: str = "chen"):
    return backend.client().post("/v1/login", json={"name": name, "password": password})


def test_that_a_password_opens_a_session_of_twelve_hours(backend: Backend) -> None:
    add(backend)
    answer = login(backend).json()
    me = Client(backend.address, token=answer["token"])
    assert me.get("/v1/me").json() == answer["user"]
    me.close()
    with backend.database.read() as work:
        row = work.session.scalars(sa.select(TokenRow)).one()
        assert row.digest == people.digest_of(answer["token"])
        assert row.expires_at == row.at + timedelta(hours=12)
        assert work.session.scalars(sa.select(UserRow.password)).one().startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_that_a_wrong_password_and_an_unknown_name_are_refused_alike(backend: Backend) -> None:
    add(backend)
    wrong, unknown = login(backend, "wrong"), login(backend, name="nobody")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


def test_that_ten_wrong_passwords_close_the_door_for_that_name_only(backend: Backend) -> None:
    add(backend)
    add(backend, "wang")
    assert [login(backend, "wrong").status_code for _ in range(10)] == [401] * 10
    refused = login(backend)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_logins")
    assert login(backend, name="wang").status_code == 200


def test_that_a_token_is_worth_nothing_after_logout(backend: Backend) -> None:
    client = backend.client(Role.DISPATCHER)
    assert client.get("/v1/me").status_code == 200
    assert client.delete("/v1/login").status_code == 204
    refused = client.get("/v1/me")
    assert (refused.status_code, refused.json()["code"], refused.headers["WWW-Authenticate"]) == (401, "no_session", "Bearer")


def test_that_a_session_ends(backend: Backend) -> None:
    client = backend.client(Role.DISPATCHER)
    with backend.database.write(SYSTEM) as work:
        work.session.execute(sa.update(TokenRow).values(expires_at=work.at - timedelta(seconds=1)))
    assert client.get("/v1/me").status_code == 401


def test_that_a_new_password_ends_the_sessions_of_its_user(backend: Backend) -> None:
    admin, dispatcher = backend.client(Role.ADMIN), backend.client(Role.DISPATCHER, name="chen")
    order = {"name": "chen", "full_name": "Chen", "roles": ["DISPATCHER"], "password": PASSWORD}
    answer = admin.put("/v1/users/chen", json=order)
    assert "password" not in answer.text
    assert dispatcher.get("/v1/me").status_code == 401
    assert login(backend).status_code == 200


def test_that_roles_change_at_once(backend: Backend) -> None:
    admin, dispatcher = backend.client(Role.ADMIN), backend.client(Role.DISPATCHER, name="chen")
    assert dispatcher.get("/v1/units").status_code == 200
    admin.put("/v1/users/chen", json={"name": "chen", "full_name": "Chen", "roles": ["HANDLER"]})
    assert dispatcher.get("/v1/units").json()["code"] == "not_your_role"


def test_that_a_key_in_the_address_opens_doors_and_nothing_else(backend: Backend) -> None:
    with backend.database.write(SYSTEM) as work:
        people.put(work, UserOrder(name="gateway", full_name="Gateway", roles=[Role.DEVICE, Role.ADMIN]))
        key = people.add_key(work, "gateway")
    nobody = backend.client()
    batch = {"code": "007", "fixes": [{"at": "2026-01-01T00:00:00Z", "lon": 114.0, "lat": 22.0}]}
    assert nobody.post(f"/v1/positions?api_key={key}", json=batch).json()["code"] == "unknown_unit"
    assert nobody.get(f"/v1/units?api_key={key}").status_code == 401
    assert nobody.get("/v1/units", headers={"Authorization": f"Bearer {key}"}).status_code == 200


def test_that_a_user_who_is_not_there_is_named(backend: Backend) -> None:
    refused = backend.client(Role.ADMIN).get("/v1/users/nobody")
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown_user")
