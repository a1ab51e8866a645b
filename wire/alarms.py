"""Alarms of supervision: what a unit does that it should not, from when to when, and who has seen it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, NamedTuple, Self

from msgspec import Meta

from wire.codes import AlarmKind, AlarmMeasure, Role
from wire.message import Order, Versioned
from wire.places import Id

ACKNOWLEDGERS = frozenset({Role.SHIFT_LEADER, Role.DISPATCHER, Role.SUB_DISPATCHER, Role.AUDITOR, Role.DUTY_LEADER, Role.ADMIN})
MOST_ALARMS = 1000  # of one answer
LEVELS = 3  # from 1, something to look at, to 3, something to be stopped

MEASURES: Mapping[AlarmKind, AlarmMeasure] = {
    AlarmKind.OFF_GRID: AlarmMeasure.METRES,
    AlarmKind.STAYING: AlarmMeasure.SECONDS,
    AlarmKind.OFFLINE: AlarmMeasure.SECONDS,
    AlarmKind.ABSENT: AlarmMeasure.SECONDS,
    AlarmKind.DEVIATION: AlarmMeasure.METRES,
    AlarmKind.WINDOW: AlarmMeasure.SECONDS,
    AlarmKind.UNCOVERED: AlarmMeasure.SECONDS,
    AlarmKind.NO_PERMIT: AlarmMeasure.NONE,
    AlarmKind.SPEED: AlarmMeasure.SPEED,
    AlarmKind.FORBIDDEN_AREA: AlarmMeasure.SECONDS,
    AlarmKind.DUMPING: AlarmMeasure.NONE,
    AlarmKind.LONG_STOP: AlarmMeasure.SECONDS,
    AlarmKind.SHIFTED: AlarmMeasure.METRES,
}


class Displaced(NamedTuple):
    """What an alarm SHIFTED is about, which is its cause: the positions of a gateway, sent with the key of this id, declared to be in a datum,
    lie as if one (`meant`) had been taken for another (`taken`). Its unit is one of the gateway's, whose track shows it.
    """

    gateway: str
    key: str
    declared: str  # geo.datum.Datum, likewise the next two
    meant: str
    taken: str

    @classmethod
    def of(cls, cause: str) -> Self | None:
        """None where it is no such cause."""
        parts = cause.split(":")
        return cls(*parts) if len(parts) == len(cls._fields) else None

    @property
    def cause(self) -> str:
        return ":".join(self)


class Alarm(Versioned, frozen=True, kw_only=True):
    """There is one open alarm at most of a unit, kind and cause. `cause` is the id of what it offends against: a permit, an area, a grid, a shift;
    of SHIFTED what `Displaced` says; empty where there is no such thing.

    `level` is as it is now, `worst` the highest that it was, from 1 to 3. `value` is the highest that was measured, in what `MEASURES` says, and
    `threshold` what it was held against. `lon` and `lat` are where it was worst. It is open until `cleared_at`. `acknowledged_by` is a full name.
    """

    kind: AlarmKind
    unit_id: str
    cause: str
    raised_at: datetime
    level: int
    worst: int
    lon: float | None = None
    lat: float | None = None
    value: float | None = None
    threshold: float | None = None
    cleared_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    note: str = ""
    case_id: str | None = None


class AcknowledgeOrder(Order, frozen=True, kw_only=True):
    """Somebody has seen to it; `case_id` when a case was made of it."""

    note: Annotated[str, Meta(max_length=500)] = ""
    case_id: Id | None = None
