"""Idempotency keys and If-Match."""

from concurrent.futures import ThreadPoolExecutor

from tests.backends import Backend
from wire.codes import Role

ORDER = {"id": "d1", "code": "D1", "name": "Roads", "trades": []}
KEY = {"Idempotency-Key": "order-0001"}


def test_that_a_retry_gets_the_same_answer_and_changes_nothing(backend: Backend) -> None:
    admin = backend.client(Role.ADMIN)
    first, again = (admin.put("/v1/departments/d1", json=ORDER, headers=KEY) for _ in range(2))
    assert (first.status_code, first.content, first.headers["ETag"]) == (again.status_code, again.content, again.headers["ETag"])
    assert admin.get("/v1/departments/d1").json()["version"] == 1
    assert admin.get("/v1/changes?after=0").json()["head"] == 1


def test_that_a_key_is_not_taken_for_another_request(backend: Backend) -> None:
    admin = backend.client(Role.ADMIN)
    admin.put("/v1/departments/d1", json=ORDER, headers=KEY)
    for path, body in (("/v1/departments/d1", ORDER | {"name": "Parks"}), ("/v1/departments/d2", ORDER | {"id": "d2"})):
        refused = admin.put(path, json=body, headers=KEY)
        assert (refused.status_code, refused.json()["code"]) == (422, "key_reused")
    assert admin.get("/v1/departments/d1").json()["name"] == "Roads"


def test_that_keys_of_two_users_have_nothing_to_do_with_each_other(backend: Backend) -> None:
    one, two = backend.client(Role.ADMIN), backend.client(Role.ADMIN)
    assert one.put("/v1/departments/d1", json=ORDER, headers=KEY).json()["version"] == 1
    assert two.put("/v1/departments/d1", json=ORDER, headers=KEY).json()["version"] == 2


def test_that_a_refusal_does_not_use_up_the_key(backend: Backend) -> None:
    admin = backend.client(Role.ADMIN)
    other = ORDER | {"id": "d2"}
    admin.put("/v1/departments/d1", json=ORDER)
    assert admin.put("/v1/departments/d2", json=other, headers=KEY).status_code == 409
    admin.put("/v1/departments/d1", json=ORDER | {"code": "free"})
    assert admin.put("/v1/departments/d2", json=other, headers=KEY).status_code == 200


def test_that_the_same_order_from_many_at_once_is_done_once(backend: Backend) -> None:
    admin = backend.client(Role.ADMIN)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: admin.put("/v1/departments/d1", json=ORDER, headers=KEY).content, range(8)))
    assert len(set(answers)) == 1
    assert admin.get("/v1/departments/d1").json()["version"] == 1


def test_that_a_version_passed_by_is_refused_with_the_thing_as_it_is(backend: Backend) -> None:
    admin = backend.client(Role.ADMIN)
    tag = admin.put("/v1/departments/d1", json=ORDER).headers["ETag"]
    current = admin.put("/v1/departments/d1", json=ORDER | {"name": "Parks"}, headers={"If-Match": tag}).json()
    refused = admin.put("/v1/departments/d1", json=ORDER, headers={"If-Match": tag})
    assert (refused.status_code, refused.json()["code"]) == (412, "changed_meanwhile")
    assert refused.json()["current"] == current
    assert admin.get("/v1/departments/d1").json() == current


def test_that_of_two_who_saw_the_same_version_one_wins(backend: Backend) -> None:
    admin = backend.client(Role.ADMIN)
    admin.put("/v1/departments/d1", json=ORDER)
    with ThreadPoolExecutor(6) as pool:
        orders = [ORDER | {"name": f"Name {number}"} for number in range(6)]
        answers = list(pool.map(lambda order: admin.put("/v1/departments/d1", json=order, headers={"If-Match": '"1"'}).status_code, orders))
    assert sorted(answers) == [200] + [412] * 5


def test_that_a_version_that_is_none_is_malformed(backend: Backend) -> None:
    refused = backend.client(Role.ADMIN).put("/v1/departments/d1", json=ORDER, headers={"If-Match": "yesterday"})
    assert (refused.status_code, refused.json()["code"]) == (400, "malformed")
