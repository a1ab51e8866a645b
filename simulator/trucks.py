"""Muck trucks: from building sites to disposal grounds and back, on the streets and at their speeds (DOMAIN 6.7)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from geo.streets import Route, Spot, Streets
from simulator.driving import Driving
from simulator.scenario import Scenario

Place = tuple[float, float]  # lon, lat
FASTEST = 50 / 3.6  # m/s, with a load or without
TIPS_S = 40.0  # the last seconds of unloading, with the body raised
FAR_OFF = 0.006  # degrees: where to
YARD = 0.0007  # degrees from the middle of a site or ground to its sides


@dataclass(frozen=True)
class Round:
    """What a truck does all day: from its site to its ground by the approved line, and back."""

    code: str
    site: int  # number of the source
    ground: int  # number of the dump
    ends: tuple[Place, Place]


@dataclass
class Truck(Driving):
    code: str
    streets: Streets
    sources: Sequence[Place]
    dumps: Sequence[Place]
    scenario: Scenario
    rng: np.random.Generator
    lon: float = 0.0
    lat: float = 0.0
    heading: float = 0.0
    speed: float = 0.0
    loaded: bool = False
    astray: bool = False  # on this trip
    _route: Route | None = field(default=None, repr=False)
    _gone: float = 0.0
    _rest: float = 0.0

    def __post_init__(self) -> None:
        self.loaded = bool(self.rng.random() < 0.5)
        start = self.streets.nearest(*self._draw(self.sources if self.loaded else self.dumps))
        self._begin(self.streets.route(start, self._goal(), by_time=True), share=float(self.rng.uniform(0, 0.9)))

    def _pace(self, route: Route) -> float:
        return min(route.length / max(route.seconds, 1.0) * self.scenario.trucks.share_of_speed, FASTEST)

    def _arrive(self) -> None:
        """Loads or unloads, then sets out for the other end."""
        self.loaded = not self.loaded
        self._rest = float(self.rng.uniform(*self.scenario.trucks.load_s))
        self._gone = 0.0
        self._route = self.streets.route(self.streets.nearest(self.lon, self.lat), self._goal(), by_time=True)
        self.astray = self.loaded and bool(self.rng.random() < self.scenario.trucks.strays)
        if self.astray:
            self._route = self._round_about(self._route)

    def _round_about(self, route: Route | None) -> Route | None:
        """By a street that nobody has approved."""
        if route is None:
            return None
        lon, lat, _ = route.at(route.length * float(self.rng.uniform(0.3, 0.6)))
        via = self.streets.nearest(lon + float(self.rng.choice([-1, 1])) * FAR_OFF, lat + float(self.rng.choice([-1, 1])) * FAR_OFF)
        there = self.streets.route(self.streets.nearest(self.lon, self.lat), via, by_time=True)
        on = self.streets.route(via, self._goal(), by_time=True)
        if there is None or on is None:
            return route
        metres = np.concatenate([there.metres, there.length + on.metres[1:]])
        return Route(np.vstack([there.points, on.points[1:]]), metres, there.seconds + on.seconds)

    @property
    def signals(self) -> dict[str, bool]:
        """What its terminal says: while it rests it is still as it came."""
        resting = self._rest > 0
        loaded = self.loaded != (self._rest > TIPS_S / 2)
        tipping = resting and not self.loaded and self._rest < TIPS_S
        return {"loaded": loaded, "cover_open": resting, "body_raised": tipping, "ignition": True}

    def _goal(self) -> Spot:
        return self.streets.nearest(*self._draw(self.dumps if self.loaded else self.sources))

    def _draw(self, places: Sequence[Place]) -> Place:
        return places[int(self.rng.integers(len(places)))]


def rounds_of(streets: Streets, codes: Sequence[str], sources: Sequence[Place], dumps: Sequence[Place]) -> list[Round]:
    """Each truck has a site and a ground of its own, at the streets beside them."""
    found = []
    for number, code in enumerate(codes):
        site, ground = number % len(sources), (number // len(sources)) % len(dumps)
        ends = tuple(streets.place(streets.nearest(*place)) for place in (sources[site], dumps[ground]))
        found.append(Round(code, site, ground, (ends[0], ends[1])))
    return found
