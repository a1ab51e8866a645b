"""What is kept of one frozen picture: the still that was seen, the one of the large stream, and the seconds around it."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from console import words
from console.hall.captures import plan
from console.hall.governor import Governor
from console.hall.stream_budget import Demand, Importance
from console.hall.streams import Cut, Cutter, Film, Picture, Streams, View
from console.widgets import video_words
from console.workers.darkroom import About, Darkroom, jpeg
from wire.cameras import Camera
from wire.captures import CLIP_TYPE, LONGEST_CLIP_S, MOST_CLIP_BYTES, CaptureOrder, Stream
from wire.photos import MOST_BYTES, id_of

LOOK_MS = 200
SMALL = 2  # px: the large stream's picture is wanted in its own size, not in a pane's
JPEG = "image/jpeg"


class Post(Protocol):
    """See `console.actions.Actions`."""

    def capture(self, case_id: str, content: bytes, media_type: str, order: CaptureOrder) -> object: ...

    def keep_clip_in_reserve(self, case_id: str, content: bytes, order: CaptureOrder) -> None: ...


class Part(StrEnum):
    STILL = "STILL"
    LARGE = "LARGE"
    FILM = "FILM"


class Seen(NamedTuple):
    """What was frozen. `taken_at` by the backend's clock, of a recording by the recorder's."""

    camera: Camera
    picture: Picture
    stream: Stream
    taken_at: datetime
    operator: str
    cut: tuple[Cutter, Cut] | None

    @property
    def locks(self) -> bool:
        """Does the backend lock what was recorded around it? Where it comes from a recorder of others there is nothing to be locked."""
        return self.stream is Stream.RECORDED and self.cut is not None

    @property
    def preset(self) -> str:
        """That the camera stood at when it was frozen; of a recording nobody knows it."""
        return "" if self.stream is Stream.RECORDED else self.camera.preset


class Captured(QObject):
    """Kept until `report` names the case; then each part is sent as soon as it is there. `ended` when nothing is waited for any more.

    What the stream had when it was frozen is made a clip at once, and kept in reserve for a console that is killed before it has the rest.
    """

    changed = Signal()
    drawn = Signal(bytes)  # the still that was seen, as it came
    ended = Signal()

    def __init__(
        self, seen: Seen, streams: Streams, darkroom: Darkroom, post: Post, parent: QObject | None = None, governor: Governor | None = None
    ) -> None:
        super().__init__(parent)
        self.seen, self.case_id = seen, ""
        self._darkroom, self._post, self._governor = darkroom, post, governor
        self._reserve: Film | None = None
        self._ready: list[tuple[bytes, str, CaptureOrder]] = []
        self._open = {Part.STILL}  # what is waited for
        self._begun: set[Part] = set()  # what is being written
        self._said = {Part.STILL: self.tr("keeping the picture …"), Part.LARGE: "", Part.FILM: self.tr("no clip: this pane has no stream")}
        self._large: View | None = None
        self._waited_ms = 0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._begin(streams)

    @property
    def over(self) -> bool:
        """Is nothing waited for any more?"""
        return not self._open

    def stills(self) -> list[tuple[bytes, str]]:
        """What the report itself can bring with it, with media types: the case is then never without its picture."""
        return [(content, media_type) for content, media_type, _ in self._ready if media_type == JPEG]

    def report(self, case_id: str) -> None:
        """It belongs to this case, whose report has brought the `stills`."""
        self.case_id = case_id
        for content, media_type, order in self._ready:
            self._post.capture(case_id, b"" if media_type == JPEG else content, media_type, order)
        self._ready = []
        self._keep_in_reserve()

    def let_go(self) -> None:
        """Nobody wants it, or any more of it."""
        self._timer.stop()
        self._close_large()
        if self.seen.cut is not None:
            view, cut = self.seen.cut
            view.drop(cut)
        self._open.clear()

    def finish(self) -> None:
        """The console is closed: what there is by now is kept, and nothing more is waited for."""
        rest = set(self._open)
        self.let_go()
        if self.case_id and Part.STILL in rest:
            self._keep(jpeg(self.seen.picture, self._about(self.seen.taken_at)), JPEG, self.seen.stream, self.seen.taken_at)
        if self.case_id and Part.FILM in rest and self.seen.cut is not None:
            self._keep_film(self._darkroom.film_now(self.seen.cut[1].film, self._about(self.seen.taken_at)))

    def told(self) -> str:
        """In one line, what is kept and what is on its way."""
        return " · ".join(self._said[part] for part in Part if self._said[part])

    def _begin(self, streams: Streams) -> None:
        camera, about = self.seen.camera, self._about(self.seen.taken_at)
        if self.seen.stream is Stream.SUB and camera.main_url:
            self._open.add(Part.LARGE)
            self._said[Part.LARGE] = self.tr("waiting for the large picture")
            if self._governor is not None:  # it is a stream like any other: panes give way for it
                self._governor.ask(self, Demand("", camera.main_url, SMALL, Importance.ALARM))
            self._large = streams.open(camera.main_url, SMALL, SMALL, preview=True)
        if self.seen.cut is not None:
            self._open.add(Part.FILM)
            self._said_film_left()
        self._darkroom.still(self.seen.picture, about, self._take_still)
        if self.seen.cut is not None:
            self._darkroom.film(self.seen.cut[1].film, about, self._take_reserve)
        self._timer.start()

    # --- looking

    def _look(self) -> None:
        self._waited_ms += LOOK_MS
        if self._large is not None:
            self._look_at_large(self._large)
        if self.seen.cut is not None and Part.FILM in self._open - self._begun:
            self._said_film_left()
            if self.seen.cut[1].done:
                self._write(Part.FILM, self.tr("writing the clip …"))
                self._darkroom.film(self.seen.cut[1].film, self._about(self.seen.taken_at), self._take_film)
        self.changed.emit()

    def _look_at_large(self, view: View) -> None:
        picture = view.picture()
        if picture is not None:
            taken_at = self.seen.taken_at + (picture.at - self.seen.picture.at)
            self._write(Part.LARGE, self.tr("keeping the large picture …"))
            self._darkroom.still(picture, self._about(taken_at), lambda content: self._take_large(content, taken_at))
        elif view.refused or self._waited_ms > plan().still_s * 1000:
            why = video_words.reason(view.problem) if view.problem else self.tr("it did not come in time")
            self._done(Part.LARGE, self.tr("no large picture: {why}").format(why=why))
        else:
            return
        self._close_large()

    def _close_large(self) -> None:
        if self._large is not None:
            self._large.close()
            self._large = None
            if self._governor is not None:
                self._governor.ask(self, None)

    # --- what is made

    def _take_still(self, content: bytes | None) -> None:
        if Part.STILL in self._open:
            self._keep(content, JPEG, self.seen.stream, self.seen.taken_at)
            self.drawn.emit(content or b"")
            self._done(Part.STILL, self.tr("picture kept") if content else self.tr("no picture: it could not be written"))

    def _take_large(self, content: bytes | None, taken_at: datetime) -> None:
        if Part.LARGE in self._open:
            self._keep(content, JPEG, Stream.MAIN, taken_at)
            self._done(Part.LARGE, self.tr("large picture kept") if content else self.tr("no large picture: it could not be written"))

    def _take_reserve(self, film: Film | None) -> None:
        if film is not None and _fits(film):
            self._reserve = film
            self._keep_in_reserve()

    def _keep_in_reserve(self) -> None:
        film = self._reserve
        if self.case_id and film is not None and Part.FILM in self._open:
            seconds = min(film.seconds, LONGEST_CLIP_S)
            self._post.keep_clip_in_reserve(self.case_id, film.content, self._order(film.content, self.seen.stream, self.seen.taken_at, seconds))

    def _take_film(self, film: Film | None) -> None:
        if Part.FILM in self._open:
            self._done(Part.FILM, self._keep_film(film))

    def _keep_film(self, film: Film | None) -> str:
        """What is to be said of it. Where the whole cannot be kept, its beginning is."""
        kept = next((each for each in (film, self._reserve) if each is not None and _fits(each)), None)
        if kept is None and film is not None and film.seconds > 0:
            return self.tr("no clip: it is larger than {size} MB").format(size=MOST_CLIP_BYTES // 1_000_000)
        if kept is None:
            return self.tr("no clip: nothing came, or nothing that an MP4 can hold")
        self._keep(kept.content, CLIP_TYPE, self.seen.stream, self.seen.taken_at, min(kept.seconds, LONGEST_CLIP_S))
        if kept.seconds > plan().after_s:
            return self.tr("clip of {seconds:.0f} s kept").format(seconds=kept.seconds)
        return self.tr("clip of {seconds:.0f} s kept: the stream gave no more").format(seconds=kept.seconds)

    def _keep(self, content: bytes | None, media_type: str, stream: Stream, taken_at: datetime, seconds: float = 0.0) -> None:
        if content is None or (media_type == JPEG and len(content) > MOST_BYTES):
            return
        order = self._order(content, stream, taken_at, seconds)
        if self.case_id:
            self._post.capture(self.case_id, content, media_type, order)
        else:
            self._ready.append((content, media_type, order))

    def _order(self, content: bytes, stream: Stream, taken_at: datetime, seconds: float) -> CaptureOrder:
        seen = self.seen
        return CaptureOrder(
            media_id=id_of(content), camera_id=seen.camera.id, stream=stream, taken_at=taken_at, seconds=round(seconds, 2), preset=seen.preset
        )

    def _write(self, part: Part, said: str) -> None:
        self._begun.add(part)
        self._said[part] = said

    def _done(self, part: Part, said: str) -> None:
        self._open.discard(part)
        self._said[part] = said
        self.changed.emit()
        if not self._open:
            self._timer.stop()
            self.ended.emit()

    def _said_film_left(self) -> None:
        left = max(0.0, plan().after_s - self._waited_ms / 1000)
        self._said[Part.FILM] = self.tr("clip: {seconds:.0f} s more").format(seconds=left)

    def _about(self, taken_at: datetime) -> About:
        return About(self.seen.camera.name, self.seen.operator, words.local(taken_at).isoformat(" ", "milliseconds"))


def _fits(film: Film) -> bool:
    return film.seconds > 0 and len(film.content) <= MOST_CLIP_BYTES
