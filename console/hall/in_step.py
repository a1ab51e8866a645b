"""The hand for recorded video beside a rewound hall."""

from datetime import UTC, datetime

from console.hall.rewind import SMOOTH, Rewind


class InStep:
    """See `console.hall.past.Hand`. It stands where the hall is shown, not where the rewind's own hand is on the way to: no pane runs ahead."""

    def __init__(self, rewind: Rewind) -> None:
        self._rewind = rewind

    @property
    def at(self) -> float:
        rewind = self._rewind
        at = rewind.at if rewind.shown is None else rewind.shown
        return at - at % self.every_s if self.every_s else at

    @property
    def every_s(self) -> float:
        return self._rewind.speed if self._rewind.playing and self._rewind.speed > SMOOTH else 0.0

    @property
    def speed(self) -> float:
        return self._rewind.speed

    @property
    def playing(self) -> bool:
        return self._rewind.playing

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)
