"""What is believed of a track, and how it is measured: `tracks.toml`."""

from dataclasses import asdict

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
        thresholds = [value for name, value in asdict(rules).items() if name != "believe_mock"]
        demand(all(value > 0 for value in thresholds), f"every threshold of {kind} in tracks.toml must be above 0")
        demand(rules.believe_mock in (0, 1), f"believe_mock of {kind} in tracks.toml is 0 or 1")
        demand(rules.like_share <= 1, f"like_share of {kind} in tracks.toml is a share, of 1 at most")
    return standard
