"""What of a track a supervisor should look at: leaps, positions that were made up, the same track on another day or with somebody else."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.hall.hall import Hall
from console.hall.playback import Shown
from console.hall.track import Track
from console.widgets.flow import Flow
from console.widgets.spoken import Spoken, button
from console.words import choose
from wire.codes import TrackDoubt, TrackFault
from wire.tracks import TrackLikeness

AT_ONCE = timedelta(days=1, hours=1)  # of longer tracks the likeness is looked up only when it is asked for: it means reading as many weeks


class Doubts(Spoken):
    """A button for each doubt, which shows what it is about. Gone while there is none."""

    likenesses_wanted = Signal()  # of the track that is played
    beside_wanted = Signal(object, object)  # as of `BesideButton`
    day_wanted = Signal(object)  # date of the same unit

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._playback = hall, hall.playback
        self._flow = Flow(self, gap=4)
        self._playback.opened.connect(self._take)
        self._playback.likenesses_changed.connect(self.say)
        self.say()

    def say(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        track = self._playback.track
        if track is not None:
            self._add_own(track)
            self._add_likenesses(track)
        self.setVisible(self._flow.count() > 0)

    def _take(self) -> None:
        self.say()
        track = self._playback.track
        if track is not None and track.analysis.end - track.analysis.start <= AT_ONCE:
            self.likenesses_wanted.emit()

    def _add_own(self, track: Track) -> None:
        leaps = [span.start.timestamp() for span in track.gaps() if span.teleport]
        if leaps:
            tip = choose("不可能在这段时间内到达：依次查看", "Nobody can have come there in that time: one after the other")
            self._add(choose(f"瞬移 {len(leaps)} 次", f"{len(leaps)} teleport{'s' if len(leaps) > 1 else ''}"), tip, lambda: self._go_to_next(leaps))
        if mocked := track.analysis.dropped.get(TrackFault.MOCK):
            tip = choose("终端自报为模拟定位：查看原始轨迹", "The device itself calls them mocked: look at the track as it came")
            self._add(choose(f"模拟定位 {len(mocked):,}", f"{len(mocked):,} mocked"), tip, lambda: self._go_to_raw(mocked[0] / 1000))

    def _add_likenesses(self, track: Track) -> None:
        for like in self._playback.likenesses or ():
            unit = self._hall.units.get(like.unit_id)
            says = words.likeness(like, unit.name if unit else like.unit_id)
            if like.doubt is TrackDoubt.SAME_SHAPE:
                tip = choose("两天的轨迹形状相同：打开那一天", "The same shape on two days: open the other one")
                self._add(says, tip, self._opener(like))
            else:
                tip = choose("同一时间同一轨迹，疑似一人代持终端：同图播放", "One way at the same times, as if one carried both: play them together")
                self._add(says, tip, self._companion(like))
        if self._playback.likenesses is None and track.analysis.end - track.analysis.start > AT_ONCE:
            tip = choose("与前七天、与同类人员车辆的轨迹比对", "Compare with the week before and with others of its kind")
            self._add(choose("核对雷同", "Compare"), tip, self.likenesses_wanted.emit, tone="")

    def _opener(self, like: TrackLikeness) -> Callable[[], None]:
        return lambda: self.day_wanted.emit(like.day)

    def _companion(self, like: TrackLikeness) -> Callable[[], None]:
        return lambda: self.beside_wanted.emit([like.unit_id], ())

    def _go_to_next(self, leaps: list[float]) -> None:
        self._playback.pause()
        self._playback.seek(next((at for at in leaps if at > self._playback.at + 1), leaps[0]))

    def _go_to_raw(self, at: float) -> None:
        self._playback.pause()
        self._playback.show(Shown.RAW)
        self._playback.seek(at)

    def _add(self, text: str, tip: str, act: Callable[[], None], tone: str = "warn") -> None:
        made = button("quiet", self)
        made.setProperty("tone", tone)
        made.setText(text)
        made.setToolTip(tip)
        made.clicked.connect(lambda _=False: act())
        self._flow.addWidget(made)
        made.show()
