"""What is heard of the cameras: one pane of the whole console at a time, as loud as its user has it."""

import threading
from collections.abc import Hashable
from typing import NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal

LOUD = 60  # percent, until somebody has chosen
PRIMED_S, KEPT_S = 0.1, 0.5  # what must be there before it begins, or it stutters; what is older is not worth hearing
SAMPLE_BYTES = 2


class Form(NamedTuple):
    """16-bit samples as they are wanted: so many in a second, of so many channels (1 or 2)."""

    rate: int
    channels: int


class Ear:
    """Filled by the thread of a camera, emptied by who plays it. What nobody takes in time goes, the oldest first."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._lock = threading.Lock()
        self._samples = bytearray()
        self._frame = SAMPLE_BYTES * form.channels
        self._most, self._enough = (int(form.rate * seconds) * self._frame for seconds in (KEPT_S, PRIMED_S))
        self._primed = False

    def hear(self, samples: bytes) -> None:
        with self._lock:
            self._samples += samples
            del self._samples[: max(0, len(self._samples) - self._most)]

    def take(self, most: int) -> bytes:
        """Up to so many bytes of whole samples; once there was nothing left, none until there is enough again."""
        with self._lock:
            self._primed = len(self._samples) >= (1 if self._primed else self._enough)
            if not self._primed:
                return b""
            count = min(most, len(self._samples)) // self._frame * self._frame
            taken = bytes(self._samples[:count])
            del self._samples[:count]
            return taken


class Speaker(Protocol):
    """What makes samples heard."""

    def form(self) -> Form | None:
        """How it wants them; none: there is nothing here to hear by."""

    def start(self, ear: Ear) -> None: ...

    def stop(self) -> None: ...

    def set_volume(self, percent: int) -> None: ...


class Listening(QObject):
    """`ear` is there while a pane sounds and there is something to hear it by. `volume` is in percent."""

    changed = Signal()  # who is heard
    volume_chosen = Signal(int)  # so that it can be kept

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.who: Hashable | None = None
        self.ear: Ear | None = None
        self.volume = LOUD
        self._speaker: Speaker | None = None

    def use(self, speaker: Speaker) -> None:
        self.quiet(self.who)
        self._speaker = speaker
        speaker.set_volume(self.volume)

    def turn(self, who: Hashable) -> None:
        """This one is heard, and no other any more; when it is heard already, none is."""
        self._hear(None if who == self.who else who)

    def quiet(self, who: Hashable | None) -> None:
        """This one is not heard any more."""
        if who is not None and who == self.who:
            self._hear(None)

    def set_volume(self, percent: int) -> None:
        self.volume = max(0, min(100, percent))
        if self._speaker is not None:
            self._speaker.set_volume(self.volume)

    def keep_volume(self) -> None:
        """Whoever chooses has done so."""
        self.volume_chosen.emit(self.volume)

    def renew(self) -> None:
        """Another device has come, or the one that there was has gone: who is heard is heard by what there is now."""
        if self.who is not None:
            self._hear(self.who)

    def _hear(self, who: Hashable | None) -> None:
        if self._speaker is not None:
            self._speaker.stop()
        form = self._speaker.form() if self._speaker is not None and who is not None else None
        self.who, self.ear = who, Ear(form) if form else None
        if self._speaker is not None and self.ear is not None:
            self._speaker.start(self.ear)
        self.changed.emit()
