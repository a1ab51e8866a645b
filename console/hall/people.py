"""People on shift, as the panes show them."""

from enum import StrEnum

from wire.codes import UnitKind
from wire.units import Unit


def doing(unit: Unit) -> StrEnum:
    """What an inspector is seen to do; of all others it is only known whether they are on duty."""
    return unit.state if unit.kind is UnitKind.INSPECTOR else unit.duty
