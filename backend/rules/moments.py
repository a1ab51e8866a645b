"""Moments: everybody lists and changes their own; whoever has the link of one opens it."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from backend.refusals import Malformed, RuleSaysNo, Unknown
from backend.session import Work
from backend.tables.moments import MomentRow
from wire.moments import MOST_MOMENTS, Moment, MomentOrder, MomentView
from wire.problem import FieldError

PLAIN = ("id", "version", "name", "at", "noun", "thing", "units", "by", "full_name", "kept_at")


def mine(work: Work) -> list[Moment]:
    """The latest moment first."""
    chosen = sa.select(MomentRow).where(MomentRow.by == work.user.name).order_by(MomentRow.at.desc(), MomentRow.id)
    return [message(row) for row in work.session.scalars(chosen)]


def one(work: Work, id: str) -> Moment:
    row = work.session.get(MomentRow, id)
    if row is None:
        raise Unknown("moment", id)
    return message(row)


def put(work: Work, order: MomentOrder) -> Moment:
    """What was selected is not looked up: it was there then, and may be gone."""
    _check(order.at, work.at)
    row = work.session.get(MomentRow, order.id, with_for_update=True)
    if row is None:
        mine = sa.select(sa.func.count()).select_from(MomentRow).where(MomentRow.by == work.user.name)
        if (work.session.scalar(mine) or 0) >= MOST_MOMENTS:
            raise RuleSaysNo("too_many_moments", f"One person keeps {MOST_MOMENTS} moments at most.")
        row = MomentRow(id=order.id, version=0, by=work.user.name, kept_at=work.at)
        work.session.add(row)
    else:
        _must_be_mine(work, row)
        work.match(row.version, message(row))
    row.version, row.full_name = row.version + 1, work.user.full_name
    row.name, row.at, row.noun, row.thing, row.units = order.name, order.at, order.noun, order.thing, order.units
    row.ring, row.view = msgspec.to_builtins(order.ring), msgspec.to_builtins(order.view) or {}
    work.audit("MOMENT.PUT", "MOMENT", row.id, f"{order.name} {order.at.isoformat()}")
    return message(row)


def remove(work: Work, id: str) -> None:
    row = work.session.get(MomentRow, id, with_for_update=True)
    if row is None:
        raise Unknown("moment", id)
    _must_be_mine(work, row)
    work.match(row.version, message(row))
    work.session.delete(row)
    work.audit("MOMENT.REMOVE", "MOMENT", id, row.name)


def message(row: MomentRow) -> Moment:
    view = msgspec.convert(row.view, MomentView) if row.view else None
    ring = [(float(lon), float(lat)) for lon, lat in row.ring]
    return Moment(**{name: getattr(row, name) for name in PLAIN}, ring=ring, view=view)


def _must_be_mine(work: Work, row: MomentRow) -> None:
    if row.by != work.user.name:
        raise RuleSaysNo("not_your_moment", f"This moment is kept by {row.full_name}.")


def _check(at: datetime, now: datetime) -> None:
    if at.tzinfo is None:
        raise Malformed("A moment must be a time with a zone.", [FieldError(path="at", detail="needs a zone")])
    if at > now:
        raise RuleSaysNo("moment_to_come", "This moment has not been yet.")
