"""A returned case cannot jump forward by one hand (DOMAIN 2.4), in every mode and on every way back."""

import pytest

from backend import standards
from backend.session import Database
from tests.backend.centre import DEPARTMENT, HANDLER, SAMPLES, Centre, refused, user
from tests.backend.returned import GUARDED, WAYS, Way, hat
from wire.cases import CaseCard
from wire.codes import Role, Status, TaskResult, Verb
from wire.people import User


def led(centre: Centre, steps: list[tuple[User, Verb | TaskResult]]) -> CaseCard:
    card = centre.report()
    for by, verb in steps:
        card = centre.answer(card.id, verb, by) if isinstance(verb, TaskResult) else centre.order(by, card.id, SAMPLES[verb])
    return card


def offered(card: CaseCard) -> set[Verb]:
    return {offer.verb for offer in card.offers}


@pytest.mark.parametrize("name", GUARDED)
def test_that_the_rows_written_down_are_those_of_the_table(name: str) -> None:
    machine = standards.read(mode=name).machine
    assert {row.id for row in machine.transitions if "not_the_receiver" in row.guards} == GUARDED[name]
    assert GUARDED[name] - {way.then[2] for way in WAYS[name]} == ({"T12"} if name == "TWO_AXIS" else set()), "behind X01 nothing comes back to T12"


@pytest.mark.parametrize(("mode", "way"), [(name, way) for name, ways in WAYS.items() for way in ways], indirect=["mode"])
def test_that_who_sends_a_returned_case_forward_leaves_the_next_step_to_another(database: Database, mode: str, way: Way) -> None:
    centre = Centre(database)
    case_id = led(centre, way.back).id
    assert centre.card(case_id).case.returned
    (role, verb), (next_role, next_verb, row) = way.forward, way.then
    assert not centre.order(hat(role), case_id, SAMPLES[verb]).case.returned
    his = hat(next_role)
    assert next_verb not in offered(centre.card(case_id, his))
    with refused("receiver_of_return"):
        centre.order(his, case_id, SAMPLES[next_verb])
    another = user("another", next_role, department_id=his.department_id)
    assert next_verb in offered(centre.card(case_id, another))
    assert centre.order(another, case_id, SAMPLES[next_verb]).flow[-1].transition == row


def test_that_within_his_own_stage_he_may_go_on(database: Database) -> None:
    """What a handler hands back is assigned and confirmed by one department: disposal is one stage."""
    centre = Centre(database)
    case_id = centre.bring(Status.DISPOSING).id
    assert centre.step(HANDLER, case_id, Verb.HAND_BACK).case.returned
    centre.step(DEPARTMENT, case_id, Verb.ASSIGN)
    both = user(DEPARTMENT.name, Role.HANDLER, department_id="d1")
    centre.step(both, case_id, Verb.SUBMIT)
    assert centre.step(DEPARTMENT, case_id, Verb.CONFIRM).case.status is Status.PENDING_REVIEW


def test_that_a_step_taken_back_leaves_the_case_as_returned_as_it_was(database: Database) -> None:
    centre = Centre(database)
    case_id = led(centre, WAYS["ONE_ONE"][0].back).id
    centre.order(hat(Role.ACCEPTOR), case_id, SAMPLES[Verb.ACCEPT])
    assert centre.order(hat(Role.ACCEPTOR), case_id, SAMPLES[Verb.UNDO]).case.returned
    centre.order(user("another", Role.ACCEPTOR), case_id, SAMPLES[Verb.ACCEPT])
    assert Verb.FILE in offered(centre.card(case_id, hat(Role.SHIFT_LEADER)))
