"""The patrol log as this console writes it: who looks at which camera in which pane, from when to when, and for how long it was live. Pure; no Qt."""

import math
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from wire.patrols import MOST_WATCHES, Watch, WatchRecord, WatchReport
from wire.people import User

LEAST_S = 3.0  # what is on a pane for less is passed over, not watched
LONGEST = timedelta(minutes=15)  # then a line is written and the next begins, so that a console that dies has told nearly all


class Place(NamedTuple):
    """Where a camera hangs: the pane, and the layout of the wall. A console that is told of neither says none."""

    cell: int | None = None
    layout: str = ""


NOWHERE: Mapping[str, Place] = {}


class _Open:
    def __init__(self, camera_id: str, tour: str, place: Place, at: datetime) -> None:
        self.camera_id, self.tour, self.place, self.since, self.seen, self.live_s = camera_id, tour, place, at, at, 0.0

    def told(self) -> dict[str, Any]:
        return {"camera_id": self.camera_id, "since": self.since, "until": self.seen, "tour": self.tour, **self.place._asdict()}


class WatchLog:
    """Told about once a second what the panes show; `take` gives what is to be reported, `done` strikes it when it has been."""

    def __init__(self) -> None:
        self._open: dict[str, _Open] = {}
        self._ended: list[Watch] = []

    def look(self, shown: Mapping[str, bool], tour: str, at: datetime, places: Mapping[str, Place] = NOWHERE) -> None:
        """Cameras on visible panes, and whether they are live. One camera in several panes is watched once, one in another place anew."""
        for camera_id, watch in list(self._open.items()):
            moved = watch.place != places.get(camera_id, Place())
            if camera_id not in shown or watch.tour != tour or moved or at - watch.since > LONGEST:
                self._end(camera_id)
        for camera_id, live in shown.items():
            watch = self._open.setdefault(camera_id, _Open(camera_id, tour, places.get(camera_id, Place()), at))
            watch.live_s += (at - watch.seen).total_seconds() if live else 0.0
            watch.seen = at

    def end(self) -> None:
        """Nobody looks any more."""
        for camera_id in list(self._open):
            self._end(camera_id)

    def take(self) -> WatchReport | None:
        return WatchReport(watches=self._ended[:MOST_WATCHES]) if self._ended else None

    def done(self, report: WatchReport) -> None:
        reported = {watch.id for watch in report.watches}
        self._ended = [watch for watch in self._ended if watch.id not in reported]

    def untold(self, me: User) -> list[WatchRecord]:
        """What the backend does not know yet, as it will have it: what is watched now, and what waits to be reported."""
        own: dict[str, Any] = {"user": me.name, "full_name": me.full_name}
        ended = [WatchRecord(**msgspec.structs.asdict(watch), **own) for watch in self._ended]
        running = [WatchRecord(id="", live_s=watch.live_s, **watch.told(), **own) for watch in self._open.values()]
        return ended + running

    def _end(self, camera_id: str) -> None:
        watch = self._open.pop(camera_id)
        lasted = (watch.seen - watch.since).total_seconds()
        if lasted >= LEAST_S:
            live_s = math.floor(10 * min(watch.live_s, lasted)) / 10  # never more than it lasted
            self._ended.append(Watch(id=uuid.uuid4().hex, live_s=live_s, **watch.told()))
