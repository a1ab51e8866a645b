"""The people on shift: a list, what needs a person first, and the card of who is chosen; sheets of a day or month as files."""

from datetime import date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.people import WRONG, pressing
from console.widgets import keys, theme
from console.widgets.flow import Flow
from console.widgets.lines import HEIGHT, Line, Lines
from console.widgets.list_and_detail import ListAndDetail
from console.widgets.missing import Missing
from console.widgets.outcome import Outcome
from console.widgets.sheet import Sheet
from console.widgets.spoken import Saying, Spoken, button, label
from console.widgets.staff.card import TONES, Card
from console.widgets.staff.coverage import CoverageBar
from console.widgets.staff.doubts import DoubtList
from console.widgets.staff.gaps import GapList
from console.widgets.staff.roster import RosterList
from console.widgets.staff.sheets import SheetBar
from console.widgets.staff.sums import SumList
from wire.bulletins import BulletinFormat
from wire.codes import Noun, UnitKind, WorkState
from wire.coverage import CoverageGaps
from wire.problem import Problem
from wire.rotations import Rotation
from wire.shifts import PLANNERS
from wire.staff import StaffCard
from wire.tracks import DoubtfulTrack
from wire.units import Unit

AGAIN = timedelta(seconds=30)  # so long a card counts as new
GAPS_AGAIN = timedelta(minutes=1)  # so long what nobody has patrolled
FIND_PX = 184
SHOWN_FAULTS = 5


class StaffPane(Spoken):
    """Keys: Ctrl+F finds by name or team, Enter shows on the map, F4 opens the track, F5 asks for the card anew."""

    card_wanted = Signal(str)  # unit id, answered by `take` or `miss`
    rotation_wanted = Signal(str, bool)  # month, whether to publish it; answered by `take_rotation` or `tell_not_written`
    roster_wanted = Signal(str)  # month: what stands; answered likewise
    gaps_wanted = Signal(float, object)  # hours, as of when or none for now; answered by `take_gaps` or `tell_not_written`
    coverage_shown = Signal(float, object)  # likewise, on the map; 0 hours: no longer
    gap_opened = Signal(float, float)  # lon, lat: who is nearest is answered by `take_sight`
    file_wanted = Signal(object, object, object, object)  # first and last day, BulletinFormat, Path
    sheet_wanted = Signal(object, object)  # first and last day: what teams come to, answered by `sums.show_sheet` or `tell_not_written`
    doubts_wanted = Signal(object)  # day, answered by `take_doubts` or `tell_not_written`
    day_wanted = Signal(str, object)  # unit id, date: whose track is to be opened
    shift_wanted = Signal(str)  # unit id: to be changed in a form
    located = Signal(float, float)
    track_wanted = Signal(str)
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._id, self._at = hall, "", hall.clock.now()
        self._gaps_at: datetime | None = None  # asked for last; none: something else is told now
        self.sought, self.lines, self.card = QLineEdit(), Lines(), Card(hall)
        self.map, self.track, self.sheets, self.sums = button(), button(), SheetBar(hall), SumList()
        self.coverage, self.gaps, self.doubts = CoverageBar(hall), GapList(hall), DoubtList(hall)
        self.roster, self.rotation, self.rotate = button(), RosterList(), button()
        self._planned = ""  # the month that was looked at and keeps the rules
        self.shift = button()
        for part in (self.rotate, self.shift):
            part.setVisible(not PLANNERS.isdisjoint(hall.me.roles))
        self._empty, self.outcome = label("hint", wrap=True), Outcome()
        self.missing = Missing(hall, Wanted.STAFF)
        self._lay_out()
        self._connect()
        self.say()

    def choose(self, unit_id: str) -> None:
        """Its card, from the backend; the Hall's selection is this unit."""
        if unit_id and unit_id != self._id:
            self._id = unit_id
            self._hall.selection.set(Noun.UNIT, unit_id)
            self.renew()
        self._show()

    def renew(self) -> None:
        if self._id:
            self._at = self._hall.clock.now()
            self.card_wanted.emit(self._id)

    def take(self, card: StaffCard) -> None:
        self._hall.failures.clear(Wanted.STAFF, "")
        self.card.take(card)

    def miss(self, problem: Problem) -> None:
        self._hall.failures.note(Wanted.STAFF, "", problem)

    def tell_written(self, path: Path) -> None:
        self._say_outcome(lambda: self.tr("{name} is written").format(name=path.name), "")

    def tell_not_written(self, problem: Problem) -> None:
        self._say_outcome(lambda: words.problem(problem), "danger")

    def take_rotation(self, rotation: Rotation) -> None:
        """Looked at: who walks where, and what is wrong; the next press publishes it. Published: that it stands."""
        self._planned = "" if rotation.published or rotation.faulty else rotation.month
        self._say_outcome(lambda: self._rotation_words(rotation), "danger" if rotation.faulty else "")
        self.rotation.show_rotation(rotation)
        self._say_rotate()

    def take_gaps(self, gaps: CoverageGaps) -> None:
        asked_at, then = self._gaps_at, self.coverage.at() is not None
        self._say_outcome(lambda: self._gap_words(gaps, then), "")
        self._gaps_at = asked_at
        self.gaps.show_gaps(gaps)

    def take_doubts(self, day: date, tracks: list[DoubtfulTrack]) -> None:
        self.outcome.hide()
        self.doubts.show_day(day, tracks)

    def tell(self) -> None:
        people = self._people()
        wrong, off = sum(unit.state in WRONG for unit in people), sum(unit.state is WorkState.OFF_DUTY for unit in people)
        count = self.tr("{at_work} at work · {wrong} to look at · {off} off duty").format(at_work=len(people) - wrong - off, wrong=wrong, off=off)
        self.told.emit("", count, len(people))

    def say(self) -> None:
        self.sought.setPlaceholderText(self.tr("Name or team …  Ctrl+F"))
        self.map.setText(self.tr("On the map") + "  ⏎")
        self.track.setText(self.tr("Track") + "  F4")
        self.shift.setText(words.choose("班次…", "Shift…"))
        self.roster.setText(words.choose("本月排班", "Roster"))
        self.roster.setToolTip(self.tr("What stands in the roster of this month, day by day"))
        self._say_rotate()
        self._empty.setText(self.tr("Choose somebody to see the shift, sign-ins, track and alarms of today."))
        self.fill()
        self._show()

    def fill(self) -> None:
        text = self.sought.text().strip().lower()
        people = [unit for unit in self._people() if not text or text in unit.name.lower() or text in unit.team.lower()]
        self.lines.take([self._line(unit) for unit in sorted(people, key=pressing)])
        self.tell()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fill()

    # --- inside

    def _people(self) -> list[Unit]:
        return [unit for unit in self._hall.units if unit.kind is UnitKind.INSPECTOR]

    def _line(self, unit: Unit) -> Line:
        now = self._hall.clock.now()
        parts = [unit.team, *(words.of(alarm.kind) for alarm in self._hall.alarms.of(unit.id) if unit.state not in WRONG)]
        if unit.state_at is not None and unit.state is not WorkState.OFF_DUTY:
            parts.append(words.choose("已 ", "for ") + words.span((now - unit.state_at).total_seconds()))
        return Line(unit.id, unit.name, " · ".join(filter(None, parts)), words.of(unit.state), TONES.get(unit.state, "text"))

    def _show(self) -> None:
        unit = self._hall.units.get(self._id)
        self._empty.setVisible(unit is None)
        self.card.show_unit(self._id)
        for part in (self.map, self.track, self.shift):
            part.setEnabled(unit is not None)

    def _tick(self, now: datetime) -> None:
        if self.isVisible():
            self.fill()
            self._show()
            if now - self._at >= AGAIN:
                self.renew()
            hours = self.coverage.chosen_hours()
            if self._gaps_at is not None and hours and self.coverage.at() is None and now - self._gaps_at >= GAPS_AGAIN:
                self._ask_gaps(hours, None)

    def _changed(self) -> None:
        if self.isVisible():
            self.fill()
            self._show()
        else:
            self.tell()

    def _locate(self, unit_id: str = "") -> None:
        fix = self._hall.fixes.get(unit_id or self._id)
        if fix is not None:
            self.located.emit(fix.lon, fix.lat)

    def _ask_doubts(self, day: date) -> None:
        self._say_outcome(lambda: self.tr("Comparing the tracks of {day} …").format(day=day), "")
        self.doubts_wanted.emit(day)

    def _ask_gaps(self, hours: float, at: datetime | None) -> None:
        """Of now they are asked for again by themselves, as long as they are told."""
        self._gaps_at = self._hall.clock.now()
        self.gaps_wanted.emit(hours, at)

    def _rotation_words(self, rotation: Rotation) -> str:
        people = sum(team.members for team in rotation.teams)
        head = self.tr("{month}: {teams} teams, {people} people, {shifts} shifts").format(
            month=rotation.month, teams=len(rotation.teams), people=people, shifts=f"{rotation.shifts:,}"
        )
        wrong = [f"{words.of(each.fault)} {each.where} {each.day}".strip() for each in rotation.faults[:SHOWN_FAULTS]]
        state = self.tr("stands in the roster") if rotation.published else self.tr("keeps all rules; press again to publish")
        if rotation.faulty:
            state = self.tr("breaks {count} rules: {which}").format(count=rotation.faulty, which="; ".join(wrong))
        areas = [self.tr("{team} walks the area of {area}").format(team=team.team, area=team.area) for team in rotation.teams]
        return "\n".join([f"{head} · {state}", *areas])

    def _gap_words(self, gaps: CoverageGaps, then: bool) -> str:
        """What was not seen, the heaviest by name."""
        head = self.tr("Not seen for {hours} h: {unseen} of {cells} basic grids, {km:.1f} of {all:.1f} km of street").format(
            hours=f"{gaps.hours:g}", unseen=gaps.unseen, cells=gaps.cells, km=gaps.street_unseen_m / 1000, all=gaps.street_m / 1000
        )
        if then:
            at = f"{words.local(gaps.at):%m-%d %H:%M}"
            head = words.choose(f"截至 {at}，", f"As of {at}: ") + head
        share = [self.tr("seen, by weight of cases: {share:.0%}").format(share=gaps.share)] if gaps.share is not None else []
        if gaps.street_share is not None:
            share.append(self.tr("streets seen, by weight of cases: {share:.0%}").format(share=gaps.street_share))
        named = [self.tr("{code}: {cases} cases").format(code=gap.code, cases=gap.cases) for gap in gaps.gaps[:SHOWN_FAULTS] if gap.cases]
        return "\n".join([head, *share, *named])

    def _say_outcome(self, saying: Saying, tone: str) -> None:
        self._gaps_at = None
        self.outcome.tell_of(saying, tone)

    def _say_rotate(self) -> None:
        text = self.tr("Publish {month}") if self._planned else self.tr("Rotation of next month…")
        self.rotate.setText(text.format(month=self._planned))

    def _rotate(self) -> None:
        """First it is looked at, then published."""
        day = words.local(self._hall.clock.now()).date().replace(day=1)
        following = (day + timedelta(days=31)).strftime("%Y-%m")
        publish = self._planned == following
        self._planned = ""
        self.rotation_wanted.emit(following, publish)

    def _keep(self, first: date, last: date, form: BulletinFormat, path: Path) -> None:
        self._say_outcome(lambda: self.tr("Writing {name} …").format(name=path.name), "")
        self.file_wanted.emit(first, last, form, path)

    def _connect(self) -> None:
        self.sought.textChanged.connect(self.fill)
        self.lines.selectionModel().currentChanged.connect(lambda *_: self.choose(self.lines.current()))
        self.lines.chosen.connect(self.choose)
        self.lines.opened.connect(self._locate)
        self.map.clicked.connect(lambda: self._locate())
        self.track.clicked.connect(self._open_track)
        self.sheets.sums_wanted.connect(self.sheet_wanted)
        self.sheets.doubts_wanted.connect(self._ask_doubts)
        self.sheets.file_wanted.connect(self._keep)
        self.doubts.opened.connect(self.day_wanted)
        self.roster.clicked.connect(lambda: self.roster_wanted.emit(f"{words.local(self._hall.clock.now()):%Y-%m}"))
        self.rotate.clicked.connect(self._rotate)
        self.shift.clicked.connect(lambda: self.shift_wanted.emit(self._id))
        self.coverage.wanted.connect(self._ask_gaps)
        self.coverage.shown.connect(self.coverage_shown)
        self.gaps.opened.connect(self.gap_opened)
        self.missing.again.connect(self.renew)
        self._hall.units.changed.connect(self._changed)
        self._hall.alarms.changed.connect(self._changed)
        self._hall.clock.ticked.connect(self._tick)
        keys.bind(self, self.sought.setFocus, "Ctrl+F")
        keys.bind(self, self._open_track, "F4")
        keys.bind(self, self.renew, "F5")

    def _open_track(self) -> None:
        if self._id:
            self.track_wanted.emit(self._id)

    def _lay_out(self) -> None:
        left, right = QWidget(), Sheet()
        column, bar, buttons = QVBoxLayout(left), Flow(gap=6), Flow(gap=6)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        self.sought.setFixedWidth(theme.px(FIND_PX))
        for part in (self.sought, self.coverage, self.sheets, *self.sheets.buttons, self.roster, self.rotate):
            bar.addWidget(part)
        column.addLayout(bar)
        self.lines.setMinimumHeight(theme.px(HEIGHT))
        column.addWidget(self.lines, 1)
        for part in (self.map, self.track, self.shift):
            buttons.addWidget(part)
        right.body.addWidget(self.outcome)
        right.body.addWidget(self.sums)
        right.body.addWidget(self.doubts)
        right.body.addWidget(self.rotation)
        right.body.addWidget(self.gaps)
        right.body.addWidget(self._empty)
        right.body.addWidget(self.card)
        right.body.addLayout(buttons)
        right.body.addWidget(self.missing)
        right.body.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ListAndDetail(left, right))
        self.setFocusProxy(self.lines)
