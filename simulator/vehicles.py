"""Vehicles that drive about the city: sweepers, enforcement, repair. From one place to another by the streets, with a rest at each."""

from dataclasses import dataclass, field

import numpy as np

from geo.streets import Route, Spot, Streets
from simulator.driving import Driving
from simulator.scenario import Scenario


@dataclass
class Vehicle(Driving):
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
        self._begin(self.streets.route(self._somewhere(), self._somewhere(), by_time=True), share=float(self.rng.uniform(0, 0.9)))

    def _pace(self, route: Route) -> float:
        return route.length / max(route.seconds, 1.0) * self.scenario.vehicles.share_of_speed

    def _arrive(self) -> None:
        self._rest = float(self.rng.uniform(*self.scenario.vehicles.rest_s))
        self._gone = 0.0
        self._route = self.streets.route(self.streets.nearest(self.lon, self.lat), self._somewhere(), by_time=True)

    def _somewhere(self) -> Spot:
        """On a street by chance, the longer the likelier."""
        street = int(self.rng.choice(len(self.streets.length), p=self.streets.length / self.streets.length.sum()))
        line = self.streets.lines[street]
        return self.streets.nearest(*(float(value) for value in line[int(self.rng.integers(len(line)))]))
