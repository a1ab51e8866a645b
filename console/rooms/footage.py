"""The register of footage on the desk: what its pane asks the backend for, and the digests of the files that were copied."""

import hashlib
import uuid
from pathlib import Path

from PySide6.QtCore import QObject

from console import words
from console.api import Api, ApiError
from console.connection import failure
from console.hall.footage import Wanted
from console.hall.hall import Hall
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.footage.pane import FootagePane
from console.widgets.pane import Pane
from console.workers.caller import Caller
from console.written import write_whole
from wire.codes import Noun
from wire.footage import READERS, AnyFootageStep, CopyStep, FootageFigures, FootageOrder, FootageRequest


class FootageRoom(QObject):
    """Who may not read the register has no pane of it."""

    def __init__(self, hall: Hall, caller: Caller, wall: Wall) -> None:
        super().__init__(wall)
        self._hall, self._caller, self._wall = hall, caller, wall
        self.content: FootagePane | None = None
        if READERS.isdisjoint(hall.me.roles):
            return
        self.content = content = FootagePane(hall)
        wall.add("footage", Pane("footage", content, hall), Place.BELOW, lambda: words.pane("footage"))
        content.wanted.connect(self._ask)
        content.entered.connect(self._enter)
        content.stepped.connect(self._step)
        content.copied.connect(self._copy)
        content.export_wanted.connect(self._export)
        content.case_opened.connect(self._open_case)

    def show(self) -> None:
        if self.content is not None:
            self._wall.show_pane("footage")
            self.content.setFocus()

    @property
    def _pane(self) -> FootagePane:
        assert self.content is not None
        return self.content

    def _ask(self, wanted: Wanted) -> None:
        def fetched(api: Api) -> tuple[list[FootageRequest], FootageFigures]:
            return api.footage(wanted.during, wanted.state, wanted.text), api.footage_figures(wanted.during)

        self._caller.call(fetched, lambda answer: self._pane.take(wanted, *answer), self._miss)

    def _enter(self, order: FootageOrder, version: int | None) -> None:
        key = uuid.uuid4().hex
        self._caller.call(lambda api: api.put_footage(order, key, version), self._pane.kept, self._refuse)

    def _step(self, request: FootageRequest, step: AnyFootageStep) -> None:
        key = uuid.uuid4().hex
        self._caller.call(lambda api: api.step_footage(request.id, step, key, request.version), self._pane.kept, self._refuse)

    def _copy(self, request: FootageRequest, camera_id: str, path: Path) -> None:
        key = uuid.uuid4().hex
        self._caller.call(lambda api: api.step_footage(request.id, _digested(path, camera_id), key, request.version), self._pane.kept, self._refuse)

    def _export(self, wanted: Wanted, path: Path) -> None:
        suffix, language = "csv" if path.suffix.lower() == ".csv" else "xlsx", words.language()
        self._caller.call(
            lambda api: write_whole(path, api.footage_file(wanted.during, wanted.state, wanted.text, suffix, language)),
            lambda _: self._pane.tell_written(path),
            self._refuse,
        )

    def _open_case(self, id: str) -> None:
        self._hall.selection.set(Noun.CASE, id)
        self._wall.show_pane("card")

    def _miss(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self._pane.miss(error.problem)

    def _refuse(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self._pane.refuse(error.problem)


def _digested(path: Path, camera_id: str) -> CopyStep:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            return CopyStep(camera_id=camera_id, name=path.name, size=file.tell(), sha256=digest.hexdigest())
    except OSError as error:
        raise failure("not_read", error.strerror or str(error)) from error
