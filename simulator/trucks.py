"""Muck trucks: from building sites to disposal grounds and back, on the streets and at their speeds (DOMAIN 6.7)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from geo.streets import Route, Spot, Streets
from simulator.scenario import Scenario

Place = tuple[float, float]  # lon, lat


@dataclass
class Truck:
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
    _route: Route | None = field(default=None, repr=False)
    _gone: float = 0.0
    _rest: float = 0.0

    def __post_init__(self) -> None:
        self.loaded = bool(self.rng.random() < 0.5)
        start = self.streets.nearest(*self._draw(self.sources if self.loaded else self.dumps))
        self._route = self.streets.route(start, self._goal(), by_time=True)
        if self._route is not None:
            self._gone = float(self.rng.uniform(0, 0.9)) * self._route.length
            self.lon, self.lat, self.heading = self._route.at(self._gone)

    def step(self, seconds: float) -> None:
        left = seconds
        while left > 1e-6:
            used = min(left, self._rest)
            if used > 0:
                self.speed, self._rest, left = 0.0, self._rest - used, left - used
            elif self._route is None or self._gone >= self._route.length - 1e-6:
                self._turn_round()
            else:
                left -= self._drive(self._route, left)

    def _drive(self, route: Route, seconds: float) -> float:
        """The seconds that were driven; the pace is the mean of the route."""
        pace = route.length / max(route.seconds, 1.0) * self.scenario.trucks.share_of_speed
        step = min(seconds * pace, route.length - self._gone)
        self._gone += step
        self.lon, self.lat, self.heading = route.at(self._gone)
        self.speed = pace
        return max(step / pace, 1e-3)

    def _turn_round(self) -> None:
        """Loads or unloads, then sets out for the other end."""
        self.loaded = not self.loaded
        self._rest = float(self.rng.uniform(*self.scenario.trucks.load_s))
        self._gone = 0.0
        self._route = self.streets.route(self.streets.nearest(self.lon, self.lat), self._goal(), by_time=True)

    def _goal(self) -> Spot:
        return self.streets.nearest(*self._draw(self.dumps if self.loaded else self.sources))

    def _draw(self, places: Sequence[Place]) -> Place:
        return places[int(self.rng.integers(len(places)))]
