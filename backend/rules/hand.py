"""Figures that no case tells, entered by hand with a reason: points given and taken, scores of others, approvals published."""

from collections import defaultdict
from datetime import date, datetime

import sqlalchemy as sa

from backend.refusals import RuleSaysNo
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.counts import HandRow
from backend.tables.people import DepartmentRow
from wire.evaluation import HandFigure, HandOrder, Period
from wire.periods import span


def enter(work: Work, order: HandOrder) -> HandFigure:
    """The same order again answers the same figure."""
    if order.kind not in {kind.id for kind in in_force(work).evaluation.hand}:
        raise RuleSaysNo("unknown_hand_figure", f"There is no figure {order.kind!r} that is entered by hand.")
    if order.key and work.session.get(DepartmentRow, order.key) is None:
        raise RuleSaysNo("unknown_department", f"There is no department {order.key!r}.")
    first, last = span(order.period, order.day)
    known = work.session.get(HandRow, order.id)
    if known is not None:
        if (known.kind, known.key, known.first, known.last, known.value) != (order.kind, order.key, first, last, order.value):
            raise RuleSaysNo("id_taken", f"Another figure has the id {order.id!r}.")
        return _message(known)
    values = {"id": order.id, "kind": order.kind, "key": order.key, "period": order.period, "value": order.value, "reason": order.reason}
    row = HandRow(**values, first=first, last=last, user=work.user.full_name, at=work.at)
    work.session.add(row)
    work.audit("EVALUATION.HAND", "", order.id, f"{order.kind} of {order.key or 'the city'} {first}: {order.value:g}")
    return _message(row)


def entered(work: Work, first: date, last: date) -> list[HandFigure]:
    """Those of periods within these days, the newest first."""
    rows = work.session.scalars(sa.select(HandRow).where(HandRow.first >= first, HandRow.last <= last).order_by(HandRow.at.desc(), HandRow.id))
    return [_message(row) for row in rows]


def figures(work: Work, period: Period, first: date, last: date, at: datetime) -> dict[str, dict[str, float]]:
    """By unit and kind, as they were at a time. Of kinds that add up those of shorter periods count too, of others only the period's own."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    adding = {kind.id for kind in in_force(work).evaluation.hand if kind.adds}
    for figure in reversed(entered(work, first, last)):
        if figure.at > at:
            continue
        own = found[figure.key]
        if figure.kind in adding:
            own[figure.kind] = own.get(figure.kind, 0.0) + figure.value
        elif figure.period is period:
            own[figure.kind] = figure.value
    return found


def _message(row: HandRow) -> HandFigure:
    return HandFigure(**{name: getattr(row, name) for name in HandFigure.__struct_fields__})
