"""Geofences: areas that people of the hall draw."""

import msgspec
import sqlalchemy as sa
from shapely.geometry.base import BaseGeometry

from backend.refusals import ChangedMeanwhile, RuleSaysNo, Unknown
from backend.rules import names, versions
from backend.session import Work
from backend.tables.maps import GeofenceRow
from geo import fences
from wire.codes import FenceKind, Noun
from wire.geofences import Geofence, GeofenceOrder
from wire.search import HitKind


def message(row: GeofenceRow) -> Geofence:
    return Geofence(**{name: getattr(row, name) for name in Geofence.__struct_fields__})


def all_geofences(work: Work) -> list[Geofence]:
    return [message(row) for row in work.session.scalars(sa.select(GeofenceRow).order_by(GeofenceRow.id))]


def one(work: Work, id: str) -> Geofence:
    return message(_row(work, id))


def put(work: Work, order: GeofenceOrder) -> Geofence:
    """Makes a geofence, or replaces the version that the caller has seen: nobody overwrites what they do not know. The shape must be one."""
    check(order)
    row = work.session.get(GeofenceRow, order.id, with_for_update=True)
    if row is None and work.expected is not None:
        raise Unknown("geofence", order.id)
    if row is not None and work.expected is None:
        raise ChangedMeanwhile(message(row))
    if row is None:
        row = GeofenceRow(id=order.id, version=versions.newest(work, Noun.GEOFENCE, order.id))
    else:
        work.match(row.version, message(row))
    for name, value in msgspec.structs.asdict(order).items():
        setattr(row, name, value)
    row.places, row.by, row.version = [list(place) for place in order.places], work.user.name, row.version + 1
    row.at = work.at
    row.west, row.south, row.east, row.north = area(order.kind, order.places, order.radius_m).bounds
    work.session.add(row)
    names.enter_row(work, HitKind.GEOFENCE, row)
    done = msgspec.structs.replace(message(row), places=order.places)
    work.publish(Noun.GEOFENCE, row.id, row.version, done)
    work.audit("GEOFENCE.PUT", Noun.GEOFENCE, row.id)
    return done


def remove(work: Work, id: str) -> None:
    row = _row(work, id, lock=True)
    work.match(row.version, message(row))
    work.session.delete(row)
    names.strike(work, HitKind.GEOFENCE, [row.id])
    work.publish(Noun.GEOFENCE, row.id, row.version + 1, None)
    work.audit("GEOFENCE.REMOVE", Noun.GEOFENCE, row.id)


def check(order: GeofenceOrder) -> None:
    """`RuleSaysNo` with the reason when the places and the radius make no such shape."""
    places, has_radius = len(set(order.places)), order.radius_m is not None
    if order.kind is FenceKind.CIRCLE and not (len(order.places) == 1 and has_radius):
        raise RuleSaysNo("no_circle", "A circle is one place and a radius.")
    if order.kind is FenceKind.CORRIDOR and not (places >= 2 and has_radius):
        raise RuleSaysNo("no_corridor", "A corridor is a line of two places or more, and a radius.")
    if order.kind is FenceKind.POLYGON:
        if places < 3 or has_radius:
            raise RuleSaysNo("no_polygon", "A polygon is three places or more, and has no radius.")
        if not area(order.kind, order.places, None).is_valid:
            raise RuleSaysNo("crosses_itself", "The outline of this polygon crosses or touches itself.")


def area(kind: FenceKind, places: fences.Places, radius_m: float | None) -> BaseGeometry:
    """What a geofence covers, lon/lat."""
    return fences.ring(places) if kind is FenceKind.POLYGON else fences.around(places, radius_m or 0.0)


def _row(work: Work, id: str, lock: bool = False) -> GeofenceRow:
    row = work.session.get(GeofenceRow, id, with_for_update=lock or None)
    if row is None:
        raise Unknown("geofence", id)
    return row
