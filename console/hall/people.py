"""People on shift, as the panes show them."""

from enum import StrEnum

from wire.codes import UnitKind, WorkState
from wire.units import Unit

ORDER = (
    *(WorkState.ABSENT, WorkState.OFFLINE, WorkState.OFF_GRID, WorkState.STAYING),
    *(WorkState.ON_TASK, WorkState.ON_DUTY, WorkState.BREAK, WorkState.OFF_DUTY),
)  # what needs a person first
WRONG = frozenset(ORDER[:4])


def doing(unit: Unit) -> StrEnum:
    """What an inspector is seen to do; of all others it is only known whether they are on duty."""
    return unit.state if unit.kind is UnitKind.INSPECTOR else unit.duty


def pressing(unit: Unit) -> tuple[int, str, str, str]:
    """By this people stand in a list."""
    return ORDER.index(unit.state), unit.team, unit.name, unit.id
