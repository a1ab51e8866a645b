"""Taking back what was done to a report a moment ago."""

from datetime import timedelta

import msgspec
import pytest
import sqlalchemy as sa

from backend.refusals import NotYourRole, RuleSaysNo
from backend.rules import cases
from backend.session import Database
from backend.tables.cases import CaseRow
from backend.tables.undo import CaseBeforeRow
from tests.backend.centre import ACCEPTOR, AUDITOR, DISPATCHER, LEADER, PHOTO, SAMPLES, Centre, user
from wire.cases import PhotoOfCase
from wire.codes import AdjustmentState, PhotoPhase, Role, Source, Status, TaskResult, TaskState, Verb

MINUTE = timedelta(minutes=1)
LASTING = {"id", "version", "steps"}
OTHER = user("another acceptor", Role.ACCEPTOR)


@pytest.fixture
def centre(database: Database) -> Centre:
    centre = Centre(database)
    centre.report("other")
    return centre


def row(centre: Centre, case_id: str) -> dict[str, object]:
    """All that the table knows of a case, but for what only counts on."""
    columns = [column for column in CaseRow.__table__.columns if column.name not in LASTING]
    with centre.database.read() as work:
        return dict(work.session.execute(sa.select(*columns).where(CaseRow.id == case_id)).mappings().one())


def refused(code: str) -> pytest.RaisesExc[RuleSaysNo]:
    return pytest.raises(RuleSaysNo, check=lambda refusal: refusal.code == code)


@pytest.mark.parametrize("verb", [Verb.REFUSE, Verb.MERGE, Verb.ACCEPT, Verb.SEND_VERIFY])
def test_that_undo_restores_every_column_of_the_case(centre: Centre, verb: Verb) -> None:
    card = centre.report()
    before = row(centre, card.id)
    centre.ahead += 4 * MINUTE
    changed = centre.step(ACCEPTOR, card.id, verb)
    assert row(centre, card.id) != before
    centre.ahead += 9 * MINUTE
    undone = centre.step(ACCEPTOR, card.id, Verb.UNDO)
    assert row(centre, card.id) == before
    assert undone.version == changed.version + 1
    assert [(record.verb, record.to_status) for record in undone.flow[-2:]] == [(verb, changed.case.status), (Verb.UNDO, Status.REPORTED)]
    assert all(task.state is TaskState.WITHDRAWN for task in undone.tasks)


def test_that_a_step_is_taken_back_that_was_taken_before_a_column_came(centre: Centre) -> None:
    card = centre.report()
    before = row(centre, card.id)
    centre.step(ACCEPTOR, card.id, Verb.ACCEPT)
    with centre.writing(ACCEPTOR) as work:
        kept = work.session.get_one(CaseBeforeRow, card.id)
        kept.body = msgspec.json.encode({name: value for name, value in msgspec.json.decode(kept.body).items() if name != "split_from"}).decode()
    centre.step(ACCEPTOR, card.id, Verb.UNDO)
    assert row(centre, card.id) == before


def test_that_a_case_can_be_decided_anew_after_an_undo(centre: Centre) -> None:
    card = centre.report()
    centre.step(ACCEPTOR, card.id, Verb.REFUSE)
    centre.step(ACCEPTOR, card.id, Verb.UNDO)
    assert centre.step(ACCEPTOR, card.id, Verb.ACCEPT).case.status is Status.PENDING_FILING
    assert centre.step(LEADER, card.id, Verb.FILE).case.status is Status.PENDING_DISPATCH


def test_that_a_verified_report_is_still_verified_after_an_undo(centre: Centre) -> None:
    card = centre.report(source=Source.VIDEO)
    centre.step(ACCEPTOR, card.id, Verb.SEND_VERIFY)
    centre.answer(card.id, TaskResult.EXISTS)
    centre.step(ACCEPTOR, card.id, Verb.ACCEPT)
    offered = centre.step(ACCEPTOR, card.id, Verb.UNDO).offers
    assert Verb.ACCEPT in {offer.verb for offer in offered}


def test_that_undo_is_offered_to_who_took_the_step_for_ten_minutes(centre: Centre) -> None:
    card = centre.report()
    offers = centre.step(ACCEPTOR, card.id, Verb.REFUSE).offers
    assert Verb.UNDO in {offer.verb for offer in offers}
    assert Verb.UNDO not in {offer.verb for offer in centre.card(card.id, OTHER).offers}
    with refused("not_your_step"):
        centre.step(OTHER, card.id, Verb.UNDO)
    with pytest.raises(NotYourRole):
        centre.step(LEADER, card.id, Verb.UNDO)
    centre.ahead += 10 * MINUTE + timedelta(seconds=1)
    with refused("undo_too_late"):
        centre.step(ACCEPTOR, card.id, Verb.UNDO)


def test_that_only_the_newest_step_can_be_undone(centre: Centre) -> None:
    both = user("both", Role.ACCEPTOR, Role.SHIFT_LEADER)
    card = centre.report()
    centre.step(both, card.id, Verb.ACCEPT)
    centre.step(both, card.id, Verb.RETURN_TO_ACCEPTOR)
    centre.step(both, card.id, Verb.ACCEPT)
    centre.step(both, card.id, Verb.UNDO)
    centre.step(both, card.id, Verb.ACCEPT)
    centre.order(LEADER, card.id, SAMPLES[Verb.VOID])
    with refused("nothing_to_undo"):
        centre.step(both, card.id, Verb.UNDO)


def test_that_what_an_undone_step_ended_goes_on(centre: Centre) -> None:
    card = centre.report()
    centre.step(AUDITOR, card.id, Verb.SUPERVISE)
    before = centre.step(DISPATCHER, card.id, Verb.ASK_VOID)
    gone = centre.step(ACCEPTOR, card.id, Verb.REFUSE)
    assert [one.ended_at is None for one in gone.supervisions] == [False]
    assert [one.state for one in gone.adjustments] == [AdjustmentState.WITHDRAWN]
    undone = centre.step(ACCEPTOR, card.id, Verb.UNDO)
    assert undone.supervisions == before.supervisions
    assert undone.adjustments == before.adjustments
    assert centre.step(LEADER, card.id, Verb.REJECT).adjustments[0].state is AdjustmentState.REJECTED


def test_that_a_photo_that_came_meanwhile_stays_counted(centre: Centre) -> None:
    card = centre.report()
    centre.step(ACCEPTOR, card.id, Verb.ACCEPT)
    with centre.writing(ACCEPTOR) as work:
        cases.add_photo(work, card.id, PhotoOfCase(photo_id=PHOTO, phase=PhotoPhase.VERIFY))
    undone = centre.step(ACCEPTOR, card.id, Verb.UNDO)
    assert (undone.case.status, undone.case.photo_count, len(undone.photos)) == (Status.REPORTED, 2, 2)
