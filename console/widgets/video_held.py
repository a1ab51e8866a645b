"""Alarms in the cells of a video wall: each keeps its cell until somebody has seen it, and is never lost for want of one."""

from collections.abc import Callable, Sequence
from typing import Protocol

from console.widgets.video import VideoPane
from console.widgets.video_alarms import WaitingAlarms


class Cells(Protocol):
    """See `console.widgets.video_wall.VideoWall`."""

    hot: int
    panes: list[VideoPane]
    waiting: WaitingAlarms

    @property
    def count(self) -> int: ...

    @property
    def enlarged(self) -> bool: ...

    def step_to(self, number: int) -> None: ...

    def free_cells(self) -> int: ...

    def weigh(self) -> None: ...


class HeldCells:
    def __init__(self, wall: Cells) -> None:
        self._wall = wall

    def raise_one(self, camera_id: str, text: str) -> None:
        """Into the cell that has this camera, else the last that is neither hot nor held, else it waits."""
        wall, shown = self._wall, list(range(self._wall.count))
        there = [number for number in shown if wall.panes[number].camera_id == camera_id]
        free = [number for number in reversed(shown) if not wall.panes[number].alarm]
        number = next(iter([*there, *(number for number in free if number != wall.hot), *free]), None)
        if number is None:
            wall.waiting.add(camera_id, text)
            return
        wall.waiting.take(camera_id)  # an older one of this camera
        wall.panes[number].show_camera(camera_id)
        wall.panes[number].hold_alarm(text)
        wall.weigh()

    def acknowledge(self) -> bool:
        """See `VideoWall.acknowledge`."""
        wall = self._wall
        number = next((number for number in (wall.hot, *range(wall.count)) if wall.panes[number].alarm), None)
        if number is None:
            return False
        if wall.enlarged and number != wall.hot:
            wall.step_to(number)
            return True
        wall.panes[number].hold_alarm("")
        wall.weigh()
        self.seat()
        return True

    def release(self, camera_id: str) -> None:
        """See `VideoWall.release_alarm`."""
        wall = self._wall
        wall.waiting.take(camera_id)
        for pane in wall.panes:
            if pane.alarm and pane.camera_id == camera_id:
                pane.hold_alarm("")
        wall.weigh()
        self.seat()

    def tell(self, text_of: Callable[[str], str]) -> None:
        """See `VideoWall.tell_alarms`."""
        for pane in self._wall.panes:
            if pane.alarm:
                pane.hold_alarm(text_of(pane.camera_id) or pane.alarm)
        self._wall.waiting.tell(text_of)
        self._wall.weigh()

    def seat(self) -> None:
        """Those that wait take the cells that are free."""
        while self._wall.free_cells() and (alarm := self._wall.waiting.take()):
            self.raise_one(*alarm)

    def move(self) -> None:
        """Another layout: an alarm in a cell that is not there any more goes to another, or waits; where there are more cells, none waits."""
        for pane in self._gone():
            if pane.alarm:
                camera_id, text = pane.camera_id, pane.alarm
                pane.hold_alarm("")
                self.raise_one(camera_id, text)
        self.seat()

    def find_another(self, number: int, camera_id: str, text: str) -> None:
        """Somebody has put another camera where this alarm was: it is not lost."""
        if any(not pane.alarm for place, pane in enumerate(self._wall.panes[: self._wall.count]) if place != number):
            self.raise_one(camera_id, text)
        else:
            self._wall.waiting.add(camera_id, text)

    def _gone(self) -> Sequence[VideoPane]:
        return self._wall.panes[self._wall.count :]
