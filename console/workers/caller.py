"""Calls that somebody waits for: made in the background, ended in the GUI thread."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from console.api import Api, ApiError
from console.connection import failure

log = logging.getLogger(__name__)

T = TypeVar("T")
THREADS = 4  # a slow track does not delay a card


class Caller(QObject):
    _ended = Signal(object, object)  # the receiver, what it receives

    def __init__(self, api: Api, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._api = api.twin()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="caller")
        # Queued even from the GUI thread: who calls is never called back before `call` has returned.
        self._ended.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def call(self, work: Callable[[Api], T], done: Callable[[T], None], failed: Callable[[ApiError], None]) -> None:
        """Run `work` in the background; then `done` or `failed`, exactly one of them, once, in the GUI thread."""
        try:
            future = self._threads.submit(work, self._api)
        except RuntimeError:  # stopped
            self._ended.emit(failed, failure("stopped", "the console is being closed"))
        else:
            future.add_done_callback(lambda future: self._end(future, done, failed))

    def stop(self) -> None:
        """What is still under way ends as failed, by the code `stopped`."""
        self._api.connection.shutdown()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _end(self, future: Future[Any], done: Callable[[Any], None], failed: Callable[[ApiError], None]) -> None:
        if future.cancelled():
            self._ended.emit(failed, failure("stopped", "the console is being closed"))
            return
        error = future.exception()
        if error is None:
            self._ended.emit(done, future.result())
        elif isinstance(error, ApiError):
            self._ended.emit(failed, error)
        else:
            log.error("a call ended by a defect", exc_info=error)
            self._ended.emit(failed, failure("defect", type(error).__name__))

    def _hand_over(self, receiver: Callable[[Any], None], answer: Any) -> None:
        receiver(answer)
