"""What the menu of the video wall opens to be read: the patrol log, how the cameras do, and the register of footage for the police."""

from PySide6.QtCore import QObject, Signal

from console.hall.camera_health import Gauged
from console.hall.hall import Hall
from console.rooms.camera_health import CameraHealthRoom
from console.rooms.footage import FootageRoom
from console.rooms.patrol_log import PatrolLogRoom
from console.rooms.video import VideoRoom
from console.wall.wall import Wall
from console.workers.caller import Caller


class VideoRecords(QObject):
    """`close` tells the backend what has been seen of the cameras and is not told yet."""

    opened = Signal(str)  # id of a camera

    def __init__(self, hall: Hall, caller: Caller, streams: Gauged, wall: Wall, video: VideoRoom) -> None:
        super().__init__(wall)
        self.patrol_log = PatrolLogRoom(hall, caller, wall)
        self.camera_health = CameraHealthRoom(hall, caller, streams, wall)
        self.footage = FootageRoom(hall, caller, wall)
        for room in (self.patrol_log, self.camera_health):
            room.opened.connect(self.opened)
        video.log_wanted.connect(self.patrol_log.show)
        video.health_wanted.connect(self.camera_health.show)
        video.footage_wanted.connect(self.footage.show)

    def close(self) -> None:
        self.camera_health.close()
