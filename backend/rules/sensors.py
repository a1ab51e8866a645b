"""Sensors and their newest readings."""

from collections import defaultdict
from datetime import datetime

import msgspec
import sqlalchemy as sa

from backend.refusals import Malformed, RuleSaysNo, Unknown
from backend.rules import names, sensor_findings
from backend.rules.positions import AHEAD, EARLIEST
from backend.session import Work
from backend.tables.sensors import SensorRow
from wire.codes import Noun
from wire.problem import FieldError
from wire.search import HitKind
from wire.sensors import Reading, ReadingBatch, ReadingReceipt, Sensor, SensorOrder


def message(row: SensorRow) -> Sensor:
    return Sensor(**{name: getattr(row, name) for name in Sensor.__struct_fields__})


def all_sensors(work: Work) -> list[Sensor]:
    return [message(row) for row in work.session.scalars(sa.select(SensorRow).order_by(SensorRow.id))]


def one(work: Work, id: str) -> Sensor:
    row = work.session.get(SensorRow, id)
    if row is None:
        raise Unknown("sensor", id)
    return message(row)


def put(work: Work, order: SensorOrder) -> Sensor:
    """Makes or replaces a sensor; its newest reading stays."""
    if order.levels != sorted(set(order.levels)):
        raise RuleSaysNo("levels_not_rising", "The levels of a sensor must rise, each above the one before.")
    row = work.session.get(SensorRow, order.id, with_for_update=True)
    if row is None:
        row = SensorRow(id=order.id, version=0, value=None, at=None, finding_id=None)
    else:
        work.match(row.version, message(row))
    other = work.session.scalar(sa.select(SensorRow.id).where(SensorRow.code == order.code, SensorRow.id != order.id))
    if other is not None:
        raise RuleSaysNo("code_taken", f"Sensor {other!r} has the code {order.code!r}.")
    for name, value in msgspec.structs.asdict(order).items():
        setattr(row, name, value)
    work.session.add(row)
    names.enter_row(work, HitKind.SENSOR, row)
    work.audit("SENSOR.PUT", Noun.SENSOR, row.id)
    return _publish(work, row)


def read(work: Work, batch: ReadingBatch) -> ReadingReceipt:
    """What sensors say. Of each only the newest reading is kept; sending a batch again is harmless. Nobody's audit trail is filled with them."""
    said: dict[str, list[Reading]] = defaultdict(list)
    for number, reading in enumerate(batch.readings):
        _check(reading.at, work.at, f"readings[{number}].at")
        said[reading.code].append(reading)
    rows = {
        row.code: row for row in work.session.scalars(sa.select(SensorRow).where(SensorRow.code.in_(said)).order_by(SensorRow.id).with_for_update())
    }
    stored = sum(_take(work, row, said[code]) for code, row in rows.items())
    known = sum(len(said[code]) for code in rows)
    return ReadingReceipt(stored=stored, late=known - stored, unknown=sorted(set(said) - set(rows)))


def _take(work: Work, row: SensorRow, said: list[Reading]) -> bool:
    newer = sorted((each for each in said if row.at is None or each.at > row.at), key=lambda reading: reading.at)
    if not newer:
        return False
    sensor_findings.look(work, row, newer)
    row.value, row.at = newer[-1].value, newer[-1].at
    _publish(work, row)
    return True


def _publish(work: Work, row: SensorRow) -> Sensor:
    row.version += 1
    done = message(row)
    work.publish(Noun.SENSOR, row.id, row.version, done)
    return done


def _check(at: datetime, now: datetime, path: str) -> None:
    fault = ""
    if at.tzinfo is None:
        fault = "has no zone"
    elif at < EARLIEST:
        fault = "is before 2000: the clock of the sensor is not set"
    elif at > now + AHEAD:
        fault = "is more than 10 minutes ahead"
    if fault:
        raise Malformed(f"The time {at.isoformat()} {fault}.", [FieldError(path=path, detail=fault)])
