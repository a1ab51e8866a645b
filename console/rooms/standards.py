"""The standards library on the desk: its pane, and the catalogue that all forms show, which is always the one in force."""

import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from console import words
from console.api import Api, ApiError
from console.connection import failure
from console.hall.hall import Hall
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.pane import Pane
from console.widgets.standards import standard_words
from console.widgets.standards.pane import Standards
from console.workers.caller import Caller
from console.written import write_whole
from wire.codes import StandardKind
from wire.standards import DraftOrder, Lines, WholeStandard

MOST_BYTES = 8_000_000


class StandardsRoom(QObject):
    def __init__(self, hall: Hall, caller: Caller, load_catalogue: Callable[[], None], wall: Wall) -> None:
        super().__init__(wall)
        self._hall, self._caller, self._load_catalogue = hall, caller, load_catalogue
        self.pane = pane = Standards(hall)
        wall.add("standards", Pane("standards", pane, hall), Place.CENTRE, lambda: words.pane("standards"))
        pane.wanted.connect(lambda id: self._ask(lambda api: api.standard(id), pane.take))
        pane.changes_wanted.connect(lambda id: self._ask(lambda api: api.standard_changes(id), pane.take_changes))
        pane.history_wanted.connect(self._load_history)
        pane.draft_put.connect(self._put)
        pane.withdrawal_wanted.connect(self._withdraw)
        pane.publication_wanted.connect(self._publish)
        pane.file_wanted.connect(self._export)
        pane.reading_wanted.connect(self._read)
        hall.standards.changed.connect(self._renew)
        hall.clock.ticked.connect(self._renew)
        self._awaited = ""

    def _renew(self, *_: object) -> None:
        """The catalogue of the Hall is that of the day: a version comes into force by the feed, or by midnight."""
        today = words.local(self._hall.clock.now()).date()
        now = standard_words.in_force(self._hall.standards, StandardKind.CATALOGUE, today)
        held = self._hall.catalogue.version if self._hall.catalogue else ""
        if now is not None and held and now.id != held and self._awaited != now.id:
            self._awaited = now.id
            self._load_catalogue()

    def _load_history(self, id: str) -> None:
        self._ask(lambda api: api.condition_history(id), lambda found: self.pane.take_history(id, found))

    def _put(self, id: str, order: DraftOrder, version: int | None) -> None:
        def kept(whole: WholeStandard) -> None:
            self.pane.take(whole)
            wrong = len(whole.faults)
            said = (f"草稿已保存，{wrong} 处错误", f"Kept; {wrong} things are wrong") if wrong else ("草稿已保存", "Kept")
            self.pane.tell_done(lambda: words.choose(*said), "warn" if wrong else "ok")

        key = uuid.uuid4().hex
        self._ask(lambda api: api.put_draft(id, order, key, version), kept)

    def _withdraw(self, id: str, version: int) -> None:
        def done() -> str:
            return words.choose("草稿已撤回", "The draft is withdrawn")

        key = uuid.uuid4().hex
        self._ask(lambda api: api.withdraw_draft(id, key, version), lambda _: self.pane.tell_done(done))

    def _publish(self, id: str, day: date, version: int) -> None:
        def published(whole: WholeStandard) -> None:
            self.pane.take(whole)
            self.pane.tell_done(lambda: words.choose(f"已发布，自 {day} 起生效", f"Published, in force from {day}"))

        key = uuid.uuid4().hex
        self._ask(lambda api: api.publish_draft(id, day, key, version), published)

    def _export(self, id: str, path: Path) -> None:
        suffix, language = path.suffix.lower().removeprefix("."), words.language()

        def done() -> str:
            return words.choose(f"已写入 {path}", f"Written: {path}")

        self._ask(lambda api: write_whole(path, api.standard_file(id, suffix, language)), lambda _: self.pane.tell_done(done))

    def _read(self, path: Path, kind: StandardKind) -> None:
        self._ask(lambda api: _lines(api, path, kind), lambda lines: self.pane.take_lines(lines, path.name))

    def _ask(self, work: Callable[[Api], Any], done: Callable[[Any], None]) -> None:
        def missed(error: ApiError) -> None:
            if error.problem.code != "stopped":
                self.pane.refuse(error.problem)

        self._caller.call(work, done, missed)


def _lines(api: Api, path: Path, kind: StandardKind) -> Lines:
    """In a worker."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise failure("not_read", error.strerror or str(error)) from error
    if len(body) > MOST_BYTES:
        raise failure("too_large", path.name)
    return api.standard_lines(body, path.name, kind)
