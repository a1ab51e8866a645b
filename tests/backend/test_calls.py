"""Calls ring, the first who takes one has it, what was said is written down; the seats know who does what."""

from datetime import timedelta

import msgspec
import pytest

from backend.jobs.telephone import give_up
from backend.refusals import Malformed, NotYourRole, Refusal, RuleSaysNo, Unknown
from backend.rules import at_address, callers, calls, cases, seats
from backend.session import Database
from backend.tables.audit import AuditRow
from backend.tables.feed import ChangeRow
from tests.backend.centre import ACCEPTOR, LEADER, Centre, report_of, user
from wire.calls import (
    Answered,
    AtAddress,
    Call,
    CallCard,
    CallEvent,
    CallOrder,
    Ended,
    HandOverOrder,
    HangUpOrder,
    Missed,
    RecordOrder,
    ReturnCallOrder,
    RingReport,
    TakeOrder,
)
from wire.codes import CallKind, CallState, Noun, Role, SeatState, Source, Verb
from wire.people import User
from wire.seats import AwayOrder, BackOrder, Seat, SeatOrder, SignOffOrder, SignOnOrder, shown

EXCHANGE = user("exchange", Role.TELEPHONE)
SECOND = user("second", Role.ACCEPTOR)
DISPATCHER = user("dispatcher", Role.DISPATCHER)
NUMBER = "13812345678"


class Desk:
    """A hotline on a centre: the exchange, and operators at their seats."""

    def __init__(self, database: Database) -> None:
        self.centre = Centre(database)

    def ring(self, id: str = "c1", number: str = NUMBER, seat: int | None = None) -> Call:
        with self.centre.writing(EXCHANGE) as work:
            return calls.ring(work, RingReport(id=id, number=number, seat=seat))

    def hear(self, event: CallEvent, id: str = "c1") -> Call:
        with self.centre.writing(EXCHANGE) as work:
            return calls.hear(work, id, event)

    def call(self, order: CallOrder, by: User = ACCEPTOR, id: str = "c1") -> CallCard:
        with self.centre.writing(by) as work:
            return calls.order(work, id, order)

    def seat(self, order: SeatOrder, number: int = 2, by: User = ACCEPTOR) -> Seat:
        with self.centre.writing(by) as work:
            return seats.order(work, number, order)

    def state(self, number: int = 2) -> SeatState:
        with self.centre.database.read() as work:
            return seats.all_seats(work)[number - 1].state


@pytest.fixture
def desk(database: Database) -> Desk:
    made = Desk(database)
    made.seat(SignOnOrder())
    return made


def refused(code: str, act) -> None:
    with pytest.raises(Refusal) as told:
        act()
    assert told.value.code == code


def test_that_a_call_goes_its_way_and_its_seat_with_it(desk: Desk) -> None:
    assert desk.ring().state is CallState.RINGING
    with desk.centre.database.read() as work:
        assert [shown(seat, ringing=True) for seat in seats.all_seats(work)][:3] == [SeatState.EMPTY, SeatState.RINGING, SeatState.EMPTY]
    card = desk.call(TakeOrder())
    assert (card.call.state, card.call.seat, card.call.operator) == (CallState.TALKING, 2, ACCEPTOR.full_name)
    assert desk.state() is SeatState.TALKING
    assert desk.hear(Ended(recording_ref="rec/1.wav")).state is CallState.ENDED
    assert desk.state() is SeatState.AFTER_CALL
    desk.ring("c2")
    refused("seat_writing", lambda: desk.call(TakeOrder(), id="c2"))
    done = desk.call(RecordOrder(kind=CallKind.CONSULTATION, text="The office opens at nine.", caller="张三"))
    assert (done.call.kind, done.recording_ref, done.caller) == (CallKind.CONSULTATION, "rec/1.wav", "张三")
    assert desk.state() is SeatState.FREE
    assert desk.call(TakeOrder(), id="c2").call.state is CallState.TALKING


def test_that_what_is_written_down_while_talking_frees_the_seat_when_the_line_is(desk: Desk) -> None:
    desk.ring()
    desk.call(TakeOrder())
    desk.call(RecordOrder(kind=CallKind.SUGGESTION, text="More benches."))
    assert desk.state() is SeatState.TALKING
    desk.call(HangUpOrder())
    assert desk.state() is SeatState.FREE
    desk.hear(Ended(recording_ref="late.wav"))
    with desk.centre.database.write(ACCEPTOR) as work:
        assert calls.look(work, "c1").recording_ref == "late.wav"


def test_that_the_first_who_takes_a_call_has_it_and_the_other_is_told(desk: Desk) -> None:
    desk.seat(SignOnOrder(), 3, SECOND)
    desk.ring()
    first = desk.call(TakeOrder())
    refused("call_taken", lambda: desk.call(TakeOrder(), SECOND))
    assert desk.call(TakeOrder()).version == first.version  # once more by the same is no second step
    assert desk.state(3) is SeatState.FREE
    with pytest.raises(NotYourRole):
        desk.call(RecordOrder(kind=CallKind.COMPLAINT), SECOND)


def test_that_the_same_report_and_late_events_change_nothing(desk: Desk) -> None:
    first = desk.ring()
    assert desk.ring() == first
    with pytest.raises(RuleSaysNo) as told:
        desk.ring(number="110110110")
    assert told.value.code == "id_taken"
    missed = desk.hear(Missed())
    assert missed.state is CallState.MISSED
    assert desk.hear(Missed()) == missed
    assert desk.hear(Answered(seat=2)) == missed
    assert desk.hear(Ended()) == missed
    refused("call_over", lambda: desk.call(TakeOrder()))


def test_that_the_exchange_can_say_who_answered(desk: Desk) -> None:
    desk.ring(seat=2)
    refused("seat_empty", lambda: desk.hear(Answered(seat=5)))
    answered = desk.hear(Answered(seat=2))
    assert (answered.seat, answered.operator) == (2, ACCEPTOR.full_name)
    assert desk.hear(Answered(seat=2)) == answered
    refused("call_taken", lambda: desk.hear(Answered(seat=3)))
    assert desk.call(RecordOrder(kind=CallKind.COMPLAINT)).call.kind is CallKind.COMPLAINT


def test_that_a_call_that_rings_at_one_seat_is_not_for_another(desk: Desk) -> None:
    desk.ring(seat=3)
    refused("rings_elsewhere", lambda: desk.call(TakeOrder()))
    refused("unknown_seat", lambda: desk.ring("c9", seat=99))


def test_that_a_missed_caller_is_called_back_once(desk: Desk) -> None:
    desk.ring()
    refused("not_missed", lambda: desk.call(ReturnCallOrder(reached=True)))
    desk.hear(Missed())
    assert desk.call(ReturnCallOrder(reached=False)).call.tries == 1
    card = desk.call(ReturnCallOrder(reached=True, text="It was about a lamp."))
    assert (card.call.tries, card.number) == (2, NUMBER)
    assert card.call.called_back_at is not None
    refused("called_back_already", lambda: desk.call(ReturnCallOrder(reached=True), SECOND))


def test_that_who_withholds_his_number_is_heard_and_known_for_nobody(desk: Desk) -> None:
    """Neither for who called so before, nor for those whose cases have no number; and nobody is owed a call that cannot be made."""
    with desk.centre.writing(ACCEPTOR) as work:
        cases.report(work, msgspec.structs.replace(report_of("nameless", Source.HOTLINE_12319), phone=""))
    for id in ("c1", "c2"):
        rung = desk.ring(id, number="")
        assert (rung.number, rung.state, rung.known_calls, rung.open_cases, rung.repeated) == ("", CallState.RINGING, 0, 0, False)
    with pytest.raises(Malformed):
        desk.ring("c3", number="*#")
    card = desk.call(TakeOrder())
    assert (card.number, card.calls, card.cases) == ("", [], [])
    desk.hear(Missed(), "c2")
    with desk.centre.database.read() as work:
        work.at += 20 * timedelta(days=1)
        assert [call.id for call in calls.shown_calls(work)] == ["c1"], "the other waits for no call back"
    refused("number_withheld", lambda: desk.call(ReturnCallOrder(reached=True), id="c2"))


def test_that_a_caller_is_handed_over_to_a_number_of_the_list_with_a_note(desk: Desk) -> None:
    desk.ring()
    refused("call_over", lambda: (desk.hear(Missed()), desk.call(TakeOrder())))
    desk.ring("c2")
    refused("not_your_role", lambda: desk.call(HandOverOrder(to="110", text="A brawl."), id="c2"))
    desk.call(TakeOrder(), id="c2")
    refused("unknown_hand_over", lambda: desk.call(HandOverOrder(to="999", text="A brawl."), id="c2"))
    assert desk.call(HandOverOrder(to="110", text="A brawl."), id="c2").call.handed_to == "110"


def test_that_a_consultation_needs_its_answer_and_a_case_must_be_there(desk: Desk) -> None:
    desk.ring()
    desk.call(TakeOrder())
    with pytest.raises(Malformed) as told:
        desk.call(RecordOrder(kind=CallKind.CONSULTATION))
    assert [error.path for error in told.value.errors] == ["text"]
    with pytest.raises(Unknown):
        desk.call(RecordOrder(kind=CallKind.COMPLAINT, case_id="none"))
    desk.centre.report("k1", Source.HOTLINE_12319)
    assert desk.call(RecordOrder(kind=CallKind.COMPLAINT, case_id="k1")).call.case_id == "k1"


def test_that_the_pop_knows_the_number_however_it_is_written(desk: Desk) -> None:
    for number in range(2):
        desk.centre.report(f"k{number}", Source.HOTLINE_12319)
    with desk.centre.writing(ACCEPTOR) as work:
        typed = msgspec.structs.replace(report_of("k2", Source.HOTLINE_12319), phone="+86 138 1234-5678")
        assert cases.report(work, typed).phone == cases.report(work, typed).phone == "138****5678"
    desk.ring("c0")
    desk.hear(Missed(), "c0")
    call = desk.ring(number="+86 138-1234-5678")
    assert (call.known_calls, call.open_cases, call.repeated) == (1, 3, True)
    card = desk.call(TakeOrder())
    assert [each.id for each in card.calls] == ["c0"]
    assert {case.id for case in card.cases} == {"k0", "k1", "k2"}
    assert desk.ring("c7", "0359 200 1234").repeated is False
    assert [callers.kept(typed) for typed in ("（0359）200 1234", "0359-2001234 转 8", " - ", "")] == ["03592001234", "0359-2001234 转 8", "-", ""]


def test_that_numbers_are_masked_but_for_those_who_call_back_and_every_look_is_written_down(desk: Desk) -> None:
    assert desk.ring().number == "138****5678"
    with desk.centre.database.write(DISPATCHER) as work:
        assert calls.look(work, "c1").number == "138****5678"
    with desk.centre.database.write(LEADER) as work:
        assert calls.look(work, "c1").number == NUMBER
    with desk.centre.database.read() as work:
        assert [row.user for row in work.session.query(AuditRow).filter(AuditRow.act == "CALL.VIEW")] == [LEADER.name]
        bodies = [row.body for row in work.session.query(ChangeRow).filter(ChangeRow.noun == Noun.CALL)]
    assert bodies
    assert not any(NUMBER in body for body in bodies)


def test_that_a_seat_has_one_operator_and_an_operator_one_seat(desk: Desk) -> None:
    refused("seat_taken", lambda: desk.seat(SignOnOrder(), 2, SECOND))
    refused("sits_elsewhere", lambda: desk.seat(SignOnOrder(), 4))
    refused("not_your_seat", lambda: desk.seat(AwayOrder(), 2, SECOND))
    refused("unknown_seat", lambda: desk.seat(SignOnOrder(), 7, SECOND))
    desk.ring()
    refused("no_seat", lambda: desk.call(TakeOrder(), SECOND))


def test_that_a_shift_leaves_a_note_to_the_next(desk: Desk) -> None:
    desk.ring()
    desk.call(TakeOrder())
    refused("seat_talking", lambda: desk.seat(SignOffOrder(note="later")))
    desk.call(HangUpOrder())
    left = desk.seat(SignOffOrder(note="Water cut in the north until six."))
    assert (left.state, left.user, left.note_by) == (SeatState.EMPTY, "", ACCEPTOR.full_name)
    next_shift = desk.seat(SignOnOrder(), by=SECOND)
    assert (next_shift.state, next_shift.note, next_shift.call_id) == (SeatState.FREE, "Water cut in the north until six.", None)
    assert desk.seat(SignOffOrder(), by=LEADER).state is SeatState.EMPTY  # of one who went home


def test_that_who_is_away_comes_back_by_himself_or_by_taking_a_call(desk: Desk) -> None:
    assert desk.seat(AwayOrder()).state is SeatState.AWAY
    assert desk.seat(BackOrder()).state is SeatState.FREE
    desk.seat(AwayOrder())
    desk.ring()
    desk.call(TakeOrder())
    refused("seat_talking", lambda: desk.seat(AwayOrder()))


def test_that_a_call_that_its_exchange_forgot_rings_no_longer(desk: Desk) -> None:
    with desk.centre.writing(EXCHANGE) as work:
        calls.ring(work, RingReport(id="old", number=NUMBER, ring_at=work.at - timedelta(minutes=11)))
    desk.ring("new")
    give_up(desk.centre.database)
    with desk.centre.database.read() as work:
        assert {id: calls.one(work, id).state for id in ("old", "new")} == {"old": CallState.MISSED, "new": CallState.RINGING}


def test_that_a_clock_that_is_wrong_is_named(desk: Desk) -> None:
    with desk.centre.writing(EXCHANGE) as work:
        for at in (work.at - timedelta(days=9), work.at + timedelta(hours=1), work.at.replace(tzinfo=None)):
            with pytest.raises(Malformed) as told:
                calls.ring(work, RingReport(id="c5", number=NUMBER, ring_at=at))
            assert [error.path for error in told.value.errors] == ["ring_at"]
        with pytest.raises(Malformed):
            calls.ring(work, RingReport(id="c5", number="+-"))


def test_that_an_address_is_known_whatever_number_calls(database: Database) -> None:
    """Two people say a place in different words; another house of the street is another address."""
    desk = Desk(database)
    said = {"here": "盐湖区瑞祥路 5 号，东侧 12 米", "there": "瑞祥路15号", "again": "盐湖区瑞祥路５号院内", "park": "南风广场东入口"}
    for id, address in said.items():
        with desk.centre.writing(ACCEPTOR) as work:
            cases.report(work, msgspec.structs.replace(report_of(id, Source.HOTLINE_12319), address=address, phone="13900000000"))
    desk.centre.step(ACCEPTOR, "here", Verb.REFUSE)
    desk.seat(SignOnOrder())
    desk.ring(number="13512340000")
    desk.call(TakeOrder())
    desk.hear(Ended())
    desk.call(RecordOrder(kind=CallKind.COMPLAINT, case_id="here"))

    def at(address: str) -> AtAddress:
        with desk.centre.database.read(ACCEPTOR) as work:
            return at_address.of(work, address)

    known = at("瑞祥路5号")
    assert [case.id for case in known.cases] == ["again", "here"], "what is open comes first"
    assert [call.id for call in known.calls] == ["c1"]
    assert [case.id for case in at("广场").cases] == [], "too short to be an address"
    assert [case.id for case in at("盐湖区瑞祥路5号").cases] == ["again", "here"]
    assert [case.id for case in at("南风广场东入口").cases] == ["park"]
    assert at("没有这条街 9 号") == AtAddress(address="没有这条街 9 号")


@pytest.mark.parametrize(
    ("asked", "address", "same"),
    [
        ("盐湖区瑞祥路5号", "瑞祥路5号", True),
        ("瑞祥路5号", "盐湖区瑞祥路 ５ 号院内", True),
        ("瑞祥路5号", "瑞祥路15号", False),
        ("1号路5号", "11号路5号", False),
        ("盐湖区2号路15号", "2号路15号北侧", True),
        ("2号路15号", "2号路16号", False),
        ("瑞祥路5-3号", "瑞祥路 5－3 号", True),
        ("瑞祥路5-3号", "瑞祥路53号", False),
        ("瑞祥路5号", "5号", False),
        ("地铁3号线东出口", "盐湖区地铁3号线东出口", True),
        ("地铁3号线东出口", "地铁3号线西出口", False),
        ("阳光小区3号楼", "阳光小区3号楼2单元", True),
    ],
)
def test_that_two_people_mean_one_place(asked: str, address: str, same: bool) -> None:
    assert at_address.is_same(at_address.place(asked), address) is same


def test_that_a_missed_caller_waits_to_be_called_back_however_many_called_since(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "SHOWN", 2)
    with desk.centre.writing(EXCHANGE) as work:
        calls.ring(work, RingReport(id="missed", number=NUMBER, ring_at=work.at - timedelta(days=calls.SHOWN_DAYS + 1)))
        calls.ring(work, RingReport(id="busy", number="13900000001", ring_at=work.at - timedelta(hours=2)))
    for id in ("missed", "busy"):
        desk.hear(Missed(), id)
    for id in ("new", "newer"):
        desk.ring(id, "13900000002")
        desk.call(TakeOrder(), id=id)
        desk.call(HangUpOrder(), id=id)
        desk.call(RecordOrder(kind=CallKind.SUGGESTION, text="more trees"), id=id)

    def shown_ids() -> set[str]:
        with desk.centre.database.read() as work:
            return {call.id for call in calls.shown_calls(work)}

    assert shown_ids() == {"missed", "busy", "new", "newer"}
    desk.call(ReturnCallOrder(reached=True), id="missed")
    desk.call(ReturnCallOrder(reached=True), id="busy")
    assert shown_ids() == {"new", "newer"}
