"""Reading the audit trail, and whether anybody has tampered with it."""

import sqlalchemy as sa

from backend.session import Work, seal
from backend.tables.audit import AuditRow
from backend.tables.feed import FeedHead
from wire.audit import AuditEntry, AuditPage


class Chain:
    """Walks the trail from its beginning; `broken_at` is the first entry whose number, link or seal is wrong."""

    def __init__(self) -> None:
        self.broken_at: int | None = None
        self.seq, self._hash = 0, ""

    def add(self, entry: AuditEntry) -> None:
        whole = entry.seq == self.seq + 1 and entry.previous == self._hash and entry.hash == seal(entry)
        if not whole:
            self.break_at(self.seq + 1)
        self.seq, self._hash = entry.seq, entry.hash

    def break_at(self, seq: int) -> None:
        self.broken_at = seq if self.broken_at is None else self.broken_at


def page(work: Work, after: int, limit: int) -> AuditPage:
    """Up to `limit` entries after a seq. The whole chain up to there is verified, also what comes before the page."""
    chain, entries = Chain(), []
    for row in work.session.scalars(sa.select(AuditRow).where(AuditRow.seq <= after + limit).order_by(AuditRow.seq)).yield_per(1000):
        entry = AuditEntry(**{name: getattr(row, name) for name in AuditEntry.__struct_fields__})
        chain.add(entry)
        if entry.seq > after:
            entries.append(entry)
    written = work.session.scalar(sa.select(FeedHead.audit)) or 0
    if chain.seq < min(after + limit, written):
        chain.break_at(chain.seq + 1)  # the end of the trail was cut off
    return AuditPage(entries=entries, whole=chain.broken_at is None, broken_at=chain.broken_at)
