"""Who was on shift at the moment of the rewound hall, as lines: what each was seen to do, the shift, how he had signed in, what he had to do."""

from datetime import datetime

from console import words
from console.hall.hall import Hall
from console.hall.people import pressing
from console.widgets.lines import Line
from console.widgets.staff.card import TONES
from wire.codes import TaskState, UnitKind, WorkState
from wire.on_shift import OnShift
from wire.units import Unit


def people_of(hall: Hall, roster: dict[str, OnShift]) -> list[Unit]:
    """Who did anything but rest, and whose shift ran; what needs a person first."""
    planned = {id for id, told in roster.items() if told.shift is not None}
    people = (unit for unit in hall.units if unit.kind is UnitKind.INSPECTOR and (unit.state is not WorkState.OFF_DUTY or unit.id in planned))
    return sorted(people, key=pressing)


def was_there(told: OnShift, at: datetime) -> bool:
    """It may be told of a moment a little later or earlier."""
    if told.shift is not None:
        return told.shift.starts_at <= at < told.shift.ends_at
    return told.signed_at is not None and told.signed_at <= at


def line_of(hall: Hall, unit: Unit, told: OnShift | None) -> Line:
    """`told` is none while nobody has asked for the roster of this moment, and for whom it knows nothing."""
    now, alarms = hall.clock.now(), hall.alarms.of(unit.id)
    tasks = sum(task.unit_id == unit.id and task.state is TaskState.OPEN for task in hall.tasks)
    called = sum(each.unit_id == unit.id and each.ended_at is None for each in hall.callouts)
    since = words.span((now - unit.state_at).total_seconds()) if unit.state_at is not None and unit.state is not WorkState.OFF_DUTY else ""
    parts = [
        unit.team,
        _shift(told) if told is not None else "",
        _signed(told, now) if told is not None else "",
        words.choose(f"任务 {tasks}", f"{tasks} tasks") if tasks else "",
        words.choose("出动中", "called out") if called else "",
        *(words.of(alarm.kind) for alarm in alarms),
    ]
    figure = " ".join(filter(None, (words.of(unit.state), since)))
    below = " · ".join(filter(None, parts))
    return Line(unit.id, unit.name, below, figure, TONES.get(unit.state, "text"), "\n".join(filter(None, (unit.name, figure, *parts))))


def _shift(told: OnShift) -> str:
    if told.shift is None:
        return words.choose("无排班", "no shift")
    return f"{words.local(told.shift.starts_at):%H:%M}–{words.local(told.shift.ends_at):%H:%M}"


def _signed(told: OnShift, now: datetime) -> str:
    if told.left_at is not None and told.left_at <= now:
        return words.choose(f"{words.local(told.left_at):%H:%M} 签退", f"signed out {words.local(told.left_at):%H:%M}")
    if told.signed_at is None or told.signed_at > now:
        return words.choose("未签到", "not signed in")
    result = words.of(told.result) if told.result is not None else ""
    return words.choose(f"{words.local(told.signed_at):%H:%M} 签到 {result}", f"signed in {words.local(told.signed_at):%H:%M} {result}").strip()
