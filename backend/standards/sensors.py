"""Which readings of sensors become findings: `sensors.toml`."""

from typing import Annotated

import msgspec

from backend.standards.data import Data, Positive, demand
from wire.codes import Kind, SensorKind
from wire.standards import Catalogue


class SensorFinding(Data, frozen=True, kw_only=True):
    """`level` is counted from 1; `clear` is in the unit of the sensor."""

    level: Annotated[int, msgspec.Meta(ge=1)]
    clear: Positive
    kind: Kind
    class_code: str
    unit: str


class SensorStandard(Data, frozen=True, kw_only=True):
    finding: dict[SensorKind, SensorFinding]


def checked_sensors(standard: SensorStandard, catalogue: Catalogue) -> SensorStandard:
    known = {(each.kind, each.code) for each in catalogue.classes}
    for kind, finding in standard.finding.items():
        demand(
            (finding.kind, finding.class_code) in known, f"finding.{kind} in sensors.toml has the class {finding.class_code!r}, which there is not"
        )
    return standard
