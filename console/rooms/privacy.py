"""Personal data on the desk: the card's question why, and for those who answer for it the pane of what was seen and asked."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from console import words
from console.api import Api, ApiError
from console.hall.hall import Hall
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.case.unmask import Unmask
from console.widgets.pane import Pane
from console.widgets.privacy import Privacy
from console.workers.caller import Caller
from console.written import write_whole
from wire.codes import Role
from wire.privacy import SubjectOrder, UnmaskOrder
from wire.problem import Problem

KEEPERS = frozenset({Role.ADMIN, Role.AUDITOR, Role.DUTY_LEADER})  # for whom the pane is; what each may is the backend's to say


class PrivacyRoom(QObject):
    def __init__(self, hall: Hall, caller: Caller, wall: Wall, unmask: Unmask) -> None:
        super().__init__(wall)
        self._caller = caller
        self.pane = pane = Privacy(hall)
        unmask.wanted.connect(lambda id, order: self._unmask(unmask, id, order))
        pane.lists_wanted.connect(self._load)
        pane.export_wanted.connect(self._export)
        pane.refusal_wanted.connect(self._refuse)
        if KEEPERS.isdisjoint(hall.me.roles):
            pane.setParent(wall)  # nobody sees it, and it goes with the wall
            pane.hide()
        else:
            wall.add("privacy", Pane("privacy", pane, hall), Place.BELOW, lambda: words.pane("privacy"))

    def _unmask(self, unmask: Unmask, id: str, order: UnmaskOrder) -> None:
        self._ask(lambda api: api.unmask(id, order), unmask.take, unmask.refuse)

    def _load(self) -> None:
        self._ask(lambda api: api.personal_views(), self.pane.take_views, _leave)
        self._ask(Api.subject_requests, self.pane.take_requests, _leave)

    def _export(self, order: SubjectOrder, path: Path) -> None:
        def done() -> str:
            return words.choose(f"已写入 {path}", f"Written: {path}")

        self._ask(lambda api: write_whole(path, api.held_about(order)), lambda _: self.pane.tell_done(done), self.pane.refuse)

    def _refuse(self, order: SubjectOrder) -> None:
        def done() -> str:
            return words.choose("已拒绝并记录", "Refused, and written down")

        key = uuid.uuid4().hex
        self._ask(lambda api: api.refuse_subject(order, key), lambda _: self.pane.tell_done(done), self.pane.refuse)

    def _ask(self, work: Callable[[Api], Any], done: Callable[[Any], None], refused: Callable[[Problem], None]) -> None:
        def missed(error: ApiError) -> None:
            if error.problem.code != "stopped":
                refused(error.problem)

        self._caller.call(work, done, missed)


def _leave(_: Problem) -> None:
    """Whoever may hand out need not be one who reads the log: that list stays empty."""
