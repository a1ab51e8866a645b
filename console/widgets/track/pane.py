"""The track pane: whose track and when, its speed over time, and the handle that turns the playback."""

from datetime import date, datetime, time

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.playback import Shown
from console.widgets import theme
from console.widgets.fields import Choice
from console.widgets.icons import icon
from console.widgets.missing import Missing
from console.widgets.playback.moment_line import MomentLine
from console.widgets.spoken import Spoken, button, label
from console.widgets.track.beside import BesideButton
from console.widgets.track.choosing import days_of, offered
from console.widgets.track.compass import compass
from console.widgets.track.curve import Curve
from console.widgets.track.doubts import Doubts
from console.widgets.track.period import PeriodField
from console.widgets.track.shown import ShownTabs
from console.widgets.track.spans import SpanList
from console.widgets.track.speeds import SpeedTabs
from console.widgets.track.summary import cleaning, on_streets, rules, summary
from wire.codes import Noun

STEP_S = 10.0


class TrackPane(Spoken):
    """Drives `hall.playback`; asks for tracks by signals and is answered through the Hall."""

    track_wanted = Signal(str, object, object)  # unit id, start, end: aware datetimes
    track_days_wanted = Signal(str)  # unit id
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._hall, self._playback = hall, hall.playback
        self._open_when_known = ""
        self._asked: tuple[str, datetime, datetime] | None = None
        self._moment: tuple[str, datetime] | None = None  # of a unit, where the playhead is to stand as soon as its track is here
        self._units: dict[str, tuple[bool, str, str]] = {}  # as they are offered: after the inspectors, name, text
        self.unit, self.period, self.open = Choice(), PeriodField(), button("primary")
        self.curve, self.missing = Curve(), Missing(hall, Wanted.TRACK_DAYS, Wanted.TRACK, Wanted.STREETS, Wanted.LIKENESSES)
        self.back, self.play, self.forward, self.reverse, self.loop = QToolButton(), QToolButton(), QToolButton(), QToolButton(), QToolButton()
        self.follow, self.jump = QToolButton(), MomentLine(self._playback.bounds, "%m-%d %H:%M:%S")
        self.beside, self.shown, self.doubts, self.spans = BesideButton(hall), ShownTabs(hall), Doubts(hall), SpanList(hall)
        self.told_line, self.cleaning, self.wrong = label("hint", wrap=True), label("hint", wrap=True), label(tone="danger", wrap=True)
        self.speeds = SpeedTabs(self._playback)
        self._nothing = label(tone="quiet", wrap=True)
        self._clock, self._speed, self._heading = label("clock"), label("lead"), label("hint")
        self._lay_out()
        self._connect()
        self.say()
        self.dress()
        self._show_track()

    def choose_unit(self, unit_id: str) -> None:
        """Take this unit and open its newest day, as soon as it is known which that is."""
        self._fill_units()
        self.unit.choose(unit_id)
        self._open_when_known = unit_id
        self._take_unit()

    def open_at(self, unit_id: str, at: datetime) -> None:
        """The day of this unit in which the moment lies, with the playhead on it."""
        self._moment = (unit_id, at)
        track = self._playback.track
        if track is not None and track.unit_id == unit_id and track.at[0] <= at.timestamp() <= track.at[-1]:
            self._go_to_moment()
            return
        self._fill_units()
        self.unit.choose(unit_id)
        self._open_when_known = unit_id
        self._take_unit()

    def open_span(self, unit_id: str, start: datetime, end: datetime) -> None:
        """The track of this unit from a moment to another, to the minute."""
        self._moment, self._open_when_known = None, ""
        self._fill_units()
        self.unit.choose(unit_id)
        self._take_unit()
        self.period.choose_span(start, end)
        self._open()

    def wanted(self) -> tuple[str, datetime, datetime] | None:
        """Unit, start and end as they are chosen now; none while something is missing."""
        unit, span = self.unit.chosen(), self.period.span(self._hall.clock.now())
        return (unit, *span) if isinstance(unit, str) and span is not None else None

    def tell(self) -> None:
        track = self._playback.track
        unit = self._hall.units.get(track.unit_id) if track else None
        scope = f"{unit.name} · {days_of(track)}" if track and unit else ""
        count = self.tr("{count} fixes").format(count=len(track)) if track else ""
        self.told.emit(scope, count, -1)

    def say(self) -> None:
        self.open.setText(self.tr("Open"))
        self._say_nothing()
        self.unit.line.setPlaceholderText(self.tr("Unit: name, team, plate"))
        self.back.setToolTip(self.tr("10 s back (←)"))
        self.forward.setToolTip(self.tr("10 s on (→)"))
        self.play.setToolTip(self.tr("Play or pause (space)"))
        self.reverse.setToolTip(self.tr("Backwards"))
        self.loop.setToolTip(words.choose("循环播放", "Again from the beginning at the end"))
        self.follow.setToolTip(words.choose("地图跟随此人员车辆", "Keep the unit in sight on the map"))
        self.setAccessibleName(words.pane("track"))
        self.curve.setAccessibleName(words.choose("速度曲线", "Speed curve"))
        self.jump.say()
        self._tell_line()
        self.curve.say()
        self._fill_units()
        self._fill_days()
        self._allow()
        self._read()
        self.tell()

    def dress(self) -> None:
        self.curve.dress()
        self.back.setIcon(icon("step-back"))
        self.forward.setIcon(icon("step-forward"))
        self.reverse.setIcon(icon("reverse"))
        self.loop.setIcon(icon("refresh"))
        self.follow.setIcon(icon("locate"))
        self._show_state()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -STEP_S, Qt.Key.Key_Right: STEP_S}
        if event.key() == Qt.Key.Key_Space:
            self._toggle()
        elif event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    # which track

    def _fill_units(self) -> None:
        self._units = {unit.id: offered(unit) for unit in self._hall.units}
        self.unit.fill([(id, text) for id, (*_, text) in sorted(self._units.items(), key=lambda each: each[1])])

    def _units_changed(self, ids: frozenset[str]) -> None:
        """Where they are and whether they are on duty changes all the time; what they are called does not."""
        units = {id: self._hall.units.get(id) for id in ids}
        if any(self._units.get(id) != (offered(unit) if unit else None) for id, unit in units.items()):
            self._fill_units()

    def _take_unit(self) -> None:
        unit = self.unit.chosen()
        if isinstance(unit, str):
            self.missing.watch(unit)
            self.track_days_wanted.emit(unit)
        self._fill_days()

    def _fill_days(self) -> None:
        self.period.offer(self._hall.track_days.get(str(self.unit.chosen()), []), self._hall.clock.now())
        self._allow()

    def _allow(self) -> None:
        self.open.setEnabled(self.wanted() is not None)
        self.wrong.setText(self.period.wrong())
        self.wrong.setVisible(bool(self.wrong.text()))

    def _days_came(self, unit_id: str) -> None:
        if unit_id == self.unit.chosen():
            self._fill_days()
            if self._moment is not None and self._moment[0] == unit_id:
                self.period.choose(words.local(self._moment[1]).date())
            if self._open_when_known == unit_id and self.wanted() is not None:
                self._open_when_known = ""
                self._open()

    def _open(self) -> None:
        if wanted := self.wanted():
            self._asked = wanted
            self.track_wanted.emit(*wanted)

    def _say_nothing(self) -> None:
        """What was asked for last has nothing, or nothing was asked for."""
        if self._asked is None:
            self._nothing.setText(self.tr("Choose a unit and a day."))
            return
        start, end = (f"{words.local(moment):%m-%d %H:%M}" for moment in self._asked[1:])
        self._nothing.setText(words.choose(f"{start} 至 {end} 没有定位。", f"No fixes from {start} to {end}."))

    def _open_day(self, day: date) -> None:
        """All of this day of the unit that is played."""
        if (track := self._playback.track) is not None:
            self.open_at(track.unit_id, datetime.combine(day, time(), words.zone()))

    def _ask_again(self, wanted: str) -> None:
        asking = {Wanted.TRACK: self._open, Wanted.STREETS: self.shown.streets_wanted.emit, Wanted.LIKENESSES: self.doubts.likenesses_wanted.emit}
        asking.get(Wanted(wanted), self._take_unit)()

    def _select(self, noun: Noun | None, id: str) -> None:
        # Only an empty pane follows the selection: a track that is being watched is not taken away.
        if noun is Noun.UNIT and self._playback.track is None and id != self.unit.chosen():
            self._fill_units()
            self.unit.choose(id)
            self._take_unit()

    # the handle

    def _toggle(self) -> None:
        if self._playback.playing:
            self._playback.pause()
        else:
            self._playback.play()

    def _step(self, seconds: float) -> None:
        self._playback.pause()
        self._playback.seek(self._playback.at + seconds)

    def _show_state(self) -> None:
        playback = self._playback
        self.play.setIcon(icon("pause" if playback.playing else "play"))
        self.reverse.setChecked(playback.speed < 0)
        self.loop.setChecked(playback.looping)

    def _show_beside(self) -> None:
        """Their time is played too."""
        if (bounds := self._playback.bounds()) is not None:
            self.curve.reach(*bounds)

    def _show_track(self) -> None:
        track = self._playback.track
        self._show_trace()
        self._go_to_moment()
        self.curve.setVisible(track is not None)
        self._nothing.setVisible(track is None)
        self._say_nothing()
        for part in (self.back, self.play, self.forward, self.reverse, self.loop, self.jump, self.speeds):
            part.setEnabled(track is not None)
        self._tell_line()
        self.tell()

    def _go_to_moment(self) -> None:
        track, self._moment, sought = self._playback.track, None, self._moment
        if track is not None and sought is not None and track.unit_id == sought[0]:
            self._playback.pause()
            self._playback.seek(sought[1].timestamp())

    def _show_trace(self) -> None:
        """As it is chosen to be shown, and what came to pass meanwhile."""
        track, playback = self._playback.track, self._playback
        self.curve.show_track(track, playback.trace, track.happenings if track else [])
        self._tell_line()
        self._move(playback.at)

    def _tell_line(self) -> None:
        track = self._playback.track
        for part in (self.told_line, self.cleaning, self.beside, self.shown, self.jump, self.loop, self.follow):
            part.setVisible(track is not None)
        if track is not None:
            streets = self._playback.streets if self._playback.shown is Shown.STREETS else None
            said = on_streets(streets.told) if streets is not None else summary(track.analysis, self._playback.shown is not Shown.BELIEVED)
            self.told_line.setText(said)
            self.cleaning.setText(cleaning(track.analysis))
            for line in (self.told_line, self.cleaning):
                line.setToolTip(rules(track.analysis))

    def _refuse(self, text: str) -> None:
        """What was typed cannot be gone to."""
        self.wrong.setText(text)
        self.wrong.show()

    def _jump(self, at: float) -> None:
        self._allow()
        self._playback.seek(at)

    def _move(self, at: float) -> None:
        self.curve.set_head(at)
        self._read()

    def _read(self) -> None:
        """Time, speed and heading under the playhead, and whether it stands in a gap or a stay."""
        track, at = self._playback.trace, self._playback.at
        if track is None:
            for part, text in ((self._clock, "--:--:--"), (self._speed, ""), (self._heading, "")):
                part.setText(text)
            return
        moment = words.local(self._playback.moment())
        place = track.row(at)
        gap = next((span for span in self.curve.gaps if span.start < at < span.end), None)
        stay = next((span for span in self.curve.stops if span.start <= at <= span.end), None)
        self._clock.setText(f"{moment:%H:%M:%S}")
        self._clock.setToolTip(f"{moment:%Y-%m-%d}")
        self.jump.show_at(at)
        covered = f"{track.metres[place] / 1000:.1f} km"
        self._speed.setText(self.tr("no fixes") if gap else f"{self.curve.kmh[place]:.1f} km/h")
        if gap:
            self._heading.setText(self.tr("silent for {span}").format(span=words.span(gap.seconds())))
        elif stay:
            self._heading.setText(self.tr("stayed {span}").format(span=words.span(stay.seconds())))
        else:
            heading = float(track.heading[place])
            self._heading.setText(covered if np.isnan(heading) else f"{compass(heading)}  {heading:.0f}° · {covered}")

    def _connect(self) -> None:
        hall = self._hall
        hall.units.changed.connect(self._units_changed)
        hall.track_days_changed.connect(self._days_came)
        hall.selection.changed.connect(self._select)
        self._playback.opened.connect(self._show_track)
        self._playback.shown_changed.connect(self._show_trace)
        self._playback.moved.connect(self._move)
        self._playback.state_changed.connect(self._show_state)
        self._playback.beside_changed.connect(self._show_beside)
        self.unit.activated.connect(self._take_unit)
        self.period.changed.connect(self._allow)
        self.open.clicked.connect(self._open)
        self.missing.again.connect(self._ask_again)
        self.curve.sought.connect(self._playback.seek)
        self.spans.sought.connect(self._playback.seek)
        self.play.clicked.connect(self._toggle)
        self.back.clicked.connect(lambda: self._step(-STEP_S))
        self.forward.clicked.connect(lambda: self._step(STEP_S))
        self.reverse.clicked.connect(self.speeds.turn)
        self.loop.clicked.connect(self._playback.loop)
        self.follow.clicked.connect(self._playback.follow)
        self.jump.sought.connect(self._jump)
        self.jump.refused.connect(self._refuse)
        self.doubts.day_wanted.connect(self._open_day)

    def _lay_out(self) -> None:
        asked, told, played, read = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        asked.addWidget(self.unit, 1)
        asked.addWidget(self.period, 1)
        asked.addWidget(self.open)
        told.addWidget(self.told_line, 1)
        told.addWidget(self.beside)
        told.addWidget(self.spans.opener)
        told.addWidget(self.shown)
        told.addWidget(self.jump)
        self.reverse.setCheckable(True)
        for key in (self.reverse, self.back, self.play, self.forward):
            key.setIconSize(QSize(theme.px(16), theme.px(16)))
            key.setFixedSize(theme.px(32), theme.px(32))
            played.addWidget(key)
        for key in (self.loop, self.follow):
            key.setCheckable(True)
            key.setIconSize(QSize(theme.px(14), theme.px(14)))
            told.addWidget(key)
        played.addSpacing(theme.px(8))
        played.addWidget(self.speeds)
        played.addStretch(1)
        for column, parts in ((QVBoxLayout(), (self._speed, self._heading)), (read, (self._clock,))):
            column.setSpacing(0)
            for reading in parts:
                reading.setAlignment(theme.RIGHT)
                column.addWidget(reading)
            played.addLayout(column)
            played.addSpacing(theme.px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(2))
        column.setSpacing(theme.px(4))
        column.addLayout(asked)
        column.addWidget(self.wrong)
        column.addWidget(self.missing)
        column.addLayout(told)
        column.addWidget(self.cleaning)
        column.addWidget(self.doubts)
        column.addWidget(self.spans)
        column.addWidget(self.curve, 1)
        column.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignCenter)
        column.addLayout(played)
