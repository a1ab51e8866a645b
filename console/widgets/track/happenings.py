"""What came to pass on the way of a unit, as marks with words: reports, tasks, signs, alarms, and when it came into geofences and left them."""

from console import words
from console.words import choose
from wire.codes import HappeningKind, SignResult
from wire.tracks import FenceVisit, Happening

SYMBOLS = {  # of pyqtgraph
    HappeningKind.REPORT: "t1",
    HappeningKind.TASK_SENT: "o",
    HappeningKind.TASK_DONE: "s",
    HappeningKind.SIGNED_IN: "t2",
    HappeningKind.SIGNED_OUT: "t3",
    HappeningKind.ALARM: "d",
}
CAME, LEFT = "arrow_down", "arrow_up"
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


def stayed(visit: FenceVisit) -> str:
    """How long it was within, and what of that nobody saw: "28分，其中 5分 无定位"."""
    lasted = words.span((visit.end - visit.start).total_seconds())
    if not visit.unseen_s:
        return lasted
    unseen = words.span(visit.unseen_s)
    return choose(f"{lasted}，其中 {unseen} 无定位", f"{lasted}, {unseen} of it not seen")


def crossings(visit: FenceVisit) -> list[tuple[float, str, str]]:
    """Seconds since 1970, symbol, one line: "09:12:05 进入 城东公园", "09:40:11 离开 城东公园 28分"; of an edge that it was seen to cross only."""
    found = []
    if visit.came:
        said = choose(f"进入 {visit.name}", f"Into {visit.name}")
        found.append((visit.start.timestamp(), CAME, f"{words.local(visit.start):%H:%M:%S} {said}"))
    if visit.left:
        said = choose(f"离开 {visit.name} {stayed(visit)}", f"Out of {visit.name} after {stayed(visit)}")
        found.append((visit.end.timestamp(), LEFT, f"{words.local(visit.end):%H:%M:%S} {said}"))
    return found
