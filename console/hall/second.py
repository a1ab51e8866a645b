"""Second assignments: who has work at a place already, and how much somebody has in hand (PEERS 44)."""

import math
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from console.hall.hall import Hall
from geo.grids import METRES_PER_DEGREE
from wire.cases import Case
from wire.codes import Status, TaskState

NEAR_M = 50.0  # two cases so near to each other are at one place, where the standard says nothing of repeats


class AtWork(NamedTuple):
    """`who` is the name of a hand, or of a unit that has a task there."""

    who: str
    case_id: str
    away_m: float


def at_place(hall: Hall, case: Case) -> list[AtWork]:
    """Who is at work near this case for another one, as far as this desk knows, the nearest first. Walks through all of them."""
    near = near_m(hall)
    return sorted((each for each in _at_work(hall, case) if each.away_m <= near), key=lambda each: each.away_m)


def in_hand(hall: Hall, department_id: str | None, but: str) -> Counter[str]:
    """How many cases each hand of a department has not submitted yet, without one case. Walks through all of them once."""
    return Counter(str(case.handler) for case in hall.cases if is_in_hand(case) and case.department_id == department_id and case.id != but)


def is_in_hand(case: Case) -> bool:
    return case.status is Status.DISPOSING and bool(case.handler) and case.submitted_at is None


def near_m(hall: Hall) -> float:
    repeats = hall.catalogue.repeats if hall.catalogue else None
    return repeats.metres if repeats else NEAR_M


def metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Between two places that are near each other, on the flat."""
    return METRES_PER_DEGREE * math.hypot(other_lat - lat, (other_lon - lon) * math.cos(math.radians(lat)))


def _at_work(hall: Hall, case: Case) -> Iterator[AtWork]:
    for other in hall.cases:
        if other.id != case.id and is_in_hand(other):
            yield AtWork(str(other.handler), other.id, metres(case.lon, case.lat, other.lon, other.lat))
    for task in hall.tasks:
        if task.case_id != case.id and task.state is TaskState.OPEN:
            unit = hall.units.get(task.unit_id)
            yield AtWork(unit.name if unit else task.unit_id, task.case_id, metres(case.lon, case.lat, task.lon, task.lat))
