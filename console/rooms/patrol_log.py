"""The patrol log on the desk: what its pane asks the backend for, and the file that it is exported into."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from console import words
from console.api import ApiError
from console.hall.hall import Hall
from console.hall.watched import PER_PAGE, Wanted
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.pane import Pane
from console.widgets.patrol_log import PatrolLog
from console.widgets.patrol_log_model import lines
from console.workers.caller import Caller
from console.written import whole


class PatrolLogRoom(QObject):
    opened = Signal(str)  # id of a camera

    def __init__(self, hall: Hall, caller: Caller, wall: Wall) -> None:
        super().__init__(wall)
        self._hall, self._caller, self._wall = hall, caller, wall
        self.content = content = PatrolLog(hall)
        wall.add("patrol_log", Pane("patrol_log", content, hall), Place.BELOW, lambda: words.pane("patrol_log"))
        content.wanted.connect(self._ask)
        content.watchers_wanted.connect(self._ask_watchers)
        content.export_wanted.connect(self._export)
        content.opened.connect(self.opened)

    def show(self) -> None:
        self._wall.show_pane("patrol_log")
        self.content.setFocus()

    def _ask(self, wanted: Wanted, after: str) -> None:
        self._caller.call(
            lambda api: api.watches(wanted.camera_id, wanted.by, wanted.during, after, PER_PAGE),
            lambda page: self.content.take(wanted, after, page),
            self._miss,
        )

    def _ask_watchers(self, wanted: Wanted) -> None:
        self._caller.call(lambda api: api.watchers(wanted.during), self.content.take_watchers, self._miss)

    def _export(self, wanted: Wanted, path: Path) -> None:
        names = {camera.id: (camera.code, camera.name) for camera in self._hall.cameras}  # as they are now: the file is made in a worker
        self._caller.call(
            lambda api: _written(path, lines(api.all_watches(wanted.camera_id, wanted.by, wanted.during), lambda id: names.get(id, ("", "")))),
            lambda count: self.content.tell_written(path, count),
            self._refuse,
        )

    def _miss(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self.content.miss(error.problem)

    def _refuse(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self.content.tell_not_written(error.problem)


def _written(path: Path, rows: Iterable[bytes]) -> int:
    """Whole or not at all; how many rows there are below the head."""
    count = -1
    with whole(path) as file:
        for row in rows:
            file.write(row)
            count += 1
    return count
