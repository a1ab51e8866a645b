"""Every version that a thing has had, as long as the change log is kept: what was overwritten can be read, and put back."""

import msgspec
import sqlalchemy as sa

from backend.session import Work
from backend.tables.feed import ChangeRow
from wire.changes import Change
from wire.codes import Noun

MOST = 200


def versions(work: Work, noun: Noun, id: str) -> list[Change]:
    """The newest first; one whose body is null is its removal."""
    rows = work.session.scalars(_of(noun, id).order_by(ChangeRow.seq.desc()).limit(MOST))
    return [Change(seq=row.seq, at=row.at, noun=row.noun, id=row.id, version=row.version, body=msgspec.Raw(row.body.encode())) for row in rows]


def newest(work: Work, noun: Noun, id: str) -> int:
    """0 when there never was such a thing: one that is made anew goes on counting, so that no version means two things."""
    return work.session.scalar(sa.select(sa.func.max(ChangeRow.version)).where(ChangeRow.noun == noun, ChangeRow.id == id)) or 0


def _of(noun: Noun, id: str) -> sa.Select[ChangeRow]:
    return sa.select(ChangeRow).where(ChangeRow.noun == noun, ChangeRow.id == id)
