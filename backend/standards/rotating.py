"""The monthly rotation: how it is made, and what a roster is held against: `rotation.toml`."""

from typing import Annotated

from msgspec import Meta

from backend.standards.data import Data, Positive, demand

Days = Annotated[int, Meta(ge=1, le=31)]


class RotationRules(Data, frozen=True, kw_only=True):
    most_in_a_row: Days
    least_rest_h: Positive
    spread_days: Annotated[int, Meta(ge=0, le=31)]
    every_grid: bool


class RotationStandard(Data, frozen=True, kw_only=True):
    work_days: Days
    rest_days: Days
    kinds: Annotated[list[str], Meta(min_length=1, max_length=4)]
    rules: RotationRules


def checked_rotation(found: RotationStandard, kinds: set[str]) -> RotationStandard:
    demand(set(found.kinds) <= kinds, "kinds in rotation.toml must be shifts of duty.toml")
    demand(found.work_days <= found.rules.most_in_a_row, "work_days in rotation.toml must not be more than most_in_a_row")
    return found
