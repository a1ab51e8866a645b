"""How the cameras do, on the desk: what this console sees of them is told to the backend, and the pane shows what all have told."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from console import words
from console.api import ApiError
from console.hall.camera_health import Gauged, HealthLog
from console.hall.hall import Hall
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.health.model import csv_lines
from console.widgets.health.pane import HealthPane
from console.widgets.pane import Pane
from console.workers.caller import Caller
from console.written import write_whole
from wire.camera_health import LookReport

LOOK_MS, REPORT_MS = 1_000, 30_000


class CameraHealthRoom(QObject):
    """`close` tells the backend what is not told yet."""

    opened = Signal(str)  # id of a camera

    def __init__(self, hall: Hall, caller: Caller, streams: Gauged, wall: Wall) -> None:
        super().__init__(wall)
        self._hall, self._caller, self._streams, self._wall = hall, caller, streams, wall
        self._log, self._reporting = HealthLog(), False
        self.content = content = HealthPane(hall)
        wall.add("camera_health", Pane("camera_health", content, hall), Place.BELOW, lambda: words.pane("camera_health"))
        content.wanted.connect(self._ask)
        content.export_wanted.connect(self._export)
        content.opened.connect(self.opened)
        self._timers = [QTimer(self, interval=LOOK_MS), QTimer(self, interval=REPORT_MS)]
        for timer, act in zip(self._timers, (self.look, self.report), strict=True):
            timer.timeout.connect(act)
            timer.start()

    def show(self) -> None:
        self._wall.show_pane("camera_health")
        self.content.setFocus()

    def close(self) -> None:
        """The last report may not arrive any more; nothing waits for it."""
        for timer in self._timers:
            timer.stop()
        self.look()
        self._log.end()
        self.report()

    def look(self) -> None:
        readings = self._streams.readings()
        if not readings:
            self._log.end()
            return
        cameras = {url: camera.id for camera in self._hall.cameras for url in (camera.sub_url, camera.main_url) if url}
        now = self._hall.clock.now()
        self._log.look(readings, cameras, now, datetime.now(UTC) - now)

    def report(self) -> None:
        report = self._log.take() if not self._reporting else None
        if report is not None:
            self._reporting = True
            self._caller.call(lambda api: api.report_looks(report), lambda _: self._told(report), self._keep)

    def _told(self, report: LookReport) -> None:
        self._reporting = False
        self._log.done(report)

    def _keep(self, error: ApiError) -> None:
        """It is told again with what has come meanwhile."""
        self._reporting = False

    def _ask(self) -> None:
        self._caller.call(lambda api: api.camera_health(), self.content.take, self._miss)

    def _miss(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self.content.miss(error.problem)

    def _export(self, path: Path) -> None:
        """A line for each camera: a few hundred, at once."""
        try:
            write_whole(path, b"".join(csv_lines(self._hall, self.content.found)))
        except ApiError as error:
            self.content.tell_not_written(error.problem)
        else:
            self.content.tell_written(path)
