"""All of a desk that has to do with cameras: the wall of panes, the streams and recordings behind it, and the rooms around it."""

from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from console.actions import Actions
from console.api import Api
from console.hall.captures import plan
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.hall.listening import LOUD
from console.hall.saved_layouts import OWN as OWN_LAYOUTS
from console.hall.saved_layouts import OwnLayout
from console.hall.scenes import Scene
from console.hall.sightings import KeptSightings
from console.hall.tours import Running, Tour
from console.rooms.camera_editing import CameraEditing
from console.rooms.capture import FREEZE, CaptureRoom
from console.rooms.playback import PlaybackRoom
from console.rooms.ptz import PtzRoom
from console.rooms.rewind import PastVideo
from console.rooms.video import OWN, RUNNING, VideoRoom
from console.rooms.video_alarms import OWN as HELD
from console.rooms.video_layouts import LayoutRoom
from console.rooms.video_records import VideoRecords
from console.rooms.watching import WatchingRoom
from console.rooms.zones import ZoneRoom
from console.wall.wall import Wall
from console.widgets.loudspeaker import Loudspeaker
from console.widgets.video_spot import HotSpot
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from console.workers.footage_files import FootageFiles
from console.workers.footage_reel import FootagePool
from console.workers.streams import StreamPool
from console.workers.streams_log import DropLog
from console.workers.turner import Turner
from media.pace import Gate
from media.turns import Turns

VOLUME = "video_volume"  # the preference of each user, in percent


class CameraLayout(msgspec.Struct):
    """Which cameras the panes showed."""

    count: int
    cameras: list[str]
    layout: str = ""  # none: as many panes as `count`
    spot: int = -1  # which one is the hot-spot


class Cameras(QObject):
    """Build it, `furnish` it once the panes hang on the wall, start its `worker` and stop it with the others, `close` it, and `join` its threads."""

    opened = Signal(str)  # id of a camera

    def __init__(self, hall: Hall, api: Api, caller: Caller, actions: Actions, logins: dict[str, str], drops: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._hall, self._api, self._caller, self._actions = hall, api, caller, actions
        gate = Gate(Turns.of_machine())
        self._streams = StreamPool(logins=logins, drops=DropLog(drops), keep_s=plan().before_s, gate=gate)
        self._recorded = FootagePool(FootageFiles(api), logins, gate)
        self.panes = VideoWall(hall, self._streams)
        self.spot = HotSpot(self.panes)
        speaker = Loudspeaker(self)
        speaker.changed.connect(hall.listening.renew)
        hall.listening.use(speaker)

    def furnish(self, wall: Wall, disk: Disk) -> None:
        hall, caller, panes = self._hall, self._caller, self.panes
        self.patrols = VideoRoom(hall, caller, self._streams, panes, self._actions.prefer)
        self.layouts = LayoutRoom(hall, caller, panes, self._actions.prefer)
        self.zones = ZoneRoom(hall, caller, panes)
        self.patrols.capture_offered.connect(self.zones.fit)
        self.playback = PlaybackRoom(hall, caller, panes, self._recorded)
        self.watching = WatchingRoom(caller, panes)
        self.ptz = PtzRoom(hall, self._api, caller, panes)
        self.captures = CaptureRoom(hall, caller, self._actions, self._streams, panes)
        QShortcut(QKeySequence(FREEZE), wall).activated.connect(partial(self._freeze, wall))
        self.records = VideoRecords(hall, caller, self._streams, wall, self.patrols)
        self.records.opened.connect(self.opened)
        self.editing = CameraEditing(hall, caller, panes, self.records.camera_health.content)
        self._restore(disk)

    def _freeze(self, wall: Wall) -> None:
        """From anywhere; what nobody sees is brought to the front first, and is frozen by the next press."""
        if self.panes.seen:
            self.captures.freeze()
        else:
            wall.show_pane("video")

    @property
    def worker(self) -> Turner:
        return self.ptz.worker

    def past(self) -> PastVideo:
        return PastVideo(self._recorded, lambda: Scene(self.panes.layout_name, tuple(self.panes.cameras())), self.patrols.untold)

    def close(self) -> None:
        """What is not told yet is told; nothing plays any more."""
        self.captures.close()
        self.patrols.close()
        self.records.close()
        self.watching.close()
        self._hall.listening.quiet(self._hall.listening.who)
        self.panes.hide()
        self._streams.stop()
        self._recorded.stop()

    def join(self) -> None:
        self._streams.join()
        self._recorded.join()

    def _restore(self, disk: Disk) -> None:
        kept = disk.preferred("cameras", CameraLayout)
        if kept is not None:
            self.panes.restore(kept.layout or str(kept.count), kept.cameras)
            self.spot.restore(kept.spot)
        self.panes.changed.connect(self._keep)
        volume = disk.preferred(VOLUME, int)
        self._hall.listening.set_volume(LOUD if volume is None else volume)
        self._hall.listening.volume_chosen.connect(lambda percent: self._actions.prefer(VOLUME, msgspec.json.encode(percent)))
        self.patrols.restore(disk.preferred(OWN, list[Tour]), disk.preferred(RUNNING, list[Running]))
        self.layouts.restore(disk.preferred(OWN_LAYOUTS, list[OwnLayout]))
        self.patrols.alarms.restore(disk.preferred(HELD, KeptSightings))

    def _keep(self) -> None:
        layout = CameraLayout(self.panes.count, self.panes.cameras(), self.panes.layout_name, self.spot.place)
        self._actions.prefer("cameras", msgspec.json.encode(layout))
