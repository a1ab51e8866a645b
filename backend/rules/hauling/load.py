"""Whether a truck is loaded, by its sensor or by where it has been; trips begin and end with that."""

import msgspec

from backend.rules.hauling.state import Haul, Sample, Truck
from backend.standards.hauling import HaulingStandard
from wire.codes import HaulState

JAM_TIMES = 4


def weigh(truck: Truck, sample: Sample, quiet_s: float, may_have_tipped: bool, rules: HaulingStandard) -> bool:
    """Notes in the state whether the truck is loaded; true when its sensor says that it has just been unloaded away from every site and ground.

    `may_have_tipped`: while nothing was heard it could have been to the ground of its permit and back.
    """
    if sample.loaded is not None:
        return _by_sensor(truck, sample.loaded, quiet_s <= 2 * rules.silence_s or bool(sample.body_raised), rules)
    here = truck.visit
    if here is not None and not here.site and (truck.at - here.since >= rules.unload_s or sample.body_raised):
        truck.loaded = False
    elif here is not None and here.site and truck.at - here.since >= rules.load_s:
        truck.loaded = True
    elif quiet_s > rules.unload_s and truck.loaded and may_have_tipped:
        truck.loaded, truck.seen = False, False
    return False


def _by_sensor(truck: Truck, loaded: bool, seen: bool, rules: HaulingStandard) -> bool:
    """One report that says otherwise may be a bump in the road. Where it said so first is where it was; after a silence nobody knows."""
    if truck.loaded is None and loaded and truck.visit is not None and truck.visit.site:
        truck.left = truck.visit  # the first that is heard of it
    if truck.loaded is None or loaded == truck.loaded:
        truck.loaded, truck.otherwise = loaded, 0
        return False
    truck.otherwise += 1
    if truck.otherwise == 1:
        truck.then, truck.seen = truck.visit, seen
    if truck.otherwise < rules.sensor_reports:
        return False
    truck.loaded, truck.otherwise = loaded, 0
    if loaded and truck.then is not None and truck.then.site:
        truck.left = truck.then
    return not loaded and truck.then is None and truck.seen


def set_out(truck: Truck) -> bool:
    """A loaded truck that is on no site is on a trip; true: it begins now."""
    if not truck.loaded or truck.haul is not None or (truck.visit is not None and truck.visit.site):
        return False
    truck.haul = Haul(started_at=truck.at, site_id=truck.left.area_id if truck.left else None)
    return True


def arrive(truck: Truck, blind: bool, rules: HaulingStandard) -> Haul | None:
    """The trip that ends now: with the load, or on a site, where a truck without a sensor (`blind`) loads again."""
    haul, here = truck.haul, truck.visit
    if haul is None:
        return None
    if not truck.loaded:
        on = truck.then or here
        haul.ground_id = on.area_id if on is not None and not on.site else None
        haul.state = HaulState.DONE if haul.ground_id else HaulState.DUMPED if truck.seen else HaulState.LOST
    elif blind and here is not None and here.site and truck.at - here.since >= _loads_again(here.area_id == haul.site_id, rules):
        haul.state = HaulState.LOST
    else:
        return None
    haul.ended_at = truck.at
    truck.haul, truck.left, truck.then = None, None, None
    return msgspec.structs.replace(haul)


def _loads_again(home: bool, rules: HaulingStandard) -> float:
    """Seconds. A jam beside a site that is not its own is no visit."""
    return rules.load_s if home else JAM_TIMES * rules.load_s
