"""One camera, watched in a thread of its own: whatever it does, no other waits for it."""

import logging
import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from analytics.judging import Judge
from analytics.source import NoPicture, pictures
from analytics.watcher import Sighting, Watcher
from wire.analytics import CapturePlan
from wire.codes import CaptureState

LOG = logging.getLogger(__name__)
FIRST_PAUSE_S, LONGEST_PAUSE_S = 2.0, 60.0


class Found(NamedTuple):
    sighting: Sighting
    picture: np.ndarray
    at: datetime
    model: str


class Eye:
    """`found` is called in the eye's own thread."""

    def __init__(self, plan: CapturePlan, login: str, fps: float, judge: Judge, found: Callable[[Found], None]) -> None:
        self.plan, self._login, self._fps, self._judge, self._found = plan, login, fps, judge, found
        self.state = CaptureState.NO_PICTURE
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name=f"eye-{plan.camera.id}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """It ends when its camera next says something, or its limit is over; nobody waits for it."""
        self._stopping.set()

    def join(self, limit_s: float) -> None:
        self._thread.join(limit_s)

    def _watch(self) -> None:
        pause, watcher = FIRST_PAUSE_S, Watcher(self.plan.zones, self._judge)
        while not self._stopping.is_set():
            seen = False
            try:
                seen = self._look(watcher)
            except NoPicture as why:
                if self.state is not CaptureState.NO_PICTURE:
                    LOG.warning("camera %s: %s", self.plan.camera.id, why)
            except Exception:  # one camera's defect must not end its watching
                LOG.exception("camera %s", self.plan.camera.id)
            was, self.state = self.state, CaptureState.NO_PICTURE
            pause = FIRST_PAUSE_S if seen or was is not CaptureState.NO_PICTURE else min(2 * pause, LONGEST_PAUSE_S)
            self._stopping.wait(pause * (0.5 + random.random()))

    def _look(self, watcher: Watcher) -> bool:
        camera = self.plan.camera
        for picture in pictures(camera.sub_url or camera.main_url, self._login, self._fps, self._stopping.is_set):
            sightings = watcher.feed(picture.pixels, picture.at)
            self.state = watcher.state
            for sighting in sightings:
                self._found(Found(sighting, picture.pixels, datetime.fromtimestamp(picture.at, UTC), self._judge.name))
        return True
