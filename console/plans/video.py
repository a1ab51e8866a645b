"""The video wall alone on the screen."""

import re
import uuid
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from console import words
from console.hall.stream_budget import Grade
from console.hall.streams import StreamState
from console.hall.tours import Group, Tour
from console.plans.plan import Plan
from console.tour import Step
from console.widgets.video import VideoPane
from wire.cameras import Camera
from wire.cases import CaseReport
from wire.codes import Kind, Source

EVERY_STATE = frozenset({StreamState.LIVE, StreamState.STALE, StreamState.CONNECTING, StreamState.OFFLINE, StreamState.REFUSED})
LATE = 5  # the pane whose camera is put there last, for it never answers: while it is tried for it is connecting
SMALL_PX = 640  # width of a small stream
DROPS = 3  # of a camera, before they are shown
TOURED, DWELL_S = ("9", "13", "15", "16"), 60  # numbers of cameras that play all the time; nothing moves on while the picture is taken
SEEN = (Kind.EVENT, "0405")  # what an algorithm is said to have seen: goods outside a shop
WAIT_S = 180.0


class VideoPlan(Plan):
    """The video wall in four layouts, with cameras of which some fail, and a tour of which an alarm holds a cell."""

    def steps(self) -> list[Step]:
        return [
            Step("video-begin", self._alone, lambda: len(self.hall.cameras) > 0),
            Step("video-16-dark-zh_CN", self._lay_all_but_one, self._every_state, limit_s=WAIT_S, at_once=True),
            Step("video-4-dark-zh_CN", partial(self._lay, "4"), self._settled),
            Step("video-tour-dark-zh_CN", self._start_tour, self._toured),
            Step("video-9-light-en", self._end, self._dropped, limit_s=WAIT_S),
            Step("video-1-light-en", self._come_close, self._settled),
        ]

    def _alone(self) -> None:
        self.hide(*(name for name in self.desk.wall.names() if name != "video"))

    def _cameras(self) -> list[Camera]:
        return sorted(self.hall.cameras, key=lambda camera: camera.code)

    def _lay(self, layout: str) -> None:
        self.desk.wall.show_pane("video")
        self.desk.video.restore(layout, [camera.id for camera in self._cameras()])

    def _panes(self) -> list[VideoPane]:
        return [pane for pane in self.desk.video.panes if pane.isVisible() and pane.camera_id]

    def _settled(self) -> bool:
        """Who gets the large stream shows it, and no picture of the small one any more."""
        panes = self._panes()
        large = [pane.picture() for pane in panes if pane.grant().grade is Grade.MAIN and pane.state() is StreamState.LIVE]
        sharp = all(picture is not None and picture.image.width() > SMALL_PX for picture in large)
        return bool(panes) and sharp and all(pane.state() is not StreamState.CONNECTING for pane in panes)

    # --- every state of a pane

    def _lay_all_but_one(self) -> None:
        ids = [camera.id for camera in self._cameras()]
        self.desk.video.restore("16", [*ids[:LATE], "", *ids[LATE + 1 :]])

    def _every_state(self) -> bool:
        """One stands still for two seconds at a time: then the last one is tried for."""
        painted = {pane.face().state for pane in self._panes()}
        late = self.desk.video.panes[LATE]
        if not late.camera_id and painted >= EVERY_STATE - {StreamState.CONNECTING}:
            late.show_camera(self._cameras()[LATE].id)
        return painted >= EVERY_STATE

    # --- a tour

    def _start_tour(self) -> None:
        ids = [f"k{number}" for number in TOURED]
        self._lay("4")
        camera = self.hall.cameras.get(ids[-1])
        if camera is not None:
            what = words.choose("店外经营", "Goods outside a shop")
            (kind, code), id = SEEN, uuid.uuid4().hex
            seen = CaseReport(
                id=id, source=Source.AI, kind=kind, class_code=code, lon=camera.lon, lat=camera.lat, description=what, camera_id=camera.id
            )
            self.desk.actions.report(seen)
        crossings = Group(words.choose("重点路口", "Crossings"), ids[:-1])
        self.desk.cameras.patrols.patrol.start(Tour(words.choose("夜间巡查", "At night"), [crossings], DWELL_S))

    def _toured(self) -> bool:
        return self._settled() and any(pane.alarm for pane in self._panes())

    # --- what drops again and again

    def _end(self) -> None:
        self.desk.cameras.patrols.patrol.stop()
        while self.desk.video.acknowledge():
            pass
        self.switch()
        self._lay("9")
        self._inform()

    def _inform(self) -> None:
        self.desk.video.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_I, Qt.KeyboardModifier.NoModifier))

    def _dropped(self) -> bool:
        feet = [pane.face().foot.rpartition("·")[2] for pane in self._panes() if pane.face().state is StreamState.LIVE]
        return any(int(count.group()) >= DROPS for foot in feet if (count := re.search(r"\d+", foot)))

    def _come_close(self) -> None:
        self._inform()
        self._lay("1")


class GovernorPlan(VideoPlan):
    """Nine panes so wide that each wants a large stream, which is more than a machine of two cores has to give: on a screen of 2560 px."""

    def steps(self) -> list[Step]:
        return [
            Step("video-begin", self._alone, lambda: len(self.hall.cameras) > 0),
            Step("governor-light-en", self._begin, lambda: self._settled() and self.desk.video.governor.short() is not None),
        ]

    def _begin(self) -> None:
        self.switch()
        self._lay("9")
