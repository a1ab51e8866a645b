"""Departments, as the simplest of what is kept, changed and published."""

from tests.backends import Backend
from wire.codes import Role

ORDER = {"id": "d1", "code": "D1", "name": "Roads", "trades": ["ROADS"]}


def test_that_a_department_is_kept_and_published(backend: Backend) -> None:
    admin = backend.client(Role.ADMIN)
    made = admin.put("/v1/departments/d1", json=ORDER)
    assert (made.status_code, made.headers["ETag"]) == (200, '"1"')
    assert admin.get("/v1/departments/d1").json() == made.json()
    changes = admin.get("/v1/changes?after=0").json()["changes"]
    assert [(change["noun"], change["seq"], change["body"]) for change in changes] == [("DEPARTMENT", 1, made.json())]


def test_that_a_code_belongs_to_one_department(backend: Backend) -> None:
    admin = backend.client(Role.ADMIN)
    admin.put("/v1/departments/d1", json=ORDER)
    refused = admin.put("/v1/departments/d2", json=ORDER | {"id": "d2"})
    assert (refused.status_code, refused.json()["code"]) == (409, "code_taken")
    assert admin.get("/v1/departments/d2").json()["code"] == "unknown_department"


def test_that_the_address_and_the_body_name_the_same_thing(backend: Backend) -> None:
    refused = backend.client(Role.ADMIN).put("/v1/departments/d9", json=ORDER)
    assert (refused.status_code, refused.json()["code"]) == (400, "malformed")


def test_that_departments_are_a_tree(backend: Backend) -> None:
    admin = backend.client(Role.ADMIN)

    def put(id: str, under: str | None) -> str:
        answer = admin.put(f"/v1/departments/{id}", json={"id": id, "code": id, "name": id, "under": under})
        return str(answer.json().get("code") if answer.status_code != 200 else answer.json()["under"])

    assert [put("d1", None), put("d2", "d1"), put("d3", "d2")] == ["None", "d1", "d2"]
    assert [put("d1", "d1"), put("d1", "d3"), put("d1", "d9"), put("d9", "d9")] == [
        "under_itself",
        "under_itself",
        "unknown_department",
        "under_itself",
    ]
    assert put("d3", None) == "None"
    assert put("d1", "d3") == "d3"
