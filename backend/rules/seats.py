"""The numbered seats: who has signed on, what he does there, and what one shift leaves to the next (DOMAIN 8.5 XY-12)."""

import sqlalchemy as sa

from backend import hotline
from backend.refusals import RuleSaysNo, Unknown
from backend.rules.answers import insert
from backend.session import Work
from backend.tables.hotline import SeatRow
from wire.codes import Noun, Role, SeatState
from wire.seats import AwayOrder, BackOrder, Seat, SeatOrder, SignOffOrder, SignOnOrder

FIELDS = tuple(name for name in Seat.__struct_fields__ if name != "id")


def message(row: SeatRow) -> Seat:
    return Seat(id=str(row.number), **{name: getattr(row, name) for name in FIELDS})


def all_seats(work: Work) -> list[Seat]:
    """As many as the city has, and any more that somebody still sits at."""
    rows = {row.number: message(row) for row in work.session.scalars(sa.select(SeatRow))}
    numbers = range(1, hotline.in_force().seats + 1)
    left = [seat for number, seat in rows.items() if number not in numbers and seat.state is not SeatState.EMPTY]
    empty = (Seat(id=str(number), version=0, number=number, state=SeatState.EMPTY) for number in numbers)
    return sorted([rows.get(seat.number, seat) for seat in empty] + left, key=lambda seat: seat.number)


def order(work: Work, number: int, asked: SeatOrder) -> Seat:
    row = locked(work, number)
    if isinstance(asked, SignOnOrder):
        _sign_on(work, row)
        return message(row)
    leaves = isinstance(asked, SignOffOrder) and Role.SHIFT_LEADER in work.user.roles  # somebody has gone home and forgot
    if not row.user or (row.user != work.user.name and not leaves):
        raise RuleSaysNo("not_your_seat", f"You have not signed on at seat {number}.")
    if isinstance(asked, SignOffOrder):
        _sign_off(work, row, asked)
    elif isinstance(asked, AwayOrder):
        must_be_free(row)
        _set(work, row, SeatState.AWAY)
    elif isinstance(asked, BackOrder) and row.state is SeatState.AWAY:
        _set(work, row, SeatState.FREE)
    return message(row)


def must_exist(number: int) -> None:
    if not 1 <= number <= hotline.in_force().seats:
        raise Unknown("seat", str(number))


def locked(work: Work, number: int) -> SeatRow:
    """The row of a seat, made when nobody has ever sat there, locked until the transaction ends."""
    must_exist(number)
    texts = dict.fromkeys(("user", "full_name", "note", "note_by"), "")
    made = insert(work, SeatRow).values(number=number, version=0, state=SeatState.EMPTY, **texts)
    work.session.execute(made.on_conflict_do_nothing(index_elements=[SeatRow.number]))
    return work.session.get_one(SeatRow, number, with_for_update=True, populate_existing=True)


def of_user(work: Work) -> SeatRow:
    """Where he who asks has signed on."""
    number = work.session.scalar(sa.select(SeatRow.number).where(SeatRow.user == work.user.name))
    if number is None:
        raise RuleSaysNo("no_seat", "Sign on at a seat first.")
    return locked(work, number)


def must_be_free(row: SeatRow) -> None:
    if row.state is SeatState.TALKING:
        raise RuleSaysNo("seat_talking", f"Seat {row.number} is talking to somebody else.")
    if row.state is SeatState.AFTER_CALL:
        raise RuleSaysNo("seat_writing", f"Seat {row.number} has not written down its last call yet.")


def talk(work: Work, row: SeatRow, call_id: str) -> None:
    row.call_id = call_id
    _set(work, row, SeatState.TALKING)


def end_call(work: Work, number: int, call_id: str, written: bool) -> None:
    """The line is free; so is the seat, once it is written down what was said."""
    row = work.session.get(SeatRow, number, with_for_update=True, populate_existing=True)
    if row is not None and row.call_id == call_id and row.state is SeatState.TALKING:
        row.call_id = None if written else call_id
        _set(work, row, SeatState.FREE if written else SeatState.AFTER_CALL)


def free(work: Work, number: int, call_id: str) -> None:
    row = work.session.get(SeatRow, number, with_for_update=True, populate_existing=True)
    if row is not None and row.call_id == call_id and row.state is SeatState.AFTER_CALL:
        row.call_id = None
        _set(work, row, SeatState.FREE)


def _sign_on(work: Work, row: SeatRow) -> None:
    if row.user == work.user.name:
        return
    if row.user:
        raise RuleSaysNo("seat_taken", f"{row.full_name} sits at seat {row.number}.")
    other = work.session.scalar(sa.select(SeatRow.number).where(SeatRow.user == work.user.name))
    if other is not None:
        raise RuleSaysNo("sits_elsewhere", f"You have signed on at seat {other}; sign off there first.")
    row.user, row.full_name, row.call_id = work.user.name, work.user.full_name, None
    work.audit("SEAT.SIGN_ON", Noun.SEAT, str(row.number))
    _set(work, row, SeatState.FREE)


def _sign_off(work: Work, row: SeatRow, asked: SignOffOrder) -> None:
    if row.state is SeatState.TALKING:
        raise RuleSaysNo("seat_talking", f"Seat {row.number} is still talking.")
    row.note, row.note_by, row.note_at = asked.note, work.user.full_name, work.at
    row.user = row.full_name = ""
    row.call_id = None
    work.audit("SEAT.SIGN_OFF", Noun.SEAT, str(row.number))
    _set(work, row, SeatState.EMPTY)


def _set(work: Work, row: SeatRow, state: SeatState) -> None:
    row.state, row.state_at, row.version = state, work.at, row.version + 1
    work.publish(Noun.SEAT, str(row.number), row.version, message(row))
