"""What somebody on shift does: one state at a time, and how each of the things that supervision is told of is measured. Pure; see `duty.toml`.

`look` is asked again and again, in order of time, with what is seen of a unit, and remembers in a `Memory` what the next look needs. Times are
seconds since 1970.
"""

from typing import Any, NamedTuple

import msgspec

from backend.rules.hysteresis import Band, Held, step
from backend.standards.duty import DutyStandard, Thresholds, Worse
from geo.tracks import metres
from wire.codes import AlarmKind, WorkState


class Seen(NamedTuple):
    """`shift`: when it begins and ends, none without one; `fix`: the newest, as time, lon and lat; `outside_m`: how far that lies outside of the duty
    grids, 0 inside, none where there are no grids. `signed_at`: since when signed in, none while not.
    """

    at: float
    signed_at: float | None
    shift: tuple[float, float] | None = None
    on_break: bool = False
    on_task: bool = False
    fix: tuple[float, float, float] | None = None
    outside_m: float | None = None


class Memory(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`anchor`: where and since when somebody stays; `away`: since when they are away from it. `doubted`: fixes, one after the other, that cannot
    have been.
    """

    state: WorkState = WorkState.OFF_DUTY
    since: float = 0.0
    fix: tuple[float, float, float] | None = None
    doubted: int = 0
    anchor: tuple[float, float, float] | None = None
    away: float | None = None
    off_grid: Held = Held()
    staying: Held = Held()
    offline: Held = Held()
    absent: Held = Held()


class Measured(NamedTuple):
    """Of a kind of alarm: whether it is on, what was measured, against what, and from how many times that on it is worse."""

    on: bool
    value: float | None
    threshold: float
    worse: Worse

    @property
    def level(self) -> int:
        return 1 if self.value is None else 1 + sum(self.value >= times * self.threshold for times in self.worse)


class Look(NamedTuple):
    memory: Memory
    measured: dict[AlarmKind, Measured]


NOBODY = -1.0  # below every threshold: it is not asked for


def look(rules: DutyStandard, memory: Memory, seen: Seen) -> Look:
    at = seen.at
    memory = _moved(rules, memory, seen)
    working = seen.signed_at is not None and not seen.on_break
    fresh = memory.fix is not None and at - memory.fix[0] <= rules.fresh_s
    late = at - seen.shift[0] if seen.shift is not None and seen.signed_at is None else NOBODY
    silent = at - max(memory.fix[0] if memory.fix else 0.0, seen.signed_at or 0.0) if working else NOBODY
    stays = at - memory.anchor[2] if memory.anchor and fresh else None
    outside = None if not fresh or memory.fix != seen.fix else 0.0 if seen.on_task else seen.outside_m
    values = {
        AlarmKind.ABSENT: late,
        AlarmKind.OFFLINE: silent,
        AlarmKind.STAYING: stays if working else NOBODY,
        AlarmKind.OFF_GRID: outside if working else NOBODY,
    }
    held = {kind: _held(rules, kind, getattr(memory, FIELDS[kind]), at, value, working) for kind, value in values.items()}
    state = _state(seen, held)
    since = memory.since if state is memory.state else at
    memory = msgspec.structs.replace(memory, state=state, since=since, **{FIELDS[kind]: each for kind, each in held.items()})
    measured = {kind: Measured(held[kind].on, values[kind], BANDS[kind](rules).enter, WORSE[kind](rules)) for kind in values}
    return Look(memory, measured)


FIELDS = {AlarmKind.ABSENT: "absent", AlarmKind.OFFLINE: "offline", AlarmKind.STAYING: "staying", AlarmKind.OFF_GRID: "off_grid"}
BANDS: dict[AlarmKind, Any] = {
    AlarmKind.ABSENT: lambda rules: Band(rules.sign_in.absent_s, 0.0),
    AlarmKind.OFFLINE: lambda rules: _band(rules.offline),
    AlarmKind.STAYING: lambda rules: Band(rules.staying.after_s, 1.0),
    AlarmKind.OFF_GRID: lambda rules: _band(rules.off_grid),
}
WORSE: dict[AlarmKind, Any] = {
    AlarmKind.ABSENT: lambda rules: rules.sign_in.worse,
    AlarmKind.OFFLINE: lambda rules: rules.offline.worse,
    AlarmKind.STAYING: lambda rules: rules.staying.worse,
    AlarmKind.OFF_GRID: lambda rules: rules.off_grid.worse,
}
ORDER = ((AlarmKind.OFFLINE, WorkState.OFFLINE), (AlarmKind.STAYING, WorkState.STAYING))


def _band(found: Thresholds) -> Band:
    return Band(found.enter, found.leave, found.hold_s, found.calm_s)


def _held(rules: DutyStandard, kind: AlarmKind, held: Held, at: float, value: float | None, working: bool) -> Held:
    """Who is on a break, or has gone home, does nothing wrong any more: at once."""
    if not working and kind is not AlarmKind.ABSENT:
        return Held()
    return step(BANDS[kind](rules), held, at, value)


def _state(seen: Seen, held: dict[AlarmKind, Held]) -> WorkState:
    if seen.signed_at is None:
        return WorkState.ABSENT if held[AlarmKind.ABSENT].on else WorkState.OFF_DUTY
    if seen.on_break:
        return WorkState.BREAK
    for kind, state in ORDER:
        if held[kind].on:
            return state
    if seen.on_task:
        return WorkState.ON_TASK
    return WorkState.OFF_GRID if held[AlarmKind.OFF_GRID].on else WorkState.ON_DUTY


def _moved(rules: DutyStandard, memory: Memory, seen: Seen) -> Memory:
    """With the newest fix, if it is believed; what was before a break, a silence or the sign-in is no staying."""
    if seen.signed_at is None or seen.on_break:
        memory = msgspec.structs.replace(memory, anchor=None, away=None)
    fix = seen.fix
    if fix is None or (memory.fix is not None and fix[0] <= memory.fix[0]):
        return memory
    last = memory.fix
    if last is not None and memory.doubted + 1 < rules.believed_fixes:
        reach = rules.staying.leave_m + rules.fastest_mps * (fix[0] - last[0])
        if _apart(last, fix) > reach:
            return msgspec.structs.replace(memory, doubted=memory.doubted + 1)
    memory = msgspec.structs.replace(memory, fix=fix, doubted=0)
    if seen.signed_at is None or seen.on_break:
        return memory
    silent = last is None or fix[0] - last[0] > rules.offline.enter
    return _anchored(rules, memory, fix, silent)


def _anchored(rules: DutyStandard, memory: Memory, fix: tuple[float, float, float], silent: bool) -> Memory:
    at, lon, lat = fix
    here = (lon, lat, at)
    anchor = memory.anchor
    if anchor is None or silent:
        return msgspec.structs.replace(memory, anchor=here, away=None)
    reach = rules.staying.leave_m if memory.staying.on else rules.staying.radius_m
    if _apart((0.0, anchor[0], anchor[1]), fix) <= reach:
        return msgspec.structs.replace(memory, away=None)
    away = at if memory.away is None else memory.away
    if at - away >= rules.staying.leave_s:
        return msgspec.structs.replace(memory, anchor=here, away=None)
    return msgspec.structs.replace(memory, away=away)


def _apart(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    return float(metres(one[1], one[2], [other[1]], [other[2]])[0])
