"""Who was on shift at a moment: whose shift ran then, by the roster as it stood then, and who had signed in without one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from backend.rules import shifts
from backend.rules.past import must_have_zone
from backend.rules.reach import must_reach
from backend.session import Work
from backend.tables.shifts import ShiftPastRow, ShiftRow, SignRow
from wire.codes import DutyState
from wire.on_shift import OnShift
from wire.shifts import LONGEST_H

BACK = timedelta(hours=LONGEST_H + 12)  # so long before a moment somebody may have signed in who is still there


def on_shift(work: Work, at: datetime) -> list[OnShift]:
    """By unit."""
    must_have_zone(at)
    must_reach(at=at)
    running, signs = shifts.running_then(work, at), defaultdict[str, list[SignRow]](list)
    for row in work.session.scalars(sa.select(SignRow).where(SignRow.at > at - BACK, SignRow.at <= at).order_by(SignRow.at, SignRow.id)):
        signs[row.unit_id].append(row)
    there = {unit_id for unit_id, rows in signs.items() if rows[-1].duty is DutyState.ON_DUTY}
    return [_told(unit_id, running.get(unit_id), signs[unit_id]) for unit_id in sorted(running.keys() | there)]


def _told(unit_id: str, shift: ShiftRow | ShiftPastRow | None, signs: Iterable[SignRow]) -> OnShift:
    mine = [each for each in signs if shift is None or each.shift_id == shift.id or each.at >= shift.starts_at]
    signed = next((each for each in reversed(mine) if each.duty is DutyState.ON_DUTY), None)
    left = next((each.at for each in mine if each.duty is DutyState.OFF_DUTY and (signed is None or each.at > signed.at)), None)
    return OnShift(
        unit_id=unit_id,
        shift=shifts.message(shift) if shift is not None else None,
        signed_at=signed.at if signed is not None else None,
        result=signed.result if signed is not None else None,
        left_at=left,
    )
