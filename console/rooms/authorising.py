"""Posts that are lent for a while, on the desk."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from console import words
from console.api import Api, ApiError
from console.hall.hall import Hall
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.authorisations import AuthorisationsPane
from console.widgets.pane import Pane
from console.workers.caller import Caller


class AuthorisingRoom(QObject):
    def __init__(self, hall: Hall, caller: Caller, wall: Wall) -> None:
        super().__init__(wall)
        self._caller = caller
        self.pane = pane = AuthorisationsPane(hall)
        wall.add("authorisations", Pane("authorisations", pane, hall), Place.FORM, lambda: words.pane("authorisations"))
        pane.wanted.connect(self.load)
        pane.given.connect(lambda order: self._ask(lambda api: api.authorise(order), pane.tell_done))
        pane.revoked.connect(lambda id: self._ask(lambda api: api.revoke_authorisation(id), pane.tell_done))
        hall.refreshed.connect(self.load)

    def load(self) -> None:
        self._ask(Api.authorisations, self.pane.show_all)

    def _ask(self, work: Callable[[Api], Any], done: Callable[[Any], None]) -> None:
        self._caller.call(work, done, self._refuse)

    def _refuse(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self.pane.refuse(error.problem)
