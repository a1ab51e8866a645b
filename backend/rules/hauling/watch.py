"""One report after the other, of one truck."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

import shapely

from backend.rules.hauling import load, place
from backend.rules.hauling.episodes import follow
from backend.rules.hauling.faults import FAULTS, Facts
from backend.rules.hauling.ground import Area, Land, Paper, Spot
from backend.rules.hauling.state import Breach, Episode, Haul, Over, Sample, Truck
from backend.standards.hauling import HaulingStandard
from wire.codes import AlarmKind


@dataclass
class Heard:
    """What came of a report: what is wrong from now on or no longer, the trip that began, and the one that ended."""

    said: list[Breach | Over] = field(default_factory=list)
    began: bool = False
    ended: Haul | None = None


@dataclass(frozen=True)
class Watch:
    """The rules on a ground. `zone` is that of the permits' days and hours."""

    land: Land
    rules: HaulingStandard
    zone: tzinfo

    def hear(self, truck: Truck, sample: Sample, papers: Sequence[Paper]) -> Heard:
        """Changes the state of the truck. A report that is no newer than one before it says nothing."""
        heard = Heard()
        if sample.at <= truck.heard:
            return heard
        quiet = sample.at - truck.heard if truck.heard else 0.0
        truck.heard, truck.ignition = sample.at, sample.ignition
        if (silent := truck.episodes.pop(AlarmKind.OFFLINE, None)) is not None:
            heard.said.append(Over(kind=AlarmKind.OFFLINE, cause=silent.cause, at=sample.at))
        before = place.spot_of(truck, self.land)
        step = place.believe(truck, sample, self.land, self.rules)
        if step is None:
            return heard
        areas = place.visit(truck, self.land, self.rules)
        place.rest(truck, sample, self.land, self.rules)
        tipped = load.weigh(truck, sample, quiet, self._may_have_tipped(truck, before, quiet, papers), self.rules)
        heard.began = load.set_out(truck)
        facts = self._facts(truck, sample, areas, papers, tipped)
        self._count(truck, facts, step, quiet)
        for kind, rule in FAULTS.items():
            heard.said += follow(truck, kind, rule(facts, self.rules), quiet, self.rules)
        self._note(truck, heard.said)
        heard.ended = load.arrive(truck, sample.loaded is None, self.rules)
        return heard

    def miss(self, truck: Truck, now: float) -> list[Breach | Over]:
        """What is to be said of a truck that has said nothing since: only one that is on its way has to be heard."""
        standard, quiet = self.rules.faults[AlarmKind.OFFLINE], now - truck.heard
        under_way = truck.ignition is not False and (truck.ignition or bool(truck.haul) or truck.moving)
        if not truck.heard or not under_way or quiet < standard.hold_s:
            return []
        episode = truck.episodes.setdefault(AlarmKind.OFFLINE, Episode(cause="", since=truck.heard))
        level = standard.level(quiet)
        if level <= episode.level:
            return []
        episode.level = level
        said: list[Breach | Over] = [
            Breach(
                kind=AlarmKind.OFFLINE,
                cause="",
                level=level,
                value=quiet,
                threshold=standard.hold_s,
                lon=truck.lon,
                lat=truck.lat,
                at=now,
                since=truck.heard,
            )
        ]
        self._note(truck, said)
        return said

    def _may_have_tipped(self, truck: Truck, before: Spot, quiet: float, papers: Sequence[Paper]) -> bool:
        """Driving as fast as it may, and unloading no longer than it must."""
        driven = (quiet - self.rules.unload_s) * self.rules.limit_kmh / place.KMH
        if truck.haul is None or driven <= 0:
            return False
        grounds = [area.shape for paper in papers if paper.id == truck.haul.permit_id and (area := self.land.area(paper.ground_id)) is not None]
        ends = shapely.points([before, place.spot_of(truck, self.land)])
        return any(float(shapely.distance(ground, ends).sum()) <= driven for ground in grounds)

    def _facts(self, truck: Truck, sample: Sample, areas: list[Area], papers: Sequence[Paper], tipped: bool) -> Facts:
        spot, local = place.spot_of(truck, self.land), datetime.fromtimestamp(truck.at, self.zone)
        loaded = bool(truck.haul) and bool(truck.loaded)
        valid = [paper for paper in papers if paper.valid(local) and self._of_site(truck, paper)]
        paper, off = self._followed(valid, spot, local)
        return Facts(
            truck=truck,
            sample=sample,
            spot=spot,
            local=local,
            areas=areas,
            papers=valid,
            paper=paper,
            off_m=off,
            loaded=loaded,
            away=truck.visit is None,
            tipped=tipped,
        )

    def _of_site(self, truck: Truck, paper: Paper) -> bool:
        return truck.haul is None or truck.haul.site_id is None or truck.haul.site_id == paper.site_id

    def _followed(self, papers: Sequence[Paper], spot: Spot, local: datetime) -> tuple[Paper | None, float]:
        """Of several permits the one that may be used at this hour, and whose line is the nearest."""
        ways = [(not paper.open(local), paper.off(spot), paper.id, paper) for paper in papers]
        _, off, _, paper = min(ways, default=(False, 0.0, "", None))
        return paper, off

    def _count(self, truck: Truck, facts: Facts, step: float, quiet: float) -> None:
        haul = truck.haul
        if haul is None:
            return
        haul.permit_id = facts.paper.id if facts.paper is not None else haul.permit_id
        haul.length_m += step
        if facts.loaded and facts.away and facts.paper is not None and facts.off_m > self.rules.corridor_m:
            haul.off_s += min(quiet, self.rules.silence_s)
            haul.off_m = max(haul.off_m, facts.off_m)

    def _note(self, truck: Truck, said: Sequence[Breach | Over]) -> None:
        if truck.haul is not None:
            known = truck.haul.faults
            truck.haul.faults = known + [each.kind for each in said if isinstance(each, Breach) and each.kind not in known]
