"""Who is at what: each console says it, again and again; one that is silent for too long is not there."""

import hashlib
from datetime import timedelta

import msgspec
import sqlalchemy as sa

from backend.rules import claims, ptz
from backend.rules.answers import insert
from backend.rules.catalogue import in_force
from backend.session import PRESENCE, Work
from backend.tables.presence import ClaimRow, DeskRow
from wire.presence import Attendance, Presence, PresenceReport

KEEP = timedelta(days=1)  # rows of consoles that did not take their leave
COLUMNS = (DeskRow.noun, DeskRow.id, DeskRow.field)


def report(work: Work, desk: str, said: PresenceReport) -> None:
    """A heartbeat that says nothing new wakes nobody."""
    mine = (DeskRow.user == work.user.name, DeskRow.desk == desk)
    before = work.session.execute(sa.select(*COLUMNS, DeskRow.since).where(*mine)).first()
    same = before is not None and (before.noun, before.id) == (said.noun, said.id)
    values = {"noun": said.noun, "id": said.id, "field": said.field, "at": work.at, "since": before.since if before and same else work.at}
    row = insert(work, DeskRow).values(user=work.user.name, desk=desk, full_name=work.user.full_name, **values)
    work.session.execute(row.on_conflict_do_update(index_elements=[DeskRow.user, DeskRow.desk], set_=values))
    if before is None or not same or before.field != said.field:
        work.wake(PRESENCE)


def leave(work: Work, desk: str) -> None:
    work.session.execute(sa.delete(DeskRow).where(DeskRow.user == work.user.name, DeskRow.desk == desk))
    work.wake(PRESENCE)


def attendance(work: Work) -> Attendance:
    """The picture as it is now; equal pictures have the same name, whichever process draws them."""
    live = DeskRow.at > work.at - timedelta(seconds=in_force(work).presence.stale_s)
    rows = work.session.scalars(sa.select(DeskRow).where(live).order_by(DeskRow.since, DeskRow.user, DeskRow.desk)).all()
    presences = [
        Presence(desk=row.desk, user=row.user, full_name=row.full_name, noun=row.noun, id=row.id, field=row.field, at=row.since)
        for row in rows
        if row.noun is not None
    ]
    held, controls, rounds = claims.all_claims(work), ptz.controls(work), ptz.rounds(work)
    seen = hashlib.sha256(msgspec.json.encode((presences, held, controls, rounds))).hexdigest()[:16]
    told = in_force(work).presence.message()
    return Attendance(seen=seen, at=work.at, rules=told, presences=presences, claims=held, controls=controls, rounds=rounds)


def purge(work: Work) -> None:
    work.session.execute(sa.delete(DeskRow).where(DeskRow.at < work.at - KEEP))
    work.session.execute(sa.delete(ClaimRow).where(~claims.holds()))
