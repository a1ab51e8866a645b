"""Who else is shown in the time of the track that is played."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets.spoken import Spoken, button
from wire.codes import Noun, UnitKind

LONGEST = timedelta(days=1)


class BesideButton(Spoken):
    """Its menu chooses by team, by what was selected on the map, all of them, or by kind."""

    wanted = Signal(object, object)  # ids of units; or none, and the kinds of unit of which all are meant; nobody where there are neither

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._playback = hall, hall.playback
        self.face: QPushButton = button("quiet")
        self.menu = QMenu(self)
        self.face.setMenu(self.menu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.face)
        self.menu.aboutToShow.connect(self._fill)
        self._playback.beside_changed.connect(self.say)
        self._playback.opened.connect(self.say)
        self.say()

    def say(self) -> None:
        count = len(self._playback.beside)
        self.face.setText(words.choose(f"同行 {count}", f"Beside {count}") if count else words.choose("同行", "Beside"))
        track = self._playback.track
        short = track is None or track.analysis.end - track.analysis.start <= LONGEST
        self.face.setEnabled(short)
        shown = words.choose("同一时段其他人员车辆", "Other units in the same time")
        self.face.setToolTip(shown if short else words.choose("仅限一天以内的轨迹", "Only with a track of a day at most"))

    def _fill(self) -> None:
        self.menu.clear()
        track = self._playback.track
        unit = self._hall.units.get(track.unit_id) if track else None
        team = [each.id for each in self._hall.units if unit is not None and unit.team and each.team == unit.team and each.id != unit.id]
        chosen = [row.id for row in self._hall.chosen.rows if row.kind is Noun.UNIT]
        self._add(words.choose(f"同班组 {len(team)}", f"The same team: {len(team)}"), lambda: self.wanted.emit(team, ()), bool(team))
        self._add(words.choose(f"地图圈选 {len(chosen)}", f"Selected on the map: {len(chosen)}"), lambda: self.wanted.emit(chosen, ()), bool(chosen))
        self.menu.addSeparator()
        counts = Counter(each.kind for each in self._hall.units)
        everybody = words.choose(f"全部人员车辆 {counts.total():,}", f"All units: {counts.total():,}")
        self._add(everybody, lambda: self.wanted.emit((), tuple(UnitKind)), counts.total() > 1)
        for kind in UnitKind:
            text = words.choose(f"全部{words.of(kind)} {counts[kind]:,}", f"All of kind {words.of(kind)}: {counts[kind]:,}")
            self._add(text, lambda kind=kind: self.wanted.emit((), (kind,)), counts[kind] > 0)  # type: ignore[misc]
        self.menu.addSeparator()
        self._add(words.choose("不显示", "None"), lambda: self.wanted.emit((), ()), bool(self._playback.beside))

    def _add(self, text: str, act: Callable[[], None], possible: bool) -> None:
        action = self.menu.addAction(text)
        action.triggered.connect(lambda _=False: act())
        action.setEnabled(possible)
