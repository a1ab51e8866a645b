"""A clip of some seconds, played from memory: decoded in a thread of its own, at its own pace, and from any place on."""

import io
import logging
import threading
import time

import av
from av.container import InputContainer
from PySide6.QtGui import QImage

from console.workers.streams_mailbox import fit
from console.workers.streams_scaler import Scaler

log = logging.getLogger(__name__)

BOX = (960, 540)  # px: nobody sees more of it on a card


class ClipPlayer(threading.Thread):
    """See `console.hall.clips.Player`."""

    def __init__(self, content: bytes) -> None:
        super().__init__(name="clip", daemon=True)
        self.image: QImage | None = None
        self.position_s, self.duration_s = 0.0, 0.0
        self.playing, self.broken = True, False
        self._content, self._scaler = content, Scaler()
        self._news = threading.Condition()
        self._target: float | None = None  # where to go next, s
        self._stopped = False
        self._due = 0.0  # when the next picture is to be shown, monotonic
        self.start()

    def play(self, on: bool) -> None:
        with self._news:
            if on and self.position_s >= self.duration_s:
                self._target = 0.0
            self.playing = on
            self._news.notify()

    def seek(self, position_s: float) -> None:
        with self._news:
            self._target = min(max(0.0, position_s), self.duration_s)
            self._news.notify()

    def stop(self) -> None:
        with self._news:
            self._stopped = True
            self._news.notify()

    def run(self) -> None:
        try:
            with av.open(io.BytesIO(self._content), "r") as container:
                self._play(container)
        except (av.error.FFmpegError, IndexError, ValueError):
            log.warning("a clip cannot be played")
            self.broken, self.playing = True, False

    def _play(self, container: InputContainer) -> None:
        stream = container.streams.video[0]
        stream.thread_type = "SLICE"
        self.duration_s = float((stream.duration or 0) * (stream.time_base or 0))
        begin = 0.0
        while not self._stopped:
            reached = self._run_from(container, begin)
            if reached is None:
                with self._news:
                    self.playing, self.position_s = False, self.duration_s
                    self._news.wait_for(lambda: self._stopped or self._target is not None)
                    begin = self._target or 0.0
            else:
                begin = reached
            container.seek(round(begin * av.time_base))

    def _run_from(self, container: InputContainer, begin: float) -> float | None:
        """Show what comes from there on; where to go instead, or none at the end."""
        with self._news:
            self._target = None
        shown: float | None = None
        for frame in container.decode(video=0):
            at = frame.time or 0.0
            if at + 1e-3 < begin:
                continue
            if shown is None:
                self._due = time.monotonic()
            elif not self._rest(at - shown):
                return self._target or 0.0
            self._show(frame, at)
            shown = at
        return None

    def _rest(self, seconds: float) -> bool:
        """So long after the picture before, while it plays; false when something else is wanted."""
        self._due += seconds
        with self._news:
            while not self._stopped and self._target is None:
                left = self._due - time.monotonic()
                if not self.playing:
                    self._news.wait()
                    self._due = time.monotonic() + seconds
                elif left <= 0:
                    return True
                else:
                    self._news.wait(left)
        return False

    def _show(self, frame: av.VideoFrame, at: float) -> None:
        width, height = fit(frame.width, frame.height, BOX)
        plane = self._scaler.scaled(frame, width, height).planes[0]
        self.image = QImage(memoryview(plane), width, height, plane.line_size, QImage.Format.Format_RGB32)
        self.position_s = at
