"""Posts that are lent for a while: what the substitute may do, how it is signed, and when it ends."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.rules import authorisations, people
from backend.session import SYSTEM, Database
from tests.backend.centre import SAMPLES, Centre, refused
from tests.backends import Backend
from wire.authorisations import AuthorisationOrder
from wire.codes import Role, Status, Verb
from wire.people import User, UserOrder

HOUR = timedelta(hours=1)


@pytest.fixture
def centre(database: Database) -> Centre:
    centre = Centre(database)
    with database.write(SYSTEM) as work:
        for name, role, office in (("wang", Role.SHIFT_LEADER, None), ("li", Role.ACCEPTOR, None), ("zhao", Role.DEPARTMENT, "d1")):
            people.put(work, UserOrder(name=name, full_name=f"Full {name}", roles=[role], password="12345678", department_id=office))
    return centre


def as_now(centre: Centre, name: str) -> User:
    with centre.database.read() as work:
        return people.message(work.session.get_one(people.UserRow, name), authorisations.lent(work, name))


def order(**fields: object) -> AuthorisationOrder:
    now = datetime.now(UTC)
    given = {"id": "a1", "substitute": "li", "roles": [Role.SHIFT_LEADER], "from_at": now - HOUR, "to_at": now + HOUR}
    return AuthorisationOrder(**given | fields)  # type: ignore[arg-type]


def give(centre: Centre, by: str, wanted: AuthorisationOrder) -> None:
    with centre.database.write(as_now(centre, by)) as work:
        authorisations.put(work, wanted)


def test_that_a_substitute_files_in_the_name_of_the_holder(centre: Centre) -> None:
    case_id = centre.bring(Status.PENDING_FILING).id
    assert Role.SHIFT_LEADER not in as_now(centre, "li").roles
    give(centre, "wang", order())
    li = as_now(centre, "li")
    assert (li.roles, li.lent) == ([Role.ACCEPTOR, Role.SHIFT_LEADER], {Role.SHIFT_LEADER: "Full wang"})
    record = centre.order(li, case_id, SAMPLES[Verb.FILE]).flow[-1]
    assert (record.user, record.role) == ("Full li（代Full wang）", "SHIFT_LEADER")
    with centre.database.write(as_now(centre, "wang")) as work:
        authorisations.revoke(work, "a1")
    assert as_now(centre, "li").lent == {}


def test_that_it_ends_by_itself_and_with_the_role_of_its_holder(centre: Centre) -> None:
    now = datetime.now(UTC)
    give(centre, "wang", order(id="later", from_at=now + HOUR, to_at=now + 2 * HOUR))
    assert as_now(centre, "li").lent == {}
    give(centre, "wang", order())
    with centre.database.write(SYSTEM) as work:
        people.put(work, UserOrder(name="wang", full_name="Full wang", roles=[Role.EVALUATOR]))
    assert as_now(centre, "li").lent == {}


@pytest.mark.parametrize(
    ("by", "fields", "code"),
    [
        ("wang", {"roles": [Role.DISPATCHER]}, "role_not_held"),
        ("wang", {"substitute": "wang"}, "authorises_himself"),
        ("wang", {"substitute": "nobody"}, "unknown_user"),
        ("wang", {"to_at": datetime.now(UTC) - HOUR}, "authorised_too_long"),
        ("wang", {"to_at": datetime.now(UTC) + 100 * 24 * HOUR}, "authorised_too_long"),
        ("zhao", {"roles": [Role.DEPARTMENT]}, "other_department"),
    ],
)
def test_that_what_cannot_be_lent_is_refused(centre: Centre, by: str, fields: dict[str, object], code: str) -> None:
    with refused(code):
        give(centre, by, order(**fields))


def test_that_what_was_lent_is_not_lent_on(centre: Centre) -> None:
    give(centre, "wang", order())
    with refused("role_not_held"):
        give(centre, "li", order(id="a2", substitute="zhao"))


@pytest.mark.parametrize("mode", ["TWO_AXIS"], indirect=True)
def test_that_no_post_is_lent_with_which_its_substitute_could_do_nothing(centre: Centre, mode: str) -> None:
    """Where there are two centres, nobody acts for both (DOMAIN 2.8); who has posts of neither may be lent those of one."""
    with centre.database.write(SYSTEM) as work:
        for name, role in (("sun", Role.DISPATCHER), ("zhou", Role.DUTY_LEADER)):
            people.put(work, UserOrder(name=name, full_name=f"Full {name}", roles=[role], password="12345678"))
    case_id = centre.report().id
    with refused("both_axes"):
        give(centre, "sun", order(roles=[Role.DISPATCHER]))
    give(centre, "wang", order())
    give(centre, "wang", order(id="a2", substitute="zhou"))
    with refused("both_axes"):
        give(centre, "sun", order(id="a3", substitute="zhou", roles=[Role.DISPATCHER]))
    now = datetime.now(UTC)
    give(centre, "sun", order(id="a3", substitute="zhou", roles=[Role.DISPATCHER], from_at=now + HOUR, to_at=now + 2 * HOUR))
    assert Verb.ACCEPT in {offer.verb for offer in centre.card(case_id, as_now(centre, "li")).offers}


def test_that_it_works_through_the_door_at_once(backend: Backend) -> None:
    leader, acceptor = backend.client(Role.SHIFT_LEADER), backend.client(Role.ACCEPTOR)
    me, other = (client.get("/v1/me").json() for client in (leader, acceptor))
    now = datetime.now(UTC)
    body = {
        "id": "a1",
        "substitute": other["name"],
        "roles": ["SHIFT_LEADER"],
        "from_at": (now - HOUR).isoformat(),
        "to_at": (now + HOUR).isoformat(),
    }
    assert other["name"] in [each["name"] for each in leader.get("/v1/authorisations").json()["colleagues"]]
    assert leader.put("/v1/authorisations/a1", json=body).status_code == 200
    assert acceptor.get("/v1/me").json()["lent"] == {"SHIFT_LEADER": me["full_name"]}
    assert acceptor.delete("/v1/authorisations/a1").status_code == 200
    assert acceptor.get("/v1/me").json()["lent"] == {}
    assert backend.client(Role.DISPATCHER).delete("/v1/authorisations/a1").json()["code"] == "unknown_authorisation"
