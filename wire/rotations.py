"""The monthly rotation: which team works in which area, and whether the roster of a month keeps its rules (DOMAIN 8.4 YC-07)."""

from datetime import date
from enum import StrEnum

from wire.message import Message, Order
from wire.shifts import ShiftKind


class RosterFault(StrEnum):
    """What is wrong with a roster."""

    GRID_UNWALKED = "GRID_UNWALKED"  # nobody on a duty grid on a day, in a kind of shift
    NO_REST = "NO_REST"  # too many days of work one after the other
    SHORT_REST = "SHORT_REST"  # begins again too soon after a shift
    UNFAIR = "UNFAIR"  # some of a team work more days than others
    NOBODY = "NOBODY"  # a team without members, or an area without grids


class RotationFault(Message, frozen=True, kw_only=True):
    """`where` is the code of a grid, the id of a unit, or a team; `day` in ISO 8601, empty for the whole month."""

    fault: RosterFault
    where: str
    day: str = ""


class RotationTeam(Message, frozen=True, kw_only=True):
    """A team of this month. `area` is whose grids it walks: the team that they are the home of."""

    team: str
    area: str
    members: int
    grids: int
    shifts: int
    least_days: int
    most_days: int


class RotationWatch(Message, frozen=True, kw_only=True):
    """So many of a team work a kind of shift on a day."""

    day: date
    team: str
    kind: str
    members: int


class Rotation(Message, frozen=True, kw_only=True):
    """`month` is YYYY-MM. `published`: it stands in the roster. At most 200 faults are named, `faulty` says how many there are.

    `watches` by day, team and kind of shift, of which `kinds` has the names.
    """

    month: str
    shifts: int
    teams: list[RotationTeam]
    faults: list[RotationFault]
    faulty: int
    published: bool
    watches: list[RotationWatch] = []
    kinds: list[ShiftKind] = []


class RotationOrder(Order, frozen=True, kw_only=True):
    """Without `publish` it is only made and judged. Published, it replaces what an earlier plan of this month has for days to come."""

    publish: bool = False
