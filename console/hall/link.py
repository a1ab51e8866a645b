"""How fresh the Hall is, and why if it is not."""

import time
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

FRESH_S, AGEING_S = 5.0, 15.0


class LinkState(StrEnum):
    CONNECTING = "CONNECTING"
    FRESH = "FRESH"
    AGEING = "AGEING"  # nothing heard for a while, nothing failed yet
    LOST = "LOST"  # a call failed, or nothing heard for long
    REFUSED = "REFUSED"  # the backend answers, but will not have us


class Link(QObject):
    """`changed` comes when the state or its cause changes; the age in seconds is asked for, by whoever shows it."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state, self.cause = LinkState.CONNECTING, ""
        self._heard: float | None = None
        self._timer = QTimer(self, interval=500)
        self._timer.timeout.connect(self._age)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def age_s(self) -> float | None:
        """Seconds since the backend last answered; none when it never did."""
        return None if self._heard is None else time.monotonic() - self._heard

    def remembered(self, age_s: float) -> None:
        """The Hall shows a picture of an earlier run, so many seconds old."""
        self._heard = time.monotonic() - max(age_s, 0.0)
        self.changed.emit()

    def heard(self) -> None:
        self._heard = time.monotonic()
        self._set(LinkState.FRESH, "")

    def lost(self, cause: str) -> None:
        """`cause` is the code of a problem: "unreachable", "timeout", "bad_answer" …"""
        self._set(LinkState.LOST, cause)

    def refused(self, cause: str) -> None:
        self._set(LinkState.REFUSED, cause)

    def _age(self) -> None:
        age = self.age_s()
        if self.state in (LinkState.FRESH, LinkState.AGEING) and age is not None:
            if age > AGEING_S:
                self._set(LinkState.LOST, "silence")
            elif age > FRESH_S:
                self._set(LinkState.AGEING, "silence")

    def _set(self, state: LinkState, cause: str) -> None:
        if (state, cause) != (self.state, self.cause):
            self.state, self.cause = state, cause
            self.changed.emit()
