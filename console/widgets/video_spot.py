"""The hot-spot of a video wall: a pane that shows, in its own size, whatever camera the hot pane has."""

from PySide6.QtCore import QObject, Qt

from console.widgets.video import VideoPane
from console.widgets.video_wall import VideoWall

KEY = Qt.Key.Key_H


class HotSpot(QObject):
    """One of a wall, or none. What holds an alarm or shows the past stays as it is."""

    def __init__(self, wall: VideoWall) -> None:
        super().__init__(wall)
        self._wall = wall
        self._pane: VideoPane | None = None
        wall.made_hot.connect(self._follow)
        wall.key.connect(lambda key: self.turn() if key == KEY else None)
        wall.menu.spot_wanted.connect(self.turn)

    @property
    def place(self) -> int:
        """Its number; -1 for none."""
        return self._wall.panes.index(self._pane) if self._pane is not None else -1

    def turn(self) -> None:
        """The hot pane is it from now on; if it was already, none is."""
        hot = self._wall.panes[self._wall.hot]
        self._put(None if hot is self._pane else hot)
        self._wall.changed.emit()

    def restore(self, place: int) -> None:
        """What `place` was."""
        self._put(self._wall.panes[place] if 0 <= place < self._wall.count else None)

    def _put(self, pane: VideoPane | None) -> None:
        before, self._pane = self._pane, pane
        for each in (before, pane):
            if each is not None:
                each.mark_spot(each is pane)

    def _follow(self) -> None:
        hot, spot = self._wall.panes[self._wall.hot], self._pane
        if spot is None or spot is hot or not spot.isVisible() or spot.alarm or spot.is_past:
            return
        if hot.camera_id not in ("", spot.camera_id):
            spot.show_camera(hot.camera_id)
            self._wall.changed.emit()
