"""Whether the backend is there: noticed within two seconds of its last word, whatever the other workers wait for."""

import logging
import time

from PySide6.QtCore import QObject, Signal

from console.api import Api, ApiError
from console.workers.worker import Worker

log = logging.getLogger(__name__)

REST_S = 0.4  # of silence, before the backend is asked
ANSWER_S = 1.4  # that it then has: together less than two, and more than any pause of a backend under load


class Pulse(Worker):
    """Asks only when nobody has heard anything for a moment, which in a hall at work is seldom: an answer to any worker is a sign of life.

    It does not say that the backend is back: that is so when the feed goes on, and the poller says it.
    """

    lost = Signal(str)  # the code of the problem, again and again while it lasts

    def __init__(self, api: Api, parent: QObject | None = None) -> None:
        super().__init__("pulse", api, parent)
        self._silent = False

    def step(self) -> None:
        hearing = self._api.connection.hearing
        rest_s = hearing.at + REST_S - time.monotonic()
        if rest_s > 0:
            self._stopping.wait(rest_s)
            return
        asked_at = time.monotonic()
        try:
            self._api.health(within=ANSWER_S)
        except ApiError as error:
            self._judge(hearing.at >= asked_at, error.problem.code)
        else:
            self._silent = False

    def failed(self, error: ApiError) -> None: ...

    def _judge(self, heard: bool, code: str) -> None:
        """An answer to somebody else, or one that only says no, is a sign of life too."""
        if not heard and not self._stopping.is_set():
            if not self._silent:
                log.warning("the backend is silent: %s", code)
            self.lost.emit(code)
        self._silent = not heard
        self._stopping.wait(REST_S)
