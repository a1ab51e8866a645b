"""The video wall alone on the screen."""

from functools import partial

from console.hall.streams import StreamState
from console.plans.plan import Plan
from console.tour import Step


class VideoPlan(Plan):
    """The video wall alone on the screen, in four layouts, with cameras of which some fail."""

    def steps(self) -> list[Step]:
        return [
            Step("video-begin", lambda: self.hide(*(name for name in self.desk.wall.names() if name != "video")), lambda: len(self.hall.cameras) > 0),
            Step("video-16-dark-zh_CN", partial(self._lay, "16"), lambda: self._settled() and self._one_stands_still()),
            Step("video-4-dark-zh_CN", partial(self._lay, "4"), self._settled),
            Step("video-9-light-en", self._end, self._settled),
            Step("video-1-light-en", partial(self._lay, "1"), self._settled),
        ]

    def _lay(self, layout: str) -> None:
        self.desk.wall.show_pane("video")
        self.desk.video.restore(layout, [camera.id for camera in sorted(self.hall.cameras, key=lambda camera: camera.code)])

    def _end(self) -> None:
        self.switch()
        self._lay("9")

    def _shown(self) -> list[StreamState | None]:
        return [pane.state() for pane in self.desk.video.panes if pane.isVisible() and pane.camera_id]

    def _settled(self) -> bool:
        return bool(self._shown()) and StreamState.CONNECTING not in self._shown()

    def _one_stands_still(self) -> bool:
        return any(pane.face().veiled for pane in self.desk.video.panes if pane.isVisible())
