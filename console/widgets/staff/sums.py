"""What teams come to, and all together: the sum lines of the sheet of a day or month, one to a line; shares and scores are those of the sums."""

from PySide6.QtWidgets import QWidget

from console import words
from console.widgets.lines import Line
from console.widgets.titled_lines import TitledLines
from wire.staff import StaffLine, StaffSheet

TALL = 6  # lines that are seen at once
DASH = "–"


class SumList(TitledLines):
    """Hidden until there is a sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TALL, parent)
        self._sheet: StaffSheet | None = None

    def show_sheet(self, sheet: StaffSheet) -> None:
        self._sheet = sheet
        self.say()
        self.show()

    def say(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        days = f"{sheet.first}" if sheet.first == sheet.last else f"{sheet.first} – {sheet.last}"
        total = [_line(sheet.total, words.choose("合计", "All"))] if sheet.total is not None else []
        head = words.choose(f"班组小计与合计  {days}", f"Teams and all  {days}")
        self.fill(head, [*total, *(_line(team, team.team or DASH) for team in sheet.teams)])


def _line(told: StaffLine, name: str) -> Line:
    share = f"{told.effective_s / told.worked_s:.0%}" if told.worked_s else DASH
    seen = f"{told.cells_seen / told.cells:.0%}" if told.cells else DASH
    alarms, km = sum(told.alarms.values()), f"{told.metres / 1000:,.1f} ± {told.error_m / 1000:.1f} km"
    parts = [
        words.choose(f"应到 {told.planned} 实到 {told.present}", f"{told.present} of {told.planned} shifts"),
        words.choose(
            f"迟到 {told.late} 早退 {told.left_early} 缺勤 {told.absent}", f"late {told.late}, left {told.left_early}, absent {told.absent}"
        ),
        words.choose(f"在岗 {words.span(told.worked_s)}", f"signed in {words.span(told.worked_s)}"),
        words.choose(f"有效率 {share}", f"on patrol {share}"),
        km,
        words.choose(f"网格覆盖 {seen}", f"grids seen {seen}"),
        words.choose(f"上报 {told.reported} 任务 {told.done} 报警 {alarms}", f"reported {told.reported}, tasks {told.done}, alarms {alarms}"),
    ]
    score = f"{told.score:.1f}" if told.score is not None else DASH
    below = " · ".join(parts)
    return Line(f"team {told.team}" if told.team else name, name, below, score, more="\n".join([f"{name}  {score}", *parts]))
