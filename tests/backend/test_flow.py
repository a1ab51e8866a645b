"""What stands in the flow of a case: who passed it to whom, with which photos, what it changed; and that nobody changes it afterwards."""

import pytest
import sqlalchemy as sa

from backend.session import Database
from backend.tables.cases import FlowRow
from tests.backend.centre import ACCEPTOR, CHIEF, DEPARTMENT, DISPATCHER, HANDLER, LEADER, PHOTO, SAMPLES, Centre
from wire.cases import CaseCard, DispatchOrder
from wire.codes import AdjustmentKind, ReceiverKind, Status, Verb
from wire.flow import FlowRecord


def last(card: CaseCard, verb: Verb) -> FlowRecord:
    return next(record for record in reversed(card.flow) if record.verb is verb)


def passed_on(card: CaseCard) -> dict[Verb, tuple[str | None, str | None]]:
    return {record.verb: (record.receiver_kind, record.receiver) for record in card.flow}


def changes(record: FlowRecord) -> dict[str, tuple[str | None, str | None]]:
    return {each.field: (each.old, each.new) for each in record.changed}


def test_that_each_step_says_to_whom_the_case_went(centre: Centre) -> None:
    case_id = centre.bring(Status.CLOSED).id
    assert passed_on(centre.card(case_id)) == {
        Verb.REPORT: (ReceiverKind.POST, "ACCEPTOR"),
        Verb.ACCEPT: (ReceiverKind.POST, "SHIFT_LEADER"),
        Verb.FILE: (ReceiverKind.POST, "DISPATCHER"),
        Verb.DISPATCH: (ReceiverKind.DEPARTMENT, "d1"),
        Verb.ASSIGN: (ReceiverKind.HANDLER, "Zhang San"),
        Verb.SUBMIT: (ReceiverKind.DEPARTMENT, "d1"),
        Verb.CONFIRM: (ReceiverKind.POST, "DISPATCHER"),
        Verb.FORWARD: (ReceiverKind.POST, "ACCEPTOR"),
        Verb.SEND_CHECK: (ReceiverKind.UNIT, "u1"),
        Verb.CHECK: (ReceiverKind.POST, "ACCEPTOR"),
        Verb.PASS_ON: (ReceiverKind.POST, "SHIFT_LEADER"),
        Verb.CLOSE: (None, None),
    }


def test_that_a_step_that_passes_nothing_on_has_no_receiver(centre: Centre) -> None:
    case_id = centre.bring(Status.DISPOSING).id
    assert last(centre.order(CHIEF, case_id, SAMPLES[Verb.LEADER_NOTE]), Verb.LEADER_NOTE).receiver is None
    centre.step(HANDLER, case_id, Verb.SUBMIT)
    assert last(centre.step(DEPARTMENT, case_id, Verb.REDO), Verb.REDO).receiver == "Zhang San"
    assert last(centre.step(HANDLER, case_id, Verb.HAND_BACK), Verb.HAND_BACK).receiver == "d1"


def test_that_photos_stand_with_the_step_that_brought_them(centre: Centre) -> None:
    flow = centre.bring(Status.CLOSED).flow
    assert [record.verb for record in flow if record.photos] == [Verb.REPORT, Verb.SUBMIT]
    assert {tuple(record.photos) for record in flow if record.photos} == {(PHOTO,)}


def test_that_old_and_new_stand_in_the_record(centre: Centre) -> None:
    card = centre.bring(Status.PENDING_DISPOSAL)
    assert last(card, Verb.REPORT).changed == []
    assert changes(last(card, Verb.ACCEPT)) == {"condition_id": (None, "EVENT-0110-1")}
    dispatched = changes(last(card, Verb.DISPATCH))
    assert dispatched["department_id"] == (None, "d1")
    assert dispatched["deadline_at"][0] is None
    assert (dispatched["deadline_at"][1] or "").endswith("Z")
    returned = centre.ask(AdjustmentKind.RETURN, card.id, DEPARTMENT, DISPATCHER)
    assert changes(last(returned, Verb.RETURN_TO_DISPATCHER))["department_id"] == ("d1", None)
    again = centre.order(DISPATCHER, card.id, DispatchOrder(department_id="d2"))
    assert changes(last(again, Verb.DISPATCH))["department_id"] == (None, "d2")


def test_that_what_is_taken_back_is_said_to_be_as_before(centre: Centre) -> None:
    case_id = centre.bring(Status.PENDING_FILING).id
    undone = last(centre.step(ACCEPTOR, case_id, Verb.UNDO), Verb.UNDO)
    assert changes(undone) == {"condition_id": ("EVENT-0110-1", None)}
    assert undone.receiver == "ACCEPTOR"


@pytest.mark.parametrize("change", [sa.update(FlowRow).values(note="another"), sa.delete(FlowRow), sa.update(FlowRow).values(seq=FlowRow.seq + 100)])
def test_that_no_record_is_changed_or_deleted(database: Database, centre: Centre, change: sa.Update | sa.Delete) -> None:
    """By no statement on the table, on either database; what was tried is taken back whole."""
    case_id = centre.bring(Status.PENDING_FILING).id
    before = centre.card(case_id).flow
    with pytest.raises(sa.exc.DatabaseError, match="flow records stand"), centre.writing(LEADER) as work:
        work.session.execute(change)
    assert centre.card(case_id).flow == before


def test_that_the_table_of_records_is_not_emptied(database: Database, centre: Centre) -> None:
    if database.kind == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    centre.report()
    with pytest.raises(sa.exc.DatabaseError, match="flow records stand"), centre.writing(LEADER) as work:
        work.session.execute(sa.text("TRUNCATE flow"))
