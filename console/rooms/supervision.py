"""Supervision on the desk: the list of its alarms, what is told of them at once, and that somebody has seen to one."""

import uuid

import msgspec
from PySide6.QtCore import QObject, Signal

from console import words
from console.api import ApiError
from console.hall.alarm_news import AlarmNews
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.alarms.pane import AlarmPane
from console.widgets.pane import Pane
from console.workers.caller import Caller
from wire.alarms import AcknowledgeOrder, Alarm


class SupervisionRoom(QObject):
    located = Signal(float, float)
    track_wanted = Signal(str)  # unit id

    def __init__(self, hall: Hall, caller: Caller, wall: Wall) -> None:
        super().__init__(wall)
        self._hall, self._caller, self._wall = hall, caller, wall
        self.alarms, self.news = AlarmPane(hall), AlarmNews(hall, self)
        wall.add("alarms", Pane("alarms", self.alarms, hall), Place.BELOW, lambda: words.pane("alarms"))
        self.alarms.located.connect(self.located)
        self.alarms.track_wanted.connect(self.track_wanted)
        self.alarms.acknowledged.connect(self._acknowledge)

    def open(self, alarm_id: str) -> None:
        self._wall.show_pane("alarms")
        self.alarms.go_to(alarm_id)

    def _acknowledge(self, id: str, order: AcknowledgeOrder, version: int) -> None:
        key = uuid.uuid4().hex

        def missed(error: ApiError) -> None:
            if error.problem.code == "changed_meanwhile":
                self._look_again(order, msgspec.json.decode(bytes(error.problem.current), type=Alarm))
            elif error.problem.code != "stopped":
                self._hall.failures.note(Wanted.ALARM, "", error.problem)

        self._caller.call(lambda api: api.acknowledge(id, order, key, version), self._take, missed)

    def _look_again(self, order: AcknowledgeOrder, current: Alarm) -> None:
        """It has become worse meanwhile, and is still to be seen to; or a colleague was faster, and that is all there is to say."""
        self._take(current)
        if current.acknowledged_at is None:
            self._acknowledge(current.id, order, current.version)

    def _take(self, alarm: Alarm) -> None:
        self._hall.failures.clear(Wanted.ALARM, "")
        self._hall.alarms.put([alarm])
