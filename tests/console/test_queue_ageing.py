"""What time alone changes in the queue is painted anew, and nothing else is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication

from console.hall.hall import Hall
from console.widgets.queue.pane import Queue
from tests.console import town

pytestmark = pytest.mark.gui


class Painted(QObject):
    """What is painted of a queue's rows from now on."""

    def __init__(self, queue: Queue) -> None:
        super().__init__(queue)
        self._table, self._region = queue.table, QRegion()
        QApplication.processEvents()
        self._table.viewport().installEventFilter(self)

    def rows(self) -> set[int]:
        QApplication.processEvents()
        width, last = self._table.viewport().width(), self._table.rowAt(self._table.viewport().height() - 1)
        places = {row: QRect(0, self._table.rowViewportPosition(row), width, self._table.rowHeight(row)) for row in range(last + 1)}
        return {row for row, place in places.items() if self._region.intersects(place)}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self._region = self._region.united(event.region())
        return False


@pytest.fixture
def queue(hall: Hall, show: Callable[..., Queue]) -> Queue:
    shown = show(Queue(hall), 1000, 400)
    tick(hall, 0)
    return shown


def tick(hall: Hall, minutes: float) -> None:
    hall.clock.set(town.NOW + timedelta(minutes=minutes))
    hall.clock.ticked.emit(hall.clock.now())


def faces(queue: Queue) -> dict[int, tuple[str, ...]]:
    return {row: queue.model.face(row) for row in range(queue.table.rowAt(queue.table.viewport().height() - 1) + 1)}


def test_that_a_tick_which_changes_nothing_paints_no_row(queue: Queue, hall: Hall) -> None:
    painted = Painted(queue)
    tick(hall, 0)
    assert painted.rows() == set()


def test_that_rows_whose_time_runs_are_painted_and_only_those(queue: Queue, hall: Hall) -> None:
    painted, before = Painted(queue), faces(queue)
    tick(hall, 0.4)
    changed = {row for row, face in faces(queue).items() if face != before[row]}
    assert 0 < len(changed) < len(before)
    assert painted.rows() == changed


def test_that_a_catalogue_that_comes_late_is_seen_in_every_row(queue: Queue, hall: Hall) -> None:
    assert hall.catalogue is not None
    painted = Painted(queue)
    hall.set_catalogue(hall.catalogue)
    assert painted.rows() == set(faces(queue))
