"""The last lock of every writing transaction: what it published and what goes into the audit trail are numbered, and the trail is sealed.

Order of numbers is order of commits, so nobody else gets a number from here until this transaction ends: there must be nothing after it but the end.
On SQLite, whose one writer this is anyway, it is done here. On PostgreSQL the others wait for the same row, so the database does it itself, by the
function of migration 0044: one message instead of five, with nobody's Python in between.
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from backend.tables.audit import AuditRow
from backend.tables.feed import ChangeRow, FeedHead
from wire.audit import AuditEntry
from wire.codes import Noun

CHANGES, AUDIT = sa.insert(ChangeRow), sa.insert(AuditRow)
RAISE = (
    sa.update(FeedHead)
    .values(seq=FeedHead.seq + sa.bindparam("published"), audit=FeedHead.audit + sa.bindparam("entered"))
    .returning(FeedHead.seq, FeedHead.audit)
)
SEALED = sa.select(AuditRow.hash).where(AuditRow.seq == sa.bindparam("seq"))
STAMP = sa.text(
    "SELECT stamp(CAST(:channels AS text[]), :told, CAST(:nouns AS text[]), CAST(:things AS text[]), CAST(:versions AS integer[]), "
    "CAST(:bodies AS text[]), :entered, CAST(:fields AS text[]), CAST(:heads AS text[]), CAST(:tails AS text[]))"
)
Clock = Callable[[], datetime]
NUMBER = ',"seq":0,'  # in the canonical JSON of an entry without its number; within a text its quotes would be escaped


class Published(NamedTuple):
    """`body` is the thing after the change as JSON."""

    noun: Noun
    id: str
    version: int
    body: str


def seal(entry: AuditEntry) -> str:
    """SHA-256 over the hash before and the entry's canonical JSON without the two hashes (wire.audit)."""
    return hashlib.sha256(entry.previous.encode() + _canonical(entry)).hexdigest()


def stamp(session: Session, channels: Collection[str], changes: Sequence[Published], entries: Sequence[AuditEntry], clock: Clock) -> None:
    """Entries come without number and hashes, all of one time. `channels`: who listens on PostgreSQL hears of it when this is committed."""
    if session.get_bind().dialect.name == "postgresql":
        _stamp_there(session, channels, changes, entries, clock())
    elif changes or entries:
        _stamp_here(session, changes, entries, clock)


def _stamp_here(session: Session, changes: Sequence[Published], entries: Sequence[AuditEntry], clock: Clock) -> None:
    connection = session.connection()
    seq, audited = connection.execute(RAISE, {"published": len(changes), "entered": len(entries)}).one()
    at = clock()
    if changes:
        connection.execute(CHANGES, [{"seq": number, "at": at, **change._asdict()} for number, change in enumerate(changes, seq - len(changes) + 1)])
    if entries:
        last = audited - len(entries)
        previous = connection.scalar(SEALED, {"seq": last}) or ""
        connection.execute(AUDIT, _sealed(entries, last, previous))


def _sealed(entries: Sequence[AuditEntry], last: int, previous: str) -> list[dict[str, object]]:
    rows = []
    for seq, entry in enumerate(entries, last + 1):
        entry = msgspec.structs.replace(entry, seq=seq, previous=previous)
        previous = seal(entry)
        rows.append(msgspec.structs.asdict(msgspec.structs.replace(entry, hash=previous)))
    return rows


def _stamp_there(session: Session, channels: Collection[str], changes: Sequence[Published], entries: Sequence[AuditEntry], told: datetime) -> None:
    parts = [_canonical(entry).decode().rsplit(NUMBER, 1) for entry in entries]
    session.connection().execute(
        STAMP,
        {
            "channels": sorted(channels),
            "told": told,
            "nouns": [str(change.noun) for change in changes],
            "things": [change.id for change in changes],
            "versions": [change.version for change in changes],
            "bodies": [change.body for change in changes],
            "entered": entries[0].at if entries else told,
            "fields": [text for entry in entries for text in (entry.user, entry.act, str(entry.noun), entry.id, entry.detail)],
            "heads": [head for head, _ in parts],
            "tails": [tail for _, tail in parts],
        },
    )


def _canonical(entry: AuditEntry) -> bytes:
    fields = {name: value for name, value in msgspec.to_builtins(entry).items() if name not in ("previous", "hash")}
    return msgspec.json.encode(fields, order="sorted")
