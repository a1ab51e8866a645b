"""Personal data whole: for a while to who says why, to whom it is about, and to nobody unseen. Every look stands in the audit trail."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from backend import privacy
from backend.refusals import Malformed, NotYourRole
from backend.rules import cases, masks
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.audit import AuditRow
from backend.tables.base import Base
from backend.tables.cases import FlowRow
from backend.tables.privacy import SubjectRow
from wire.codes import Noun, Role, SubjectAnswer, UnmaskReason
from wire.privacy import PersonalData, PersonalView, SubjectOrder, SubjectRequest, UnmaskOrder
from wire.problem import FieldError

SEEN = ("PERSONAL.%", "PHONE.%", "CALL.VIEW", "TRANSFER.VIEW", "WHEREABOUTS.%")  # acts of the trail that are looks at personal data
Found = dict[str, list[dict[str, Any]]]  # rows by table


def unmask(work: Work, case_id: str, order: UnmaskOrder) -> PersonalData:
    """Whole, for as long as `privacy.toml` says, and written down with the reason."""
    _must_be(work, in_force(work).machine.personal_roles, "see personal data whole")
    if order.reason is UnmaskReason.OTHER and not order.note.strip():
        raise Malformed("Another reason must be said in words.", [FieldError(path="note", detail="is empty")])
    case = cases.find(work, case_id)
    flow = work.session.execute(sa.select(FlowRow.seq, FlowRow.note, FlowRow.answers).where(FlowRow.case_id == case.id)).all()
    said = {row.seq: [row.note, *(f"{each['question']} {each['answer']}" for each in row.answers)] for row in flow}
    work.audit("PERSONAL.UNMASK", Noun.CASE, case.id, " ".join(part for part in (order.reason, masks.text(order.note.strip())) if part))
    return PersonalData(
        case_id=case.id,
        until=work.at + timedelta(minutes=privacy.in_force().unmask_minutes),
        reporter=case.reporter,
        phone=case.phone,
        address=case.address,
        description=case.description,
        notes={seq: text for seq, parts in said.items() if (text := "\n".join(filter(None, parts)))},
    )


def export(work: Work, order: SubjectOrder) -> Found:
    """Every row in which the number stands, of every table, and what hangs on the cases among them."""
    _must_be(work, privacy.in_force().subject_roles, "answer people about their data")
    digits = "".join(sign for sign in order.phone if sign.isdigit())
    found = {table.name: rows for table in _tables() if (rows := _rows(work, table, _holds(table, digits)))}
    ids = [row["id"] for row in found.get("cases", [])]
    for table in _tables():
        if ids and "case_id" in table.c:
            found[table.name] = _rows(work, table, sa.or_(table.c.case_id.in_(ids), _holds(table, digits)))
    found = {name: rows for name, rows in found.items() if rows}
    _note(work, order, SubjectAnswer.EXPORTED, sum(map(len, found.values())))
    return found


def refuse(work: Work, order: SubjectOrder) -> SubjectRequest:
    """Nothing is handed out, and why stands here."""
    _must_be(work, privacy.in_force().subject_roles, "answer people about their data")
    return _note(work, order, SubjectAnswer.REFUSED, 0)


def requests(work: Work) -> list[SubjectRequest]:
    """The newest first."""
    _must_be(work, privacy.in_force().subject_roles | privacy.in_force().log_roles, "read who has asked about his data")
    return [_message(row) for row in work.session.scalars(sa.select(SubjectRow).order_by(SubjectRow.seq.desc()).limit(1000))]


def views(work: Work, id: str | None, limit: int) -> list[PersonalView]:
    """Who has seen what of whom, the newest first; of one case when `id` is given."""
    _must_be(work, privacy.in_force().log_roles, "read who has seen personal data")
    chosen = sa.select(*(getattr(AuditRow, name) for name in PersonalView.__struct_fields__)).where(sa.or_(*(AuditRow.act.like(act) for act in SEEN)))
    if id is not None:
        chosen = chosen.where(AuditRow.id == id)
    rows = work.session.execute(chosen.order_by(AuditRow.seq.desc()).limit(limit))
    return [PersonalView(**dict(zip(PersonalView.__struct_fields__, row, strict=True))) for row in rows]


def _tables() -> list[sa.Table]:
    return [table for table in Base.metadata.sorted_tables if table.name not in privacy.in_force().left_out]


def _holds(table: sa.Table, digits: str) -> sa.ColumnElement[bool]:
    """Whether the number stands in one of the texts, however its groups were parted."""
    texts = [column for column in table.c if isinstance(column.type, sa.String | sa.JSON) and not isinstance(column.type, sa.Enum)]
    bare = [sa.func.replace(sa.func.replace(sa.cast(column, sa.String), " ", ""), "-", "") for column in texts]
    return sa.or_(sa.false(), *(column.contains(digits, autoescape=True) for column in bare))


def _rows(work: Work, table: sa.Table, which: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    return [dict(row) for row in work.session.execute(sa.select(table).where(which)).mappings()]


def _note(work: Work, order: SubjectOrder, answer: SubjectAnswer, rows: int) -> SubjectRequest:
    phone = masks.phone(order.phone)
    row = SubjectRow(at=work.at, by=work.user.full_name, phone=phone, answer=answer, note=masks.text(order.note.strip()), rows=rows)
    work.session.add(row)
    work.session.flush()
    work.audit(f"PERSONAL.{answer}", "SUBJECT", str(row.seq), f"{phone} {row.note}" + (f" ({rows} rows)" if rows else ""))
    return _message(row)


def _message(row: SubjectRow) -> SubjectRequest:
    return SubjectRequest(**{name: getattr(row, name) for name in SubjectRequest.__struct_fields__})


def _must_be(work: Work, allowed: frozenset[Role], do: str) -> None:
    if allowed.isdisjoint(work.user.roles):
        raise NotYourRole(f"{work.user.name} may not {do}: that is for {', '.join(sorted(allowed))}.")
