"""What the report form and the phrases ask for: one short method each. Who asked is told the answer or the problem."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.api import Api
from console.workers.caller import Caller
from wire.advice import DraftReport
from wire.phrases import PhraseOrder


class IntakeActions(QObject):
    advised = Signal(object, object)  # DraftReport, Advice or Problem
    found = Signal(str, object)  # what was sought, Found or Problem
    place_told = Signal(object)  # PlaceAt or Problem
    phrases_told = Signal(object)  # [Phrase] or Problem
    phrase_kept = Signal(object)  # Phrase, Problem, or none when it was removed

    def __init__(self, caller: Caller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._caller = caller

    def advise(self, draft: DraftReport) -> None:
        self._tell(lambda api: api.advise(draft), partial(self.advised.emit, draft))

    def seek(self, text: str, near: tuple[float, float] | None) -> None:
        self._tell(lambda api: api.search(text, near=near), partial(self.found.emit, text))

    def tell_place(self, lon: float, lat: float) -> None:
        self._tell(lambda api: api.place_at(lon, lat), self.place_told.emit)

    def load_phrases(self) -> None:
        self._tell(Api.phrases, self.phrases_told.emit)

    def put_phrase(self, order: PhraseOrder, version: int | None) -> None:
        self._tell(lambda api: api.put_phrase(order, version), self.phrase_kept.emit)

    def remove_phrase(self, id: str, version: int) -> None:
        self._tell(lambda api: api.remove_phrase(id, version), self.phrase_kept.emit)

    def _tell(self, work: Callable[[Api], Any], told: Callable[[Any], None]) -> None:
        self._caller.call(work, told, lambda error: told(error.problem))
