"""Common phrases: those that ship, those of the hall, and each user's own."""

import sqlalchemy as sa

from backend.refusals import Malformed, NotYourRole, RuleSaysNo, Unknown
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.phrases import PhraseRow
from wire.codes import Role
from wire.phrases import FIELDS, VARIABLES, Phrase, PhraseOrder, variables
from wire.problem import FieldError


def mine(work: Work) -> list[Phrase]:
    """What this user may put into fields: his own before the hall's, by what is typed for them."""
    rows = list(work.session.scalars(sa.select(PhraseRow).where(sa.or_(PhraseRow.owner.is_(None), PhraseRow.owner == work.user.name))))
    kept = {row.id: message(row) for row in rows if not row.gone}
    found = _shipped(work) | kept
    for row in rows:
        if row.gone:
            del found[row.id]
    return sorted(found.values(), key=lambda each: (each.owner is None, each.short, each.id))


def put(work: Work, order: PhraseOrder) -> Phrase:
    owner = None if order.of_hall else work.user.name
    _check(work, order, owner)
    row = work.session.get(PhraseRow, order.id, with_for_update=True)
    before = message(row) if row is not None else _shipped(work).get(order.id)
    if before is not None:
        _must_be_mine(work, before.owner, order.id)
        if before.owner != owner:
            raise RuleSaysNo("phrase_keeps_owner", "A phrase of the hall stays one; make a new one for yourself.")
        work.match(before.version, before)
    if row is None:
        row = PhraseRow(id=order.id, owner=owner)
        work.session.add(row)
    row.version = before.version + 1 if before else 1
    row.field, row.verb, row.short, row.text, row.gone = order.field, order.verb, order.short, order.text, False
    work.session.flush()
    work.audit("PHRASE.PUT", "PHRASE", row.id, "hall" if owner is None else "own")
    return message(row)


def remove(work: Work, id: str) -> None:
    row, shipped = work.session.get(PhraseRow, id, with_for_update=True), _shipped(work).get(id)
    before = message(row) if row is not None and not row.gone else None if row is not None else shipped
    if before is None:
        raise Unknown("phrase", id)
    _must_be_mine(work, before.owner, id)
    work.match(before.version, before)
    if row is None:
        row = PhraseRow(**_fields(before))
        work.session.add(row)
    if shipped is None:
        work.session.delete(row)
    else:
        row.gone, row.version = True, before.version + 1
    work.audit("PHRASE.REMOVE", "PHRASE", id)


def message(row: PhraseRow) -> Phrase:
    return Phrase(**{name: getattr(row, name) for name in Phrase.__struct_fields__})


def _fields(phrase: Phrase) -> dict[str, object]:
    return {name: getattr(phrase, name) for name in Phrase.__struct_fields__}


def _shipped(work: Work) -> dict[str, Phrase]:
    return {each.id: each for each in in_force(work).phrases}


def _must_be_mine(work: Work, owner: str | None, id: str) -> None:
    """The hall's are the administrator's to change; somebody else's own do not exist for others."""
    if owner is None and Role.ADMIN not in work.user.roles:
        raise NotYourRole("The hall's phrases are changed by an administrator.")
    if owner is not None and owner != work.user.name:
        raise Unknown("phrase", id)


def _check(work: Work, order: PhraseOrder, owner: str | None) -> None:
    if owner is None:
        _must_be_mine(work, None, order.id)
    if order.field not in FIELDS:
        raise Malformed(f"Phrases are made for {', '.join(FIELDS)}.", [FieldError(path="field", detail="unknown")])
    if unknown := [name for name in variables(order.text) if name not in VARIABLES]:
        raise Malformed(f"There is no variable {{{unknown[0]}}}.", [FieldError(path="text", detail=f"unknown variable {{{unknown[0]}}}")])
    alike = [each for each in mine(work) if (each.owner, each.field, each.verb, each.short) == (owner, order.field, order.verb, order.short)]
    if any(each.id != order.id for each in alike):
        raise RuleSaysNo("short_taken", f"Another phrase is typed as {order.short!r}.")
