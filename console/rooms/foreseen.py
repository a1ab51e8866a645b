"""What will be late, on the desk: asked for while somebody looks; a button leads to the form of its step."""

from PySide6.QtCore import QObject

from console import words
from console.api import ApiError
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.foreseen.pane import ForeseenPane
from console.widgets.pane import Pane
from console.workers.caller import Caller


class ForeseenRoom(QObject):
    def __init__(self, hall: Hall, caller: Caller, wall: Wall) -> None:
        super().__init__(wall)
        self._hall, self._caller, self._asking = hall, caller, False
        self.pane = ForeseenPane(hall)
        wall.add("foreseen", Pane("foreseen", self.pane, hall), Place.BELOW, lambda: words.pane("foreseen"))
        self.pane.wanted.connect(self._ask)

    def _ask(self) -> None:
        if not self._asking:
            self._asking = True
            self._caller.call(lambda api: api.forecasts(), self._take, self._miss)

    def _take(self, forecasts: object) -> None:
        self._asking = False
        assert isinstance(forecasts, list)
        self.pane.take(forecasts)

    def _miss(self, error: ApiError) -> None:
        self._asking = False
        if error.problem.code != "stopped":
            self._hall.failures.note(Wanted.FORESEEN, "", error.problem)
