"""The standards library: drafts are edited and published from a day on; what is published is never changed, only followed by another version."""

import hashlib
import re
from collections import defaultdict
from datetime import date
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from backend import standards
from backend.refusals import Malformed, RuleSaysNo, Unknown
from backend.rules import condition_lines, day_lines, line_words
from backend.rules.catalogue import IN_ORDER, Published, merged, published, today
from backend.session import Work
from backend.standards import Standards
from backend.tables.cases import CaseRow
from backend.tables.standards import StandardRow
from wire.codes import Noun, StandardKind, StandardState
from wire.problem import FieldError
from wire.standards import Condition, ConditionLine, ConditionVersion, DayLine, DraftOrder, Fault, Lines, PublicationOrder, Standard, WholeStandard

CALENDAR = "calendar"  # the name of the calendar that came with the program
L = TypeVar("L", ConditionLine, DayLine)
NAME = re.compile(r"[\w.-]{1,60}")
TITLES = {StandardKind.CATALOGUE: "随程序提供的标准", StandardKind.CALENDAR: "随程序提供的工作日历"}


def all_standards(work: Work) -> list[Standard]:
    """Those of the project first, then in the order in which they come into force; drafts last."""
    rows = work.session.scalars(sa.select(StandardRow).order_by(*(sa.nulls_last(column) for column in IN_ORDER)))
    return [*_shipped(), *(message(row) for row in rows)]


def message(row: StandardRow) -> Standard:
    return Standard(**{name: getattr(row, name) for name in Standard.__struct_fields__})


def one(work: Work, id: str) -> WholeStandard:
    shipped = next((each for each in _shipped() if each.id == id), None)
    if shipped is not None:
        return WholeStandard(id=id, version=1, standard=shipped, lines=_lines_of(shipped.kind, standards.in_force()))
    return _whole(work, _row(work, id))


def put(work: Work, id: str, order: DraftOrder) -> WholeStandard:
    """Makes or replaces a draft."""
    if not NAME.fullmatch(id):
        raise Malformed("A version is named by letters, digits, dots and dashes.", [FieldError(path="id", detail="is no name")])
    row = None if _is_shipped(id) else work.session.get(StandardRow, id, with_for_update=True)
    if row is None and (_is_shipped(id) or work.expected is not None):
        raise _published(id) if _is_shipped(id) else Unknown("standard", id)
    if row is None:
        row = StandardRow(id=id, version=0, kind=order.kind, state=StandardState.DRAFT)
    else:
        _must_be_draft(row)
        work.match(row.version, message(row))
        if row.kind is not order.kind:
            raise RuleSaysNo("other_kind", f"{id!r} is a draft of a {row.kind.lower()}; take another name.")
    row.title, row.basis = order.title, order.basis
    _write(row, msgspec.json.encode(_tidy(order.kind, order.lines)).decode())
    work.session.add(row)
    _changed(work, row, "PUT")
    return _whole(work, row)


def withdraw(work: Work, id: str) -> Standard:
    """A draft goes and leaves nothing but its line in the audit trail."""
    row = _draft(work, id)
    last = message(row)
    work.session.delete(row)
    work.publish(Noun.STANDARD, row.id, row.version + 1, None)
    work.audit("STANDARD.WITHDRAW", Noun.STANDARD, row.id, row.title)
    return last


def publish(work: Work, id: str, order: PublicationOrder) -> WholeStandard:
    """From then on it is what it is; from its day on everything works by it."""
    row = _draft(work, id)
    if found := faults(row.kind, msgspec.json.decode(row.body, type=Lines)):
        raise _faulty(found)
    return publish_draft(work, row, order.valid_from)


def publish_draft(work: Work, row: StandardRow, valid_from: date) -> WholeStandard:
    if valid_from < today(work):
        refused = RuleSaysNo("valid_from_past", "A version comes into force today or later: what was filed is not filed anew.")
        refused.errors = [FieldError(path="valid_from", detail="is past")]
        raise refused
    lines = msgspec.json.decode(row.body, type=Lines)
    if row.kind is StandardKind.CATALOGUE:
        body = msgspec.json.encode(condition_lines.catalogue_of(row.id, lines.conditions, _numbers(work)))
    else:
        body = msgspec.json.encode(lines.days)
    row.state, row.valid_from = StandardState.PUBLISHED, valid_from
    _write(row, body.decode())
    _changed(work, row, "PUBLISH", f"from {valid_from}")
    return _whole(work, row)


def history(work: Work, condition_id: str) -> list[ConditionVersion]:
    """What every published version says of a condition, the oldest first."""
    names = {each.id: each for each in all_standards(work)}
    found = [ConditionVersion(standard=names[standards.in_force().catalogue.version], condition=standards.in_force().conditions.get(condition_id))]
    for each in published(work):
        if each.kind is StandardKind.CATALOGUE:
            found.append(ConditionVersion(standard=names[each.id], condition=merged(work, [each]).conditions.get(condition_id)))
    if all(each.condition is None for each in found):
        raise Unknown("condition", condition_id)
    return found


def filed_under(work: Work, case: CaseRow) -> Condition | None:
    """The filing condition of a case as it stands in the version that the case was filed under."""
    return version(work, case.catalogue).conditions.get(case.condition_id or "")


def version(work: Work, id: str) -> Standards:
    """The standards with a published catalogue of the library; those of the project when it has none of that name."""
    known = work.session.execute(
        sa.select(StandardRow.id, StandardRow.kind, StandardRow.digest).where(StandardRow.id == id, StandardRow.state == StandardState.PUBLISHED)
    ).first()
    return merged(work, [Published(*known)] if known else [])


def faults(kind: StandardKind, lines: Lines) -> list[Fault]:
    ours = standards.in_force()
    if kind is StandardKind.CATALOGUE:
        return condition_lines.faults(lines.conditions, ours.trades)
    return day_lines.faults(lines.days, ours.calendar)


def content(work: Work, id: str) -> Standards | None:
    """The standards with what this version says; none while it is faulty."""
    if _is_shipped(id):
        return standards.in_force()
    row = _row(work, id)
    if row.state is StandardState.PUBLISHED:
        return merged(work, [Published(row.id, row.kind, row.digest)])
    lines = msgspec.json.decode(row.body, type=Lines)
    if faults(row.kind, lines):
        return None
    ours = standards.in_force()
    if row.kind is StandardKind.CATALOGUE:
        return msgspec.structs.replace(ours, catalogue=condition_lines.catalogue_of(row.id, lines.conditions, _numbers(work)))
    return msgspec.structs.replace(ours, calendar=day_lines.calendar_of(lines.days, ours.calendar))


def _shipped() -> list[Standard]:
    names = {StandardKind.CATALOGUE: standards.in_force().catalogue.version, StandardKind.CALENDAR: CALENDAR}
    return [Standard(id=name, version=1, kind=kind, state=StandardState.PUBLISHED, title=TITLES[kind]) for kind, name in names.items()]


def _is_shipped(id: str) -> bool:
    return any(each.id == id for each in _shipped())


def _lines_of(kind: StandardKind, found: Standards) -> Lines:
    if kind is StandardKind.CATALOGUE:
        return Lines(conditions=condition_lines.lines_of(found.catalogue))
    return Lines(days=day_lines.lines_of(found.calendar))


def _whole(work: Work, row: StandardRow) -> WholeStandard:
    if row.state is StandardState.PUBLISHED:
        lines, wrong = _lines_of(row.kind, merged(work, [Published(row.id, row.kind, row.digest)])), []
    else:
        lines = msgspec.json.decode(row.body, type=Lines)
        wrong = faults(row.kind, lines)
    return WholeStandard(id=row.id, version=row.version, standard=message(row), lines=lines, faults=wrong)


def _numbers(work: Work) -> dict[tuple[str, str], int]:
    """The highest number that a condition of each class has had in any version: an id is never given twice."""
    highest: dict[tuple[str, str], int] = defaultdict(int)
    found = [standards.in_force(), *(merged(work, [each]) for each in published(work) if each.kind is StandardKind.CATALOGUE)]
    for condition_id in {id for each in found for id in each.conditions}:
        kind, code, number = condition_id.split("-")
        highest[kind, code] = max(highest[kind, code], int(number))
    return highest


def _tidy(kind: StandardKind, lines: Lines) -> Lines:
    """Codes for words, nothing around them, and no lines of another kind."""
    if kind is StandardKind.CATALOGUE:
        return Lines(conditions=[_tidied(line) for line in lines.conditions])
    return Lines(days=[_tidied(line) for line in lines.days])


def _tidied(line: L) -> L:
    return type(line)(**{name: line_words.tidy(name, cell) for name, cell in msgspec.structs.asdict(line).items()})


def _write(row: StandardRow, body: str) -> None:
    row.body, row.digest = body, hashlib.sha256(body.encode()).hexdigest()


def _changed(work: Work, row: StandardRow, act: str, detail: str = "") -> None:
    row.version, row.changed_by, row.changed_at = row.version + 1, work.user.full_name, work.at
    work.session.flush()
    work.publish(Noun.STANDARD, row.id, row.version, message(row))
    work.audit(f"STANDARD.{act}", Noun.STANDARD, row.id, detail or row.title)
    work.session.info.pop("standards", None)


def _row(work: Work, id: str, lock: bool = False) -> StandardRow:
    row = work.session.get(StandardRow, id, with_for_update=lock or None)
    if row is None:
        raise Unknown("standard", id)
    return row


def _draft(work: Work, id: str) -> StandardRow:
    if _is_shipped(id):
        raise _published(id)
    row = _row(work, id, lock=True)
    _must_be_draft(row)
    work.match(row.version, message(row))
    return row


def _must_be_draft(row: StandardRow) -> None:
    if row.state is not StandardState.DRAFT:
        raise _published(row.id)


def _published(id: str) -> RuleSaysNo:
    return RuleSaysNo("standard_published", f"{id!r} is published and stays as it is; make a new version.")


def _faulty(found: list[Fault]) -> RuleSaysNo:
    refused = RuleSaysNo("standard_faulty", f"{len(found)} things are wrong in the draft, the first in row {found[0].row}.")
    refused.errors = [FieldError(path=f"lines[{each.row}].{each.field}", detail=each.code) for each in found[:200]]
    return refused
