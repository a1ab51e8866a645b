"""Requests about running cases, supervision and forecast, as data: `resources/standards/adjustments.toml`."""

from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import field

from backend.standards.data import FOLDER, BadStandard, Data, from_file
from wire.codes import AdjustmentKind, Role, Verb

Count = Annotated[int, msgspec.Meta(ge=1)]


class AdjustmentRules(Data, frozen=True, kw_only=True):
    """The words are explained in the file."""

    kind: AdjustmentKind
    verb: Verb
    reviews: Annotated[list[frozenset[Role]], msgspec.Meta(min_length=1)]
    most: Count | None = None
    once: bool = False
    days: Count | None = None

    @property
    def ask(self) -> Verb:
        return Verb(f"ASK_{self.kind}")


class SupervisionRules(Data, frozen=True, kw_only=True):
    name: str
    progress_days: Count
    settle_days: Count
    hard_days: Count
    escalates: bool
    important_from: Count


class ForecastRules(Data, frozen=True, kw_only=True):
    days: Count
    cases: Count
    least: Count
    fresh_min: Count


class Adjusting(Data, frozen=True, kw_only=True):
    remind_at_yellow: bool
    supervise_overdue: bool
    adjustments: list[AdjustmentRules] = field(name="adjustment")
    supervision: SupervisionRules
    forecast: ForecastRules

    def of(self, kind: AdjustmentKind) -> AdjustmentRules:
        return next(rules for rules in self.adjustments if rules.kind is kind)


def read(folder: Path = FOLDER) -> Adjusting:
    found = from_file(folder / "adjustments.toml", Adjusting)
    kinds = [rules.kind for rules in found.adjustments]
    if sorted(kinds) != sorted(AdjustmentKind):
        raise BadStandard(f"adjustments.toml must say of each once: {', '.join(AdjustmentKind)}")
    return found


@cache
def rules() -> Adjusting:
    return read()
