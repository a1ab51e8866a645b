"""Who may be given a case by a department, and who may report on it then (T15, T18, T19)."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.rules import authorisations, departments, people
from backend.session import SYSTEM, Database
from tests.backend.centre import ADMIN, DEPARTMENT, HANDLER, SAMPLES, Centre, refused
from wire.authorisations import AuthorisationOrder
from wire.cases import AssignOrder
from wire.codes import Role, Status, Verb
from wire.people import DepartmentOrder, User, UserOrder

PEOPLE = (
    ("he", "何勇", [Role.HANDLER], "d1"),
    ("zhou", "周强", [Role.HANDLER], "d1"),
    ("zhou2", "周强", [Role.HANDLER], "d1"),
    ("boss", "马骏", [Role.DEPARTMENT], "d1"),
    ("other", "吴刚", [Role.HANDLER], "d2"),
)


@pytest.fixture
def staffed(centre: Centre) -> Centre:
    with centre.database.write(SYSTEM) as work:
        for name, full_name, roles, office in PEOPLE:
            people.put(work, UserOrder(name=name, full_name=full_name, roles=roles, department_id=office))
    return centre


def as_now(database: Database, name: str) -> User:
    with database.read() as work:
        return people.message(work.session.get_one(people.UserRow, name), authorisations.lent(work, name))


def test_that_the_handlers_of_the_department_are_offered_and_hands_outside_of_the_system(staffed: Centre) -> None:
    staffed.bring(Status.PENDING_DISPOSAL, "a")
    assert staffed.card("a", DEPARTMENT).hands == ["何勇", "周强 (zhou)", "周强 (zhou2)", "Zhang San", "Li Si"]
    assert staffed.card("a").hands == []  # who cannot assign needs no names


@pytest.mark.parametrize("handler", ["吴刚", "马骏", "周强", "he", "anybody"])
def test_that_nobody_else_is_given_a_case(staffed: Centre, handler: str) -> None:
    staffed.bring(Status.PENDING_DISPOSAL, "a")
    with refused("unknown_handler"):
        staffed.order(DEPARTMENT, "a", AssignOrder(handler=handler))


def test_that_only_who_was_given_the_case_submits_it_or_hands_it_back(staffed: Centre) -> None:
    staffed.bring(Status.PENDING_DISPOSAL, "a")
    staffed.order(DEPARTMENT, "a", AssignOrder(handler="何勇"))
    he, zhou = as_now(staffed.database, "he"), as_now(staffed.database, "zhou")
    for verb in (Verb.SUBMIT, Verb.HAND_BACK):
        assert verb not in [offer.verb for offer in staffed.card("a", zhou).offers]
        with refused("other_handler"):
            staffed.order(zhou, "a", SAMPLES[verb])
    assert staffed.order(he, "a", SAMPLES[Verb.HAND_BACK]).case.handler is None
    staffed.order(DEPARTMENT, "a", AssignOrder(handler="周强 (zhou)"))
    with refused("other_handler"):
        staffed.order(he, "a", SAMPLES[Verb.SUBMIT])
    assert staffed.order(zhou, "a", SAMPLES[Verb.SUBMIT]).case.submitted_at is not None


def test_that_a_substitute_submits_for_the_handler(staffed: Centre) -> None:
    staffed.bring(Status.PENDING_DISPOSAL, "a")
    staffed.order(DEPARTMENT, "a", AssignOrder(handler="何勇"))
    now = datetime.now(UTC)
    hour = timedelta(hours=1)
    with staffed.database.write(as_now(staffed.database, "he")) as work:
        order = AuthorisationOrder(id="a1", substitute="zhou", roles=[Role.HANDLER], from_at=now - hour, to_at=now + hour)
        authorisations.put(work, order)
    assert staffed.order(as_now(staffed.database, "zhou"), "a", SAMPLES[Verb.SUBMIT]).case.submitted_at is not None


def test_that_any_handler_reports_for_a_hand_outside_of_the_system(staffed: Centre) -> None:
    staffed.bring(Status.PENDING_DISPOSAL, "a")
    staffed.order(DEPARTMENT, "a", AssignOrder(handler="Li Si"))
    assert staffed.order(HANDLER, "a", SAMPLES[Verb.SUBMIT]).case.handler == "Li Si"


def test_that_hands_are_kept_with_the_department_once_each(centre: Centre) -> None:
    with centre.writing(ADMIN) as work:
        kept = departments.put(work, DepartmentOrder(id="d9", code="d9", name="Parks", hands=["乙", "甲", "乙"]))
    with centre.database.read() as work:
        assert departments.one(work, "d9") == kept
    assert kept.hands == ["乙", "甲"]
