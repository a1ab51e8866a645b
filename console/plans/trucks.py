"""One truck that leaves its line: the alarm, the map with its way, who sees it, the squad that is sent, the case that is drafted; and its track."""

from datetime import timedelta

import numpy as np

from console.map.layers.units import OVERLAYS
from console.plans.plan import QUARTER, Plan
from console.tour import Step
from console.widgets.track.presets import Preset
from wire.alarms import Alarm
from wire.codes import AlarmKind, CalloutState, Noun, UnitKind

WAIT_S = 1200.0  # until somebody leaves his line
ANSWER_S = 120.0  # until a squad says that it goes
FAR_M = 150.0  # off it, so that one sees it
SHOWN = ("hauls", "cameras", OVERLAYS[UnitKind.TRUCK], OVERLAYS[UnitKind.INSPECTOR], OVERLAYS[UnitKind.VEHICLE])
TWO_HOURS, NEW = timedelta(hours=2), timedelta(minutes=5)  # of the track, and how long it may have been there
AROUND = 0.002  # degrees of map around the way


class TrucksPlan(Plan):
    """It takes a city whose trucks stray: `--scenario trucks_astray`."""

    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._alarm: Alarm | None = None
        self._framed: list[tuple[float, float]] | None = None  # the way that the map was fitted to

    def steps(self) -> list[Step]:
        return [
            Step("truck-there", self._prepare, self.fresh),
            Step("truck-wait", lambda: None, self._strayed, limit_s=WAIT_S),
            Step("truck-alarm", self._show_alarm, self.desk.map.idle),
            Step("truck-deviation", self._show_truck, self._told),
            Step("truck-squad", self._send, self._accepted, limit_s=ANSWER_S),
            Step("truck-draft", self._draft, self.desk.map.idle),
            Step("track", self._open_track, self._track_told),
            Step("truck-deviation-light-en", self._end, self._told),
        ]

    def _prepare(self) -> None:
        self.hide("queue", "card", "report")
        self.draw_anew(**dict.fromkeys(SHOWN, True), cases=False, components=False)
        self.desk.wall.show_pane("alarms")

    def _strayed(self) -> bool:
        """The one that is farthest off, and still is."""
        found = [alarm for alarm in self.hall.alarms if alarm.kind is AlarmKind.DEVIATION and alarm.cleared_at is None and (alarm.value or 0) > FAR_M]
        self._alarm = max(found, key=lambda alarm: alarm.value or 0, default=None)
        return self._alarm is not None

    def _show_alarm(self) -> None:
        if self._alarm is None:
            return
        self.desk.supervision.open(self._alarm.id)
        self.hall.selection.set(Noun.UNIT, self._alarm.unit_id)
        self._visit()

    def _show_truck(self) -> None:
        if self._alarm is not None:
            self.desk.wall.show_pane("trucks")
            self.desk.trucks.trucks.go_to(self._alarm.unit_id)
            self._frame()

    def _told(self) -> bool:
        """Its way is drawn, and who could be there is known."""
        detail, hauls = self.desk.trucks.trucks.detail, self.hall.hauls
        if self._alarm is None or hauls.way.truck_id != self._alarm.unit_id or not detail.squads.units.lines.lines:
            return False
        if self._framed != hauls.way.places:
            self._frame()
            return False
        return self.desk.map.idle()

    def _frame(self) -> None:
        """The whole of its way, with what is around it."""
        way = self._framed = self.hall.hauls.way.places
        if not way:
            self._visit()
            return
        (west, south), (east, north) = np.min(way, axis=0), np.max(way, axis=0)
        self.desk.map.fit(float(west) - AROUND, float(south) - AROUND, float(east) + AROUND, float(north) + AROUND)

    def _visit(self) -> None:
        fix = self.hall.fixes.get(self._alarm.unit_id) if self._alarm is not None else None
        if fix is not None:
            self.desk.map.go(fix.lon, fix.lat, QUARTER + 1)

    def _send(self) -> None:
        self.desk.trucks.trucks.detail.squads.press()

    def _accepted(self) -> bool:
        """Who declines is followed by the next one."""
        sent = self.hall.callouts.of(self._alarm) if self._alarm is not None else []
        if sent and all(each.ended_at is not None for each in sent):
            self._send()
        return any(each.state is CalloutState.ACCEPTED for each in sent) and self.desk.map.idle()

    def _draft(self) -> None:
        self.desk.trucks.trucks.detail.draft.click()

    def _open_track(self) -> None:
        """Of the last two hours, so that what is charted is what was driven."""
        self.hide("report")
        self.desk.wall.show_pane("track")
        self.hall.playback.opened.connect(self._fit_track)
        if self._alarm is not None:
            self.desk.track.choose_unit(self._alarm.unit_id)

    def _track_told(self) -> bool:
        """The whole of it is on the map, its chart has the hand in the middle."""
        pane, track = self.desk.track, self.hall.playback.track
        if track is None or not self.desk.map.idle():
            return False
        if pane.period.day.chosen() is not Preset.TWO_HOURS:
            pane.period.choose(Preset.TWO_HOURS)
            pane.open.click()
            return False
        return track.analysis.start > self.hall.clock.now() - TWO_HOURS - NEW

    def _fit_track(self) -> None:
        track = self.hall.playback.track
        if track is not None:
            self.hall.playback.seek(float(track.at[len(track) // 2]))
            self.desk.map.fit(*(float(edge) for edge in (track.lon.min(), track.lat.min(), track.lon.max(), track.lat.max())))

    def _end(self) -> None:
        self._framed = None
        self.hall.playback.open(None)  # it lies over the way that left the line
        self.hide("track")
        self.switch()
        self._show_truck()
