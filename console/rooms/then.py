"""From a case, a step of it, a finding or an alarm to what was recorded then: by the camera of the case, else by those that saw its place."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject

from console import words
from console.api import Api, ApiError
from console.hall.hall import Hall
from console.rooms.playback import PlaybackRoom
from console.wall.wall import Wall
from console.widgets.alarms.pane import AlarmPane
from console.widgets.case.card import Card
from console.widgets.spoken import Saying, nothing
from console.widgets.triage.pane import TriagePane
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from wire.sight import Sight, View

LEAD_S = 5.0  # so long before is where it begins
MOST = 4  # cameras that are shown of those that saw a place
SEEING = (View.SEES, View.DIRECTION_UNKNOWN)

Tell = Callable[[Saying], None]


class ThenRoom(QObject):
    """Whoever asks is told in a line why there is nothing to be seen."""

    def __init__(self, hall: Hall, caller: Caller, wall: Wall, video: VideoWall, playback: PlaybackRoom) -> None:
        super().__init__(wall)
        self._hall, self._caller, self._wall, self._video, self._playback = hall, caller, wall, video, playback
        self._asked = 0  # only the newest wish is fulfilled, and none of what is not looked at any more
        hall.selection.changed.connect(self._forget)

    def join(self, card: Card, triage: TriagePane, alarms: AlarmPane) -> None:
        card.then_wanted.connect(lambda id, at: self.of_case(id, at, card.tell_then))
        triage.then_wanted.connect(lambda id: self.of_case(id, None, triage.tell_then))
        alarms.then_wanted.connect(lambda id: self.of_alarm(id, alarms.tell_then))

    def of_case(self, case_id: str, at: datetime | None, tell: Tell) -> None:
        """`at`: of a step of it; none: when it was reported, which is when the camera saw it."""
        card = self._hall.cards.get(case_id)
        case = self._hall.cases.get(case_id) or (card.case if card else None)
        if case is None:
            return
        moment = at or case.reported_at
        if case.camera_id and case.camera_id in self._hall.cameras:
            self._asked += 1
            tell(nothing)
            self.show([case.camera_id], moment)
        else:
            self._of_place(case.lon, case.lat, moment, tell)

    def of_alarm(self, alarm_id: str, tell: Tell) -> None:
        """Where it was worst, when it began."""
        alarm = self._hall.alarms.get(alarm_id)
        if alarm is None:
            return
        if alarm.lon is None or alarm.lat is None:
            tell(lambda: self.tr("No recording: nobody knows where this was"))
        else:
            self._of_place(alarm.lon, alarm.lat, alarm.raised_at, tell)

    def _forget(self, *_: object) -> None:
        self._asked += 1

    def show(self, camera_ids: Sequence[str], at: datetime) -> None:
        """One comes to the hot pane; several take the wall, and all of them show that moment."""
        self._wall.show_pane("video")
        if len(camera_ids) == 1:
            self._video.show_camera(camera_ids[0])
        else:
            self._playback.go_live()  # or those of another moment would keep their cells
            self._video.show_cameras(camera_ids)
        self._playback.show_then(at.timestamp() - LEAD_S, every=len(camera_ids) > 1)
        self._video.panes[self._video.hot].setFocus()

    def _of_place(self, lon: float, lat: float, at: datetime, tell: Tell) -> None:
        self._asked += 1
        asked = self._asked
        tell(lambda: self.tr("Asking which cameras saw it …"))

        def take(sight: Sight) -> None:
            if asked != self._asked:
                return
            seen = [each.camera_id for view in SEEING for each in sight.cameras if each.view is view and each.camera_id in self._hall.cameras]
            tell(nothing if seen else lambda: self.tr("No recording: no camera sees this place"))
            if seen:
                self.show(seen[:MOST], at)

        def missed(error: ApiError) -> None:
            if asked == self._asked and error.problem.code != "stopped":
                tell(partial(words.problem, error.problem))

        self._caller.call(lambda api: _sight(api, lon, lat, at), take, missed)


def _sight(api: Api, lon: float, lat: float, at: datetime) -> Sight:
    """As the cameras looked then; as they look now, where the backend does not remember so far back."""
    try:
        return api.sight(lon, lat, at)
    except ApiError as error:
        if error.problem.status != 409:
            raise
        return api.sight(lon, lat)
