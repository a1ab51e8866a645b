"""What readings of a sensor become: a finding when the level for it is reached, and no other until they have fallen well below it."""

import hashlib

from backend.rules import cases
from backend.rules.catalogue import in_force
from backend.session import SYSTEM, Work
from backend.standards.sensors import SensorFinding
from backend.tables.sensors import SensorRow
from wire.cases import CaseReport
from wire.codes import Role, SensorKind, Source
from wire.people import User
from wire.sensors import Reading

WATCH = User(id=SYSTEM.id, version=1, name=SYSTEM.name, full_name=SYSTEM.full_name, roles=[Role.GATEWAY])


def look(work: Work, row: SensorRow, readings: list[Reading]) -> None:
    """`readings` are newer than what is known of the sensor, in the order of their times."""
    rule = in_force(work).sensors.finding.get(SensorKind(row.kind))
    if rule is None or len(row.levels) < rule.level:
        return
    level = float(row.levels[rule.level - 1])
    for reading in readings:
        if row.finding_id is None and reading.value >= level:
            row.finding_id = _find(work, row, reading, rule, level)
        elif row.finding_id is not None and reading.value < level - rule.clear:
            row.finding_id = None


def _find(work: Work, row: SensorRow, reading: Reading, rule: SensorFinding, level: float) -> str:
    told = f"{row.id} {reading.at.isoformat()}"
    found = CaseReport(
        id=f"sensor-{hashlib.sha256(told.encode()).hexdigest()[:32]}",
        source=Source.SENSOR,
        kind=rule.kind,
        class_code=rule.class_code,
        lon=row.lon,
        lat=row.lat,
        description=f"物联感知：{row.name} {reading.value:g} {rule.unit}，达到 {level:g} {rule.unit}",
        at=min(reading.at, work.at),
    )
    with work.acting(WATCH):
        return cases.report(work, found).id
