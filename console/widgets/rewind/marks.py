"""What of the past is worth looking at, as marks on the line of time: alarms raised, urgent cases, cases that passed their deadline, kept moments."""

from typing import NamedTuple

from console import words
from console.hall.hall import Hall
from console.widgets.playback.event_marks import Event
from wire.codes import Noun, PastMarkKind
from wire.moments import Moment
from wire.past import MarkCount, PastMark

JUST_S = 1.0  # so long after a mark what it is about has happened
SHAPES = {PastMarkKind.ALARM: "triangle", PastMarkKind.OVERDUE: "diamond", PastMarkKind.URGENT: "square"}


class Mark(NamedTuple):
    """`noun` and `id` are what is selected when somebody goes there, none of a kept moment, and of `many` marks that stand as one up to `until`."""

    event: Event
    noun: Noun | None = None
    id: str = ""
    many: int = 1
    until: float = 0.0  # seconds since 1970; of one mark no matter

    @property
    def goal(self) -> float:
        """Where the hand goes, seconds since 1970: what was kept as it was kept, what happened when it has."""
        return self.event.at + (JUST_S if self.event.alarm else 0.0)


def of_mark(hall: Hall, mark: PastMark) -> Mark:
    if mark.kind is PastMarkKind.ALARM:
        alarm = words.of(mark.alarm) if mark.alarm is not None else ""
        return Mark(_event(mark, f"{_said(mark.kind)} {alarm} {hall.unit_name(mark.unit_id)}"), Noun.UNIT, mark.unit_id)
    return Mark(_event(mark, f"{_said(mark.kind)} {mark.case_number}"), Noun.CASE, mark.case_id)


def of_count(found: MarkCount) -> Mark:
    """Those of a part of the period that are not told one by one; zoomed to they are."""
    until = f"{words.local(found.until):%H:%M:%S}"
    text = words.choose(f"至 {until} {_said(found.kind)} {found.count} 件", f"to {until}: {_said(found.kind)}, {found.count} times")
    return Mark(_event(found, text), many=found.count, until=found.until.timestamp())


def _said(kind: PastMarkKind) -> str:
    if kind is PastMarkKind.ALARM:
        return words.choose("报警", "Alarm")
    return words.choose("超期", "Overdue") if kind is PastMarkKind.OVERDUE else words.choose("紧急案件", "Urgent case")


def _event(mark: PastMark | MarkCount, text: str) -> Event:
    return Event(mark.at.timestamp(), f"{words.local(mark.at):%m-%d %H:%M:%S} {text}", True, SHAPES[mark.kind])


def of_moment(moment: Moment) -> Mark:
    when = f"{words.local(moment.at):%m-%d %H:%M:%S}"
    return Mark(Event(moment.at.timestamp(), f"{when} {words.choose('收藏时刻', 'Kept moment')} {moment.name}", False, "flag"))
