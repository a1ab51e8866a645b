"""Footage that the police ask for: asked → copied → handed over, or refused with a reason. What is settled is never changed."""

from datetime import datetime
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from backend.refusals import Malformed, NotYourRole, RuleSaysNo, Unknown
from backend.session import Work
from backend.tables.cameras import CameraRow
from backend.tables.cases import CaseRow
from backend.tables.footage import FootageRow
from wire.footage import (
    DECIDERS,
    MOST_COPIES,
    OPEN,
    AnyFootageStep,
    CopyStep,
    FootageCopy,
    FootageFigures,
    FootageOrder,
    FootageRequest,
    FootageState,
    HandOverStep,
)
from wire.problem import FieldError

NOUN = "FOOTAGE"


class Wanted(NamedTuple):
    """`since` and `until` are when it was asked for, the end not in it; `text` stands in number, officer or unit; `after` is the last id known."""

    since: datetime | None = None
    until: datetime | None = None
    state: FootageState | None = None
    text: str = ""
    after: str = ""


def message(row: FootageRow) -> FootageRequest:
    fields = {name: getattr(row, name) for name in FootageRequest.__struct_fields__}
    return FootageRequest(**fields | {"copies": msgspec.convert(row.copies, list[FootageCopy])})


def requests(work: Work, wanted: Wanted, limit: int) -> list[FootageRequest]:
    """The newest first."""
    chosen = sa.select(FootageRow).where(*_conditions(wanted)).order_by(FootageRow.asked_at.desc(), FootageRow.id).limit(limit)
    if wanted.after:
        last = _row(work, wanted.after)
        older = sa.and_(FootageRow.asked_at == last.asked_at, FootageRow.id > last.id)
        chosen = chosen.where(sa.or_(FootageRow.asked_at < last.asked_at, older))
    return [message(row) for row in work.session.scalars(chosen)]


def one(work: Work, id: str) -> FootageRequest:
    return message(_row(work, id))


def figures(work: Work, since: datetime | None, until: datetime | None) -> FootageFigures:
    def settled(state: FootageState) -> int:
        return _count(work, FootageRow.state == state, *_within(FootageRow.settled_at, since, until))

    copied = work.session.scalars(sa.select(FootageRow.copies).where(FootageRow.state != FootageState.ASKED))
    times = [copy.at for copies in copied for copy in msgspec.convert(copies, list[FootageCopy])]
    return FootageFigures(
        asked=_count(work, *_within(FootageRow.asked_at, since, until)),
        served=settled(FootageState.HANDED_OVER),
        refused=settled(FootageState.REFUSED),
        copies=sum((since is None or at >= since) and (until is None or at < until) for at in times),
        waiting=_count(work, FootageRow.state.in_(OPEN)),
    )


def put(work: Work, order: FootageOrder) -> FootageRequest:
    """Enters a request, or corrects one of which nothing has been copied yet."""
    _check(work, order)
    row = work.session.get(FootageRow, order.id, with_for_update=True)
    if work.session.scalar(sa.select(FootageRow.id).where(FootageRow.number == order.number, FootageRow.id != order.id)) is not None:
        raise RuleSaysNo("footage_number_taken", f"There is a request {order.number!r} already.")
    if row is None:
        row = FootageRow(id=order.id, version=0, state=FootageState.ASKED, asked_at=work.at, copies=[], reason="", handed_to="")
        row.entered_by, row.entered_name = work.user.name, work.user.full_name
        row.settled_by, row.settled_name, row.settled_at = "", "", None
    else:
        work.match(row.version, message(row))
        if row.state != FootageState.ASKED:
            raise RuleSaysNo("footage_begun", "Something was copied for this request, or it is settled: it is not changed any more.")
    for name, value in msgspec.structs.asdict(order).items():
        setattr(row, name, value)
    work.session.add(row)
    return _kept(work, row, "FOOTAGE.ENTER", order.number)


def step(work: Work, id: str, order: AnyFootageStep) -> FootageRequest:
    row = _row(work, id, locked=True)
    work.match(row.version, message(row))
    if row.state not in OPEN:
        raise RuleSaysNo("footage_settled", "This request is handed over or refused already.")
    if isinstance(order, CopyStep):
        return _copy(work, row, order)
    if not DECIDERS.intersection(work.user.roles):
        raise NotYourRole("Only a leader hands footage over, or refuses it.")
    if isinstance(order, HandOverStep):
        if row.state != FootageState.COPIED:
            raise RuleSaysNo("footage_nothing_copied", "Nothing has been copied that could be handed over.")
        row.state, row.handed_to = FootageState.HANDED_OVER, order.to
    else:
        row.state, row.reason = FootageState.REFUSED, order.reason
    row.settled_at, row.settled_by, row.settled_name = work.at, work.user.name, work.user.full_name
    return _kept(work, row, f"FOOTAGE.{row.state}", row.handed_to or row.reason)


def _copy(work: Work, row: FootageRow, order: CopyStep) -> FootageRequest:
    if order.camera_id not in row.cameras:
        raise RuleSaysNo("footage_other_camera", f"Nobody asked for footage of camera {order.camera_id!r} in this request.")
    if any(copy["sha256"] == order.sha256 for copy in row.copies):
        raise RuleSaysNo("footage_copied_already", "This very file is in the copy log already.")
    if len(row.copies) >= MOST_COPIES:
        raise RuleSaysNo("footage_too_many_copies", f"A request takes {MOST_COPIES} files at most.")
    copy = FootageCopy(
        at=work.at, by=work.user.name, by_name=work.user.full_name, camera_id=order.camera_id, name=order.name, size=order.size, sha256=order.sha256
    )
    row.copies, row.state = [*row.copies, msgspec.to_builtins(copy)], FootageState.COPIED
    return _kept(work, row, "FOOTAGE.COPY", f"{order.name} {order.sha256}")


def _kept(work: Work, row: FootageRow, act: str, detail: str) -> FootageRequest:
    row.version += 1
    work.audit(act, NOUN, row.id, detail)
    return message(row)


def _check(work: Work, order: FootageOrder) -> None:
    for name in ("since", "until"):
        if getattr(order, name).tzinfo is None:
            raise Malformed("Times need a zone.", [FieldError(path=name, detail="needs a zone")])
    if order.until <= order.since:
        raise RuleSaysNo("ends_before_it_begins", "The period ends before it begins.")
    if order.since > work.at:
        raise RuleSaysNo("footage_to_come", "There is no footage yet of a time that is to come.")
    known = set(work.session.scalars(sa.select(CameraRow.id).where(CameraRow.id.in_(order.cameras))))
    for id in order.cameras:
        if id not in known:
            raise Unknown("camera", id)
    if order.case_id and work.session.get(CaseRow, order.case_id) is None:
        raise Unknown("case", order.case_id)


def _row(work: Work, id: str, locked: bool = False) -> FootageRow:
    row = work.session.get(FootageRow, id, with_for_update=locked)
    if row is None:
        raise Unknown("footage", id)
    return row


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found = _within(FootageRow.asked_at, wanted.since, wanted.until)
    if wanted.state:
        found.append(FootageRow.state == wanted.state)
    if wanted.text:
        named = (FootageRow.number, FootageRow.officer, FootageRow.unit)
        found.append(sa.or_(*(column.icontains(wanted.text, autoescape=True) for column in named)))
    return found


def _within(column: sa.SQLColumnExpression[datetime | None], since: datetime | None, until: datetime | None) -> list[sa.ColumnElement[bool]]:
    return [*([column >= since] if since else []), *([column < until] if until else [])]


def _count(work: Work, *conditions: sa.ColumnElement[bool]) -> int:
    return work.session.scalar(sa.select(sa.func.count()).select_from(FootageRow).where(*conditions)) or 0
