"""What the work of the city adds up to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from console.api.door import JSON, Door, keyed, quoted
from wire.bulletins import Bulletin, BulletinOrder
from wire.cases import CasePage
from wire.evaluation import Counter, Dimension, Evaluation, HandFigure, HandOrder, Lap, Question, Scheme
from wire.period_records import CorrectionOrder, PeriodOrder, PeriodRecord

BULLETIN_S = 120.0


class EvaluationApi(Door):
    def scheme(self) -> Scheme:
        """Indicators, formulas, grades, and what all of them are called."""
        return self._get(Scheme, "/v1/evaluation/scheme")

    def evaluation(self, asked: Question, by: Dimension, at: datetime | None = None) -> Evaluation:
        """As of a moment, or of now."""
        return self._get(Evaluation, "/v1/evaluation", _asked(asked) | {"by": by, "at": at and at.isoformat()}, read_s=BULLETIN_S)

    def counted_cases(
        self, asked: Question, counters: Sequence[Counter], minus: Sequence[Counter], laps: Sequence[Lap], cursor: str = ""
    ) -> CasePage:
        """The cases behind a figure."""
        chosen = {"counter": list(counters), "minus": list(minus), "lap": list(laps), "cursor": cursor or None}
        return self._get(CasePage, "/v1/evaluation/cases", _asked(asked) | chosen)

    def enter_hand(self, order: HandOrder) -> HandFigure:
        return self._post(HandFigure, "/v1/evaluation/hand", order, key=order.id)

    def period_records(self) -> list[PeriodRecord]:
        """The periods that are frozen, the newest first."""
        return self._get(list[PeriodRecord], "/v1/evaluation/periods")

    def freeze(self, order: PeriodOrder) -> PeriodRecord:
        return self._post(PeriodRecord, "/v1/evaluation/periods", order)

    def publish(self, period_id: str, version: int) -> PeriodRecord:
        return self._send(PeriodRecord, "POST", f"/v1/evaluation/periods/{quoted(period_id)}/publish", b"", keyed("", version))

    def correct(self, period_id: str, version: int, reason: str) -> PeriodRecord:
        path = f"/v1/evaluation/periods/{quoted(period_id)}/corrections"
        return self._post(PeriodRecord, path, CorrectionOrder(reason=reason), version=version)

    def bulletin(self, asked: Question) -> Bulletin:
        return self._get(Bulletin, "/v1/bulletins", {"period": asked.period, "day": asked.day.isoformat()}, read_s=BULLETIN_S)

    def bulletin_file(self, order: BulletinOrder) -> bytes:
        body = msgspec.json.encode(order)
        return bytes(self.connection.call("POST", "/v1/bulletins", body=body, headers=JSON | {"Accept": "*/*"}, read_s=BULLETIN_S).content)


def _asked(asked: Question) -> dict[str, Any]:
    return {
        "period": asked.period,
        "day": asked.day.isoformat(),
        "basis": asked.basis,
        "where": asked.where,
        "first": asked.first and asked.first.isoformat(),
        "last": asked.last and asked.last.isoformat(),
        "frozen": asked.frozen or None,
    }
