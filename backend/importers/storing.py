"""Many rows into one table: what is new is inserted, what has changed gets its next version, what is the same is left alone."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from backend.importers.records import Record
from backend.importers.report import Report
from backend.rules import names
from backend.session import Work
from backend.tables.base import Base
from backend.tables.feed import FeedHead
from wire.codes import Noun
from wire.message import Versioned

FEW = 1000  # changes that still go through the feed one by one

S = TypeVar("S", bound=msgspec.Struct)
Values = dict[str, Any]


@dataclass
class Stored:
    new: list[Values] = field(default_factory=list)
    changed: list[Values] = field(default_factory=list)
    same: int = 0

    @property
    def written(self) -> list[Values]:
        return self.new + self.changed


def distinct(found: Iterable[Record[S]], key: Callable[[S], Any], report: Report) -> list[Record[S]]:
    """The records with each key once: a record that says the same again is doubled, one that says otherwise is rejected."""
    first: dict[Any, Record[S]] = {}
    for record in found:
        known = first.setdefault(key(record.value), record)
        if known is record:
            continue
        if known.value == record.value:
            report.doubled += 1
        else:
            report.reject(record.row, f"it has the id of row {known.row}, but says something else", record.layer)
    return list(first.values())


def store(work: Work, table: type[Base], values: Sequence[Values], report: Report) -> Stored:
    """Writes values, each with an `id`; what they do not name keeps the value that it has."""
    stored = Stored()
    versions = "version" in table.__table__.columns
    known = _known(work, table, list(values[0]) if values else [])
    for row in values:
        was = known.get(row["id"])
        if was is None:
            stored.new.append(row | {"version": 1} if versions else row)
        elif any(was[name] != value for name, value in row.items()):
            stored.changed.append(row | {"version": was["version"] + 1} if versions else row)
        else:
            stored.same += 1
    _write(work, table, stored)
    if stored.written and table in names.KIND_OF:
        names.enter(work, names.KIND_OF[table], stored.written)
    report.stored += len(stored.written)
    report.doubled += stored.same
    return stored


def tell(work: Work, noun: Noun, stored: Stored, message: Callable[[Values], Versioned]) -> None:
    """A few changes go through the feed. After many, the feed begins a new epoch: every console takes the picture anew, which is quicker."""
    if len(stored.written) <= FEW:
        for row in stored.written:
            work.publish(noun, row["id"], row["version"], message(row))
    else:
        work.session.execute(sa.update(FeedHead).values(epoch=uuid.uuid4().hex))


def _known(work: Work, table: type[Base], names: list[str]) -> dict[str, sa.RowMapping]:
    columns = table.__table__.columns
    wanted = [column for column in columns if column.name in {*names, "version"}]
    return {row["id"]: row for row in work.session.execute(sa.select(*wanted)).mappings()} if names else {}


def _write(work: Work, table: type[Base], stored: Stored) -> None:
    if stored.new:
        work.session.execute(sa.insert(table), stored.new)
    if stored.changed:
        named = sa.bindparam("_id", type_=sa.String())
        change = sa.update(table.__table__).where(table.__table__.c.id == named)  # type: ignore[arg-type]
        work.session.connection().execute(change, [row | {"_id": row["id"]} for row in stored.changed])
