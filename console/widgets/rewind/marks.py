"""What of the past is worth looking at, as marks on the line of time: alarms raised, urgent cases, cases that passed their deadline, kept moments."""

from typing import NamedTuple

from console import words
from console.hall.hall import Hall
from console.widgets.playback.timeline import Event
from wire.codes import Noun, PastMarkKind
from wire.moments import Moment
from wire.past import PastMark

JUST_S = 1.0  # so long after a mark what it is about has happened
SHAPES = {PastMarkKind.ALARM: "triangle", PastMarkKind.OVERDUE: "diamond", PastMarkKind.URGENT: "square"}


class Mark(NamedTuple):
    """`noun` and `id` are what is selected when somebody goes there, none of a kept moment."""

    event: Event
    noun: Noun | None = None
    id: str = ""

    @property
    def goal(self) -> float:
        """Where the hand goes, seconds since 1970: what was kept as it was kept, what happened when it has."""
        return self.event.at + (JUST_S if self.noun is not None else 0.0)


def of_mark(hall: Hall, mark: PastMark) -> Mark:
    if mark.kind is PastMarkKind.ALARM:
        unit = hall.units.get(mark.unit_id)
        name = (unit.plate or unit.name) if unit is not None else mark.unit_id
        alarm = words.of(mark.alarm) if mark.alarm is not None else ""
        return Mark(_event(mark, f"{words.choose('报警', 'Alarm')} {alarm} {name}"), Noun.UNIT, mark.unit_id)
    said = words.choose("超期", "Overdue") if mark.kind is PastMarkKind.OVERDUE else words.choose("紧急案件", "Urgent case")
    return Mark(_event(mark, f"{said} {mark.case_number}"), Noun.CASE, mark.case_id)


def _event(mark: PastMark, text: str) -> Event:
    return Event(mark.at.timestamp(), f"{words.local(mark.at):%m-%d %H:%M:%S} {text}", True, SHAPES[mark.kind])


def of_moment(moment: Moment) -> Mark:
    when = f"{words.local(moment.at):%m-%d %H:%M:%S}"
    return Mark(Event(moment.at.timestamp(), f"{when} {words.choose('收藏时刻', 'Kept moment')} {moment.name}", False, "flag"))
