"""How long somebody counts as there: `presence.toml`."""

import msgspec

from backend.standards.data import Data, Positive, demand
from wire.codes import HALL, Role
from wire.presence import PresenceRules


class PresenceStandard(Data, frozen=True, kw_only=True):
    """Two people on one case, in seconds."""

    heartbeat_s: Positive
    stale_s: Positive
    grace_s: Positive
    typing_s: Positive
    supervisors: frozenset[Role]

    def message(self) -> PresenceRules:
        return PresenceRules(**msgspec.structs.asdict(self) | {"supervisors": sorted(self.supervisors)})


def checked_presence(rules: PresenceStandard) -> PresenceStandard:
    demand(rules.stale_s > rules.heartbeat_s, "stale_s in presence.toml must be longer than heartbeat_s")
    demand(rules.supervisors <= HALL, "a supervisor in presence.toml must be of the hall")
    return rules
