"""What 12345 passes on comes once, becomes a case or not, is answered, and its answer is fetched."""

from datetime import timedelta

import pytest

from backend.refusals import Malformed, Refusal, Unknown
from backend.rules import transfers
from backend.session import Database, clock
from tests.backend.centre import ACCEPTOR, DISPATCHER, GATEWAY, Centre
from wire.codes import Lamp, Source, TransferState
from wire.transfers import FetchedOrder, RegisterOrder, ReplyOrder, SendBackOrder, Transfer, TransferOrder, TransferReport, lamp

S = TransferState
NOW = clock()
REPORT = TransferReport(
    id="t1",
    number="HN-2026-77",
    title="路灯不亮",
    due_at=NOW + timedelta(days=3),
    text="三天没亮",
    reporter="王小明",
    phone="13912345678",
    received_at=NOW,
)


@pytest.fixture
def centre(database: Database) -> Centre:
    made = Centre(database)
    with made.writing(GATEWAY) as work:
        transfers.take(work, REPORT)
    return made


def act(centre: Centre, order: TransferOrder, by=ACCEPTOR) -> Transfer:
    with centre.writing(by) as work:
        return transfers.order(work, "t1", order)


def refused(code: str, act) -> None:
    with pytest.raises(Refusal) as told:
        act()
    assert told.value.code == code


def test_that_a_transfer_goes_its_way(centre: Centre) -> None:
    centre.report("k1", Source.TRANSFER_12345)
    assert act(centre, RegisterOrder(case_id="k1")).state is S.REGISTERED
    assert act(centre, RegisterOrder(case_id="k1")).version == 2  # once more is harmless
    refused("registered_already", lambda: act(centre, RegisterOrder(case_id=centre.report().id)))
    refused("has_a_case", lambda: act(centre, SendBackOrder(reply="not ours")))
    refused("not_your_role", lambda: act(centre, ReplyOrder(reply="x"), GATEWAY))
    refused("not_replied", lambda: act(centre, FetchedOrder(), GATEWAY))
    replied = act(centre, ReplyOrder(reply="已修好"))
    assert (replied.state, replied.replied_by) == (S.REPLIED, ACCEPTOR.full_name)
    refused("replied_already", lambda: act(centre, ReplyOrder(reply="again")))
    refused("not_your_role", lambda: act(centre, FetchedOrder()))
    with centre.database.read() as work:
        assert [each.reply for each in transfers.page(work, [S.REPLIED, S.RETURNED], None)] == ["已修好"]
        assert transfers.page(work, [], replied.replied_at) == []
    assert act(centre, FetchedOrder(), GATEWAY).state is S.FETCHED
    assert act(centre, FetchedOrder(), GATEWAY).version == 4


def test_that_what_is_not_ours_goes_back_with_its_reason(centre: Centre) -> None:
    refused("unknown_case", lambda: act(centre, RegisterOrder(case_id="none")))
    assert act(centre, SendBackOrder(reply="供电公司负责")).state is S.RETURNED
    refused("registered_already", lambda: act(centre, RegisterOrder(case_id=centre.report().id)))
    with pytest.raises(Unknown), centre.writing(ACCEPTOR) as work:
        transfers.order(work, "t9", ReplyOrder(reply="x"))


def test_that_a_transfer_comes_once(centre: Centre) -> None:
    with centre.writing(GATEWAY) as work:
        assert transfers.take(work, REPORT).version == 1
    with centre.writing(GATEWAY) as work:
        refused("id_taken", lambda: transfers.take(work, TransferReport(id="t1", number="x", title="x", due_at=NOW + timedelta(days=1))))


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"due_at": NOW - timedelta(days=1)}, "due_at"),
        ({"due_at": (NOW + timedelta(days=1)).replace(tzinfo=None)}, "due_at"),
        ({"lon": 111.0}, "lat"),
    ],
)
def test_that_what_cannot_be_is_named_at_its_field(centre: Centre, wrong: dict[str, object], path: str) -> None:
    values = {"id": "t2", "number": "x", "title": "x", "due_at": NOW + timedelta(days=1), "received_at": NOW} | wrong
    with centre.writing(GATEWAY) as work, pytest.raises(Malformed) as told:
        transfers.take(work, TransferReport(**values))
    assert [error.path for error in told.value.errors] == [path]


def test_that_its_own_deadline_has_a_lamp(centre: Centre) -> None:
    with centre.database.read() as work:
        waiting = transfers.shown_transfers(work)[0]
    assert [lamp(waiting, NOW + timedelta(days=days)) for days in (1, 2.5, 4)] == [Lamp.GREEN, Lamp.YELLOW, Lamp.RED]
    replied = act(centre, ReplyOrder(reply="done"))
    assert lamp(replied, NOW + timedelta(days=9)) is Lamp.BLUE


def test_that_the_citizen_is_masked_for_all_but_those_who_call_him(centre: Centre) -> None:
    with centre.database.write(DISPATCHER) as work:
        assert transfers.look(work, "t1").phone == "139****5678"
    with centre.database.write(ACCEPTOR) as work:
        card = transfers.look(work, "t1")
    assert (card.reporter, card.phone, card.transfer.phone) == ("王小明", "13912345678", "139****5678")
