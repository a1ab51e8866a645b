"""Reading the audit trail, and whether anybody has tampered with it.

What is vouched for begins at an anchor: a seq and its hash, which the reader has from an answer that was whole, and has kept for himself.
Without one it begins with the first entry. An anchor spares the walk over what was verified before, and sees what that walk cannot see:
a trail that was sealed anew from some entry on. What lies before the anchor is not looked at; who doubts it asks without.
"""

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa

from backend.refusals import Malformed
from backend.session import Work
from backend.stamp import seal
from backend.tables.audit import AuditRow
from backend.tables.feed import FeedHead
from wire.audit import AuditEntry, AuditPage
from wire.problem import FieldError

COLUMNS = [getattr(AuditRow, name) for name in AuditEntry.__struct_fields__]


class Anchor(NamedTuple):
    seq: int
    hash: str


BEGINNING = Anchor(0, "")


class Chain:
    """Walks the trail from an anchor; `broken_at` is the first entry whose number, link or seal is wrong, `end` the last that was there."""

    def __init__(self, anchor: Anchor) -> None:
        self.broken_at: int | None = None
        self.end = anchor

    def hold(self, entry: AuditEntry | None) -> None:
        """The anchor's own entry must be what it was."""
        if entry is None or entry.hash != self.end.hash or seal(entry) != entry.hash:
            self.break_at(self.end.seq)

    def add(self, entry: AuditEntry) -> None:
        whole = entry.seq == self.end.seq + 1 and entry.previous == self.end.hash and entry.hash == seal(entry)
        if not whole:
            self.break_at(self.end.seq + 1)
        self.end = Anchor(entry.seq, entry.hash)

    def break_at(self, seq: int) -> None:
        self.broken_at = seq if self.broken_at is None else self.broken_at


def page(work: Work, after: int, limit: int, anchor: str | None = None) -> AuditPage:
    """Up to `limit` entries after a seq. `anchor` is the hash of the entry `after`; with none all that comes before is verified as well."""
    if anchor is not None and not after:
        raise Malformed("An anchor is the hash of the entry `after`, which must be 1 or more.", [FieldError(path="after", detail="is no entry")])
    begin = BEGINNING if anchor is None else Anchor(after, anchor)
    chain = Chain(begin)
    entries = [entry for entry in _walk(work, chain, after + limit) if entry.seq > after]
    return AuditPage(entries=entries, whole=chain.broken_at is None, broken_at=chain.broken_at, verified_after=begin.seq)


def verify(work: Work, anchor: Anchor) -> Chain:
    """The whole trail from the anchor to its end."""
    chain = Chain(anchor)
    for _ in _walk(work, chain, _written(work)):
        pass
    return chain


def _walk(work: Work, chain: Chain, upto: int) -> Iterator[AuditEntry]:
    if chain.end.seq:
        chain.hold(next(_entries(work, AuditRow.seq == chain.end.seq), None))
    for entry in _entries(work, sa.and_(AuditRow.seq > chain.end.seq, AuditRow.seq <= upto)):
        chain.add(entry)
        yield entry
    if chain.end.seq < min(upto, _written(work)):
        chain.break_at(chain.end.seq + 1)  # the end of the trail was cut off


def _entries(work: Work, which: sa.ColumnElement[bool]) -> Iterator[AuditEntry]:
    rows = work.session.execute(sa.select(*COLUMNS).where(which).order_by(AuditRow.seq), execution_options={"yield_per": 1000})
    return (AuditEntry(**dict(zip(AuditEntry.__struct_fields__, row, strict=True))) for row in rows)


def _written(work: Work) -> int:
    return work.session.scalar(sa.select(FeedHead.audit)) or 0
