"""What nobody has patrolled: streets and basic grids, the heaviest by length and past cases. One press says who is nearest and free."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import sight_words, theme
from console.widgets.lines import HEIGHT, Line, Lines
from console.widgets.spoken import Spoken, label
from wire.codes import DutyState, GridKind, Noun, TaskState, UnitKind, WorkState
from wire.coverage import CoverageGaps, Gap, StreetGap
from wire.sight import Sight, UnitArrival

SHOWN = 12  # of each
TALL = 5  # lines that are seen at once
FREE = frozenset({WorkState.ON_DUTY, WorkState.STAYING, WorkState.OFF_GRID})  # what somebody does who can be sent


class GapList(Spoken):
    """Enter or a double click: the place on the map, and who could be there first and has nothing to do, who is selected then."""

    opened = Signal(float, float)  # lon, lat; answered by `take_sight`

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._gaps: CoverageGaps | None = None
        self._places: dict[str, tuple[float, float]] = {}
        self.lines, self.nearest = Lines(), label(wrap=True)
        self.lines.setFixedHeight(theme.px(HEIGHT) * TALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self.lines)
        column.addWidget(self.nearest)
        self.lines.opened.connect(self._open)
        self.hide()

    def show_gaps(self, gaps: CoverageGaps) -> None:
        if self._gaps is None or self._gaps.hours != gaps.hours:  # else it is the same question, asked again by itself
            self.nearest.setText("")
        self._gaps = gaps
        self.say()

    def take_sight(self, sight: Sight) -> None:
        """Who could be there first."""
        arrival = next((each for each in sight.units if self._is_free(each)), None)
        unit = self._hall.units.get(arrival.unit_id) if arrival is not None else None
        if arrival is None or unit is None:
            self.nearest.setText(words.choose("附近没有空闲的在岗监督员", "No inspector on duty is free and known to be near"))
            return
        self.nearest.setText(words.choose("最近且空闲：", "Nearest and free: ") + f"{unit.name}  {sight_words.arrival(arrival)}")
        self._hall.selection.set(Noun.UNIT, unit.id)

    def say(self) -> None:
        told = self._gaps
        if told is None:
            return
        streets = {f"street {each.name}": each for each in told.streets[:SHOWN]}
        cells = {f"cell {each.code}": each for each in told.gaps[:SHOWN]}
        self._places = {id: (each.lon, each.lat) for id, each in streets.items()} | {id: (each.lon, each.lat) for id, each in cells.items()}
        self.lines.take([*(self._street(id, each) for id, each in streets.items()), *(self._cell(id, each) for id, each in cells.items())])
        self.setVisible(bool(self._places))

    # --- inside

    def _street(self, id: str, gap: StreetGap) -> Line:
        of_all = words.choose(f"共 {gap.metres / 1000:.1f} km", f"of {gap.metres / 1000:.1f} km")
        cases = [words.choose(f"{gap.cases} 件", f"{gap.cases} cases")] if gap.cases else []
        return Line(id, gap.name, " · ".join((of_all, *cases, self._since(gap))), f"{gap.unseen_m:,.0f} m")

    def _cell(self, id: str, gap: Gap) -> Line:
        cases = words.choose(f"{gap.cases} 件", f"{gap.cases} cases") if gap.cases else ""
        return Line(id, gap.code, " · ".join((words.of(GridKind.BASIC), self._since(gap))), cases)

    def _since(self, gap: Gap | StreetGap) -> str:
        if gap.seen_at is None:
            return words.choose("一天以上未见", "not seen for more than a day")
        seen = words.moment(gap.seen_at, self._hall.clock.now())
        return words.choose(f"上次 {seen}", f"last {seen}")

    def _open(self, id: str) -> None:
        self.nearest.setText(words.choose("正在查找最近的空闲人员 …", "Looking for who is nearest and free …"))
        self.opened.emit(*self._places[id])

    def _is_free(self, arrival: UnitArrival) -> bool:
        unit, hall = self._hall.units.get(arrival.unit_id), self._hall
        if unit is None or unit.kind is not UnitKind.INSPECTOR or arrival.stale or arrival.duty is not DutyState.ON_DUTY or unit.state not in FREE:
            return False
        busy = any(task.unit_id == unit.id and task.state is TaskState.OPEN for task in hall.tasks)
        return not busy and not any(each.unit_id == unit.id and each.ended_at is None for each in hall.callouts)
