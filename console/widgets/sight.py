"""Who can see a place, and who can be there first: for the chosen case, or a point of the map."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.widgets import sight_words, theme
from console.widgets.elided import Elided
from console.widgets.lines import Line, Lines
from console.widgets.list_and_detail import Turning
from console.widgets.missing import Missing
from console.widgets.spoken import Spoken, label
from wire.codes import DutyState, Noun
from wire.sight import CameraSight, Sight, UnitArrival, View

AGAIN_S = 10  # units move: what is shown is asked for anew
WIDE = 560  # px: from here on the two lists stand side by side
TONES = {View.SEES: "text", View.DIRECTION_UNKNOWN: "text_2", View.HIDDEN: "text_3"}

Place = tuple[float, float]


class SightPane(Spoken):
    """Asks only while it is seen."""

    place_wanted = Signal(float, float)  # lon, lat: who can see it
    found = Signal(object)  # Sight that is shown, for the map; None when nothing is
    opened = Signal(object, str)  # Noun, id: a camera into the video, a unit onto its track
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall = hall
        self._sight: Sight | None = None
        self._place: Place | None = None
        self._case_id = ""
        self._asked_at: datetime | None = None
        self.cameras, self.units = Lines(), Lines()
        self._heads = [label("lead"), label("lead")]
        self._hints = [Elided("hint"), Elided("hint")]
        self._nothing, self.missing = label(tone="quiet", wrap=True), Missing(hall, Wanted.SIGHT)
        self._lay_out()
        self.missing.again.connect(lambda _: self._ask())
        self.cameras.chosen.connect(lambda id: hall.selection.set(Noun.CAMERA, id))
        self.units.chosen.connect(lambda id: hall.selection.set(Noun.UNIT, id))
        self.cameras.opened.connect(lambda id: self.opened.emit(Noun.CAMERA, id))
        self.units.opened.connect(lambda id: self.opened.emit(Noun.UNIT, id))
        hall.selection.changed.connect(self._follow)
        hall.cases.changed.connect(self._case_changed)
        hall.clock.ticked.connect(self._tick)
        for table in (hall.cameras, hall.units):
            table.changed.connect(self._show)
        self.say()
        self._follow(hall.selection.noun, hall.selection.id)

    def look_at(self, lon: float, lat: float) -> None:
        """A point of the map instead of a case."""
        self._go((lon, lat), "")

    def look_at_case(self, case_id: str) -> None:
        """Also the one that is chosen already, when a point of the map was looked at since."""
        self._follow(Noun.CASE, case_id)

    def take(self, sight: Sight) -> None:
        """The answer; one for a place that was left meanwhile is not shown."""
        if (sight.lon, sight.lat) == self._place:
            self._sight = sight
            self._show()
            if self.isVisible():
                self.found.emit(sight)

    def tell(self) -> None:
        case = self._hall.cases.get(self._case_id)
        scope = words.number_short(case.number) if case else f"{self._place[1]:.6f}, {self._place[0]:.6f}" if self._place else ""
        self.told.emit(scope, self._summary(), -1)

    def say(self) -> None:
        self._nothing.setText(self.tr("Choose a case, or click a place on the map."))
        self._show()

    def _follow(self, noun: Noun | None, id: str) -> None:
        case = self._hall.cases.get(id) if noun is Noun.CASE else None
        if case is not None:
            self._go((case.lon, case.lat), id)

    def _case_changed(self, ids: frozenset[str]) -> None:
        if self._case_id in ids:
            self._follow(Noun.CASE, self._case_id)

    def _go(self, place: Place, case_id: str) -> None:
        self._case_id = case_id
        if place != self._place:
            self._place, self._sight, self._asked_at = place, None, None
            self._ask()
        self._show()

    def _ask(self) -> None:
        if self._place is not None and self.isVisible():
            self._asked_at = self._hall.clock.now()
            self.place_wanted.emit(*self._place)

    def _tick(self) -> None:
        """A new answer as long as somebody looks and the backend is there."""
        now, asked = self._hall.clock.now(), self._asked_at
        if self._hall.link.state is LinkState.FRESH and (asked is None or abs((now - asked).total_seconds()) >= AGAIN_S):
            self._ask()

    def _show(self) -> None:
        sight = self._sight
        self._nothing.setVisible(self._place is None)
        self._lists.setVisible(self._place is not None)
        self.cameras.take([self._camera(camera) for camera in sight.cameras] if sight else [])
        self.units.take([self._unit(unit) for unit in sight.units] if sight else [])
        for head, text in zip(self._heads, self._titles(sight), strict=True):
            head.setText(text)
        for hint, text in zip(self._hints, self._remarks(sight), strict=True):
            hint.setText(text)
        self.tell()

    def _titles(self, sight: Sight | None) -> tuple[str, str]:
        see, first = self.tr("Who can see it"), self.tr("Who can be there first")
        if sight is None:
            return f"{see}  …", f"{first}  …"
        return f"{see}  {sum(camera.view is View.SEES for camera in sight.cameras)}", f"{first}  {sum(map(_is_ready, sight.units))}"

    def _remarks(self, sight: Sight | None) -> tuple[str, str]:
        """What the lists stand on, where it is less than one would think."""
        if sight is None:
            return self.tr("looking …"), self.tr("looking …")
        around = self.tr("buildings regarded: {count}").format(count=sight.outlines)
        outlines = around if sight.outlines else self.tr("No outlines of buildings here: nothing is known to stand between")
        ways = self.tr("on duty, with a fresh fix; along streets") if sight.by_streets else self.tr("No streets known: straight line with a detour")
        return (self.tr("No camera looks here") + " · " + outlines if not sight.cameras else outlines), ways

    def _summary(self) -> str:
        if self._sight is None:
            return ""
        seen = sum(camera.view is View.SEES for camera in self._sight.cameras)
        first = next((unit for unit in self._sight.units if _is_ready(unit) and unit.seconds is not None), None)
        nearest = sight_words.minutes(first.seconds) if first and first.seconds is not None else "—"
        return self.tr("{seen} see it · first in {minutes}").format(seen=seen, minutes=nearest)

    def _camera(self, camera: CameraSight) -> Line:
        known = self._hall.cameras.get(camera.camera_id)
        name = known.name if known else camera.camera_id
        offline = [self.tr("offline")] if known and known.online is False else []
        below = " · ".join([*offline, sight_words.view(camera)])
        figure = f"{camera.quality:.0%}" if camera.view is View.SEES else "?" if camera.view is View.DIRECTION_UNKNOWN else "—"
        return Line(camera.camera_id, name, below, figure, "text_3" if offline else TONES[camera.view])

    def _unit(self, unit: UnitArrival) -> Line:
        known = self._hall.units.get(unit.unit_id)
        name = known.name if known else unit.unit_id
        figure = "—" if unit.seconds is None else sight_words.minutes(unit.seconds)
        below = sight_words.arrival(unit)
        more = "\n".join(part for part in (name, below, known.phone if known else "") if part)
        return Line(unit.unit_id, name, below, figure, "text" if _is_ready(unit) else "text_3", more)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()
        self.found.emit(self._sight)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.found.emit(None)

    def _lay_out(self) -> None:
        titled = zip(self._heads, self._hints, (self.cameras, self.units), strict=True)
        self._lists = Turning(WIDE, *((_titled(head, hint, lines), 1) for head, hint, lines in titled), gap=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.missing)
        column.addWidget(self._lists, 1)


def _is_ready(unit: UnitArrival) -> bool:
    return unit.duty is DutyState.ON_DUTY and not unit.stale


def _titled(head: QLabel, hint: QLabel, lines: Lines) -> QWidget:
    whole, top = QWidget(), QHBoxLayout()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    top.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), 0)
    top.setSpacing(theme.px(8))
    top.addWidget(head)
    top.addWidget(hint, 1)
    column.setSpacing(theme.px(4))
    column.addLayout(top)
    column.addWidget(lines, 1)
    return whole
