"""What another hotline passes on to us: it comes, becomes a case, is answered, and the answer is fetched (DOMAIN 8.3 XZ-16)."""

import hashlib
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from backend.refusals import Malformed, NotYourRole, RuleSaysNo, Unknown
from backend.rules import masks
from backend.rules.answers import insert
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.cases import CaseRow
from backend.tables.hotline import TransferRow
from wire.codes import HALL, Noun, Role, TransferState
from wire.problem import FieldError
from wire.transfers import FetchedOrder, RegisterOrder, ReplyOrder, SendBackOrder, Transfer, TransferCard, TransferOrder, TransferReport

OPEN = (TransferState.WAITING, TransferState.REGISTERED)
ANSWERED = (TransferState.REPLIED, TransferState.RETURNED)
WRITTEN = ("title", "text", "address")  # by the other hotline, with whatever the citizen has said
SHOWN_DAYS = 14
MOST = 500


def message(row: TransferRow) -> Transfer:
    """The reply is written for the citizen, and is whole."""
    values = {name: getattr(row, name) for name in Transfer.__struct_fields__}
    values |= {name: masks.text(values[name], [row.reporter], [row.phone]) for name in WRITTEN}
    return Transfer(**values | {"reporter": masks.name(row.reporter), "phone": masks.phone(row.phone)})


def shown_transfers(work: Work) -> list[Transfer]:
    """What a console starts with: whatever waits for an answer, and what was answered lately."""
    lately = TransferRow.replied_at > work.at - timedelta(days=SHOWN_DAYS)
    rows = work.session.scalars(sa.select(TransferRow).where(sa.or_(TransferRow.state.in_(OPEN), lately)).order_by(TransferRow.due_at))
    return [message(row) for row in rows]


def page(work: Work, states: list[TransferState], after: datetime | None) -> list[Transfer]:
    """For the other hotline: those in these states, the ones that were answered after a time, the oldest answer first."""
    chosen: list[sa.ColumnElement[bool]] = [TransferRow.state.in_(states)] if states else []
    chosen += [TransferRow.replied_at > after] if after is not None else []
    rows = work.session.scalars(sa.select(TransferRow).where(*chosen).order_by(TransferRow.replied_at, TransferRow.id).limit(MOST))
    return [message(row) for row in rows]


def take(work: Work, report: TransferReport) -> Transfer:
    """A new one. The same report again answers it as it is now; another one under its id is refused."""
    digest = hashlib.sha256(msgspec.json.encode(report)).hexdigest()
    received_at = report.received_at or work.at
    for path, at in (("received_at", received_at), ("due_at", report.due_at)):
        if at.tzinfo is None:
            raise Malformed("A time must say its zone.", [FieldError(path=path, detail="has no zone")])
    if report.due_at <= received_at:
        raise Malformed("The deadline must be after the receipt.", [FieldError(path="due_at", detail="is not after received_at")])
    if (report.lon is None) != (report.lat is None):
        raise Malformed("A place has lon and lat.", [FieldError(path="lat" if report.lat is None else "lon", detail="is missing")])
    values = msgspec.structs.asdict(report) | {
        "version": 1,
        "received_at": received_at,
        "state": TransferState.WAITING,
        "reply": "",
        "replied_by": "",
        "digest": digest,
    }
    written = insert(work, TransferRow).values(**values).on_conflict_do_nothing(index_elements=[TransferRow.id])
    new = work.session.execute(written.returning(TransferRow.id)).first() is not None
    row = work.session.get_one(TransferRow, report.id, populate_existing=True)
    if row.digest != digest:
        raise RuleSaysNo("id_taken", f"Another transfer has the id {report.id!r}.")
    if new:
        work.audit("TRANSFER.TAKE", Noun.TRANSFER, row.id, row.number)
        work.publish(Noun.TRANSFER, row.id, row.version, message(row))
    return message(row)


def look(work: Work, id: str) -> TransferCard:
    """Who sees name and phone whole is written down."""
    row = _row(work, id, lock=False)
    whole = not in_force(work).machine.personal_roles.isdisjoint(work.user.roles)
    if whole:
        work.audit("TRANSFER.VIEW", Noun.TRANSFER, row.id)
    return _card(row, whole)


def order(work: Work, id: str, asked: TransferOrder) -> Transfer:
    row = _row(work, id)
    work.match(row.version, message(row))
    if isinstance(asked, FetchedOrder):
        _fetched(work, row)
    elif HALL.isdisjoint(work.user.roles):
        raise NotYourRole("A gateway fetches answers; the hall gives them.")
    elif isinstance(asked, RegisterOrder):
        _register(work, row, asked)
    elif isinstance(asked, ReplyOrder):
        _answer(work, row, TransferState.REPLIED, asked.reply)
    elif isinstance(asked, SendBackOrder):
        if row.state is not TransferState.WAITING:
            raise RuleSaysNo("has_a_case", "A case was made of it already; reply instead.")
        _answer(work, row, TransferState.RETURNED, asked.reply)
    return message(row)


def _register(work: Work, row: TransferRow, asked: RegisterOrder) -> None:
    if work.session.get(CaseRow, asked.case_id) is None:
        raise Unknown("case", asked.case_id)
    if row.case_id == asked.case_id:
        return
    if row.case_id is not None or row.state is not TransferState.WAITING:
        raise RuleSaysNo("registered_already", "A case was made of it already.")
    row.case_id, row.state = asked.case_id, TransferState.REGISTERED
    _publish(work, row, "TRANSFER.REGISTER")


def _answer(work: Work, row: TransferRow, state: TransferState, reply: str) -> None:
    if row.state not in OPEN:
        raise RuleSaysNo("replied_already", "It was answered already.")
    row.state, row.reply, row.replied_at, row.replied_by = state, reply, work.at, work.user.full_name
    _publish(work, row, f"TRANSFER.{state}")


def _fetched(work: Work, row: TransferRow) -> None:
    """Again is harmless."""
    if row.state is TransferState.FETCHED:
        return
    if Role.GATEWAY not in work.user.roles:
        raise NotYourRole("Only the other hotline says that it has our answer.")
    if row.state not in ANSWERED:
        raise RuleSaysNo("not_replied", "There is no answer yet.")
    row.state = TransferState.FETCHED
    _publish(work, row, "TRANSFER.FETCHED")


def _publish(work: Work, row: TransferRow, act: str) -> None:
    row.version += 1
    work.audit(act, Noun.TRANSFER, row.id, row.number)
    work.publish(Noun.TRANSFER, row.id, row.version, message(row))


def _card(row: TransferRow, whole: bool) -> TransferCard:
    shown = message(row)
    name, phone = (row.reporter, row.phone) if whole else (shown.reporter, shown.phone)
    if whole:
        shown = msgspec.structs.replace(shown, **{name: getattr(row, name) for name in WRITTEN})
    return TransferCard(id=row.id, version=row.version, transfer=shown, reporter=name, phone=phone)


def _row(work: Work, id: str, lock: bool = True) -> TransferRow:
    row = work.session.get(TransferRow, id, with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise Unknown("transfer", id)
    return row
