"""Muck trucks on the desk: their pane, the way that the chosen one took, the squad that is sent there, and a case drafted of what it does wrong."""

import uuid
from datetime import datetime, timedelta

import msgspec
import numpy as np
import pyarrow as pa
from PySide6.QtCore import QObject, Signal

from console import words
from console.api import Api, ApiError
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.hauls import Way
from console.hall.queues import FOLDER, Data, read
from console.rooms.haul_registers import HaulRegisters
from console.rooms.haul_trips import HaulTrips
from console.rooms.intake import Intake
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.pane import Pane
from console.widgets.trucks.pane import TruckPane
from console.workers.caller import Caller
from wire.alarms import Alarm
from wire.callouts import Callout, CalloutOrder
from wire.codes import AlarmKind, HaulState, Kind, Source
from wire.sight import Sight
from wire.tracks import DEGREE, DROPPED, UNSEEN

BEFORE = timedelta(minutes=2)  # of the way before it went wrong
LONGEST = timedelta(days=1)  # of a way


class _Drafted(Data, frozen=True, kw_only=True):
    """`classes` are codes of events; `squads` is the trade of who is sent."""

    source: Source
    squads: str
    classes: dict[AlarmKind, str]


class TruckRoom(QObject):
    located = Signal(float, float)
    opened = Signal(object, str)  # Noun, id

    def __init__(self, hall: Hall, caller: Caller, wall: Wall, intake: Intake) -> None:
        super().__init__(wall)
        self._hall, self._caller, self._wall, self._intake = hall, caller, wall, intake
        self._drafted = read(FOLDER / "trucks.toml", _Drafted)
        self._asked = ""
        self.trucks = TruckPane(hall, self._drafted.squads)
        self.registers = HaulRegisters(hall, caller, wall, self.trucks)
        self.trips = HaulTrips(hall, caller, self.trucks)
        wall.add("trucks", Pane("trucks", self.trucks, hall), Place.BELOW, lambda: words.pane("trucks"))
        self.trucks.looked.connect(self._look)
        self.trucks.drafted.connect(self._draft)
        self.trucks.sent.connect(self._send)
        self.trucks.withdrawn.connect(self._withdraw)
        self.trucks.located.connect(self.located)
        self.trucks.opened.connect(self.opened)

    def _look(self, id: str) -> None:
        """One question at a time; what changes meanwhile asks again."""
        fix = self._hall.fixes.get(id)
        if self._asked == id or fix is None:
            return
        self._asked = id
        since = self._since(id)

        def fetched(api: Api) -> tuple[Way, Sight]:
            now = self._hall.clock.now()
            way = _way(id, api.tracks_together(max(since, now - LONGEST), now, [id])) if since is not None else Way(id, [])
            return way, api.sight(fix.lon, fix.lat)

        def take(answer: tuple[Way, Sight]) -> None:
            self._asked = ""
            self._hall.hauls.set_way(answer[0])
            self.trucks.detail.take_sight(id, answer[1])

        self._caller.call(fetched, take, lambda _: self._forget())

    def _forget(self) -> None:
        self._asked = ""

    def _since(self, id: str) -> datetime | None:
        """When what it does wrong began, else when its trip did."""
        alarms, trip = self._hall.alarms.of(id), self._hall.hauls.trip_of(id)
        if alarms:
            return min(alarm.raised_at for alarm in alarms) - BEFORE
        return trip.started_at if trip is not None and trip.state is HaulState.RUNNING else None

    def _send(self, alarm_id: str, unit_id: str) -> None:
        key, order = uuid.uuid4().hex, CalloutOrder(unit_id=unit_id)
        self._caller.call(lambda api: api.call_out(alarm_id, order, key), self._take, self._miss)

    def _withdraw(self, id: str, version: int) -> None:
        key = uuid.uuid4().hex
        self._caller.call(lambda api: api.withdraw_callout(id, key, version), self._take, self._miss)

    def _take(self, callout: Callout) -> None:
        self._hall.failures.clear(Wanted.CALLOUT, "")
        self._hall.callouts.put([callout])

    def _miss(self, error: ApiError) -> None:
        """Who was faster is shown; nothing of it is tried again by itself."""
        if error.problem.code == "changed_meanwhile":
            self._take(msgspec.json.decode(bytes(error.problem.current), type=Callout))
        elif error.problem.code != "stopped":
            self._hall.failures.note(Wanted.CALLOUT, "", error.problem)

    def _draft(self, id: str) -> None:
        """Of the alarm that presses most."""
        alarms = self._hall.alarms.of(id)
        if not alarms:
            return
        worst, report = alarms[0], self._intake.report
        self._wall.show_pane("report")
        report.begin(self._drafted.source)
        report.entered.alarm.set(worst.id)
        fix = self._hall.fixes.get(id)
        lon, lat = (worst.lon, worst.lat) if worst.lon is not None and worst.lat is not None else (fix.lon, fix.lat) if fix else (None, None)
        if lon is not None and lat is not None:
            report.set_place(lon, lat)
        report.matter.set(self._matter(id, worst))
        report.course.set(self._course(id, alarms))
        if (code := self._drafted.classes.get(worst.kind)) is not None and (Kind.EVENT, code) in self._hall.classes:
            report.small.choose(Kind.EVENT, code)

    def _matter(self, id: str, alarm: Alarm) -> str:
        model = self.trucks.model
        return words.choose(f"渣土车{model.name(id)}{words.of(alarm.kind)}", f"Muck truck {model.name(id)}: {words.of(alarm.kind)}")

    def _course(self, id: str, alarms: list[Alarm]) -> str:
        lines = []
        for alarm in alarms:
            kind, value, since = words.of(alarm.kind), words.measured(alarm.kind, alarm.value), f"{words.local(alarm.raised_at):%m-%d %H:%M}"
            lines.append(words.choose(f"{since} 起{kind}{value}", f"{kind} {value} since {since}"))
        permit = self._hall.hauls.permit_of(id)
        if permit is not None:
            lines.append(words.choose(f"准运证 {permit.number}", f"Permit {permit.number}"))
        return words.choose("；", "; ").join(lines)


def _way(id: str, track: pa.Table) -> Way:
    """By the fixes that are believed."""
    flags = track.column("flags").to_numpy()
    believed = flags & DROPPED == 0
    lon, lat = (track.column(name).to_numpy()[believed] / DEGREE for name in ("lon", "lat"))
    unseen = np.flatnonzero(flags[believed] & UNSEEN)
    return Way(id, list(zip(lon.tolist(), lat.tolist(), strict=True)), tuple(unseen[unseen > 0].tolist()))
