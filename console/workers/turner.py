"""Sends the orders to cameras, one after the other: a stop never overtakes the movement that it ends."""

import threading
import uuid
from collections import deque

from PySide6.QtCore import QObject, Signal

from console.api import Api, ApiError
from console.workers.worker import Worker
from wire.ptz import AnyPtzOrder, PtzMove, PtzStop


class Turner(Worker):
    turned = Signal(object)  # PtzReceipt
    refused = Signal(str, object)  # id of the camera, Problem

    def __init__(self, api: Api, parent: QObject | None = None) -> None:
        super().__init__("turner", api, parent)
        self._orders: deque[tuple[str, AnyPtzOrder]] = deque()
        self._news = threading.Condition()

    def order(self, camera_id: str, order: AnyPtzOrder) -> None:
        """From the GUI thread. Of movements that wait only the newest is sent."""
        with self._news:
            last = self._orders[-1] if self._orders else None
            if last and last[0] == camera_id and isinstance(last[1], PtzMove) and isinstance(order, PtzMove | PtzStop):
                self._orders.pop()
            self._orders.append((camera_id, order))
            self._news.notify()

    def halt(self) -> None:
        super().halt()
        with self._news:
            self._news.notify()

    def step(self) -> None:
        with self._news:
            self._news.wait_for(lambda: self._orders or self._stopping.is_set())
            if self._stopping.is_set():
                return
            camera_id, order = self._orders.popleft()
        try:
            receipt = self._api.turn(camera_id, order, uuid.uuid4().hex)
        except ApiError as error:
            if not self._stopping.is_set():
                self.refused.emit(camera_id, error.problem)
            return
        self.turned.emit(receipt)

    def failed(self, error: ApiError) -> None: ...
