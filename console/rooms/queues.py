"""Work in queues: what a row asks for, and the filters that people save."""

import logging
from functools import partial

import msgspec
from PySide6.QtCore import QObject, QTimer

from console import words
from console.actions import Actions
from console.api import ApiError
from console.hall.hall import Hall
from console.widgets.queue.pane import Queue
from console.workers.caller import Caller
from wire.filters import FilterOrder, OwnFilter

log = logging.getLogger(__name__)

OWN = "case_filters"  # the preference of each user
AGAIN_MS = 5_000


class QueueRoom(QObject):
    """`load` when the desk opens."""

    def __init__(self, hall: Hall, caller: Caller, actions: Actions, queue: Queue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._caller, self._form = hall, caller, queue.form
        queue.card_wanted.connect(actions.open_card)
        queue.ordered.connect(actions.order)
        queue.withdrawal_wanted.connect(actions.withdraw)
        queue.form.own_kept.connect(self._keep_own)
        queue.form.put_wanted.connect(self._put)
        queue.form.removal_wanted.connect(self._remove)

    def load(self) -> None:
        """One's own filters; those of the hall come with the snapshot."""
        self._caller.call(lambda api: api.preference(OWN), self._take_own, self._load_again)

    def _take_own(self, body: bytes | None) -> None:
        try:
            self._hall.set_own_filters(msgspec.json.decode(body, type=list[OwnFilter]) if body else [])
        except msgspec.MsgspecError as error:
            log.warning("the saved filters cannot be read and are forgotten: %s", error)

    def _load_again(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            QTimer.singleShot(AGAIN_MS, self, self.load)

    def _keep_own(self, filters: list[OwnFilter]) -> None:
        """Shown when the backend has them: nothing is shown as done before it said so."""
        body = msgspec.json.encode(filters)
        self._caller.call(lambda api: api.put_preference(OWN, body), lambda _: self._hall.set_own_filters(filters), self._refuse)

    def _put(self, order: FilterOrder, version: int | None) -> None:
        self._caller.call(lambda api: api.put_filter(order, version), lambda kept: self._hall.filters.put([kept]), self._refuse)

    def _remove(self, id: str, version: int) -> None:
        gone = partial(self._hall.filters.put, [], [id])
        self._caller.call(lambda api: api.remove_filter(id, version), lambda _: gone(), self._refuse)

    def _refuse(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self._form.refuse(words.problem(error.problem))
