"""What muck trucks are judged by: `hauling.toml`."""

from typing import Annotated

from msgspec import Meta

from backend.standards.data import Data, Positive, demand
from wire.codes import AlarmKind
from wire.hauls import FAULTS

NotNegative = Annotated[float, Meta(ge=0)]
Level = Annotated[int, Meta(ge=1, le=3)]


class FaultStandard(Data, frozen=True, kw_only=True):
    """Seconds. The first of `levels` holds from the beginning, the next after the first of `after_s`, and so on."""

    hold_s: NotNegative
    clear_s: NotNegative
    levels: list[Level]
    after_s: list[Positive]

    def level(self, held_s: float) -> int:
        """What a fault weighs that has held for so long."""
        return self.levels[sum(held_s >= after for after in self.after_s)]


class HaulingStandard(Data, frozen=True, kw_only=True):
    """`_m` metres, `_s` seconds, `_kmh` kilometres an hour."""

    corridor_m: Positive
    back_m: Positive
    accuracy_m: Positive
    usual_accuracy_m: Positive
    accuracy_times: NotNegative
    fastest_kmh: Positive
    slack_m: NotNegative
    believed_fixes: Annotated[int, Meta(ge=2)]
    moving_kmh: Positive
    stop_m: Positive
    drift_times: Annotated[float, Meta(ge=1)]
    limit_kmh: Positive
    calm_kmh: Positive
    reach_m: NotNegative
    deep_m: NotNegative
    load_s: Positive
    unload_s: Positive
    sensor_reports: Annotated[int, Meta(ge=1)]
    tipping_kmh: Positive
    silence_s: Positive
    slack_s: NotNegative
    faults: dict[AlarmKind, FaultStandard]


def checked_hauling(rules: HaulingStandard) -> HaulingStandard:
    demand(set(rules.faults) == set(FAULTS), "faults in hauling.toml must have an entry for each fault, and no other")
    demand(rules.back_m <= rules.corridor_m, "back_m in hauling.toml must not be more than corridor_m")
    demand(rules.calm_kmh <= rules.limit_kmh, "calm_kmh in hauling.toml must not be more than limit_kmh")
    for kind, each in rules.faults.items():
        demand(len(each.levels) == len(each.after_s) + 1, f"{kind} in hauling.toml needs one level more than it has times in after_s")
        demand(each.levels == sorted(each.levels), f"the levels of {kind} in hauling.toml must not fall")
        demand(each.after_s == sorted(each.after_s), f"the times in after_s of {kind} in hauling.toml must rise")
    return rules
