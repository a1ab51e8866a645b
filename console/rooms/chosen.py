"""What is done with a selection of the map in other panes: on the video wall, by telephone, in the intake."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from console.actions import Actions
from console.rooms.intake import Intake
from console.wall.wall import Wall
from console.widgets.selection.pane import SelectionList
from console.widgets.video_wall import VideoWall


class ChosenRoom(QObject):
    def __init__(self, pane: SelectionList, actions: Actions, wall: Wall, video: VideoWall, intake: Intake) -> None:
        super().__init__(wall)
        self._wall, self._video = wall, video
        pane.watched.connect(self._watch)
        pane.report_wanted.connect(intake.report_component)
        pane.contacts.phones_wanted.connect(actions.load_phones)
        actions.phones_told.connect(pane.contacts.take_phones)

    def _watch(self, camera_ids: Sequence[str]) -> None:
        self._wall.show_pane("video")
        self._video.show_cameras(camera_ids)
