"""Import of sensors with their levels; a reading that comes with them is kept when it is newer than what is known."""

from datetime import datetime
from typing import Annotated

import sqlalchemy as sa
from msgspec import Meta

from backend.importers.mapping import Mapping
from backend.importers.records import Placed, Record
from backend.importers.report import Report
from backend.importers.storing import Values, distinct, store, tell
from backend.session import Work
from backend.tables.sensors import SensorRow
from wire.codes import Noun, SensorKind
from wire.places import Id
from wire.sensors import Sensor

LEVELS = ("level_1", "level_2", "level_3", "level_4")


class SensorRecord(Placed, kw_only=True):
    """The levels in any order; two that are equal are one."""

    code: Id
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    kind: SensorKind
    level_1: float | None = None
    level_2: float | None = None
    level_3: float | None = None
    level_4: float | None = None
    value: float | None = None
    at: datetime | None = None


def store_sensors(work: Work, found: list[Record[SensorRecord]], mapping: Mapping, report: Report) -> None:
    kept = distinct(found, lambda value: value.code, report)
    known = {id: (value, at) for id, value, at in work.session.execute(sa.select(SensorRow.id, SensorRow.value, SensorRow.at))}
    stored = store(work, SensorRow, [_values(record.value, *known.get(record.value.code, (None, None))) for record in kept], report)
    tell(work, Noun.SENSOR, stored, lambda row: Sensor(**row))


def _values(new: SensorRecord, value: float | None, at: datetime | None) -> Values:
    levels = sorted({level for name in LEVELS if (level := getattr(new, name)) is not None})
    if new.at is not None and new.value is not None and (at is None or new.at > at):
        value, at = new.value, new.at
    plain = {name: getattr(new, name) for name in ("code", "name", "kind", "lon", "lat")}
    return {"id": new.code, **plain, "levels": levels, "value": value, "at": at}
