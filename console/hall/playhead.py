"""A hand that is moved over time, by somebody or by itself."""

from datetime import UTC, datetime

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal


class Playhead(QObject):
    """Plays true to time: at speed s, s seconds pass on it in one second, however late the timer is. Where it may go says `bounds`."""

    moved = Signal(float)  # seconds since 1970
    state_changed = Signal()  # playing or speed

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.at, self.speed, self.playing, self.looping = 0.0, 1.0, False, False
        self._passed = QElapsedTimer()
        self._timer = QTimer(self, interval=33)
        self._timer.timeout.connect(self._step)

    def bounds(self) -> tuple[float, float] | None:
        """The first and the last moment, seconds since 1970; none: there is nothing to play."""
        raise NotImplementedError

    def play(self) -> None:
        bounds = self.bounds()
        if bounds is None or self.playing:
            return
        if self.at == bounds[int(self.speed > 0)]:  # there is nothing ahead: all of it again
            self.seek(bounds[int(self.speed < 0)])
        self.playing = True
        self._passed.start()
        self._timer.start()
        self.state_changed.emit()

    def pause(self) -> None:
        if self.playing:
            self.playing = False
            self._timer.stop()
            self.state_changed.emit()

    def loop(self, looping: bool) -> None:
        """From the end to the beginning again, or stop there."""
        if looping != self.looping:
            self.looping = looping
            self.state_changed.emit()

    def set_speed(self, speed: float) -> None:
        if speed != self.speed:
            self.speed = speed
            self.state_changed.emit()

    def seek(self, at: float) -> None:
        bounds = self.bounds()
        if bounds is None:
            return
        at = min(max(at, bounds[0]), bounds[1])
        if at != self.at:
            self.at = at
            self.moved.emit(at)

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)

    def _step(self) -> None:
        self.seek(self.at + self._passed.restart() / 1000 * self.speed)
        bounds = self.bounds()
        if bounds is None or self.at != bounds[int(self.speed > 0)]:
            return
        if self.looping:
            self.seek(bounds[int(self.speed < 0)])
        else:
            self.pause()
