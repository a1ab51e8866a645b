"""For each fault: whether it holds now. Between `holds` and `calm` nothing changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from backend.rules.hauling.ground import Area, Paper, Spot, depth
from backend.rules.hauling.place import KMH
from backend.rules.hauling.state import Sample, Truck
from backend.standards.hauling import HaulingStandard
from wire.codes import AlarmKind, HaulPlaceKind


@dataclass(frozen=True)
class Facts:
    """What is known of a truck at a report that is believed. `papers` may be used now, `paper` is the one it seems to drive by.

    `loaded` only on the road: what goes on within a site is the site's. `tipped`: the sensor of the load says that it has just been unloaded.
    """

    truck: Truck
    sample: Sample
    spot: Spot
    local: datetime
    areas: list[Area]
    papers: list[Paper]
    paper: Paper | None
    off_m: float
    loaded: bool
    away: bool  # from every site and tipping ground
    tipped: bool


class Reading(NamedTuple):
    """`value` against `threshold` as `wire.alarms.MEASURES` has them; none: for how long it has held is all there is to measure.

    `at_once`: it has held long enough already.
    """

    holds: bool
    calm: bool
    value: float | None = None
    threshold: float | None = None
    cause: str = ""
    at_once: bool = False


def deviation(facts: Facts, rules: HaulingStandard) -> Reading | None:
    if not facts.loaded or facts.paper is None or not facts.away:
        return None
    widened = rules.corridor_m + rules.accuracy_times * max(0.0, (facts.sample.accuracy or 0.0) - rules.usual_accuracy_m)
    return Reading(facts.off_m > widened, facts.off_m <= rules.back_m, facts.off_m, rules.corridor_m, facts.paper.id)


def window(facts: Facts, rules: HaulingStandard) -> Reading | None:
    if not facts.loaded or facts.paper is None:
        return None
    shut = not facts.paper.open(facts.local)
    return Reading(shut and facts.truck.moving, not shut, cause=facts.paper.id)


def uncovered(facts: Facts, rules: HaulingStandard) -> Reading | None:
    if not facts.loaded or facts.sample.cover_open is None:
        return None
    return Reading(facts.sample.cover_open and facts.truck.moving, not facts.sample.cover_open)


def no_permit(facts: Facts, rules: HaulingStandard) -> Reading | None:
    if not facts.loaded:
        return None
    haul = facts.truck.haul
    site = haul.site_id if haul is not None and haul.site_id else ""
    return Reading(not facts.papers and facts.truck.moving, bool(facts.papers), cause=site)


def speed(facts: Facts, rules: HaulingStandard) -> Reading | None:
    said = facts.sample.speed
    return None if said is None else Reading(said > rules.limit_kmh, said <= rules.calm_kmh, said / KMH, rules.limit_kmh / KMH)


def forbidden(facts: Facts, rules: HaulingStandard) -> Reading | None:
    within = [(depth(area, facts.spot), area.id) for area in facts.areas if area.kind is HaulPlaceKind.FORBIDDEN]
    if not within:
        return None
    deepest, id = max(within)
    known = facts.truck.episodes.get(AlarmKind.FORBIDDEN_AREA)
    return Reading(deepest > rules.deep_m, deepest < -rules.deep_m, cause=id if known is None or deepest > rules.deep_m else known.cause)


def dumping(facts: Facts, rules: HaulingStandard) -> Reading | None:
    if not facts.away:
        return None
    slow = facts.sample.speed is None or facts.sample.speed <= rules.tipping_kmh
    raised = bool(facts.sample.body_raised) and slow
    return Reading(raised or facts.tipped, not raised, at_once=facts.tipped)


def long_stop(facts: Facts, rules: HaulingStandard) -> Reading | None:
    rest = facts.truck.rest
    if not facts.loaded or rest is None or not facts.away:
        return None
    stood, most = facts.truck.at - rest.since, rules.faults[AlarmKind.LONG_STOP].hold_s
    return Reading(stood >= most and not facts.truck.moving, False, stood, most, at_once=True)


FAULTS: dict[AlarmKind, Callable[[Facts, HaulingStandard], Reading | None]] = {
    AlarmKind.DEVIATION: deviation,
    AlarmKind.WINDOW: window,
    AlarmKind.UNCOVERED: uncovered,
    AlarmKind.NO_PERMIT: no_permit,
    AlarmKind.SPEED: speed,
    AlarmKind.FORBIDDEN_AREA: forbidden,
    AlarmKind.DUMPING: dumping,
    AlarmKind.LONG_STOP: long_stop,
}
