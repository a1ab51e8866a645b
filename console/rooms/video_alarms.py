"""What an algorithm has seen, and the gravest that a truck does before a camera, holds a cell of the video wall with that camera, until somebody
acknowledges it there, or has judged it on whatever desk; over a restart of the console too."""

from collections.abc import Callable, Iterable

import msgspec
from PySide6.QtCore import QObject

from console import words
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.hall.sightings import KeptSightings, Sighting, Sightings, of_alarm, of_case
from console.widgets.video_wall import VideoWall
from wire.alarms import Alarm

OWN = "video_alarms"  # the preference of each user: what is held, and what was acknowledged


class VideoAlarms(QObject):
    """`look` once a second. Nothing is raised of a picture from the disk before the backend was heard: somebody may have judged it meanwhile."""

    def __init__(self, hall: Hall, video: VideoWall, prefer: Callable[[str, bytes], None]) -> None:
        super().__init__(video)
        self._hall, self._video, self._prefer = hall, video, prefer
        self._sightings = Sightings(hall.clock.now())
        self._news: set[str] = set()
        hall.cases.changed.connect(self._take)
        hall.alarms.changed.connect(self._take)
        video.spoken.connect(lambda: video.tell_alarms(self._text))

    def restore(self, kept: KeptSightings | None) -> None:
        self._sightings = Sightings(self._hall.clock.now(), kept)
        self._take([thing.id for things in (self._hall.cases, self._hall.alarms) for thing in things])

    def look(self) -> None:
        self._raise()  # a camera may have come meanwhile
        held = {pane.camera_id for pane in self._video.panes if pane.alarm}
        if self._sightings.acknowledge(held.union(self._video.waiting.cameras())):
            self._keep()

    def _take(self, ids: Iterable[str]) -> None:
        for id in ids:
            if self._sightings.holds(id):
                self._judge(id)
            elif self._news_of(id) is not None:
                self._news.add(id)
        self._raise()

    def _judge(self, id: str) -> None:
        """Whoever has judged it has seen it; and what has left the hall can be opened by nobody."""
        sighting = self._of(id)
        if sighting is not None and not sighting.judged:
            return
        camera_id = self._sightings.drop(id)
        if self._sightings.held_of(camera_id):
            self._video.tell_alarms(self._text)
        else:
            self._video.release_alarm(camera_id)
        self._keep()

    def _news_of(self, id: str) -> Sighting | None:
        sighting = self._of(id) if not self._sightings.was_raised(id) else None
        return sighting if sighting is not None and self._sightings.is_news(sighting) else None

    def _of(self, id: str) -> Sighting | None:
        if (case := self._hall.cases.get(id)) is not None:
            return of_case(case)
        alarm = self._hall.alarms.get(id)
        return of_alarm(alarm, self._hall.cameras) if alarm is not None else None

    def _raise(self) -> None:
        """The oldest first, so that the order in which they came does not matter."""
        if not self._news or self._hall.link.state is LinkState.CONNECTING:
            return
        news = [sighting for id in self._news if (sighting := self._news_of(id)) is not None]
        ready = [sighting for sighting in news if sighting.camera_id in self._hall.cameras]
        self._news = {sighting.id for sighting in news} - {sighting.id for sighting in ready}
        for sighting in sorted(ready, key=lambda sighting: (sighting.at, sighting.id)):
            self._sightings.hold(sighting)
            self._video.raise_alarm(sighting.camera_id, self._text(sighting.camera_id))
        if ready:
            self._keep()

    def _text(self, camera_id: str) -> str:
        """What this camera holds, in the language of now; empty for nothing that is known here."""
        held = self._sightings.held_of(camera_id)
        if not held:
            return ""
        told = {"time": f"{words.local(held[0].at):%H:%M:%S}", "what": self._said(held[0]), "more": len(held) - 1}
        text = self.tr("{time} {what}, and {more} more · A acknowledges") if len(held) > 1 else self.tr("{time} {what} · A acknowledges")
        return text.format(**told)

    def _said(self, sighting: Sighting) -> str:
        thing = sighting.thing
        if not isinstance(thing, Alarm):
            return thing.description or thing.number
        return f"{self._hall.unit_name(thing.unit_id)} {words.of(thing.kind)}"

    def _keep(self) -> None:
        self._prefer(OWN, msgspec.json.encode(self._sightings.keep(self._hall.clock.now(), self._of)))
