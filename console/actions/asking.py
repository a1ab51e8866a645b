"""How a question gets its answer: from the caller's thread into the Hall, or into its failures."""

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from console.api import Api, ApiError
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.workers.caller import Caller

log = logging.getLogger(__name__)

AGAIN_MS = 5_000  # what no pane asks for is asked for again by itself


class Asking(QObject):
    def __init__(self, hall: Hall, caller: Caller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._caller = hall, caller

    def _tell(self, work: Callable[[Api], Any], told: Callable[[Any], None]) -> None:
        """Who asked is waiting, and takes the problem as it would the answer."""
        self._caller.call(work, told, lambda error: told(error.problem))

    def _ask(
        self,
        wanted: Wanted,
        work: Callable[[Api], Any],
        done: Callable[[Any], None],
        id: str = "",
        failed: Callable[[], None] | None = None,
        again: Callable[[], None] | None = None,
    ) -> None:
        """`id`: whose it is; `failed` is told too, and `again` asks once more after a while."""

        def had(answer: Any) -> None:
            self._hall.failures.clear(wanted, id)
            done(answer)

        def missed(error: ApiError) -> None:
            self._fail(wanted, id, error)
            if failed is not None:
                failed()
            if again is not None and error.problem.code != "stopped":
                QTimer.singleShot(AGAIN_MS, self, again)

        self._caller.call(work, had, missed)

    def _fail(self, wanted: Wanted, id: str, error: ApiError) -> None:
        if error.problem.code != "stopped":
            log.warning("%s %s: %s", wanted, id, error.problem.code)
            self._hall.failures.note(wanted, id, error.problem)
