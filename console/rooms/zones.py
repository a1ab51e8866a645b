"""The form of what a camera is watched for, from the picture that the video wall shows of it."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from console import words
from console.api import ApiError
from console.hall.hall import Hall
from console.widgets.video_wall import VideoWall
from console.widgets.zones.form import CaptureForm
from console.workers.caller import Caller
from wire.analytics import CaptureZone, CaptureZoneOrder


class ZoneRoom(QObject):
    def __init__(self, hall: Hall, caller: Caller, video: VideoWall) -> None:
        super().__init__(video)
        self._caller, self._video = caller, video
        self.form = CaptureForm(hall, video)
        self.form.saved.connect(self._save)
        self.form.unwanted.connect(self._remove)

    def fit(self, action: QAction) -> None:
        """There is something to be drawn on when the chosen pane shows a picture."""
        action.setEnabled(self._video.still() is not None)
        action.triggered.connect(lambda: self.ask())

    def ask(self) -> None:
        still = self._video.still()
        if still is None:
            return
        camera_id = self._video.panes[self._video.hot].camera_id
        image, name = still
        self.form.ask(camera_id, name, image.copy())

        def take(zones: list[CaptureZone]) -> None:
            if self.form.camera_id == camera_id:
                self.form.take(zones)

        self._caller.call(lambda api: api.capture_zones(camera_id), take, self._refuse)

    def _save(self, order: CaptureZoneOrder, version: int | None) -> None:
        self._caller.call(lambda api: api.put_capture_zone(order, version), self.form.stored, self._refuse)

    def _remove(self, zone: CaptureZone) -> None:
        self._caller.call(lambda api: api.remove_capture_zone(zone.id, zone.version), lambda _: self.form.removed(zone.id), self._refuse)

    def _refuse(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self.form.refuse(words.problem(error.problem))
