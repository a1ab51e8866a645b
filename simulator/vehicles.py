"""Vehicles that drive about the city: sweepers, enforcement, repair. From one place to another by the streets, with a rest at each."""

from dataclasses import dataclass, field

import numpy as np

from geo.streets import Route, Spot, Streets
from simulator.scenario import Scenario


@dataclass
class Vehicle:
    """`speed` in m/s, `heading` in degrees from north."""

    code: str
    streets: Streets
    scenario: Scenario
    rng: np.random.Generator
    lon: float = 0.0
    lat: float = 0.0
    heading: float = 0.0
    speed: float = 0.0
    _route: Route | None = field(default=None, repr=False)
    _gone: float = 0.0
    _rest: float = 0.0

    def __post_init__(self) -> None:
        self._route = self.streets.route(self._somewhere(), self._somewhere(), by_time=True)
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
                self._arrive()
            else:
                left -= self._drive(self._route, left)

    def _drive(self, route: Route, seconds: float) -> float:
        """The seconds that were driven; the pace is the mean of the route."""
        self.speed = route.length / max(route.seconds, 1.0) * self.scenario.vehicles.share_of_speed
        step = min(seconds * self.speed, route.length - self._gone)
        self._gone += step
        self.lon, self.lat, self.heading = route.at(self._gone)
        return max(step / self.speed, 1e-3)

    def _arrive(self) -> None:
        self._rest = float(self.rng.uniform(*self.scenario.vehicles.rest_s))
        self._gone = 0.0
        self._route = self.streets.route(self.streets.nearest(self.lon, self.lat), self._somewhere(), by_time=True)

    def _somewhere(self) -> Spot:
        """On a street by chance, the longer the likelier."""
        street = int(self.rng.choice(len(self.streets.length), p=self.streets.length / self.streets.length.sum()))
        line = self.streets.lines[street]
        return self.streets.nearest(*(float(value) for value in line[int(self.rng.integers(len(line)))]))
