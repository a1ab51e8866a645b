"""What is believed of a track, and how it is measured: `tracks.toml`."""

from dataclasses import astuple

from backend.standards.data import Data, demand
from geo.tracks.rules import TrackRules
from wire.codes import UnitKind


class TrackStandard(Data, frozen=True, kw_only=True):
    """Named by `UnitKind`."""

    INSPECTOR: TrackRules
    TRUCK: TrackRules
    VEHICLE: TrackRules

    def of(self, kind: UnitKind) -> TrackRules:
        found: TrackRules = getattr(self, kind)
        return found


def checked_tracks(standard: TrackStandard) -> TrackStandard:
    for kind in UnitKind:
        rules = standard.of(kind)
        demand(all(value > 0 for value in astuple(rules)), f"every threshold of {kind} in tracks.toml must be above 0")
        demand(rules.like_share <= 1, f"like_share of {kind} in tracks.toml is a share, of 1 at most")
    return standard
