"""A rotation day by day: which team has how many people in which kind of shift, and what is wrong with the day."""

from collections import defaultdict
from datetime import date

from PySide6.QtWidgets import QWidget

from console import words
from console.widgets.lines import Line
from console.widgets.titled_lines import TitledLines
from wire.rotations import Rotation, RotationWatch

TALL = 7  # days that are seen at once
WEEKDAYS = (("一", "Mon"), ("二", "Tue"), ("三", "Wed"), ("四", "Thu"), ("五", "Fri"), ("六", "Sat"), ("日", "Sun"))


class RosterList(TitledLines):
    """Hidden until there is a rotation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TALL, parent)
        self._rotation: Rotation | None = None

    def show_rotation(self, rotation: Rotation) -> None:
        self._rotation = rotation
        self.say()
        self.show()

    def say(self) -> None:
        rotation = self._rotation
        if rotation is None:
            return
        of_day: dict[date, list[RotationWatch]] = defaultdict(list)
        for watch in rotation.watches:
            of_day[watch.day].append(watch)
        head = words.choose(f"{rotation.month} 逐日排班", f"{rotation.month} day by day")
        self.fill(head, [self._line(rotation, day, watches) for day, watches in sorted(of_day.items())])

    def _line(self, rotation: Rotation, day: date, watches: list[RotationWatch]) -> Line:
        names = {kind.code: words.choose(kind.name, kind.name_en) for kind in rotation.kinds}
        of_team: dict[str, list[str]] = defaultdict(list)
        for watch in watches:
            of_team[watch.team].append(f"{names.get(watch.kind, watch.kind)} {watch.members}")
        parts = [f"{team or '–'} {'、'.join(kinds) if words.language() == 'zh_CN' else ', '.join(kinds)}" for team, kinds in of_team.items()]
        wrong = [f"{words.of(fault.fault)} {fault.where}" for fault in rotation.faults if fault.day == day.isoformat()]
        members = sum(watch.members for watch in watches)
        head = f"{day:%m-%d}  {words.choose('周' + WEEKDAYS[day.weekday()][0], WEEKDAYS[day.weekday()][1])}"
        figure = words.choose(f"{members} 人", f"{members} people")
        more = "\n".join([head, *parts, *wrong])
        return Line(day.isoformat(), head, " · ".join([*wrong, *parts]), figure, "danger" if wrong else "text", more)
