"""A squad is called out to an alarm (DOMAIN 6.7, YC-02): the hall sends it, its terminal fetches it, it says that it goes, and that it is done.

Who sends a squad has seen to the alarm. What is over stays over: a squad that has declined can be sent anew, which is another callout.
"""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from backend.refusals import Malformed, NotYourRole, RuleSaysNo, Unknown
from backend.rules import alarms, masks
from backend.rules.answers import insert
from backend.session import Work
from backend.tables.alarms import AlarmRow, CalloutRow
from backend.tables.positions import LatestRow
from backend.tables.units import UnitRow
from wire.callouts import UNDER_WAY, Callout, CalloutAnswer, CalloutOrder
from wire.codes import HALL, CalloutState, DutyState, Noun, UnitKind
from wire.problem import FieldError

AFTER: dict[CalloutState, tuple[CalloutState, ...]] = {  # what the squad may say, and when
    CalloutState.ACCEPTED: (CalloutState.SENT, CalloutState.SEEN),
    CalloutState.DECLINED: UNDER_WAY,
    CalloutState.DONE: (CalloutState.ACCEPTED,),
}
STORED = [name for name in Callout.__struct_fields__ if not name.startswith("now_")]
LATE = timedelta(hours=24)  # nobody is sent to what has been over for so long
AT_ONCE = 500  # in one round of housekeeping


def message(row: CalloutRow) -> Callout:
    values = {name: getattr(row, name) for name in STORED}
    return Callout(**values | {"note": masks.text(row.note)})


def send(work: Work, alarm_id: str, order: CalloutOrder) -> Callout:
    """A new callout; that of this unit which is under way there, whatever it was sent for, when there is one."""
    alarm = work.session.get(AlarmRow, alarm_id, with_for_update=True)
    if alarm is None:
        raise Unknown("alarm", alarm_id)
    if alarm.cleared_at is not None and alarm.cleared_at < work.at - LATE:
        raise RuleSaysNo("alarm_over", f"The alarm has been over since {alarm.cleared_at.isoformat()}.")
    unit, (lon, lat) = _squad(work, order.unit_id, alarm.unit_id), _where(work, alarm)
    made: dict[str, Any] = {
        "alarm_id": alarm.id,
        "alarm": alarm.kind,
        "about": alarm.unit_id,
        "unit_id": unit.id,
        "department_id": unit.department_id,
    }
    made |= {"case_id": alarm.case_id, "lon": lon, "lat": lat, "sent_at": work.at, "sent_by": work.user.full_name, "note": ""}
    made |= {"id": uuid.uuid4().hex, "version": 1, "state": CalloutState.SENT}
    new = work.session.execute(insert(work, CalloutRow).values(**made).on_conflict_do_nothing().returning(CalloutRow.id)).scalar()
    if new is None:
        same = sa.select(CalloutRow).where(CalloutRow.about == alarm.unit_id, CalloutRow.unit_id == unit.id, CalloutRow.ended_at.is_(None))
        known = work.session.scalars(same).first()
        if known is None:
            raise RuleSaysNo("callout_not_so", f"{unit.name} has just come back from there: send it again.")
        return message(known)
    work.audit("CALLOUT.SEND", Noun.CALLOUT, new, f"{unit.id} to {alarm.unit_id} {alarm.kind}")
    alarms.see_to(work, alarm)
    done = message(work.session.get_one(CalloutRow, new))
    work.publish(Noun.CALLOUT, done.id, done.version, done)
    return done


def callouts(work: Work, unit_id: str | None = None, under_way: bool | None = None, limit: int | None = None) -> list[Callout]:
    """The newest first."""
    chosen = sa.select(CalloutRow).order_by(CalloutRow.sent_at.desc(), CalloutRow.id).limit(limit)
    if unit_id is not None:
        chosen = chosen.where(CalloutRow.unit_id == unit_id)
    if under_way is not None:
        chosen = chosen.where(CalloutRow.ended_at.is_(None) if under_way else CalloutRow.ended_at.is_not(None))
    return [message(row) for row in work.session.scalars(chosen)]


def shown(work: Work) -> list[Callout]:
    """What a console starts with: what is under way, and what was over lately."""
    recent = sa.or_(CalloutRow.ended_at.is_(None), CalloutRow.ended_at > work.at - alarms.SHOWN)
    return [message(row) for row in work.session.scalars(sa.select(CalloutRow).where(recent).order_by(CalloutRow.sent_at, CalloutRow.id))]


def visible(work: Work, unit_id: str | None, under_way: bool | None, limit: int) -> list[Callout]:
    """Of all units for the hall, of their own for everybody else; with where they are to go now, for it moves."""
    if HALL.isdisjoint(work.user.roles):
        if work.user.unit_id is None or unit_id not in (None, work.user.unit_id):
            raise NotYourRole(f"{work.user.name} sees the callouts of their own unit only.")
        unit_id = work.user.unit_id
    found = callouts(work, unit_id, under_way, limit)
    followed = _followed(work, found)
    about = sorted({each.about for each in found if each.id in followed})
    latest = sa.select(LatestRow.unit_id, LatestRow.lon, LatestRow.lat, LatestRow.at).where(LatestRow.unit_id.in_(about))
    places = {row.unit_id: {"now_lon": row.lon, "now_lat": row.lat, "now_at": _moment(row.at)} for row in work.session.execute(latest)}
    return [msgspec.structs.replace(each, **places.get(each.about, {})) if each.id in followed else each for each in found]


def _followed(work: Work, found: list[Callout]) -> frozenset[str]:
    """Whose `about` may be followed while a squad is under way: a person, beside the hall, once it has accepted and as long as the alarm lasts."""
    under_way = {each.id: each for each in found if each.ended_at is None}
    if not HALL.isdisjoint(work.user.roles):
        return frozenset(under_way)
    persons = sa.select(UnitRow.id).where(UnitRow.kind == UnitKind.INSPECTOR)
    lasting = sa.select(AlarmRow.id).where(AlarmRow.id == CalloutRow.alarm_id, AlarmRow.cleared_at.is_(None)).exists()
    of_others = sa.or_(CalloutRow.about.not_in(persons), sa.and_(CalloutRow.state == CalloutState.ACCEPTED, lasting))
    return frozenset(work.session.scalars(sa.select(CalloutRow.id).where(CalloutRow.id.in_(under_way), of_others)))


def unseen(work: Work, found: list[Callout]) -> list[str]:
    """Those that this terminal has now fetched for the first time."""
    return sorted(each.id for each in found if each.unit_id == work.user.unit_id and each.state is CalloutState.SENT)


def note_seen(work: Work, ids: list[str]) -> None:
    for id in ids:
        row = _row(work, id)
        if row.state is CalloutState.SENT:
            row.state, row.seen_at = CalloutState.SEEN, work.at
            _publish(work, row)


def answer(work: Work, id: str, said: CalloutAnswer) -> Callout:
    """What the squad says; to say the same again changes nothing."""
    if said.state not in AFTER:
        raise Malformed(f"A squad does not answer {said.state}.", [FieldError(path="state", detail="is ACCEPTED, DECLINED or DONE")])
    row = _row(work, id)
    if work.user.unit_id != row.unit_id:
        raise NotYourRole(f"The callout {id} is not for {work.user.name}.")
    work.match(row.version, message(row))
    if row.state is said.state:
        return message(row)
    if row.state not in AFTER[said.state]:
        raise RuleSaysNo("callout_not_so", f"The callout {id} is {row.state}: it cannot become {said.state}.")
    row.seen_at = row.seen_at or work.at
    row.state, row.note = said.state, said.note or row.note
    if said.state is CalloutState.ACCEPTED:
        row.accepted_at = work.at
    else:
        row.ended_at = work.at
    return _publish(work, row)


def withdraw(work: Work, id: str) -> Callout:
    """The hall does not need it any more."""
    row = _row(work, id)
    work.match(row.version, message(row))
    if row.ended_at is not None:
        raise RuleSaysNo("callout_not_so", f"The callout {id} is {row.state}: it cannot be withdrawn.")
    row.state, row.ended_at = CalloutState.WITHDRAWN, work.at
    work.audit("CALLOUT.WITHDRAW", Noun.CALLOUT, row.id, f"{row.unit_id} to {row.about} {row.alarm}")
    return _publish(work, row)


def make_case(work: Work, alarm_id: str, case_id: str) -> None:
    """A case was made of the alarm: it is of the alarm, of who was called out for it and of who is under way there. The first one stays."""
    if HALL.isdisjoint(work.user.roles):
        raise NotYourRole(f"{work.user.name} makes no cases of alarms.")
    about = alarms.make_case(work, alarm_id, case_id).unit_id
    there = sa.or_(CalloutRow.alarm_id == alarm_id, sa.and_(CalloutRow.about == about, CalloutRow.ended_at.is_(None)))
    for row in work.session.scalars(sa.select(CalloutRow).where(there, CalloutRow.case_id.is_(None)).order_by(CalloutRow.id).with_for_update()):
        row.case_id = case_id
        _publish(work, row)


def departments(work: Work, case_id: str) -> list[str]:
    """Whose squads were called out for a case, the first first; not those that did not go."""
    went = CalloutRow.state.in_((*UNDER_WAY, CalloutState.DONE))
    chosen = sa.select(CalloutRow.department_id).where(CalloutRow.case_id == case_id, went).order_by(CalloutRow.sent_at, CalloutRow.id)
    return [id for id in dict.fromkeys(work.session.scalars(chosen)) if id is not None]


def busy(work: Work) -> list[str]:
    """The unit of each callout that is under way."""
    return list(work.session.scalars(sa.select(CalloutRow.unit_id).where(CalloutRow.ended_at.is_(None))))


def purge(work: Work) -> None:
    """What has been over for as long as the alarms are kept; the rest in the next round."""
    old = sa.select(CalloutRow).where(CalloutRow.ended_at < work.at - alarms.KEPT).order_by(CalloutRow.ended_at).limit(AT_ONCE)
    for row in work.session.scalars(old):
        work.session.delete(row)
        work.publish(Noun.CALLOUT, row.id, row.version + 1, None)


def _squad(work: Work, unit_id: str, about: str) -> UnitRow:
    """Vehicles have no shifts: who is where is told by their fixes."""
    unit = work.session.get(UnitRow, unit_id)
    if unit is None:
        raise Unknown("unit", unit_id)
    if unit.kind is UnitKind.TRUCK or unit.id == about:
        raise RuleSaysNo("no_squad", f"{unit.name} is a muck truck, or what the alarm is of: it is not called out.")
    if unit.kind is UnitKind.INSPECTOR and unit.duty is not DutyState.ON_DUTY:
        raise RuleSaysNo("not_on_duty", f"{unit.name} is not on duty.")
    return unit


def _where(work: Work, alarm: AlarmRow) -> alarms.Place:
    """Where the unit is, else where it was at its worst."""
    number = sa.select(UnitRow.number).where(UnitRow.id == alarm.unit_id).scalar_subquery()
    fix = work.session.execute(sa.select(LatestRow.lon, LatestRow.lat).where(LatestRow.unit == number)).first()
    if fix is not None:
        return fix.lon, fix.lat
    if alarm.lon is None or alarm.lat is None:
        raise RuleSaysNo("nowhere", f"Nobody knows where {alarm.unit_id} is.")
    return alarm.lon, alarm.lat


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)


def _row(work: Work, id: str) -> CalloutRow:
    row = work.session.get(CalloutRow, id, with_for_update=True, populate_existing=True)
    if row is None:
        raise Unknown("callout", id)
    return row


def _publish(work: Work, row: CalloutRow) -> Callout:
    row.version += 1
    done = message(row)
    work.publish(Noun.CALLOUT, row.id, row.version, done)
    return done
