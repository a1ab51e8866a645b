"""Findings that look alike: which case one is likely a duplicate of, and how often such ones were void. It orders them; it never decides. No Qt."""

import math
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, NamedTuple

from msgspec import Meta

from console.hall.queues import FOLDER, BadDesk, Data, Words, read
from console.words import local
from wire.cases import Case
from wire.codes import Source, Status
from wire.findings import VoidRate
from wire.standards import Repeats

Count = Annotated[int, Meta(gt=0)]
M_PER_DEGREE = 111_195.0


class Reason(Data, frozen=True, kw_only=True):
    code: str
    words: Words


class Triage(Data, frozen=True, kw_only=True):
    sources: frozenset[Source]
    days: Count
    least: Count
    reason: dict[str, Reason]


@cache
def triage(folder: Path = FOLDER) -> Triage:
    file = read(folder / "triage.toml", Triage)
    for digit in file.reason:
        if len(digit) != 1 or digit not in "123456789":
            raise BadDesk(f"triage.toml: reason {digit} is not behind one digit from 1 to 9")
    return file


class Basis(StrEnum):
    """What a share is said of."""

    HOUR = "HOUR"
    PLACE = "PLACE"
    CLASS = "CLASS"


class Share(NamedTuple):
    voided: int
    total: int
    basis: Basis

    @property
    def of_one(self) -> float:
        return self.voided / self.total if self.total else 0.0


UNKNOWN = Share(0, 0, Basis.CLASS)


class Rates:
    """The history, summed by camera, class and hour, by camera and class, and by class."""

    def __init__(self, rates: Iterable[VoidRate] = (), least: int = 1) -> None:
        self._least = least
        self._sums: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0])
        for rate in rates:
            small = (rate.kind, rate.class_code)
            for key in ((rate.camera_id, *small, rate.hour), (rate.camera_id, *small), small):
                sums = self._sums[key]
                sums[0] += rate.voided
                sums[1] += rate.total

    def of(self, case: Case) -> Share:
        small = (case.kind, case.class_code)
        keys: list[tuple[Basis, tuple[object, ...]]] = [(Basis.CLASS, small)]
        if case.camera_id is not None:
            keys = [(Basis.HOUR, (case.camera_id, *small, local(case.reported_at).hour)), (Basis.PLACE, (case.camera_id, *small)), *keys]
        for basis, key in keys:
            voided, total = self._sums.get(key, (0, 0))
            if total >= self._least:
                return Share(voided, total, basis)
        return UNKNOWN


class Likely(NamedTuple):
    case: Case
    metres: float


def likely(case: Case, cases: Iterable[Case], rules: Repeats) -> Likely | None:
    """By the figures of the backend: the nearest case of the same class that was there before, near and recent enough, and is no duplicate itself."""
    span = timedelta(hours=rules.hours)
    found = [
        Likely(other, away)
        for other in cases
        if other.class_code == case.class_code
        and other.kind is case.kind
        and other.id != case.id
        and other.status is not Status.VOIDED
        and other.duplicate_of is None
        and _before(other, case)
        and case.reported_at - other.reported_at <= span
        and (away := _metres(case, other)) <= rules.metres
    ]
    return min(found, key=lambda each: (each.metres, each.case.reported_at), default=None)


def place_of(case: Case) -> str:
    """By which findings of one place belong together: the camera, else the grid."""
    return case.camera_id or case.duty_grid or case.grid_code or ""


def _before(one: Case, other: Case) -> bool:
    return _when(one) < _when(other)


def _when(case: Case) -> tuple[datetime, str]:
    return case.reported_at, case.number


def _metres(one: Case, other: Case) -> float:
    """Within a street the earth is flat."""
    east = (one.lon - other.lon) * math.cos(math.radians(one.lat))
    return math.hypot(east, one.lat - other.lat) * M_PER_DEGREE
