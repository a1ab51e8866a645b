"""What the tip beside a mark says: a strong first line, then what the operator asks next. Asked for when the pointer rests on it."""

from console import words
from console.hall.alarms import lasted_s
from console.hall.hall import Hall
from console.hall.people import doing
from console.hall.sensors import reading
from wire.alarms import Alarm
from wire.cases import Case, lamp
from wire.codes import Noun, RegisterKind
from wire.registers import Entry
from wire.sensors import Sensor
from wire.units import Unit

KINDS = frozenset(kind.value for kind in RegisterKind)
MARKS = {"urgent": ("紧急", "urgent"), "supervised": ("督办", "supervised")}  # of a case, by its fields


def lines(hall: Hall, noun: Noun, id: str) -> list[str]:
    """Nothing when the Hall does not know the thing."""
    if noun == Noun.CASE and (case := hall.cases.get(id)):
        return _case(hall, case)
    if noun == Noun.UNIT and (unit := hall.units.get(id)):
        return _unit(hall, unit)
    if noun == Noun.CAMERA and (camera := hall.cameras.get(id)):
        return [camera.name, camera.code]
    if noun == Noun.SENSOR and (sensor := hall.sensors.get(id)):
        return _sensor(hall, sensor)
    if noun == Noun.GEOFENCE and (fence := hall.geofences.get(id)):
        return [fence.name, " · ".join(part for part in (words.of(fence.kind), fence.by) if part), fence.note]
    if noun == Noun.HAUL_PLACE and (place := hall.hauls.places.get(id)):
        return [place.name, words.of(place.kind), place.note]
    if noun == Noun.REGISTER and (entry := _entry_of(hall, id)):
        return _entry(entry)
    return _component(hall, id) if noun == Noun.COMPONENT else []


def of_fix(hall: Hall, key: str) -> list[str]:
    """Of the track that is played: who was there, when, how fast, and how far it was to there. `key`: the row of the fix in what is shown."""
    track, trace = hall.playback.track, hall.playback.trace
    if track is None or trace is None or not key.isdecimal() or int(key) >= len(trace):
        return []
    row, unit = int(key), hall.units.get(track.unit_id)
    when = f"{words.local(words.at_seconds(float(trace.at[row]))):%Y-%m-%d %H:%M:%S}"
    unseen = [words.choose("此前缺失", "no fixes before it")] if trace.unseen[row] else []
    pace = " · ".join([f"{trace.pace[row] * 3.6:.1f} km/h", f"{trace.metres[row] / 1000:.1f} km", *unseen])
    return [unit.name if unit is not None else track.unit_id, when, pace]


def _case(hall: Hall, case: Case) -> list[str]:
    now = hall.clock.now()
    name = words.class_name(hall.classes.get((case.kind, case.class_code)), case.class_code)
    clock = [words.left(case.deadline_at, case.disposed_at or now)] if case.deadline_at and case.closed_at is None else []
    first = f"{words.number_short(case.number)}  {name}"
    marks = [words.choose(*MARKS[mark]) for mark in MARKS if getattr(case, mark)]
    return [first, " · ".join([words.of(case.status), words.of(lamp(case, now)), *clock, *marks]), case.address]


def _unit(hall: Hall, unit: Unit) -> list[str]:
    place = hall.fixes.get(unit.id)
    alarms = [_alarm(hall, alarm) for alarm in hall.alarms.of(unit.id)]
    if place is None:
        return [unit.name, *alarms]
    age = words.age(max((hall.clock.now() - place.at).total_seconds(), 0))
    pace = [] if place.speed is None else [f"{place.speed * 3.6:.0f} km/h"]
    fix = [
        words.choose(f"{age}前定位", f"fix {age} ago"),
        *([words.choose("终端自报为模拟定位，不足为凭", "mocked, says its device: no proof of where it is")] if place.mocked else []),
    ]
    return [unit.name, " · ".join([words.of(unit.kind), words.of(doing(unit)), *pace]), " · ".join(fix), *alarms]


def _alarm(hall: Hall, alarm: Alarm) -> str:
    lasted = words.span(lasted_s(alarm, hall.clock.now()))
    return " · ".join([words.of(alarm.kind), words.choose(f"已 {lasted}", f"for {lasted}")])


def _component(hall: Hall, id: str) -> list[str]:
    found = hall.components.get(id)
    return [] if found is None else [found.name, f"{found.code} · {words.of(found.state)}"]


def _sensor(hall: Hall, sensor: Sensor) -> list[str]:
    levels = " / ".join(f"{level:g}" for level in sensor.levels)
    first = f"{sensor.name}  {reading(sensor)}"
    second = " · ".join([words.of(sensor.kind), sensor.code, *([words.choose(f"阈值 {levels}", f"thresholds {levels}")] if levels else [])])
    if sensor.at is None:
        return [first, second]
    age = words.age(max((hall.clock.now() - sensor.at).total_seconds(), 0))
    return [first, second, words.choose(f"{age}前读数", f"read {age} ago")]


def _entry_of(hall: Hall, id: str) -> Entry | None:
    """Of `KIND/ID`, as the layers of registers call it."""
    kind, _, entry = id.partition("/")
    return hall.entries.entry(RegisterKind(kind), entry) if kind in KINDS else None


def _entry(entry: Entry) -> list[str]:
    value = [f"{entry.value:g}"] if entry.value is not None else []
    second = [words.of(entry.kind), entry.category, entry.state, *value]
    lines = [" · ".join(part for part in second if part), entry.address, " · ".join(part for part in (entry.operator, entry.phone) if part)]
    return [f"{entry.name}  {entry.code}".strip(), *(line for line in lines if line)]
