"""What is asked when one wants to know who was there, and what of the answer is drawn."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from console.hall.beside import Beside
from geo import passages as near
from geo.tracks import metres
from wire.whereabouts import Whereabouts


class Question(NamedTuple):
    """Who was within `radius` metres of a place from `start` to `end`, aware datetimes; `about` names the place for people."""

    lon: float
    lat: float
    radius: float
    start: datetime
    end: datetime
    about: str = ""


class Passage(NamedTuple):
    """A unit's way near the place, without a gap. Columns of one length: degrees, and metres from the place."""

    unit_id: str
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    away: NDArray[np.float64]


class There(QObject):
    """The question whose circle is on the map; when it is answered, the passages of who was there. `chosen`: the unit that one looks at."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.question: Question | None = None
        self.passages: list[Passage] = []
        self.chosen = ""

    def ask(self, question: Question | None) -> None:
        """Another question; none: nothing is drawn any more."""
        if question != self.question or self.passages:
            self.question, self.passages, self.chosen = question, [], ""
            self.changed.emit()

    def answer(self, question: Question, passages: Sequence[Passage]) -> None:
        """What comes of a question that is not asked any more is not shown."""
        if question == self.question:
            self.passages = list(passages)
            self.changed.emit()

    def choose(self, unit_id: str) -> None:
        if unit_id != self.chosen:
            self.chosen = unit_id
            self.changed.emit()


def passages(tracks: Sequence[Beside], question: Question, found: Whereabouts) -> list[Passage]:
    """The parts of tracks near the place, of units that were there."""
    nearest, made = {stay.unit_id: stay.nearest_at.timestamp() for stay in found.stays}, []
    for track in tracks:
        if track.unit_id not in nearest:
            continue
        away = metres(question.lon, question.lat, track.lon, track.lat)
        middle, when = (question.lon, question.lat), nearest[track.unit_id]
        parts = near.passages(track.at, track.lon, track.lat, middle, question.radius, when, found.hop_s)
        made += [Passage(track.unit_id, track.lon[part], track.lat[part], away[part]) for part in parts]
    return made
