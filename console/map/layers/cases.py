"""Cases: where they are and what their clocks say. The page works out the lamp, since it changes while nothing is sent."""

from collections.abc import Iterable
from datetime import datetime

import numpy as np
from PySide6.QtCore import QObject

from console.hall.filters import Sieve
from console.hall.hall import Hall
from console.hall.sought import Sought
from console.map.columns import Columns
from console.map.layers.layer import Layer
from wire.cases import Case
from wire.codes import STAGE_OF, Noun, Source, Stage, Status

ENDED = frozenset({Status.CLOSED, Status.VOIDED})
STAGES = {status: list(Stage).index(stage) for status, stage in STAGE_OF.items()}
# Who a case came from, as resources/map/page/badges.js draws it: an inspector, the public, a picture, a sensor, anybody else.
SOURCES = {
    Source.INSPECTOR: 0,
    Source.EVALUATION: 0,
    Source.INSPECTOR_SELF: 0,
    Source.LAW_PATROL: 0,
    Source.HOTLINE_12319: 1,
    Source.TRANSFER_12345: 1,
    Source.WECHAT: 1,
    Source.PUBLIC_APP: 1,
    Source.VIDEO: 2,
    Source.AI: 2,
    Source.SENSOR: 3,
}
OTHER = 4


class Cases(Layer):
    """`yellow`, `deadline`, `disposed` in milliseconds since 1970, NaN where there is none; `flags`: 1 ended, 2 urgent, 4 suspended, 8 supervised;
    `stage` 0 to 6."""

    name, noun = "cases", Noun.CASE

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._cases = hall, hall.cases
        self._sieve, self._sought = Sieve(hall), Sought(hall)
        hall.cases.changed.connect(self.mark)
        hall.wanted_changed.connect(self._sift)

    def everything(self) -> Iterable[str]:
        return [case.id for case in self._cases]

    def lets(self, case: Case) -> bool:
        """Whether the filter of the queue, which the map obeys, shows it."""
        return self._sieve.lets(case) and self._sought.finds(case)

    def columns(self, ids: list[str]) -> Columns:
        cases = [case for case in map(self._cases.get, ids) if case is not None and self.lets(case)]
        return {
            "ids": [case.id for case in cases],
            "lon": np.array([case.lon for case in cases]),
            "lat": np.array([case.lat for case in cases]),
            "yellow": _millis([case.yellow_at for case in cases]),
            "deadline": _millis([case.deadline_at for case in cases]),
            "disposed": _millis([case.disposed_at for case in cases]),
            "stage": np.array([STAGES[case.status] for case in cases], np.uint8),
            "source": np.array([SOURCES.get(case.source, OTHER) for case in cases], np.uint8),
            "flags": np.array([_flags(case) for case in cases], np.uint8),
        }

    def _sift(self) -> None:
        """The map shows what the list is filtered by."""
        self._sieve = Sieve(self._hall, self._hall.wanted)
        self._sought.seek(self._hall.wanted.text)
        self.restart()


def _flags(case: Case) -> int:
    suspended = case.status is Status.SUSPENDED
    return (case.status in ENDED) | case.urgent << 1 | suspended << 2 | case.supervised << 3


def _millis(moments: list[datetime | None]) -> np.ndarray:
    return np.array([np.nan if at is None else at.timestamp() * 1000 for at in moments], np.float64)
