"""What stands on the line of time of a camera: the cases that it was seen in, and alarms of vehicles and people that came about before it."""

from console import words
from console.hall.hall import Hall
from console.hall.hauls import Way, along
from console.widgets.playback.event_marks import Event
from wire.alarms import Alarm
from wire.cameras import Camera
from wire.codes import Source

FAR_DEG = 0.03  # some kilometres: no camera sees so far, and most alarms are further away


def events_of(hall: Hall, camera_id: str) -> list[Event]:
    """Of cases those that an algorithm has seen are alarms; alarms are those that the hall knows, where they were worst."""
    cases = [case for case in hall.cases if case.camera_id == camera_id] if camera_id else []
    told = [
        Event(case.reported_at.timestamp(), f"{words.local(case.reported_at):%H:%M:%S} {case.description or case.number}", case.source is Source.AI)
        for case in cases
    ]
    camera = hall.cameras.get(camera_id)
    alarms = [alarm for alarm in hall.alarms if _is_before(alarm, camera)] if camera is not None else []
    return told + [Event(alarm.raised_at.timestamp(), _text(hall, alarm), alarm=True, shape="diamond") for alarm in alarms]


def _is_before(alarm: Alarm, camera: Camera) -> bool:
    """Near enough for the camera to have seen it, if it looked there."""
    if alarm.lon is None or alarm.lat is None or max(abs(alarm.lon - camera.lon), abs(alarm.lat - camera.lat)) > FAR_DEG:
        return False
    return bool(along(Way(alarm.unit_id, [(alarm.lon, alarm.lat)]), [camera]))


def _text(hall: Hall, alarm: Alarm) -> str:
    unit = hall.units.get(alarm.unit_id)
    name = (unit.plate or unit.name) if unit is not None else alarm.unit_id
    return f"{words.local(alarm.raised_at):%H:%M:%S} {name} {words.of(alarm.kind)}"
