"""What every worker is: a named thread with an owner that starts it and stops it, and that tells by signals."""

import logging
import random
import threading
import time
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject

from console.api import Api, ApiError
from console.connection import failure

log = logging.getLogger(__name__)

STOP_S = 1.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.3, 5.0


class Stoppable(Protocol):
    def halt(self) -> None: ...

    def stop(self, within_s: float = STOP_S) -> None: ...


def stop_together(parts: Sequence[Stoppable]) -> None:
    """Back within a second for all of them, not for each."""
    for part in parts:
        part.halt()
    end = time.monotonic() + STOP_S
    for part in parts:
        part.stop(max(end - time.monotonic(), 0.0))


class Worker(QObject):
    """Takes one step after another in a thread of its own, and after a failed one pauses, longer each time.

    The object itself lives in the GUI thread. Connect its signals to methods of QObjects (Qt calls only these in the GUI thread), then `start`.
    """

    def __init__(self, name: str, api: Api, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._api = api.twin()
        self._stopping, self._hurry = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def halt(self) -> None:
        """Ask it to end, and end the call that it holds."""
        self._stopping.set()
        self._hurry.set()
        self._api.connection.shutdown()

    def hurry(self) -> None:
        """What it waits for after a failure has come: it need not pause any longer."""
        self._hurry.set()

    def stop(self, within_s: float = STOP_S) -> None:
        """`halt`, and wait for it, but no longer than this: a call that still connects cannot be ended."""
        self.halt()
        if self._thread.is_alive():
            self._thread.join(within_s)

    def step(self) -> None:
        raise NotImplementedError

    def failed(self, error: ApiError) -> None:
        """A step failed; told in the worker's thread, and not while it is being stopped."""
        raise NotImplementedError

    def _run(self) -> None:
        pause_s = FIRST_PAUSE_S
        while not self._stopping.is_set():
            self._hurry.clear()  # what comes while the step is still failing counts too
            try:
                self.step()
                pause_s = FIRST_PAUSE_S
            except Exception as error:
                if self._stopping.is_set():
                    return
                self.failed(self._named(error))
                # Never the same for two consoles, or a backend that comes back is asked by all of them at once.
                self._hurry.wait(pause_s * random.uniform(0.5, 1.0))
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    def _named(self, error: Exception) -> ApiError:
        if isinstance(error, ApiError):
            log.warning("%s: %s", self.objectName(), error.problem.code)
            return error
        log.exception("%s: a defect", self.objectName(), exc_info=error)
        return failure("defect", type(error).__name__)
