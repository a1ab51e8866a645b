"""Who can see a place, who can be there first, and whom to send: `recommendation.toml`."""

from typing import Annotated, Literal

import msgspec

from backend.standards.data import Data, Positive, Share, demand
from wire.codes import Status, UnitKind
from wire.recommendation import Purpose

Angle = Annotated[float, msgspec.Meta(gt=0, le=360)]


class SightRules(Data, frozen=True, kw_only=True):
    view_angle: Angle
    reach_m: Positive
    of_distance: Share
    of_axis: Share


class StreetRules(Data, frozen=True, kw_only=True):
    kmh: Positive
    detour: Annotated[float, msgspec.Meta(ge=1)]
    kmh_of: dict[str, Positive]


class Weights(Data, frozen=True, kw_only=True):
    """Minutes that each thing counts for."""

    eta: Positive
    load: Positive
    fix_age: Positive
    unsuited: Positive
    off_grid: Positive
    on_break: Positive


class PurposeRules(Data, frozen=True, kw_only=True):
    purpose: Purpose
    statuses: list[Status]
    kinds: frozenset[UnitKind]
    most_load: Positive | None = None
    must_suit: bool = False


class Recommending(Data, frozen=True, kw_only=True):
    """Who can see a place, who can be there first, and whom to send."""

    fresh_min: Positive
    second_task: Literal["WARN", "REFUSE"]
    sight: SightRules
    streets: StreetRules
    weights: Weights
    purposes: list[PurposeRules]

    def purpose_in(self, status: Status) -> PurposeRules | None:
        """What somebody has to go there for; none when nobody has to."""
        return next((purpose for purpose in self.purposes if status in purpose.statuses), None)


def checked_recommending(rules: Recommending) -> Recommending:
    named = [status for purpose in rules.purposes for status in purpose.statuses]
    demand(len(set(named)) == len(named), "recommendation.toml names a status under two purposes")
    demand(abs(rules.sight.of_distance + rules.sight.of_axis - 1) < 1e-9, "of_distance and of_axis in recommendation.toml must add up to 1")
    return rules
