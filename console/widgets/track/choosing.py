"""Units and days as the track pane offers and names them."""

from console import words
from console.hall.track import Track
from wire.codes import UnitKind
from wire.units import Unit


def offered(unit: Unit) -> tuple[bool, str, str]:
    """Whether it comes after the inspectors, its name, and what is read."""
    return unit.kind is not UnitKind.INSPECTOR, unit.name, " · ".join(filter(None, (unit.name, unit.plate or unit.team)))


def days_of(track: Track) -> str:
    """ "11-20", or "11-01 – 11-30"."""
    days = (f"{words.local(words.at_seconds(float(at))):%m-%d}" for at in (track.at[0], track.at[-1]))
    return " – ".join(dict.fromkeys(days))
