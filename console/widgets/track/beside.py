"""Who else is shown in the time of the track that is played."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets.spoken import Spoken, button
from wire.codes import Noun, UnitKind

DAY_S = timedelta(days=1).total_seconds()


class BesideButton(Spoken):
    """Its menu chooses by team, by what was selected on the map, or by kind."""

    wanted = Signal(object, object)  # ids of units; or none, and the UnitKind of which all are meant

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
        bounds = self._playback.bounds()
        short = bounds is None or bounds[1] - bounds[0] < DAY_S
        self.face.setEnabled(short)
        shown = words.choose("同一时段其他人员车辆", "Other units in the same time")
        self.face.setToolTip(shown if short else words.choose("仅限一天以内的轨迹", "Only with a track of a day at most"))

    def _fill(self) -> None:
        self.menu.clear()
        track = self._playback.track
        unit = self._hall.units.get(track.unit_id) if track else None
        team = [each.id for each in self._hall.units if unit is not None and unit.team and each.team == unit.team and each.id != unit.id]
        chosen = [row.id for row in self._hall.chosen.rows if row.kind is Noun.UNIT]
        self._add(words.choose(f"同班组 {len(team)}", f"The same team: {len(team)}"), lambda: self.wanted.emit(team, None), bool(team))
        self._add(
            words.choose(f"地图圈选 {len(chosen)}", f"Selected on the map: {len(chosen)}"), lambda: self.wanted.emit(chosen, None), bool(chosen)
        )
        for kind in UnitKind:
            count = sum(each.kind is kind for each in self._hall.units)
            text = words.choose(f"全部{words.of(kind)} {count}", f"All of kind {words.of(kind)}: {count}")
            self._add(text, lambda kind=kind: self.wanted.emit((), kind), count > 0)  # type: ignore[misc]
        self.menu.addSeparator()
        self._add(words.choose("不显示", "None"), lambda: self._playback.set_beside([]), bool(self._playback.beside))

    def _add(self, text: str, act: Callable[[], None], possible: bool) -> None:
        action = self.menu.addAction(text)
        action.triggered.connect(lambda _=False: act())
        action.setEnabled(possible)
