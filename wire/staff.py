"""How people do: attendance, time on patrol, track, coverage, work and alarms of a period, and the card of one of them (DOMAIN 6.10, 8.5)."""

from datetime import date, datetime

from wire.alarms import Alarm
from wire.codes import AlarmKind, TrackFault, WorkState
from wire.message import Message
from wire.shifts import Shift, Sign
from wire.units import Unit


class StaffLine(Message, frozen=True, kw_only=True):
    """Of one inspector in a period. Shifts: `planned` those that have begun; of these `present` were signed in for, `late`, `left_early`,
    `elsewhere` (not where they begin, or nobody knows where) and `absent`; `extra` days were worked without one.

    `worked_s`: signed in; `effective_s`: of that on patrol in the grid or on a task; `states`: seconds in each. `metres`: give or take `error_m`.
    `cells_seen` of the `cells` of the duty grids. `reported` cases, `done` tasks. `score` of 100 by `duty.toml`, with its parts; none without work.
    """

    unit_id: str
    name: str
    team: str
    planned: int
    present: int
    late: int
    left_early: int
    elsewhere: int
    absent: int
    extra: int
    worked_s: float
    effective_s: float
    states: dict[WorkState, float]
    metres: float
    error_m: float
    cells_seen: int
    cells: int
    reported: int
    done: int
    alarms: dict[AlarmKind, int]
    score: float | None = None
    parts: dict[str, float] = {}


class StaffSheet(Message, frozen=True, kw_only=True):
    """Days of the city, both included.

    `teams`: a line for each team, `total`: for all of them; neither of one inspector alone. Of these nobody's `unit_id` and `name` are, counts and
    times are sums, a basic grid that several walked counts once, and shares and scores are told anew of the sums.
    """

    first: date
    last: date
    at: datetime
    lines: list[StaffLine]
    teams: list[StaffLine] = []
    total: StaffLine | None = None


class StaffCard(Message, frozen=True, kw_only=True):
    """One of them today. `next_shift` is the first that begins after now; `alarms` those of today, the newest first; `fix_at` of the newest fix.

    `fix_doubt`: what its own device says against that: MOCK or ACCURACY.
    """

    unit: Unit
    line: StaffLine
    shifts: list[Shift]
    next_shift: Shift | None
    signs: list[Sign]
    alarms: list[Alarm]
    open_tasks: int
    fix_at: datetime | None
    fix_doubt: TrackFault | None = None
