"""For how long positions are kept, and what counts as having been somewhere: `positions.toml`."""

from datetime import timedelta

from backend.standards.data import Data, Positive, demand
from wire.codes import UnitKind

LONGEST_HOP_S = 300  # longer ones are not in the index of cells


class PositionStandard(Data, frozen=True, kw_only=True):
    close_after_h: Positive
    keep_days: dict[UnitKind, int]
    hop_s: Positive

    @property
    def kept(self) -> dict[UnitKind, timedelta]:
        return {kind: timedelta(days=days) for kind, days in self.keep_days.items()}


def checked_positions(rules: PositionStandard) -> PositionStandard:
    demand(set(rules.keep_days) == set(UnitKind), "keep_days in positions.toml must name days for each kind of unit")
    demand(
        all(days * 24 > rules.close_after_h + 24 for days in rules.keep_days.values()), "keep_days in positions.toml must end after a day is closed"
    )
    demand(rules.hop_s <= LONGEST_HOP_S, f"hop_s in positions.toml must be {LONGEST_HOP_S} or less")
    return rules
