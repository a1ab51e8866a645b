"""What an algorithm has seen holds a cell of the video wall with its camera, until somebody acknowledges it; over a restart of the console too."""

from collections.abc import Callable, Iterable

import msgspec
from PySide6.QtCore import QObject

from console import words
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.hall.sightings import KeptSightings, Sightings
from console.widgets.video_wall import VideoWall

OWN = "video_alarms"  # the preference of each user: what is held, and what was acknowledged


class CaseAlarms(QObject):
    """`look` once a second. Nothing is raised of a picture from the disk before the backend was heard: somebody may have judged it meanwhile."""

    def __init__(self, hall: Hall, video: VideoWall, prefer: Callable[[str, bytes], None]) -> None:
        super().__init__(video)
        self._hall, self._video, self._prefer = hall, video, prefer
        self._sightings = Sightings(hall.clock.now())
        self._news: set[str] = set()
        hall.cases.changed.connect(self._take)
        video.spoken.connect(lambda: video.tell_alarms(self._text))

    def restore(self, kept: KeptSightings | None) -> None:
        self._sightings = Sightings(self._hall.clock.now(), kept)
        self._take(case.id for case in self._hall.cases)

    def look(self) -> None:
        self._raise()  # a camera may have come meanwhile
        held = {pane.camera_id for pane in self._video.panes if pane.alarm}
        if self._sightings.acknowledge(held.union(self._video.waiting.cameras())):
            self._keep()

    def _take(self, ids: Iterable[str]) -> None:
        cases = (self._hall.cases.get(id) for id in ids)
        self._news |= {case.id for case in cases if case is not None and self._sightings.is_news(case)}
        self._raise()

    def _raise(self) -> None:
        """The oldest first, so that the order in which they came does not matter."""
        if not self._news or self._hall.link.state is LinkState.CONNECTING:
            return
        cases = [case for id in self._news if (case := self._hall.cases.get(id)) is not None and self._sightings.is_news(case)]
        ready = [case for case in cases if case.camera_id in self._hall.cameras]
        self._news = {case.id for case in cases} - {case.id for case in ready}
        for case in sorted(ready, key=lambda case: (case.reported_at, case.id)):
            self._sightings.hold(case)
            self._video.raise_alarm(case.camera_id or "", self._text(case.camera_id or ""))
        if ready:
            self._keep()

    def _text(self, camera_id: str) -> str:
        """What this camera holds, in the language of now; empty for nothing that is known here."""
        held = self._sightings.held_of(camera_id)
        if not held:
            return ""
        told = {"time": f"{words.local(held[0].reported_at):%H:%M:%S}", "what": held[0].description or held[0].number, "more": len(held) - 1}
        text = self.tr("{time} {what}, and {more} more · A acknowledges") if len(held) > 1 else self.tr("{time} {what} · A acknowledges")
        return text.format(**told)

    def _keep(self) -> None:
        self._prefer(OWN, msgspec.json.encode(self._sightings.keep(self._hall.clock.now(), self._hall.cases.get)))
