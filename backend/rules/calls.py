"""Calls of the hotline: they ring, somebody takes them, they end or are missed, and what they were about is written down (DOMAIN 6.11).

Locks are taken in one order: the call, then the seat.
"""

import hashlib
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from backend import hotline
from backend.refusals import Malformed, NotYourRole, RuleSaysNo, Unknown
from backend.rules import callers, masks, seats
from backend.rules.answers import insert
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.cases import CaseRow
from backend.tables.hotline import CallRow
from wire.calls import (
    Answered,
    Call,
    CallCard,
    CallEvent,
    CallOrder,
    Ended,
    HandOverOrder,
    HangUpOrder,
    RecordOrder,
    ReturnCallOrder,
    RingReport,
    TakeOrder,
)
from wire.codes import CallKind, CallState, Direction, Noun, Role, Urgency
from wire.problem import FieldError

FIELDS = Call.__struct_fields__
OPEN = (CallState.RINGING, CallState.TALKING)
SHOWN, SHOWN_DAYS = 500, 2  # calls that are over, in a console: so many of so many days
OWED_DAYS = 30  # so long a caller who was missed waits to be called back, however many have called since
AHEAD, BEFORE = timedelta(minutes=10), timedelta(days=7)  # what the clock of an exchange may say


def message(row: CallRow) -> Call:
    values = {name: getattr(row, name) for name in FIELDS}
    return Call(**values | {"number": masks.phone(row.number)})


def shown_calls(work: Work) -> list[Call]:
    """What a console starts with: whatever rings or is talked about, the newest that are over, and the callers who wait to be called back."""
    recent = sa.select(CallRow).where(CallRow.state.not_in(OPEN), CallRow.ring_at > work.at - timedelta(days=SHOWN_DAYS))
    missed = sa.select(CallRow).where(CallRow.state == CallState.MISSED, CallRow.direction == Direction.IN, CallRow.called_back_at.is_(None))
    owed = missed.where(CallRow.number != "", CallRow.ring_at > work.at - timedelta(days=OWED_DAYS))
    rows = [*work.session.scalars(sa.select(CallRow).where(CallRow.state.in_(OPEN)))]
    for chosen in (recent, owed):
        rows += work.session.scalars(chosen.order_by(CallRow.ring_at.desc(), CallRow.id).limit(SHOWN))
    return [message(row) for row in {row.id: row for row in rows}.values()]


# What the exchange says.


def ring(work: Work, report: RingReport) -> Call:
    """A new call. The same report again answers the call as it is now; another one under its id is refused."""
    digest = hashlib.sha256(msgspec.json.encode(report)).hexdigest()
    number = callers.digits(report.number)
    if report.number and not number:
        raise Malformed("A number has digits; one that is withheld is empty.", [FieldError(path="number", detail="has no digit")])
    if report.seat is not None:
        seats.must_exist(report.seat)
    at = _moment(work, report.ring_at, "ring_at")
    known = callers.known(work, number, at)
    values = {
        **dict.fromkeys(("operator", "taken_by", "caller", "text"), ""),
        "id": report.id,
        "version": 1,
        "number": number,
        "direction": report.direction,
        "state": CallState.RINGING,
        "ring_at": at,
        "seat": report.seat,
        "urgency": Urgency.GENERAL,
        "known_calls": known.calls,
        "open_cases": known.open_cases,
        "repeated": known.repeated,
        "tries": 0,
        "digest": digest,
    }
    written = insert(work, CallRow).values(**values).on_conflict_do_nothing(index_elements=[CallRow.id])
    new = work.session.execute(written.returning(CallRow.id)).first() is not None
    row = work.session.get_one(CallRow, report.id, populate_existing=True)
    if row.digest != digest:
        raise RuleSaysNo("id_taken", f"Another call has the id {report.id!r}.")
    if new:
        work.audit("CALL.RING", Noun.CALL, row.id)
        work.publish(Noun.CALL, row.id, row.version, message(row))
    return message(row)


def hear(work: Work, id: str, event: CallEvent) -> Call:
    """What the exchange says of a call; what is known already, or came too late to matter, changes nothing."""
    row = _row(work, id)
    if isinstance(event, Answered):
        _answered(work, row, event)
    elif isinstance(event, Ended):
        _ended(work, row, _moment(work, event.at, "at"), event.recording_ref)
    elif row.state is CallState.RINGING:
        row.state, row.end_at = CallState.MISSED, max(_moment(work, event.at, "at"), row.ring_at)
        _publish(work, row, "CALL.MISSED")
    return message(row)


def _answered(work: Work, row: CallRow, event: Answered) -> None:
    """At which seat is a matter of the exchange alone: it has the line."""
    if row.state is not CallState.RINGING:
        if row.state is CallState.TALKING and row.seat != event.seat:
            raise _taken(row)
        return
    seat = seats.locked(work, event.seat)
    if not seat.user:
        raise RuleSaysNo("seat_empty", f"Nobody has signed on at seat {event.seat}.")
    seats.must_be_free(seat)
    _connect(work, row, event.seat, seat.user, seat.full_name, max(_moment(work, event.at, "at"), row.ring_at))
    seats.talk(work, seat, row.id)
    _publish(work, row, "CALL.ANSWERED")


def _ended(work: Work, row: CallRow, at: datetime, recording_ref: str | None) -> None:
    if row.state is CallState.RINGING:
        row.state, row.end_at = CallState.MISSED, max(at, row.ring_at)
        _publish(work, row, "CALL.MISSED")
    elif row.state is CallState.TALKING:
        _hang_up(work, row, at)
        row.recording_ref = recording_ref
        _publish(work, row, "CALL.ENDED")
    elif row.state is CallState.ENDED and recording_ref and row.recording_ref is None:
        row.recording_ref = recording_ref  # hung up in the console before the exchange said so
        work.audit("CALL.RECORDING", Noun.CALL, row.id)


# What an operator does.


def order(work: Work, id: str, asked: CallOrder) -> CallCard:
    row = _row(work, id)
    work.match(row.version, message(row))
    if isinstance(asked, TakeOrder):
        _take(work, row)
    elif isinstance(asked, HangUpOrder):
        _must_be_mine(work, row)
        _must_talk(row)
        _hang_up(work, row, work.at)
        _publish(work, row, "CALL.ENDED")
    elif isinstance(asked, RecordOrder):
        _record(work, row, asked)
    elif isinstance(asked, HandOverOrder):
        _hand_over(work, row, asked)
    elif isinstance(asked, ReturnCallOrder):
        _return(work, row, asked)
    return _card(work, row)


def look(work: Work, id: str) -> CallCard:
    """The screen pop. Who sees a number here is written down."""
    row = _row(work, id, lock=False)
    if _whole(work, row):
        work.audit("CALL.VIEW", Noun.CALL, row.id)
    return _card(work, row)


def one(work: Work, id: str) -> Call:
    return message(_row(work, id, lock=False))


def _take(work: Work, row: CallRow) -> None:
    seat = seats.of_user(work)
    if row.state is CallState.TALKING and row.taken_by == work.user.name:
        return
    if row.state is CallState.TALKING:
        raise _taken(row)
    if row.state is not CallState.RINGING:
        raise RuleSaysNo("call_over", "The caller has hung up.")
    if row.seat not in (None, seat.number):
        raise RuleSaysNo("rings_elsewhere", f"This call rings at seat {row.seat} alone.")
    seats.must_be_free(seat)
    _connect(work, row, seat.number, work.user.name, work.user.full_name, max(work.at, row.ring_at))
    seats.talk(work, seat, row.id)
    _publish(work, row, "CALL.TAKE")


def _record(work: Work, row: CallRow, asked: RecordOrder) -> None:
    """Also once more: what was written down can be completed by whoever took the call."""
    _must_be_mine(work, row)
    _must_be_answered(row)
    if asked.kind is CallKind.CONSULTATION and not asked.text.strip():
        raise Malformed("A consultation is closed with its answer.", [FieldError(path="text", detail="is missing")])
    if asked.case_id is not None and work.session.get(CaseRow, asked.case_id) is None:
        raise Unknown("case", asked.case_id)
    row.kind, row.urgency, row.caller, row.text = asked.kind, asked.urgency, asked.caller, asked.text
    row.case_id, row.satisfaction = asked.case_id or row.case_id, asked.satisfaction or row.satisfaction
    _settle(work, row, "CALL.RECORD")


def _hand_over(work: Work, row: CallRow, asked: HandOverOrder) -> None:
    _must_be_mine(work, row)
    _must_be_answered(row)
    if asked.to not in {each.number for each in hotline.in_force().hand_overs}:
        raise RuleSaysNo("unknown_hand_over", f"{asked.to!r} is none of the numbers that callers are handed over to.")
    row.handed_to, row.text, row.kind = asked.to, asked.text, row.kind or CallKind.CONSULTATION
    _settle(work, row, "CALL.HAND_OVER")


def _settle(work: Work, row: CallRow, act: str) -> None:
    """What was said is written down: the seat is free again when the line is."""
    if row.state is CallState.ENDED and row.seat is not None:
        seats.free(work, row.seat, row.id)
    _publish(work, row, act)


def _return(work: Work, row: CallRow, asked: ReturnCallOrder) -> None:
    if row.state is not CallState.MISSED or row.direction is not Direction.IN:
        raise RuleSaysNo("not_missed", "Only a missed caller is called back here.")
    if not row.number:
        raise RuleSaysNo("number_withheld", "The caller withheld his number: nobody can call him back.")
    if row.called_back_at is not None:
        raise RuleSaysNo("called_back_already", "Somebody has called this caller back already.")
    row.tries += 1
    row.operator, row.taken_by = work.user.full_name, work.user.name
    if asked.reached:
        row.called_back_at = work.at
    row.text = asked.text or row.text
    _publish(work, row, "CALL.RETURN")


def _connect(work: Work, row: CallRow, seat: int, name: str, full_name: str, at: datetime) -> None:
    row.state, row.seat, row.taken_by, row.operator, row.answer_at = CallState.TALKING, seat, name, full_name, at


def _hang_up(work: Work, row: CallRow, at: datetime) -> None:
    row.state, row.end_at = CallState.ENDED, max(at, row.answer_at or row.ring_at)
    if row.seat is not None:
        seats.end_call(work, row.seat, row.id, written=row.kind is not None)


def _must_be_mine(work: Work, row: CallRow) -> None:
    if row.taken_by != work.user.name and Role.SHIFT_LEADER not in work.user.roles:
        raise NotYourRole(f"The call was taken by {row.operator or 'nobody'}.")


def _must_be_answered(row: CallRow) -> None:
    if row.answer_at is None:
        raise RuleSaysNo("not_answered", "Nobody has answered this call.")


def _must_talk(row: CallRow) -> None:
    if row.state is not CallState.TALKING:
        raise RuleSaysNo("not_talking", "The conversation is over already.")


def _taken(row: CallRow) -> RuleSaysNo:
    return RuleSaysNo("call_taken", f"Seat {row.seat} has taken this call.")


def _publish(work: Work, row: CallRow, act: str) -> None:
    row.version += 1
    work.audit(act, Noun.CALL, row.id, f"seat {row.seat}" if row.seat else "")
    work.publish(Noun.CALL, row.id, row.version, message(row))


def _card(work: Work, row: CallRow) -> CallCard:
    work.session.flush()
    whole = _whole(work, row)
    return CallCard(
        id=row.id,
        version=row.version,
        call=message(row),
        number=row.number if whole else masks.phone(row.number),
        caller=row.caller if whole else masks.name(row.caller),
        text=row.text if whole else "",
        recording_ref=row.recording_ref if whole else None,
        calls=[message(each) for each in callers.calls(work, row.number, row.id)],
        cases=callers.cases(work, row.number),
    )


def _whole(work: Work, row: CallRow) -> bool:
    return row.taken_by == work.user.name or not in_force(work).machine.personal_roles.isdisjoint(work.user.roles)


def _row(work: Work, id: str, lock: bool = True) -> CallRow:
    row = work.session.get(CallRow, id, with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise Unknown("call", id)
    return row


def _moment(work: Work, at: datetime | None, path: str) -> datetime:
    if at is None:
        return work.at
    fault = ""
    if at.tzinfo is None:
        fault = "has no zone"
    elif not work.at - BEFORE <= at <= work.at + AHEAD:
        fault = "is not of these days: the clock of the exchange is wrong"
    if fault:
        raise Malformed(f"The time {at.isoformat()} {fault}.", [FieldError(path=path, detail=fault)])
    return min(at, work.at)
