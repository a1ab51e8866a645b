"""Geofences."""

import sqlalchemy as sa

from backend.session import Work
from backend.tables.maps import GeofenceRow
from wire.geofences import Geofence


def message(row: GeofenceRow) -> Geofence:
    return Geofence(**{name: getattr(row, name) for name in Geofence.__struct_fields__})


def all_geofences(work: Work) -> list[Geofence]:
    return [message(row) for row in work.session.scalars(sa.select(GeofenceRow).order_by(GeofenceRow.id))]
