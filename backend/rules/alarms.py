"""Alarms of supervision: raised and cleared by whoever watches units, seen to by the hall. See `hysteresis` for when.

    alarms.raise_(work, AlarmKind.SPEED, unit_id, cause=permit.id, value=24.1, threshold=16.7, place=(lon, lat))
    alarms.clear(work, AlarmKind.SPEED, unit_id, cause=permit.id)

Both may be said again: what is open already only grows, and what is not open is not cleared.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from backend.refusals import Unknown
from backend.rules import masks
from backend.rules.answers import insert
from backend.session import Work
from backend.tables.alarms import AlarmRow, WatchingRow
from backend.tables.cases import CaseRow
from wire.alarms import ACKNOWLEDGERS, LEVELS, AcknowledgeOrder, Alarm
from wire.codes import AlarmKind, Noun

SHOWN = timedelta(hours=24)  # so long what was cleared is still in the snapshot
KEPT = timedelta(days=400)  # as the change log
AT_ONCE = 500  # in one round of housekeeping
GROWS = 1.1  # a value is told anew when it has grown by a tenth
Place = tuple[float, float]  # lon, lat


class Wanted(NamedTuple):
    """`since` and `until`: open at some time between, the end not in it; `is_open`: now; `after` is the last id known."""

    since: datetime | None = None
    until: datetime | None = None
    unit_id: str = ""
    kinds: Sequence[AlarmKind] = ()
    is_open: bool | None = None
    after: str = ""


def message(row: AlarmRow) -> Alarm:
    values = {name: getattr(row, name) for name in Alarm.__struct_fields__}
    return Alarm(**values | {"note": masks.text(row.note)})


def raise_(
    work: Work,
    kind: AlarmKind,
    unit_id: str,
    cause: str = "",
    *,
    level: int = 1,
    value: float | None = None,
    threshold: float | None = None,
    place: Place | None = None,
    at: datetime | None = None,
) -> Alarm:
    """The open alarm of this unit, kind and cause, made when there is none. A higher level or a greater value makes it worse.

    `at` is when it began, by default now; `place` where the unit is.
    """
    level = min(max(level, 1), LEVELS)
    lon, lat = place or (None, None)
    fields = {"kind": kind, "unit_id": unit_id, "cause": cause, "raised_at": at or work.at, "level": level, "worst": level}
    fields |= {"lon": lon, "lat": lat, "value": value, "threshold": threshold}
    made = {"id": uuid.uuid4().hex, "version": 1, "acknowledged_by": "", "note": ""}
    new = work.session.execute(insert(work, AlarmRow).values(**made, **fields).on_conflict_do_nothing().returning(AlarmRow.id)).scalar()
    if new is None:
        return _grown(work, _open(work, kind, unit_id, cause), level, value, place)
    row = work.session.get_one(AlarmRow, new)
    return _publish(work, row)


def clear(work: Work, kind: AlarmKind, unit_id: str, cause: str = "", *, value: float | None = None, at: datetime | None = None) -> Alarm | None:
    """Ends the open alarm, if there is one; `value` is the greatest there was."""
    row = _open(work, kind, unit_id, cause)
    if row is None:
        return None
    row.cleared_at = max(at or work.at, row.raised_at)
    row.value = _greater(row.value, value)
    row.version += 1
    return _publish(work, row)


def open_alarms(work: Work, kinds: Iterable[AlarmKind] = tuple(AlarmKind), unit_ids: Iterable[str] | None = None) -> list[Alarm]:
    chosen = sa.select(AlarmRow).where(AlarmRow.cleared_at.is_(None), AlarmRow.kind.in_(list(kinds)))
    if unit_ids is not None:
        chosen = chosen.where(AlarmRow.unit_id.in_(list(unit_ids)))
    return [message(row) for row in work.session.scalars(chosen.order_by(AlarmRow.raised_at, AlarmRow.id))]


def shown(work: Work) -> list[Alarm]:
    """What a console starts with: all that is open, and what was cleared lately."""
    recent = sa.or_(AlarmRow.cleared_at.is_(None), AlarmRow.cleared_at > work.at - SHOWN)
    return [message(row) for row in work.session.scalars(sa.select(AlarmRow).where(recent).order_by(AlarmRow.raised_at, AlarmRow.id))]


def alarms(work: Work, wanted: Wanted, limit: int) -> list[Alarm]:
    """The newest first."""
    chosen = sa.select(AlarmRow).where(*_conditions(wanted)).order_by(AlarmRow.raised_at.desc(), AlarmRow.id).limit(limit)
    if wanted.after:
        last = _row(work, wanted.after)
        older = sa.and_(AlarmRow.raised_at == last.raised_at, AlarmRow.id > last.id)
        chosen = chosen.where(sa.or_(AlarmRow.raised_at < last.raised_at, older))
    return [message(row) for row in work.session.scalars(chosen)]


def one(work: Work, id: str) -> Alarm:
    return message(_row(work, id))


def acknowledge(work: Work, id: str, order: AcknowledgeOrder) -> Alarm:
    """Who was first stays; to acknowledge again adds a note or a case where there was none, and else changes nothing."""
    row = _row(work, id, locked=True)
    work.match(row.version, message(row))
    if order.case_id is not None and work.session.get(CaseRow, order.case_id) is None:
        raise Unknown("case", order.case_id)
    return see_to(work, row, order.note, order.case_id)


def see_to(work: Work, row: AlarmRow, note: str = "", case_id: str | None = None) -> Alarm:
    """The same for an alarm that is locked, and whose case is known to be there."""
    first = row.acknowledged_at is None
    note, case_id = row.note or note, row.case_id or case_id
    if not first and (note, case_id) == (row.note, row.case_id):
        return message(row)
    if first:
        row.acknowledged_at, row.acknowledged_by = work.at, work.user.full_name
    row.note, row.case_id, row.version = note, case_id, row.version + 1
    work.audit("ALARM.ACKNOWLEDGE", Noun.ALARM, row.id, f"{row.unit_id} {row.kind} {masks.text(note)}".strip())
    return _publish(work, row)


def make_case(work: Work, id: str, case_id: str) -> Alarm:
    """A case was made of it; the first one stays. Who may see to alarms has seen to it with that."""
    row = _row(work, id, locked=True)
    if not ACKNOWLEDGERS.isdisjoint(work.user.roles):
        return see_to(work, row, case_id=case_id)
    if row.case_id is None:
        row.case_id, row.version = case_id, row.version + 1
        return _publish(work, row)
    return message(row)


def purge(work: Work) -> None:
    """What has been over for longer than the change log reaches back; the rest in the next round."""
    old = sa.select(AlarmRow).where(AlarmRow.cleared_at < work.at - KEPT).order_by(AlarmRow.cleared_at).limit(AT_ONCE)
    for row in work.session.scalars(old):
        work.session.delete(row)
        work.publish(Noun.ALARM, row.id, row.version + 1, None)


def remembered(work: Work, watch: str) -> dict[str, dict[str, Any]]:
    """What a kind of watching has kept, by unit."""
    found = work.session.execute(sa.select(WatchingRow.unit_id, WatchingRow.body).where(WatchingRow.watch == watch))
    return {row.unit_id: row.body for row in found}


def remember(work: Work, watch: str, bodies: dict[str, dict[str, Any]]) -> None:
    """Keep this of these units until it is asked for; an empty body forgets the unit."""
    gone = [unit_id for unit_id, body in bodies.items() if not body]
    if gone:
        work.session.execute(sa.delete(WatchingRow).where(WatchingRow.watch == watch, WatchingRow.unit_id.in_(gone)))
    if rows := [{"watch": watch, "unit_id": unit_id, "body": body} for unit_id, body in bodies.items() if body]:
        kept = insert(work, WatchingRow)
        kept = kept.on_conflict_do_update(index_elements=[WatchingRow.watch, WatchingRow.unit_id], set_={"body": kept.excluded.body})
        work.session.execute(kept, rows)


def _grown(work: Work, row: AlarmRow | None, level: int, value: float | None, place: Place | None) -> Alarm:
    assert row is not None
    greater = value is not None and (row.value is None or value >= row.value * GROWS)
    if level == row.level and not greater:
        return message(row)
    if level > row.worst or greater:
        row.lon, row.lat = place or (row.lon, row.lat)
    row.level, row.worst, row.value = level, max(row.worst, level), _greater(row.value, value)
    row.version += 1
    return _publish(work, row)


def _open(work: Work, kind: AlarmKind, unit_id: str, cause: str) -> AlarmRow | None:
    mine = (AlarmRow.unit_id == unit_id, AlarmRow.kind == kind, AlarmRow.cause == cause, AlarmRow.cleared_at.is_(None))
    return work.session.scalar(sa.select(AlarmRow).where(*mine).with_for_update())


def _publish(work: Work, row: AlarmRow) -> Alarm:
    done = message(row)
    work.publish(Noun.ALARM, row.id, row.version, done)
    return done


def _row(work: Work, id: str, locked: bool = False) -> AlarmRow:
    row = work.session.get(AlarmRow, id, with_for_update=locked or None)
    if row is None:
        raise Unknown("alarm", id)
    return row


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.since is not None:
        found.append(sa.or_(AlarmRow.cleared_at.is_(None), AlarmRow.cleared_at >= wanted.since))
    if wanted.until is not None:
        found.append(AlarmRow.raised_at < wanted.until)
    if wanted.unit_id:
        found.append(AlarmRow.unit_id == wanted.unit_id)
    if wanted.kinds:
        found.append(AlarmRow.kind.in_(list(wanted.kinds)))
    if wanted.is_open is not None:
        found.append(AlarmRow.cleared_at.is_(None) if wanted.is_open else AlarmRow.cleared_at.is_not(None))
    return found


def _greater(known: float | None, value: float | None) -> float | None:
    return max((each for each in (known, value) if each is not None), default=None)
