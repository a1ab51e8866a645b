"""A case is split: its part goes its own way, its caller is called about the whole, which is closed last."""

import pytest

from backend.refusals import RuleSaysNo
from tests.backend.centre import ACCEPTOR, CHIEF, DEPARTMENT, DISPATCHER, LEADER, SAMPLES, Centre, refused, user
from wire.cases import CaseCard, DispatchOrder, SplitOrder
from wire.codes import AdjustmentKind, Kind, Role, Source, Status, Verb


def split(centre: Centre, id: str, by: object = ACCEPTOR, note: str = "a lamp is out too") -> CaseCard:
    return centre.order(by, id, SplitOrder(kind=Kind.COMPONENT, class_code="0137", note=note))  # type: ignore[arg-type]


WAITING = [(Status.REPORTED, ACCEPTOR), (Status.PENDING_FILING, LEADER), (Status.PENDING_DISPATCH, DISPATCHER)]


@pytest.mark.parametrize(("status", "by"), WAITING, ids=[status for status, _ in WAITING])
def test_that_a_part_is_a_case_of_its_own_where_its_whole_is(centre: Centre, status: Status, by: object) -> None:
    before = centre.bring(status)
    after = split(centre, before.id, by)
    assert (after.case.status, after.version, after.flow[-1].transition) == (status, before.version + 1, "P01")
    [told] = after.parts
    part = centre.card(told.id)
    assert part.case == told
    assert part.whole == after.case
    case = part.case
    assert (case.status, case.class_code, case.description, case.split_from) == (Status.REPORTED, "0137", "a lamp is out too", before.id)
    assert part.case.number != after.case.number
    same = {"source", "lon", "lat", "address", "grid_code", "duty_grid", "unit_id", "urgent", "photo_count"}
    assert all(getattr(part.case, name) == getattr(after.case, name) for name in same)
    assert [photo.id for photo in part.photos] == [photo.id for photo in before.photos]
    assert [(record.transition, record.from_status, record.to_status) for record in part.flow] == [("P02", None, Status.REPORTED)]


def test_that_the_caller_is_called_about_the_whole_alone(centre: Centre) -> None:
    case_id = centre.report(source=Source.HOTLINE_12319).id
    told = split(centre, case_id).parts[0]
    assert (told.reporter, told.phone) == ("", "")
    refusal = centre.step(ACCEPTOR, told.id, Verb.REFUSE)
    assert refusal.case.callback is None
    assert centre.step(ACCEPTOR, case_id, Verb.REFUSE).case.callback is not None


def test_that_a_whole_is_closed_after_its_parts(centre: Centre) -> None:
    case_id = centre.report().id
    first, second = split(centre, case_id).parts[0].id, split(centre, case_id, note="and a bench").parts[1].id
    centre.forward(centre.card(case_id), Status.PENDING_CLOSE)
    with refused("part_open"):
        centre.step(LEADER, case_id, Verb.CLOSE)
    assert Verb.CLOSE not in {offer.verb for offer in centre.card(case_id, LEADER).offers}
    centre.forward(centre.card(first), Status.CLOSED)
    with pytest.raises(RuleSaysNo, match=centre.card(second).case.number):
        centre.step(LEADER, case_id, Verb.CLOSE)
    centre.step(ACCEPTOR, second, Verb.REFUSE)
    assert centre.step(LEADER, case_id, Verb.CLOSE).case.status is Status.CLOSED


def test_that_a_leader_closes_a_whole_whose_part_is_open(centre: Centre) -> None:
    case_id = centre.report().id
    split(centre, case_id)
    assert centre.step(CHIEF, case_id, Verb.SPECIAL_CLOSE).case.status is Status.CLOSED


def test_that_a_part_may_be_split_again_and_merged(centre: Centre) -> None:
    case_id = centre.report("other").id
    part = split(centre, case_id).parts[0].id
    smaller = split(centre, part).parts[0].id
    assert [each.id for each in centre.card(part).parts] == [smaller]
    assert centre.card(smaller).whole == centre.card(part).case
    assert centre.order(ACCEPTOR, smaller, SAMPLES[Verb.MERGE]).case.duplicate_of == "other"
    centre.forward(centre.card(part), Status.CLOSED)


def test_that_what_cannot_be_split_is_refused_by_name(centre: Centre) -> None:
    case_id = centre.report().id
    with refused("unknown_class"):
        centre.order(ACCEPTOR, case_id, SplitOrder(kind=Kind.EVENT, class_code="9999", note="what?"))
    for _ in range(10):
        split(centre, case_id)
    with refused("too_many_parts"):
        split(centre, case_id)
    assert len(centre.card(case_id).parts) == 10
    gone = centre.bring(Status.DISPOSING).id
    with refused("wrong_status"):
        split(centre, gone)


def test_that_a_split_is_not_taken_back_by_undo(centre: Centre) -> None:
    case_id = centre.bring(Status.PENDING_FILING).id
    split(centre, case_id, LEADER)
    with refused("nothing_to_undo"):
        centre.step(ACCEPTOR, case_id, Verb.UNDO)


def test_that_a_part_is_for_another_department(centre: Centre) -> None:
    """What the department sends back since half of it is another's: the dispatcher splits it, and each half has its department."""
    case_id = centre.bring(Status.PENDING_DISPOSAL).id
    centre.ask(AdjustmentKind.RETURN, case_id, DEPARTMENT, DISPATCHER)
    part = split(centre, case_id, DISPATCHER).parts[0].id
    again = user("another dispatcher", Role.DISPATCHER)
    assert centre.step(again, case_id, Verb.DISPATCH).case.department_id == "d1"
    centre.forward(centre.card(part), Status.PENDING_DISPATCH)
    assert centre.order(DISPATCHER, part, DispatchOrder(department_id="d2")).case.department_id == "d2"
