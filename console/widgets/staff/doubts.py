"""Whose tracks of a day should be looked at, and why; one press opens the track."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.lines import HEIGHT, Line, Lines
from console.widgets.spoken import Spoken, label
from wire.codes import TrackDoubt
from wire.tracks import DoubtfulTrack, TrackLikeness

TALL = 6  # lines that are seen at once


class DoubtList(Spoken):
    """Hidden until there is a day."""

    opened = Signal(str, object)  # unit id, date

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._day: date | None = None
        self._tracks: list[DoubtfulTrack] = []
        self.head, self.lines = label("lead", wrap=True), Lines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self.head)
        column.addWidget(self.lines)
        self.lines.opened.connect(lambda id: self.opened.emit(id, self._day))
        self.hide()

    def show_day(self, day: date, tracks: list[DoubtfulTrack]) -> None:
        self._day, self._tracks = day, tracks
        self.say()
        self.show()

    def say(self) -> None:
        if self._day is None:
            return
        none = words.choose("未发现疑点", "nothing to look at")
        found = words.choose(f"{len(self._tracks)} 人待核查，回车打开轨迹", f"{len(self._tracks)} to look at, Enter opens the track")
        self.head.setText(f"{words.choose('轨迹疑点', 'Tracks in doubt')}  {self._day} · {found if self._tracks else none}")
        self.lines.take([self._line(track) for track in self._tracks])
        self.lines.setVisible(bool(self._tracks))
        self.lines.setFixedHeight(theme.px(HEIGHT) * max(min(len(self._tracks), TALL), 1))

    def _line(self, track: DoubtfulTrack) -> Line:
        name = self._name(track.unit_id)
        parts = [self._like(like) for like in track.likenesses]
        if track.teleports:
            parts.append(words.choose(f"瞬移 {track.teleports} 次", f"{track.teleports} teleport{'s' if track.teleports > 1 else ''}"))
        if track.mocked:
            parts.append(words.choose(f"模拟定位 {track.mocked:,}", f"{track.mocked:,} mocked"))
        unit = self._hall.units.get(track.unit_id)
        return Line(track.unit_id, name, " · ".join(parts), unit.team if unit is not None else "", "danger", "\n".join([name, *parts]))

    def _like(self, like: TrackLikeness) -> str:
        share = words.choose(f"{like.share:.0%}（{words.span(like.seconds)}）", f"{like.share:.0%} ({words.span(like.seconds)})")
        if like.doubt is TrackDoubt.SAME_SHAPE:
            return words.choose(f"与 {like.day:%m-%d} 雷同 {share}", f"as on {like.day:%m-%d}: {share}")
        other = self._name(like.unit_id)
        return words.choose(f"与{other}同轨 {share}", f"one way with {other}: {share}")

    def _name(self, unit_id: str) -> str:
        unit = self._hall.units.get(unit_id)
        return unit.name if unit is not None else unit_id
