"""Calls that somebody waits for: made in the background, ended in the GUI thread."""

import logging
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from console.api import Api, ApiError
from console.connection import failure
from console.workers.worker import STOP_S

log = logging.getLogger(__name__)

T = TypeVar("T")
THREADS = 4  # a slow track does not delay a card


class Call(NamedTuple):
    work: Callable[[Api], Any]
    done: Callable[[Any], None]
    failed: Callable[[ApiError], None]


class Caller(QObject):
    """Its threads are daemons: one that looks a name up, or connects to a host that swallows everything, cannot be ended, and nobody waits for it.

    A call is held here until the GUI thread has ended it, and no thread holds any of it when it says that it is done: what its functions stand on
    may be a window that nobody else holds, and must not go in a thread (decisions/0007).
    """

    _ended = Signal(int, bool, object)  # the number of a call, whether it was done, and its answer or its failure

    def __init__(self, api: Api, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._api = api.twin()
        self._calls: SimpleQueue[int | None] = SimpleQueue()
        self._open: dict[int, Call] = {}  # by number: those that have not ended
        self._number, self._stopped = 0, False
        self._threads = [threading.Thread(target=self._run, name=f"caller_{number}", daemon=True) for number in range(THREADS)]
        for thread in self._threads:
            thread.start()
        # Queued even from the GUI thread: who calls is never called back before `call` has returned.
        self._ended.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def call(self, work: Callable[[Api], T], done: Callable[[T], None], failed: Callable[[ApiError], None]) -> None:
        """Run `work` in the background; then `done` or `failed`, exactly one of them, once, in the GUI thread. From the GUI thread."""
        self._number += 1
        self._open[self._number] = Call(work, done, failed)
        if self._stopped:
            self._end_as_stopped(self._number)
        else:
            self._calls.put(self._number)

    def halt(self) -> None:
        """What is still under way ends as failed, by the code `stopped`."""
        self._stopped = True
        for number in self._open:
            self._end_as_stopped(number)
        self._api.connection.shutdown()
        for _ in self._threads:
            self._calls.put(None)

    def stop(self, within_s: float = STOP_S) -> None:
        """`halt`, and wait for the threads, but no longer than this."""
        self.halt()
        end = time.monotonic() + within_s
        for thread in self._threads:
            thread.join(max(end - time.monotonic(), 0.0))

    def _run(self) -> None:
        while (number := self._calls.get()) is not None:
            outcome = self._outcome(number)
            if outcome is not None:
                self._ended.emit(number, *outcome)
            del outcome

    def _outcome(self, number: int) -> tuple[bool, Any] | None:
        """None: it has been stopped meanwhile."""
        call = self._open.get(number)
        if call is None or self._stopped:
            return None
        try:
            return True, call.work(self._api)
        except ApiError as error:
            return False, ApiError(error.problem)  # this one holds frames, and they hold the call
        except Exception as error:
            log.exception("a call ended by a defect")
            return False, failure("defect", type(error).__name__)

    def _end_as_stopped(self, number: int) -> None:
        self._ended.emit(number, False, failure("stopped", "the console is being closed"))

    def _hand_over(self, number: int, done: bool, answer: Any) -> None:
        """What comes first counts: the answer, or that it was stopped."""
        call = self._open.pop(number, None)
        if call is not None:
            (call.done if done else call.failed)(answer)
