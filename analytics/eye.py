"""One camera, watched in a thread of its own: whatever it does, no other waits for it."""

import logging
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from analytics.judging import Judge
from analytics.source import pictures
from analytics.watcher import Sighting, Watcher
from media.addresses import host_of, with_login
from media.pace import Backoff, Gate
from media.reasons import DEFECT, REFUSALS, reason_for
from media.shown import Shown
from wire.analytics import CapturePlan
from wire.cameras import Camera
from wire.codes import CaptureState

LOG = logging.getLogger(__name__)


class Found(NamedTuple):
    sighting: Sighting
    picture: np.ndarray
    at: datetime
    model: str


def url_of(camera: Camera) -> str:
    """Of the stream that is looked at."""
    return camera.sub_url or camera.main_url


class Eye:
    """`found` is called in the eye's own thread."""

    def __init__(self, plan: CapturePlan, login: str, fps: float, judge: Judge, found: Callable[[Found], None], gate: Gate) -> None:
        self.plan, self._fps, self._judge, self._found, self._gate = plan, fps, judge, found, gate
        self._url = with_login(url_of(plan.camera), login)
        self._host, self._shown = host_of(self._url), Shown(self._url)
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
        backoff, watcher = Backoff(), Watcher(self.plan.zones, self._judge)
        while self._gate.turn(self._host, self._stopping):
            try:
                self._look(watcher)
            except Exception as error:  # one camera's defect must not end its watching
                self._rest(error, backoff)
        self._gate.went(self._host, self)

    def _rest(self, error: Exception, backoff: Backoff) -> None:
        """When the whole host was away, its return ends the pause."""
        self._gate.went(self._host, self)
        reason = self._told(error, backoff)
        pause_s = backoff.pause_s(reason in REFUSALS)
        if reason in REFUSALS:
            self._stopping.wait(pause_s)
        else:
            self._gate.rest(self._host, pause_s, self._stopping)

    def _told(self, error: Exception, backoff: Backoff) -> str:
        reason = reason_for(error)
        if reason == DEFECT:  # where it was, but not its own text: FFmpeg's holds the address with its password
            where = "".join(traceback.format_tb(error.__traceback__))
            LOG.error("camera %s: %s\n%s", self.plan.camera.id, type(error).__name__, where)
        elif self.state is not CaptureState.NO_PICTURE:
            LOG.warning("camera %s: %s", self.plan.camera.id, reason)
        if self.state is not CaptureState.NO_PICTURE:
            backoff.reset()
        self.state = CaptureState.NO_PICTURE
        return reason

    def _look(self, watcher: Watcher) -> None:
        for picture in pictures(self._url, self._fps, self._stopping.is_set, self._shown):
            self._gate.came(self._host, self)
            if picture.frozen:  # silence must not look like watching
                self.state = CaptureState.NO_PICTURE
                continue
            sightings = watcher.feed(picture.pixels, picture.at)
            self.state = watcher.state
            for sighting in sightings:
                self._found(Found(sighting, picture.pixels, datetime.fromtimestamp(picture.at, UTC), self._judge.name))
