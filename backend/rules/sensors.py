"""Sensors and their newest readings."""

import sqlalchemy as sa

from backend.session import Work
from backend.tables.sensors import SensorRow
from wire.sensors import Sensor


def message(row: SensorRow) -> Sensor:
    return Sensor(**{name: getattr(row, name) for name in Sensor.__struct_fields__})


def all_sensors(work: Work) -> list[Sensor]:
    return [message(row) for row in work.session.scalars(sa.select(SensorRow).order_by(SensorRow.id))]
