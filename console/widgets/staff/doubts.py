"""Whose tracks of a day should be looked at, and why; one press opens the track."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.hall.hall import Hall
from console.widgets.lines import Line
from console.widgets.titled_lines import TitledLines
from wire.tracks import DoubtfulTrack

TALL = 6  # lines that are seen at once


class DoubtList(TitledLines):
    """Hidden until there is a day."""

    opened = Signal(str, object)  # unit id, date

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(TALL, parent)
        self._hall = hall
        self._day: date | None = None
        self._tracks: list[DoubtfulTrack] = []
        self.lines.opened.connect(lambda id: self.opened.emit(id, self._day))

    def show_day(self, day: date, tracks: list[DoubtfulTrack]) -> None:
        self._day, self._tracks = day, tracks
        self.say()
        self.show()

    def say(self) -> None:
        if self._day is None:
            return
        none = words.choose("未发现疑点", "nothing to look at")
        found = words.choose(f"{len(self._tracks)} 人待核查，回车打开轨迹", f"{len(self._tracks)} to look at, Enter opens the track")
        head = f"{words.choose('轨迹疑点', 'Tracks in doubt')}  {self._day} · {found if self._tracks else none}"
        self.fill(head, [self._line(track) for track in self._tracks])

    def _line(self, track: DoubtfulTrack) -> Line:
        name = self._name(track.unit_id)
        parts = [words.likeness(like, self._name(like.unit_id)) for like in track.likenesses]
        if track.teleports:
            parts.append(words.choose(f"瞬移 {track.teleports} 次", f"{track.teleports} teleport{'s' if track.teleports > 1 else ''}"))
        if track.mocked:
            parts.append(words.choose(f"模拟定位 {track.mocked:,}", f"{track.mocked:,} mocked"))
        unit = self._hall.units.get(track.unit_id)
        return Line(track.unit_id, name, " · ".join(parts), unit.team if unit is not None else "", "danger", "\n".join([name, *parts]))

    def _name(self, unit_id: str) -> str:
        unit = self._hall.units.get(unit_id)
        return unit.name if unit is not None else unit_id
