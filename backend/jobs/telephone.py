"""Calls that an exchange has begun and never ended: it died, or its line did."""

from datetime import timedelta

import sqlalchemy as sa

from backend.rules import calls
from backend.session import SYSTEM, Database
from backend.tables.hotline import CallRow
from wire.calls import Missed
from wire.codes import CallState

RINGS_NO_LONGER = timedelta(minutes=10)


def give_up(database: Database) -> None:
    """Nobody lets it ring for so long."""
    with database.read() as work:
        ringing = sa.select(CallRow.id).where(CallRow.state == CallState.RINGING, CallRow.ring_at < work.at - RINGS_NO_LONGER)
        forgotten = list(work.session.scalars(ringing))
    if forgotten:
        with database.write(SYSTEM) as work:
            for id in forgotten:
                calls.hear(work, id, Missed())
