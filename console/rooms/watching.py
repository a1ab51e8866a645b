"""Tells the backend which cameras are on our panes, so that they are recorded while somebody watches."""

from PySide6.QtCore import QObject, QTimer

from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from wire.recordings import MOST_WATCHED

FIRST_MS, AGAIN_MS = 2_000, 30_000


class WatchingRoom(QObject):
    """What did not arrive is not sent again: what is watched then comes half a minute later."""

    def __init__(self, caller: Caller, video: VideoWall) -> None:
        super().__init__(video)
        self._caller, self._video = caller, video
        self._timer = QTimer(self, interval=AGAIN_MS)
        self._soon = QTimer(self, interval=FIRST_MS, singleShot=True)
        for timer in (self._timer, self._soon):
            timer.timeout.connect(self.report)
        video.changed.connect(self._soon.start)
        self._timer.start()
        self._soon.start()

    def report(self) -> None:
        shown = sorted({pane.camera_id for pane in self._video.panes if pane.seen and pane.camera_id and not pane.is_past})[:MOST_WATCHED]
        if shown:
            self._caller.call(lambda api: api.report_watched(shown), lambda _: None, lambda _: None)

    def close(self) -> None:
        self._timer.stop()
        self._soon.stop()
