"""What a tour shows, and in which order: the hall at work, a post's desk, the past, one unit's day, the map, cameras, or the hall as it was."""

from collections.abc import Mapping

from console.plans.cases import CasesPlan
from console.plans.desk import DeskPlan
from console.plans.hall import HallPlan
from console.plans.map import MapPlan
from console.plans.plan import Plan
from console.plans.rewind import RewindPlan
from console.plans.track import TrackPlan, WalkPlan
from console.plans.trucks import TrucksPlan
from console.plans.video import GovernorPlan, VideoPlan
from console.plans.watching import WatchingPlan

PLANS: Mapping[str, type[Plan]] = {
    "hall": HallPlan,
    "desk": DeskPlan,
    "cases": CasesPlan,
    "track": TrackPlan,
    "walk": WalkPlan,
    "map": MapPlan,
    "rewind": RewindPlan,
    "video": VideoPlan,
    "governor": GovernorPlan,
    "watching": WatchingPlan,
    "trucks": TrucksPlan,
}
