"""The roster, signing in and out, and the spans of what people were seen to do."""

import uuid
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from backend import spatial, standards
from backend.refusals import Malformed, RuleSaysNo, Unknown
from backend.rules import believed
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.standards.duty import SigningIn
from backend.tables.places import GridRow
from backend.tables.positions import LatestRow
from backend.tables.shifts import ShiftPastRow, ShiftRow, SignRow, WorkSpanRow
from backend.tables.units import UnitRow
from geo.tracks import metres
from wire.codes import DutyState, GridKind, SignResult, UnitKind, WorkState
from wire.problem import FieldError
from wire.shifts import LONGEST_H, Shift, ShiftKind, ShiftOrder, Sign
from wire.units import SignIn

KEPT = timedelta(days=400)
NOUN = "SHIFT"


def message(row: ShiftRow | ShiftPastRow) -> Shift:
    return Shift(**{name: getattr(row, name) for name in Shift.__struct_fields__})


def sign_of(row: SignRow) -> Sign:
    return Sign(**{name: getattr(row, name) for name in Sign.__struct_fields__})


def shifts(work: Work, first: date, last: date, unit_id: str = "", limit: int = 5000) -> list[Shift]:
    """Those that begin on these days, by day, time and unit."""
    chosen = sa.select(ShiftRow).where(ShiftRow.day.between(first, last))
    if unit_id:
        chosen = chosen.where(ShiftRow.unit_id == unit_id)
    return [message(row) for row in work.session.scalars(chosen.order_by(ShiftRow.day, ShiftRow.starts_at, ShiftRow.unit_id).limit(limit))]


def kinds() -> list[ShiftKind]:
    known = standards.in_force().duty.shift
    return [ShiftKind(code=code, name=times.name[0], name_en=times.name[1], starts=times.starts, ends=times.ends) for code, times in known.items()]


def one(work: Work, id: str) -> Shift:
    return message(_row(work, id))


def put(work: Work, order: ShiftOrder) -> Shift:
    """Makes or replaces a shift. Nobody works twice at a time."""
    unit = work.session.get(UnitRow, order.unit_id)
    if unit is None or unit.kind is not UnitKind.INSPECTOR:
        raise RuleSaysNo("unknown_inspector", f"There is no inspector {order.unit_id!r}.")
    starts_at, ends_at = _times(order)
    grids = order.grids or unit.duty_grids
    row = work.session.get(ShiftRow, order.id, with_for_update=True)
    if row is None:
        row = ShiftRow(id=order.id, version=0, rotation="")
    else:
        work.match(row.version, message(row))
        _keep(work, row)
    meets = sa.and_(ShiftRow.starts_at < ends_at, ShiftRow.ends_at > starts_at)
    if other := work.session.scalar(sa.select(ShiftRow.id).where(ShiftRow.unit_id == order.unit_id, ShiftRow.id != order.id, meets).limit(1)):
        raise RuleSaysNo("shift_overlaps", f"{unit.name} works then already: shift {other!r}.")
    row.unit_id, row.day, row.kind, row.starts_at, row.ends_at = order.unit_id, order.day, order.kind, starts_at, ends_at
    row.grids, row.team = list(grids), order.team or unit.team
    place = (order.lon, order.lat) if order.lon is not None and order.lat is not None else middle(work, grids)
    row.lon, row.lat = place or (None, None)
    row.radius_m = (order.radius_m or standards.in_force().duty.sign_in.radius_m) if place else None
    row.version, row.since = row.version + 1, work.at
    work.session.add(row)
    work.audit("SHIFT.PUT", NOUN, row.id, f"{row.unit_id} {row.day} {row.kind}")
    return message(row)


def remove(work: Work, id: str) -> None:
    row = _row(work, id)
    work.match(row.version, message(row))
    _keep(work, row)
    work.session.delete(row)
    work.audit("SHIFT.REMOVE", NOUN, row.id, f"{row.unit_id} {row.day} {row.kind}")


def middle(work: Work, grids: list[str]) -> tuple[float, float] | None:
    """Of the first duty grid of these that is known."""
    grids = [spatial.code_of(GridKind.DUTY, each) for each in grids]
    known = sa.select(GridRow.code, GridRow.lon, GridRow.lat).where(GridRow.kind == GridKind.DUTY, GridRow.code.in_(grids))
    places = {code: (lon, lat) for code, lon, lat in work.session.execute(known)}
    return next((places[code] for code in grids if code in places), None)


def running(work: Work, at: datetime) -> dict[str, ShiftRow]:
    """The shifts of this moment by unit."""
    rows = work.session.scalars(sa.select(ShiftRow).where(ShiftRow.starts_at <= at, ShiftRow.ends_at > at).order_by(ShiftRow.starts_at))
    return {row.unit_id: row for row in rows}


def running_then(work: Work, at: datetime) -> dict[str, ShiftRow | ShiftPastRow]:
    """The shifts of an earlier moment by unit, as the roster stood at it: what was entered or changed later is not in it."""
    now = sa.select(ShiftRow).where(ShiftRow.starts_at <= at, ShiftRow.ends_at > at, sa.or_(ShiftRow.since.is_(None), ShiftRow.since <= at))
    past = sa.select(ShiftPastRow).where(ShiftPastRow.starts_at <= at, ShiftPastRow.ends_at > at, ShiftPastRow.until > at)
    past = past.where(sa.or_(ShiftPastRow.since.is_(None), ShiftPastRow.since <= at))
    found: dict[str, ShiftRow | ShiftPastRow] = {row.unit_id: row for row in work.session.scalars(now.order_by(ShiftRow.starts_at))}
    return found | {row.unit_id: row for row in work.session.scalars(past.order_by(ShiftPastRow.starts_at))}


def _keep(work: Work, row: ShiftRow) -> None:
    """As it stood until now. Of a shift that had not begun nobody asks who was on it."""
    if row.starts_at < work.at:
        values = {name: getattr(row, name) for name in (*Shift.__struct_fields__, "since")}
        work.session.add(ShiftPastRow(**values | {"grids": list(row.grids), "until": work.at}))


def grids_now(work: Work) -> dict[str, list[str]]:
    """The duty grids that the roster gives people at this moment, in the place of those they are known to answer for."""
    return {unit_id: shift.grids for unit_id, shift in running(work, work.at).items() if shift.grids}


def enter_sign(work: Work, unit: UnitRow, order: SignIn) -> None:
    """What a sign-in or sign-out was worth."""
    rules = standards.in_force().duty.sign_in
    shift = _shift_for(work, unit.id, rules)
    lon, lat = order.lon, order.lat
    if lon is None or lat is None:
        lon, lat = _last_place(work, unit) or (None, None)
    away = None
    if shift is not None and shift.lon is not None and shift.lat is not None and lon is not None and lat is not None:
        away = float(metres(shift.lon, shift.lat, [lon], [lat])[0])
    result = _result(work.at, order.duty, shift, away, rules)
    row = SignRow(id=uuid.uuid4().hex, unit_id=unit.id, shift_id=shift.id if shift else None, duty=order.duty, at=work.at, result=result)
    row.lon, row.lat, row.away_m = lon, lat, away
    work.session.add(row)


def signs(work: Work, unit_id: str, since: datetime, until: datetime) -> list[Sign]:
    chosen = sa.select(SignRow).where(SignRow.unit_id == unit_id, SignRow.at >= since, SignRow.at < until)
    return [sign_of(row) for row in work.session.scalars(chosen.order_by(SignRow.at))]


def enter_state(work: Work, unit: UnitRow, state: WorkState) -> bool:
    """From now on the unit does this; whether it did something else before. The caller publishes the unit."""
    if unit.state is state:
        return False
    open_span = sa.select(WorkSpanRow).where(WorkSpanRow.unit_id == unit.id, WorkSpanRow.until.is_(None))
    if (running_span := work.session.scalar(open_span)) is not None:
        running_span.until = work.at
        work.session.flush()
    if state is not WorkState.OFF_DUTY:
        work.session.add(WorkSpanRow(unit_id=unit.id, state=state, since=work.at, until=None))
    unit.state, unit.state_at = state, work.at
    return True


def purge(work: Work) -> None:
    old = work.at - KEPT
    work.session.execute(sa.delete(SignRow).where(SignRow.at < old))
    work.session.execute(sa.delete(WorkSpanRow).where(WorkSpanRow.until < old))
    work.session.execute(sa.delete(ShiftRow).where(ShiftRow.ends_at < old))
    work.session.execute(sa.delete(ShiftPastRow).where(ShiftPastRow.ends_at < old))


def _times(order: ShiftOrder) -> tuple[datetime, datetime]:
    times = standards.in_force().duty.shift.get(order.kind)
    if times is None:
        raise RuleSaysNo("unknown_shift_kind", f"There is no kind of shift {order.kind!r}.")
    usual = times.span(order.day)
    starts_at, ends_at = order.starts_at or usual[0], order.ends_at or usual[1]
    for name, at in (("starts_at", starts_at), ("ends_at", ends_at)):
        if at.tzinfo is None:
            raise Malformed("Times need a zone.", [FieldError(path=name, detail="needs a zone")])
    if not timedelta() < ends_at - starts_at <= timedelta(hours=LONGEST_H):
        raise RuleSaysNo("ends_before_it_begins", "The shift ends before it begins, or lasts more than a day.")
    return starts_at, ends_at


def _shift_for(work: Work, unit_id: str, rules: SigningIn) -> ShiftRow | None:
    """The one that runs, or begins soon."""
    soon = ShiftRow.starts_at <= work.at + timedelta(seconds=rules.before_s)
    chosen = sa.select(ShiftRow).where(ShiftRow.unit_id == unit_id, soon, ShiftRow.ends_at > work.at).order_by(ShiftRow.starts_at).limit(1)
    lately = sa.and_(ShiftRow.ends_at <= work.at, ShiftRow.ends_at > work.at - timedelta(hours=LONGEST_H))
    ended = sa.select(ShiftRow).where(ShiftRow.unit_id == unit_id, lately).order_by(ShiftRow.ends_at.desc()).limit(1)
    return work.session.scalar(chosen) or work.session.scalar(ended)


def _result(at: datetime, duty: DutyState, shift: ShiftRow | None, away: float | None, rules: SigningIn) -> SignResult:
    if shift is None or (duty is DutyState.ON_DUTY and shift.ends_at <= at):
        return SignResult.EXTRA
    if duty is DutyState.OFF_DUTY:
        return SignResult.LEFT_EARLY if at < shift.ends_at - timedelta(seconds=rules.early_s) else SignResult.NORMAL
    if at > shift.starts_at + timedelta(seconds=rules.late_s):
        return SignResult.LATE
    if shift.radius_m is None or shift.lon is None:
        return SignResult.NORMAL
    if away is None:
        return SignResult.UNPLACED
    return SignResult.ELSEWHERE if away > shift.radius_m else SignResult.NORMAL


def _last_place(work: Work, unit: UnitRow) -> tuple[float, float] | None:
    fresh = (work.at - timedelta(seconds=standards.in_force().duty.fresh_s)).timestamp() * 1000
    chosen = sa.select(LatestRow.lon, LatestRow.lat).where(LatestRow.unit == unit.number, LatestRow.at >= fresh)
    found = work.session.execute(chosen.where(believed.newest(in_force(work).tracks.of(unit.kind)))).first()
    return (found[0], found[1]) if found else None


def _row(work: Work, id: str) -> ShiftRow:
    row = work.session.get(ShiftRow, id)
    if row is None:
        raise Unknown("shift", id)
    return row
