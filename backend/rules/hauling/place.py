"""Where a truck is: which fixes are believed, whether it moves, where it rests, and on which site or ground it is."""

import math

from backend.rules.hauling.ground import Area, Land, Spot
from backend.rules.hauling.state import Rest, Sample, Truck, Visit
from backend.standards.hauling import HaulingStandard
from wire.codes import HaulPlaceKind

KMH = 3.6


def believe(truck: Truck, sample: Sample, land: Land, rules: HaulingStandard) -> float | None:
    """Metres from the last believed place, and the truck is where the sample says; none: it is not believed."""
    if sample.accuracy is not None and sample.accuracy > rules.accuracy_m:
        return None
    step = apart(land, (truck.lon, truck.lat), (sample.lon, sample.lat)) if truck.at else 0.0
    possible = (sample.at - truck.at) * rules.fastest_kmh / KMH + rules.slack_m
    if truck.at and step > possible and truck.doubted + 1 < rules.believed_fixes:
        truck.doubted += 1
        return None
    seconds = sample.at - truck.at
    truck.moving = (sample.speed if sample.speed is not None else step / max(seconds, 1.0) * KMH) > rules.moving_kmh
    truck.at, truck.lon, truck.lat, truck.doubted = sample.at, sample.lon, sample.lat, 0
    return step


def rest(truck: Truck, sample: Sample, land: Land, rules: HaulingStandard) -> None:
    """On the road: a rest begins when the truck no longer moves, and ends when it moves elsewhere, for a receiver at rest wanders. Who says nothing
    of its speed, or stood at both ends of a way, is elsewhere when several reports say so. Its place is the mean of where it stood: the first
    report may be of a light a hundred metres before.
    """
    if truck.visit is not None:
        truck.rest = None
        return
    if (stood := truck.rest) is not None:
        away, drift = apart(land, (stood.lon, stood.lat), (truck.lon, truck.lat)), rules.stop_m * (1 if sample.speed is None else rules.drift_times)
        gone = away > drift or (away > rules.stop_m and truck.moving)
        stood.elsewhere = stood.elsewhere + 1 if gone else 0
        if stood.elsewhere >= rules.sensor_reports:
            truck.rest = None
        elif not gone and not truck.moving:
            stood.reports += 1
            stood.lon += (truck.lon - stood.lon) / stood.reports
            stood.lat += (truck.lat - stood.lat) / stood.reports
    if truck.rest is None and not truck.moving:
        truck.rest = Rest(lon=truck.lon, lat=truck.lat, since=truck.at)


def visit(truck: Truck, land: Land, rules: HaulingStandard) -> list[Area]:
    """The areas around the truck, with the site or ground that it is on noted in its state."""
    around = land.around(land.plane.spot(truck.lon, truck.lat), rules.reach_m)
    on = [area for area in around if area.kind is not HaulPlaceKind.FORBIDDEN]
    if truck.visit is not None and all(area.id != truck.visit.area_id for area in on):
        if truck.visit.site and truck.at - truck.visit.since >= rules.load_s:  # who only drives past has loaded nothing
            truck.left = truck.visit
        truck.off, truck.visit = truck.visit, None
    elif not on:
        truck.off = None
    if truck.visit is None and on:
        back = truck.off is not None and truck.off.area_id == on[0].id  # one report that lay elsewhere is no departure
        truck.visit = truck.off if back else Visit(area_id=on[0].id, site=on[0].kind is HaulPlaceKind.SITE, since=truck.at)
        truck.off = None
    return around


def apart(land: Land, here: tuple[float, float], there: tuple[float, float]) -> float:
    """Metres."""
    a, b = land.plane.spot(*here), land.plane.spot(*there)
    return math.hypot(b.x - a.x, b.y - a.y)


def spot_of(truck: Truck, land: Land) -> Spot:
    return land.plane.spot(truck.lon, truck.lat)
