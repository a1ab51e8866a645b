"""Small pictures of cases, fetched when somebody sees that they are missing: first the card that names the photo, then the photo.

Whatever becomes of a request, within `Waits.answer_s` there is a picture, or why there is none; and who looks on gets it asked for again.
"""

import time
from typing import NamedTuple

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.passing import passes
from console.widgets.case.photos import decode
from wire.problem import Problem

SIZE = QSize(320, 200)
MOST = 240  # of 256 kB each, the last ones that were looked at: more than a table shows, and no day's findings
SILENCE = Problem(status=0, code="timeout", title="timeout", detail="Nobody has answered yet.")
UNREADABLE = Problem(status=0, code="bad_answer", title="bad_answer", detail="These bytes are no picture.")


class Waits(NamedTuple):
    """Seconds: for an answer, and after a failure until the next request, twice as long each time up to `longest_s`."""

    answer_s: float = 15.0
    again_s: float = 5.0
    longest_s: float = 60.0


class Thumbs(QObject):
    card_wanted = Signal(str)
    photo_wanted = Signal(str)
    arrived = Signal(str)  # case id: its picture, or why there is none, or it is time to ask for it again

    def __init__(self, hall: Hall, parent: QObject | None = None, waits: Waits | None = None) -> None:
        super().__init__(parent)
        self._hall, self._waits = hall, waits or Waits()
        self._pictures: dict[str, QPixmap] = {}  # by case id; a null one where the case has no photo
        self._due: dict[str, float] = {}  # by case id: until when nobody asks for its picture again, in monotonic seconds
        self._missed: dict[str, Problem] = {}
        self._failures: dict[str, int] = {}  # how often in a row
        self._cases: dict[str, set[str]] = {}  # by the id of the photo that was asked for; some share one
        self._clock = QTimer(self, interval=round(min(1.0, self._waits.again_s) * 1000))
        self._clock.timeout.connect(self._look)
        hall.cards.changed.connect(self._take_cards)
        hall.photos.arrived.connect(self._take_photo)
        hall.failures.changed.connect(self._miss_card)
        hall.link.changed.connect(self._hear)

    def of(self, case_id: str) -> QPixmap | None:
        """None while it is not here; it is asked for then, unless it was just now. For what is seen: only that is asked for again."""
        if case_id not in self._pictures and case_id not in self._due:
            self._ask(case_id)
        picture = self._pictures.pop(case_id, None)
        if picture is not None:
            self._pictures[case_id] = picture  # at the end: it was looked at last
        return picture

    def why(self, case_id: str) -> Problem | None:
        """Why its picture could not be had when it was last asked for."""
        return self._missed.get(case_id)

    def hurry(self, case_id: str) -> None:
        """Somebody wants this one now: what could not be had is asked for at once."""
        if case_id in self._missed:
            self._due.pop(case_id, None)
        self.of(case_id)

    def _ask(self, case_id: str) -> None:
        self._wait(case_id, self._waits.answer_s)
        if case_id in self._hall.cards:
            self._take_cards(frozenset({case_id}))
        else:
            self.card_wanted.emit(case_id)

    def _take_cards(self, ids: frozenset[str]) -> None:
        blank = {id for id in self._pictures.keys() & ids if self._pictures[id].isNull()}  # a photo may have come since
        for id in (self._due.keys() & ids) | blank:
            card = self._hall.cards.get(id)
            if card is None:
                continue
            if not card.photos:
                self._keep(id, QPixmap())
            else:
                self._cases.setdefault(card.photos[0].id, set()).add(id)
                self.photo_wanted.emit(card.photos[0].id)

    def _take_photo(self, photo_id: str, image: bytes) -> None:
        case_ids = self._cases.pop(photo_id, set())
        picture = QPixmap.fromImage(_small(image)) if case_ids and image else QPixmap()
        problem = UNREADABLE if image else self._hall.failures.of(Wanted.PHOTO, photo_id) or SILENCE
        for id in case_ids:
            if picture.isNull():
                self._miss(id, problem)
            else:
                self._keep(id, picture)

    def _miss_card(self, wanted: str, id: str) -> None:
        problem = self._hall.failures.of(Wanted.CARD, id) if wanted == Wanted.CARD else None
        if problem is not None and id in self._due:
            self._miss(id, problem)

    def _miss(self, case_id: str, problem: Problem) -> None:
        self._missed[case_id] = problem
        self._failures[case_id] = failures = self._failures.get(case_id, 0) + 1
        self._wait(case_id, min(self._waits.again_s * 2 ** (failures - 1), self._waits.longest_s))
        self.arrived.emit(case_id)

    def _wait(self, case_id: str, seconds: float) -> None:
        self._due[case_id] = time.monotonic() + seconds
        if not self._clock.isActive():
            self._clock.start()

    def _look(self) -> None:
        """What is due says so: who sees it asks for it again."""
        now = time.monotonic()
        for id in [id for id, at in self._due.items() if at <= now]:
            del self._due[id]
            self._missed.setdefault(id, SILENCE)
            self.arrived.emit(id)
        if not self._due:
            self._clock.stop()

    def _hear(self) -> None:
        """The backend is back: what it could not answer is asked for now, and not at the end of a pause."""
        if self._hall.link.state is LinkState.FRESH:
            for id in [id for id, problem in self._missed.items() if passes(problem)]:
                self._due.pop(id, None)
                self._failures.pop(id, None)
                self.arrived.emit(id)

    def _keep(self, case_id: str, picture: QPixmap) -> None:
        for told in (self._due, self._missed, self._failures):
            told.pop(case_id, None)
        self._pictures[case_id] = picture
        if len(self._pictures) > MOST:
            del self._pictures[next(iter(self._pictures))]
        self.arrived.emit(case_id)


def _small(image: bytes) -> QImage:
    picture = decode(image)
    if picture.isNull():
        return picture
    return picture.scaled(SIZE, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation)
