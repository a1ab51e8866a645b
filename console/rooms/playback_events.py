"""What stands on the line of time of a camera: the cases that it was seen in, and alarms of vehicles and people that came about before it."""

from console import words
from console.hall.hall import Hall
from console.hall.sightings import before
from console.widgets.playback.event_marks import Event
from wire.alarms import Alarm
from wire.codes import Source


def events_of(hall: Hall, camera_id: str) -> list[Event]:
    """Of cases those that an algorithm has seen are alarms; alarms are those that the hall knows, where they were worst."""
    cases = [case for case in hall.cases if case.camera_id == camera_id] if camera_id else []
    told = [
        Event(case.reported_at.timestamp(), f"{words.local(case.reported_at):%H:%M:%S} {case.description or case.number}", case.source is Source.AI)
        for case in cases
    ]
    camera = hall.cameras.get(camera_id)
    alarms = [alarm for alarm in hall.alarms if before(alarm, [camera])] if camera is not None else []
    return told + [Event(alarm.raised_at.timestamp(), _text(hall, alarm), alarm=True, shape="diamond") for alarm in alarms]


def _text(hall: Hall, alarm: Alarm) -> str:
    return f"{words.local(alarm.raised_at):%H:%M:%S} {hall.unit_name(alarm.unit_id)} {words.of(alarm.kind)}"
