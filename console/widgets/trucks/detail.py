"""What is known of one truck: its permit, its trip, what it does wrong, who has seen it, and who could be there first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.hall.alarms import lasted_s
from console.hall.hall import Hall
from console.hall.hauls import Way, along
from console.widgets import theme
from console.widgets.flow import Flow
from console.widgets.lines import Line, Lines
from console.widgets.list_and_detail import Turning
from console.widgets.sheet import Sheet
from console.widgets.spoken import Spoken, button, label
from console.widgets.trucks.squads import Squads
from wire.alarms import Alarm
from wire.codes import AlarmKind, HaulState, Noun
from wire.hauls import HaulPermit, HaulTrip
from wire.sight import Sight

WIDE = 500  # px: from here on who has seen it, and who could go, stand beside what it does
LINE_PX, LINES_PX = 150, 92  # a name with its figure; two of them


class TruckDetail(Spoken):
    drafted = Signal(str)  # truck id: a report is to be drafted of its worst alarm
    located = Signal(str)
    tracked = Signal(str)
    trips_wanted = Signal(str)  # truck id
    opened = Signal(object, str)  # Noun, id

    def __init__(self, hall: Hall, trade: str = "", parent: QWidget | None = None) -> None:
        """`trade` is that of the squads."""
        super().__init__(parent)
        self.setObjectName("sheet")
        self._hall, self._id = hall, ""
        self._sight: Sight | None = None
        self.head, self.permit, self.trip, self.alarms = label("lead"), label(wrap=True), label(wrap=True), label(tone="danger", wrap=True)
        self.draft, self.locate, self.track, self.trips = button("primary"), button(), button(), button("quiet")
        self.cameras, self.squads, self._seen = Lines(), Squads(hall, trade), label("hint")
        self._lay_out()
        self.draft.clicked.connect(lambda: self.drafted.emit(self._id))
        self.locate.clicked.connect(lambda: self.located.emit(self._id))
        self.track.clicked.connect(lambda: self.tracked.emit(self._id))
        self.trips.clicked.connect(lambda: self.trips_wanted.emit(self._id))
        self.cameras.opened.connect(lambda id: self.opened.emit(Noun.CAMERA, id))
        self.squads.opened.connect(lambda id: self.opened.emit(Noun.UNIT, id))
        self.cameras.chosen.connect(lambda id: hall.selection.set(Noun.CAMERA, id))
        self.say()

    def show_truck(self, id: str) -> None:
        if id != self._id:
            self._id, self._sight = id, None
        self.refresh()

    def take_sight(self, id: str, sight: Sight) -> None:
        """Who could be first where that truck is."""
        if id == self._id:
            self._sight = sight
            self.refresh()

    def say(self) -> None:
        self.draft.setText(self.tr("Draft a case") + "  Ctrl+N")
        self.locate.setText(self.tr("On the map") + "  ⏎")
        self.track.setText(self.tr("Track") + "  F4")
        self.trips.setText(self.tr("Trips…"))
        self.trips.setToolTip("Ctrl+T")
        self.refresh()

    def refresh(self) -> None:
        hauls, unit = self._hall.hauls, self._hall.units.get(self._id)
        known = self._id in hauls.trucks
        self.head.setText((unit.plate or unit.name) if unit is not None and known else self.tr("Choose a truck."))
        buttons = (self.draft, self.locate, self.track, self.trips)
        for part in (self.permit, self.trip, self.alarms, *buttons, self.cameras, self.squads, self._seen):
            part.setVisible(known)
        if not known:
            return
        alarms = self._hall.alarms.of(self._id)
        self.permit.setText(self._permit(hauls.permit_of(self._id)))
        self.trip.setText(self._trip(hauls.trip_of(self._id)))
        self.alarms.setText("\n".join(self._alarm(alarm) for alarm in alarms))
        self.alarms.setVisible(bool(alarms))
        self.draft.setEnabled(bool(alarms) and not self._hall.replay)
        self._show_lists()

    # --- words

    def _permit(self, permit: HaulPermit | None) -> str:
        if permit is None:
            return self.tr("No permit")
        site, ground = (self._hall.hauls.places.get(id) for id in (permit.site_id, permit.ground_id))
        hours = words.choose("、", ", ").join(f"{begin}–{end}" for begin, end in permit.windows) or self.tr("at any hour")
        carried = self.tr("{carried} of {volume} m³ in {hauls} trips").format(
            carried=f"{permit.carried_m3:,.0f}", volume=f"{permit.volume_m3:,.0f}", hauls=permit.hauls
        )
        way = " → ".join(place.name for place in (site, ground) if place is not None)
        return f"{permit.number}  {way}\n{permit.starts:%m-%d} – {permit.ends:%m-%d}  {hours}  {carried}"

    def _trip(self, trip: HaulTrip | None) -> str:
        if trip is None:
            return self.tr("No trip in the last 24 hours")
        now = self._hall.clock.now()
        text = self.tr("{state}, since {time}, {km} km").format(
            state=words.of(trip.state), time=words.moment(trip.started_at, now), km=f"{trip.length_m / 1000:.1f}"
        )
        if trip.state is HaulState.RUNNING:
            text = self.tr("{state}, since {time}").format(state=words.of(trip.state), time=words.moment(trip.started_at, now))
        if trip.off_s and not any(alarm.kind is AlarmKind.DEVIATION for alarm in self._hall.alarms.of(self._id)):  # which says it as it is now
            text += words.choose("，", ", ") + self.tr("off the line for {time}, {metres} m at most").format(
                time=words.span(trip.off_s), metres=f"{trip.off_m:,.0f}"
            )
        return text

    def _alarm(self, alarm: Alarm) -> str:
        value = " / ".join(filter(None, (words.measured(alarm.kind, alarm.value), words.measured(alarm.kind, alarm.threshold))))
        return "  ".join(filter(None, (words.of(alarm.kind), value, words.span(lasted_s(alarm, self._hall.clock.now())))))

    def _show_lists(self) -> None:
        way = self._hall.hauls.way
        seen = along(way if way.truck_id == self._id else Way(self._id, []), list(self._hall.cameras))
        self.cameras.take([Line(camera.id, camera.name, camera.code, f"{metres:.0f} m") for camera, metres in seen])
        self._seen.setText(self.tr("Cameras along its way: {count}").format(count=len(seen)))
        self.squads.show_of(next(iter(self._hall.alarms.of(self._id)), None), self._sight)

    def _lay_out(self) -> None:
        told, along_it, buttons, sheet = QWidget(), QWidget(), Flow(gap=8), Sheet()
        for each in (self.draft, self.locate, self.track):
            buttons.addWidget(each)
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        named = QHBoxLayout()
        named.addWidget(self.head, 1)
        named.addWidget(self.trips)
        column.addLayout(named)
        for part in (self.alarms, self.trip, self.permit):
            column.addWidget(part)
        column.addLayout(buttons)
        column.addStretch(1)
        seen = QVBoxLayout(along_it)
        seen.setContentsMargins(0, 0, 0, 0)
        seen.setSpacing(theme.px(2))
        seen.addWidget(self._seen)
        seen.addWidget(self.cameras, 1)
        for lines in (self.cameras, self.squads.units):
            lines.setMinimumSize(theme.px(LINE_PX), theme.px(LINES_PX))
        lists = Turning(0, (self.squads, 3), (along_it, 2), gap=8)
        sheet.body.addWidget(Turning(WIDE, (told, 2), (lists, 3), gap=8, first_as_is=True), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(sheet)
