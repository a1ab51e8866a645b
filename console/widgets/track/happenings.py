"""What came to pass on the way of a unit, as marks with words: reports, tasks, signs, alarms."""

from console import words
from console.words import choose
from wire.codes import HappeningKind, SignResult
from wire.tracks import Happening

SYMBOLS = {  # of pyqtgraph
    HappeningKind.REPORT: "t1",
    HappeningKind.TASK_SENT: "o",
    HappeningKind.TASK_DONE: "s",
    HappeningKind.SIGNED_IN: "t2",
    HappeningKind.SIGNED_OUT: "t3",
    HappeningKind.ALARM: "d",
}
SAID = {
    HappeningKind.REPORT: ("上报", "Reported"),
    HappeningKind.TASK_SENT: ("派发任务", "Task sent"),
    HappeningKind.TASK_DONE: ("完成任务", "Task done"),
    HappeningKind.SIGNED_IN: ("签到", "Signed in"),
    HappeningKind.SIGNED_OUT: ("签退", "Signed out"),
    HappeningKind.ALARM: ("报警", "Alarm"),
}


def says(happening: Happening) -> str:
    """One line: "09:14:02 报警 偏离路线 12分"."""
    parts = [f"{words.local(happening.at):%H:%M:%S}", choose(*SAID[happening.kind]), happening.case_number]
    if happening.alarm is not None:
        lasted = words.span((happening.until - happening.at).total_seconds()) if happening.until else choose("未解除", "still open")
        parts += [words.of(happening.alarm), lasted]
    if happening.sign not in (None, SignResult.NORMAL):
        parts.append(words.of(happening.sign))
    return " ".join(filter(None, parts))
