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
    """Its threads are daemons: one that looks a name up, or connects to a host that swallows everything, cannot be ended, and nobody waits for it."""

    _ended = Signal(object, object)  # the receiver, what it receives

    def __init__(self, api: Api, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._api = api.twin()
        self._calls: SimpleQueue[int | None] = SimpleQueue()
        self._open: dict[int, Call] = {}  # by number: those that have not ended
        self._lock, self._number, self._stopped = threading.Lock(), 0, False
        self._threads = [threading.Thread(target=self._run, name=f"caller_{number}", daemon=True) for number in range(THREADS)]
        for thread in self._threads:
            thread.start()
        # Queued even from the GUI thread: who calls is never called back before `call` has returned.
        self._ended.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def call(self, work: Callable[[Api], T], done: Callable[[T], None], failed: Callable[[ApiError], None]) -> None:
        """Run `work` in the background; then `done` or `failed`, exactly one of them, once, in the GUI thread."""
        with self._lock:
            self._number += 1
            self._open[self._number] = Call(work, done, failed)
            self._calls.put(self._number)
            if self._stopped:
                self._end_all()

    def halt(self) -> None:
        """What is still under way ends as failed, by the code `stopped`."""
        with self._lock:
            self._stopped = True
            self._end_all()
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
            call = self._open.get(number)
            if call is None:  # ended by `halt`
                continue
            try:
                self._end(number, call.done, call.work(self._api))
            except ApiError as error:
                self._end(number, call.failed, error)
            except Exception as error:
                log.exception("a call ended by a defect")
                self._end(number, call.failed, failure("defect", type(error).__name__))

    def _end(self, number: int, receiver: Callable[[Any], None], answer: Any) -> None:
        with self._lock:
            if self._open.pop(number, None) is not None:
                self._ended.emit(receiver, answer)

    def _end_all(self) -> None:
        for call in self._open.values():
            self._ended.emit(call.failed, failure("stopped", "the console is being closed"))
        self._open.clear()

    def _hand_over(self, receiver: Callable[[Any], None], answer: Any) -> None:
        receiver(answer)
