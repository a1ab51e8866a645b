"""Who has which case in hand. A claim is soft: it bars nobody from a step, it tells the others.

Free, or of somebody whose consoles are gone: whoever asks has it. Of somebody who is there: a supervisor takes it at once, a colleague
`grace_s` after asking, unless the holder has kept it; both with a reason. It ends with the status of the case in which it was taken.
"""

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from backend.refusals import RuleSaysNo
from backend.rules import masks
from backend.rules.cases import find
from backend.rules.catalogue import in_force
from backend.session import PRESENCE, Work
from backend.standards.presence import PresenceStandard
from backend.tables.cases import CaseRow
from backend.tables.presence import ClaimRow, DeskRow
from wire.codes import Noun
from wire.presence import Claim, ClaimOrder

NOBODY = {"asked_by": "", "asked_by_name": "", "asked_at": None, "reason": ""}


def claim(work: Work, case_id: str, order: ClaimOrder) -> Claim:
    """Answers who has the case now: the caller, or the one who has been asked for it."""
    case = find(work, case_id, lock=True)
    row = work.session.get(ClaimRow, case_id, populate_existing=True)
    if row is None or row.at < case.status_at:
        row = work.session.merge(_new(work, case))
    elif row.user == work.user.name:
        _keep(work, row)
    else:
        _take_or_ask(work, row, masks.about(case, order.reason.strip()))
    work.session.flush()
    work.wake(PRESENCE)
    return _message(row, row.user in _there(work))


def release(work: Work, case_id: str) -> None:
    """Who has asked for it has it then."""
    find(work, case_id, lock=True)
    row = work.session.get(ClaimRow, case_id, populate_existing=True)
    if row is None or row.user != work.user.name:
        return
    if _is_asked(work, row):
        work.audit("CLAIM.PASS", Noun.CASE, case_id, f"{row.user} -> {row.asked_by}: {row.reason}")
        _hand_over(work, row, row.asked_by, row.asked_by_name)
    else:
        work.session.delete(row)
    work.wake(PRESENCE)


def all_claims(work: Work) -> list[Claim]:
    """Those that hold, whether or not their holder is there."""
    there = _there(work)
    rows = work.session.scalars(sa.select(ClaimRow).where(holds()).order_by(ClaimRow.case_id))
    return [_message(row, row.user in there) for row in rows]


def holds() -> sa.ColumnElement[bool]:
    return sa.exists().where(CaseRow.id == ClaimRow.case_id, CaseRow.status_at <= ClaimRow.at)


def _new(work: Work, case: CaseRow) -> ClaimRow:
    return ClaimRow(case_id=case.id, user=work.user.name, full_name=work.user.full_name, at=max(work.at, case.status_at), **NOBODY)


def _keep(work: Work, row: ClaimRow) -> None:
    if row.asked_by:
        work.audit("CLAIM.KEEP", Noun.CASE, row.case_id, f"{row.user} keeps it, asked by {row.asked_by}: {row.reason}")
        _set(row, NOBODY)


def _take_or_ask(work: Work, row: ClaimRow, reason: str) -> None:
    rules, mine = _rules(work), row.asked_by == work.user.name
    if row.user not in _there(work):
        _take(work, row, reason or "its holder is gone")
    elif mine and row.asked_at is not None and work.at >= row.asked_at + timedelta(seconds=rules.grace_s):
        _take(work, row, row.reason)
    elif mine and not reason:
        return  # the grace runs
    elif not reason:
        raise RuleSaysNo("claimed", f"{row.full_name} has this case in hand; taking it over needs a reason.")
    elif not rules.supervisors.isdisjoint(work.user.roles):
        _take(work, row, reason)
    elif not mine and _is_asked(work, row):
        raise RuleSaysNo("asked_already", f"{row.asked_by_name} has asked {row.full_name} for this case before.")
    else:
        asked = {"asked_by": work.user.name, "asked_by_name": work.user.full_name, "asked_at": row.asked_at if mine else work.at, "reason": reason}
        _set(row, asked)
        work.audit("CLAIM.ASK", Noun.CASE, row.case_id, f"{row.asked_by} asks {row.user}: {reason}")


def _take(work: Work, row: ClaimRow, reason: str) -> None:
    work.audit("CLAIM.TAKE", Noun.CASE, row.case_id, f"{row.user} -> {work.user.name}: {reason}")
    _hand_over(work, row, work.user.name, work.user.full_name)


def _hand_over(work: Work, row: ClaimRow, name: str, full_name: str) -> None:
    _set(row, {"user": name, "full_name": full_name, "at": max(work.at, row.at), **NOBODY})


def _set(row: ClaimRow, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _is_asked(work: Work, row: ClaimRow) -> bool:
    """By somebody who is still there to take it."""
    return bool(row.asked_by) and row.asked_by in _there(work)


def _there(work: Work) -> set[str]:
    """Who has a console that gave a sign of life in time."""
    since = work.at - timedelta(seconds=_rules(work).stale_s)
    return set(work.session.scalars(sa.select(DeskRow.user).where(DeskRow.at > since)))


def _rules(work: Work) -> PresenceStandard:
    return in_force(work).presence


def _message(row: ClaimRow, live: bool) -> Claim:
    fields = {name: getattr(row, name) for name in Claim.__struct_fields__ if name != "live"}
    return Claim(**fields, live=live)
