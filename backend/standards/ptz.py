"""Who may turn cameras, and for how long they stay in one hand: `ptz.toml`."""

from backend.standards.data import Data, Positive, demand
from wire.codes import HALL, Role


class PtzStandard(Data, frozen=True, kw_only=True):
    """Seconds; `ranks` with the highest first."""

    reservation_s: Positive
    ranks: list[list[Role]]
    connect_s: Positive
    read_s: Positive
    settle_s: Positive

    def rank(self, roles: list[Role]) -> int | None:
        """The lower the number, the higher the post; none: these posts turn no camera."""
        return next((place for place, posts in enumerate(self.ranks) if not set(posts).isdisjoint(roles)), None)


def checked_ptz(rules: PtzStandard) -> PtzStandard:
    posts = [post for rank in rules.ranks for post in rank]
    demand(bool(posts), "ranks in ptz.toml must name a post")
    demand(len(posts) == len(set(posts)), "a post stands twice in the ranks of ptz.toml")
    demand(set(posts) <= HALL, "a post in the ranks of ptz.toml must be of the hall")
    return rules
