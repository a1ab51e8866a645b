"""What happened to a unit while it went its way, as far as this console knows: reports, tasks, sign-ins."""

from enum import StrEnum
from typing import NamedTuple

from console import words
from console.hall.hall import Hall
from console.words import choose


class HappeningKind(StrEnum):
    REPORT = "REPORT"
    TASK_SENT = "TASK_SENT"
    TASK_DONE = "TASK_DONE"
    DUTY = "DUTY"


SYMBOLS = {HappeningKind.REPORT: "t1", HappeningKind.TASK_SENT: "o", HappeningKind.TASK_DONE: "s", HappeningKind.DUTY: "d"}
SAID = {
    HappeningKind.REPORT: ("上报", "Reported"),
    HappeningKind.TASK_SENT: ("派发任务", "Task sent"),
    HappeningKind.TASK_DONE: ("完成任务", "Task done"),
    HappeningKind.DUTY: ("签到或签退", "Signed in or out"),
}


class Happening(NamedTuple):
    kind: HappeningKind
    at: float  # seconds since 1970
    case: str = ""  # its number

    def says(self) -> str:
        return f"{words.local(words.at_seconds(self.at)):%H:%M:%S} {choose(*SAID[self.kind])} {self.case}".rstrip()


def happenings(hall: Hall, unit_id: str, start: float, end: float) -> list[Happening]:
    """In order of time."""

    def number(case_id: str) -> str:
        case = hall.cases.get(case_id)
        return case.number if case else ""

    found = [Happening(HappeningKind.REPORT, case.reported_at.timestamp(), case.number) for case in hall.cases if case.unit_id == unit_id]
    for task in hall.tasks:
        if task.unit_id == unit_id:
            found.append(Happening(HappeningKind.TASK_SENT, task.sent_at.timestamp(), number(task.case_id)))
            if task.done_at is not None:
                found.append(Happening(HappeningKind.TASK_DONE, task.done_at.timestamp(), number(task.case_id)))
    unit = hall.units.get(unit_id)
    if unit is not None and unit.duty_at is not None:
        found.append(Happening(HappeningKind.DUTY, unit.duty_at.timestamp()))
    return sorted((each for each in found if start <= each.at <= end), key=lambda each: each.at)
