"""The registers of muck trucks: companies, places, trucks, permits. What they say is what trucks are judged by from the next report on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from backend.refusals import ChangedMeanwhile, Malformed, RuleSaysNo, Unknown
from backend.rules import masks, versions
from backend.session import Work
from backend.tables.cameras import CameraRow
from backend.tables.hauls import HaulCompanyRow, HaulHeadRow, HaulPermitRow, HaulPlaceRow, HaulTripRow, HaulTruckRow
from backend.tables.units import UnitRow
from geo import fences
from wire.codes import HaulPlaceKind, HaulState, Noun, UnitKind
from wire.hauls import (
    HaulCompany,
    HaulCompanyOrder,
    HaulPermit,
    HaulPermitOrder,
    HaulPlace,
    HaulPlaceOrder,
    HaulSums,
    HaulTrip,
    HaulTruck,
    HaulTruckOrder,
)
from wire.message import Versioned
from wire.problem import FieldError

SHOWN = timedelta(hours=24)  # so long a trip that is over is still in the snapshot
KEPT = timedelta(days=400)  # as the change log
AT_ONCE = 500  # in one round of housekeeping
AnyOrder = HaulCompanyOrder | HaulPlaceOrder | HaulTruckOrder | HaulPermitOrder


@dataclass(frozen=True)
class Register:
    """`check` refuses what cannot be, and says what stands in the row beyond the order; `used` is where the id of a thing may stand."""

    noun: Noun
    name: str
    row: type[Any]
    message: type[Versioned]
    check: Callable[[Work, Any], dict[str, Any]]
    used: tuple[sa.orm.InstrumentedAttribute[Any], ...] = ()


def message(register: Register, row: Any) -> Any:
    values = {name: getattr(row, name) for name in register.message.__struct_fields__}
    if "phone" in values:
        values["phone"] = masks.phone(values["phone"])
    return register.message(**values)


def all_of(work: Work, register: Register) -> list[Any]:
    return [message(register, row) for row in work.session.scalars(sa.select(register.row).order_by(register.row.id))]


def one(work: Work, register: Register, id: str) -> Any:
    return message(register, _row(work, register, id))


def put(work: Work, register: Register, order: AnyOrder) -> Any:
    """Makes a thing, or replaces the version that the caller has seen: nobody overwrites what they do not know."""
    changed(work)
    beyond = register.check(work, order)
    row = work.session.get(register.row, order.id, with_for_update=True)
    if row is None and work.expected is not None:
        raise Unknown(register.name, order.id)
    values = msgspec.structs.asdict(order) | beyond
    if row is None:
        row = register.row(id=order.id, version=versions.newest(work, register.noun, order.id))
        if register is PERMITS:
            row.carried_m3, row.hauls = 0.0, 0
    elif work.expected is None and _same(row, values):
        return message(register, row)
    elif work.expected is None:
        raise ChangedMeanwhile(message(register, row))
    else:
        work.match(row.version, message(register, row))
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    work.session.add(row)
    return _publish(work, register, row, "PUT")


def bring(work: Work, register: Register, order: AnyOrder) -> bool:
    """By an import, whatever version there is; was anything new in it?"""
    row = work.session.get(register.row, order.id)
    if row is not None and _same(row, msgspec.structs.asdict(order) | register.check(work, order)):
        return False
    work.expected = row.version if row is not None else None
    put(work, register, order)
    work.expected = None
    return True


def remove(work: Work, register: Register, id: str) -> None:
    """`RuleSaysNo` while something else names it."""
    changed(work)
    row = _row(work, register, id, lock=True)
    work.match(row.version, message(register, row))
    if any(work.session.scalar(sa.select(sa.literal(1)).where(column == id).limit(1)) for column in register.used):
        raise RuleSaysNo("in_use", f"The {register.name} {id!r} is named by a truck, a place or a permit.")
    work.session.delete(row)
    work.publish(register.noun, row.id, row.version + 1, None)
    work.audit(f"{register.noun}.REMOVE", register.noun, row.id)


def trip_message(row: HaulTripRow) -> HaulTrip:
    return HaulTrip(**{name: getattr(row, name) for name in HaulTrip.__struct_fields__})


def shown_trips(work: Work) -> list[HaulTrip]:
    """What a console starts with: what goes on, and what has ended lately."""
    recent = sa.or_(HaulTripRow.state == HaulState.RUNNING, HaulTripRow.ended_at > work.at - SHOWN)
    return [trip_message(row) for row in work.session.scalars(sa.select(HaulTripRow).where(recent).order_by(HaulTripRow.id))]


class TripsWanted(NamedTuple):
    """Of a truck or of a permit, or of all; those that began from `since` on and before `until`."""

    truck_id: str = ""
    permit_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


def trips(work: Work, wanted: TripsWanted, limit: int) -> list[HaulTrip]:
    """The newest first."""
    chosen = sa.select(HaulTripRow).where(*_wanted(wanted)).order_by(HaulTripRow.started_at.desc(), HaulTripRow.id).limit(limit)
    return [trip_message(row) for row in work.session.scalars(chosen)]


def sums(work: Work, wanted: TripsWanted) -> HaulSums:
    """Of all of them, however many."""
    length_m, volume_m3 = (sa.func.coalesce(sa.func.sum(column), 0.0) for column in (HaulTripRow.length_m, HaulTripRow.volume_m3))
    count, length, volume = work.session.execute(sa.select(sa.func.count(HaulTripRow.id), length_m, volume_m3).where(*_wanted(wanted))).one()
    return HaulSums(trips=count, length_m=float(length), volume_m3=float(volume))


def purge(work: Work) -> None:
    """Trips that have been over for longer than the change log reaches back; the rest in the next round."""
    old = sa.select(HaulTripRow).where(HaulTripRow.ended_at < work.at - KEPT).order_by(HaulTripRow.ended_at).limit(AT_ONCE)
    for row in work.session.scalars(old):
        work.session.delete(row)
        work.publish(Noun.HAUL_TRIP, row.id, row.version + 1, None)


def _wanted(wanted: TripsWanted) -> list[sa.ColumnElement[bool]]:
    named = ((HaulTripRow.truck_id, wanted.truck_id), (HaulTripRow.permit_id, wanted.permit_id))
    found: list[sa.ColumnElement[bool]] = [column == id for column, id in named if id]
    if wanted.since:
        found.append(HaulTripRow.started_at >= wanted.since)
    if wanted.until:
        found.append(HaulTripRow.started_at < wanted.until)
    return found


def _same(row: Any, values: dict[str, Any]) -> bool:
    """Also when JSON has made lists of tuples."""
    return all(msgspec.to_builtins(getattr(row, name)) == msgspec.to_builtins(value) for name, value in values.items())


def _check_company(work: Work, order: HaulCompanyOrder) -> dict[str, Any]:
    """A telephone that comes back masked, as it was handed out, stays what it is."""
    row = work.session.get(HaulCompanyRow, order.id)
    return {"phone": row.phone} if row is not None and order.phone == masks.phone(row.phone) else {}


def _check_place(work: Work, order: HaulPlaceOrder) -> dict[str, Any]:
    _must_exist(work, HaulCompanyRow, "haul_company", order.company_id)
    shape = fences.ring(order.outline) if len(set(order.outline)) >= 3 else None
    if shape is None or not shape.is_valid or not shape.area:
        raise RuleSaysNo("crosses_itself", "The outline of this place crosses or touches itself.")
    within = shape.point_on_surface()
    return {"outline": [list(place) for place in order.outline], "lon": within.x, "lat": within.y}


def _check_truck(work: Work, order: HaulTruckOrder) -> dict[str, Any]:
    kind = work.session.scalar(sa.select(UnitRow.kind).where(UnitRow.id == order.id))
    if kind is None:
        raise Unknown("unit", order.id)
    if kind is not UnitKind.TRUCK:
        raise RuleSaysNo("no_truck", f"Unit {order.id!r} is no truck.")
    _must_exist(work, HaulCompanyRow, "haul_company", order.company_id)
    _must_exist(work, CameraRow, "camera", order.camera_id)
    return {}


def _check_permit(work: Work, order: HaulPermitOrder) -> dict[str, Any]:
    _must_exist(work, HaulCompanyRow, "haul_company", order.company_id)
    for path, id, kind in (("site_id", order.site_id, HaulPlaceKind.SITE), ("ground_id", order.ground_id, HaulPlaceKind.GROUND)):
        place = _must_exist(work, HaulPlaceRow, "haul_place", id, path)
        if place is not None and place.kind is not kind:
            refusal = RuleSaysNo("wrong_place", f"{place.name} is a {place.kind}, and must be a {kind}.")
            refusal.errors = [FieldError(path=path, detail=f"is a {place.kind}")]
            raise refusal
    if order.ends < order.starts:
        raise Malformed("A permit must not end before it begins.", [FieldError(path="ends", detail="is before starts")])
    if len(set(order.route)) < 2:
        raise Malformed("The approved line must have two places or more.", [FieldError(path="route", detail="is one place")])
    other = work.session.scalar(sa.select(HaulPermitRow.id).where(HaulPermitRow.number == order.number, HaulPermitRow.id != order.id))
    if other is not None:
        raise RuleSaysNo("permit_number_taken", f"Permit {other!r} has the number {order.number!r}.")
    known = set(work.session.scalars(sa.select(HaulTruckRow.id).where(HaulTruckRow.id.in_(order.truck_ids))))
    for id in order.truck_ids:
        if id not in known:
            raise Unknown("haul_truck", id)
    return {"route": [list(place) for place in order.route], "windows": [list(window) for window in order.windows]}


def _must_exist(work: Work, table: type[Any], name: str, id: str | None, path: str = "") -> Any:
    """`path`: where the order names it, when a register may be named at two places."""
    row = None if id is None else work.session.get(table, id)
    if row is None and id is not None:
        refusal = Unknown(name, id)
        refusal.errors = [FieldError(path=path, detail="is not known")] if path else []
        raise refusal
    return row


def _row(work: Work, register: Register, id: str, lock: bool = False) -> Any:
    row = work.session.get(register.row, id, with_for_update=lock or None)
    if row is None:
        raise Unknown(register.name, id)
    return row


def _publish(work: Work, register: Register, row: Any, act: str) -> Any:
    done = message(register, row)
    work.publish(register.noun, row.id, row.version, done)
    work.audit(f"{register.noun}.{act}", register.noun, row.id)
    return done


def changed(work: Work) -> None:
    """What trucks are judged on is otherwise from now on. Whoever judges holds the same row: taken first, so that nobody waits for two things."""
    work.session.execute(sa.update(HaulHeadRow).values(mark=HaulHeadRow.mark + 1))


COMPANIES = Register(
    Noun.HAUL_COMPANY,
    "haul_company",
    HaulCompanyRow,
    HaulCompany,
    _check_company,
    (HaulTruckRow.company_id, HaulPlaceRow.company_id, HaulPermitRow.company_id),
)
PLACES = Register(Noun.HAUL_PLACE, "haul_place", HaulPlaceRow, HaulPlace, _check_place, (HaulPermitRow.site_id, HaulPermitRow.ground_id))
TRUCKS = Register(Noun.HAUL_TRUCK, "haul_truck", HaulTruckRow, HaulTruck, _check_truck)
PERMITS = Register(Noun.HAUL_PERMIT, "haul_permit", HaulPermitRow, HaulPermit, _check_permit)
