"""The registers of muck trucks on the desk: their book, and what is entered, changed and deleted in it."""

import uuid
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.api import ApiError
from console.api.hauls import OF, HaulOrder
from console.hall.hall import Hall
from console.wall.wall import Wall
from console.widgets.trucks.book import HaulBook
from console.widgets.trucks.pane import TruckPane
from console.workers.caller import Caller
from wire.codes import Noun
from wire.message import Versioned


class HaulRegisters(QObject):
    """What is stored is in the Hall at once; the feed brings it to everybody else."""

    located = Signal(float, float, float, float)  # west, south, east, north

    def __init__(self, hall: Hall, caller: Caller, wall: Wall, trucks: TruckPane) -> None:
        super().__init__(trucks)
        self._caller = caller
        self.book = HaulBook(hall, trucks)
        trucks.registers_wanted.connect(self.book.open_book)
        self.book.entered.connect(self._enter)
        self.book.unwanted.connect(self._remove)
        self.book.located.connect(self._show)
        self.book.map_wanted.connect(lambda: wall.show_pane("map"))
        self._wall = wall

    def _enter(self, order: HaulOrder, version: int | None) -> None:
        key, noun = uuid.uuid4().hex, OF[type(order)].noun

        def stored(thing: Any) -> None:
            self.book.leaves[noun].table.put([thing])
            self.book.accept_entry(noun, thing)

        def refused(error: ApiError) -> None:
            if error.problem.code != "stopped":
                self.book.refuse_entry(noun, error.problem)

        self._caller.call(lambda api: api.put_haul(order, key, version), stored, refused)

    def _remove(self, noun: Noun, thing: Versioned) -> None:
        key = uuid.uuid4().hex

        def refused(error: ApiError) -> None:
            if error.problem.code != "stopped":
                self.book.refuse_removal(error.problem)

        gone = lambda _: self.book.leaves[noun].table.put([], [thing.id])  # noqa: E731
        self._caller.call(lambda api: api.remove_haul(noun, thing.id, key, thing.version), gone, refused)

    def _show(self, west: float, south: float, east: float, north: float) -> None:
        self._wall.show_pane("map")
        self.located.emit(west, south, east, north)
