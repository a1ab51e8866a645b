"""Vehicles that drive about the city: sweepers, enforcement, repair. From one place to another by the streets, with a rest at each; and to where
they are called out.
"""

from dataclasses import dataclass, field

import numpy as np

from geo.streets import Route, Spot, Streets
from geo.tracks import metres
from simulator.driving import Driving
from simulator.scenario import Scenario, Span
from wire.callouts import Callout

MOVED_M = 50.0  # less is not worth another way
STAYS_S: Span = (60.0, 180.0)  # where it was called out to


def moved(old: Callout, new: Callout) -> bool:
    return float(metres(old.lon, old.lat, new.lon, new.lat)) > MOVED_M


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
    _callout: Callout | None = None
    _there: bool = False
    _been: list[Callout] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._begin(self.streets.route(self._somewhere(), self._somewhere(), by_time=True), share=float(self.rng.uniform(0, 0.9)))

    def call_out(self, callout: Callout) -> None:
        """At once, whatever it was about to do; the same again changes nothing."""
        if self._callout is None or self._callout.id != callout.id:
            self._callout, self._there, self._rest = callout, False, 0.0
            self._set_out(self.streets.nearest(callout.lon, callout.lat))

    def follow(self, callout: Callout) -> None:
        """To where it is by now, as long as it has not been reached."""
        old = self._callout
        if old is not None and old.id == callout.id and not self._there and moved(old, callout):
            self._callout = callout
            self._set_out(self.streets.nearest(callout.lon, callout.lat))

    def call_back(self, id: str) -> None:
        if self._callout is not None and self._callout.id == id:
            self._callout, self._rest = None, 0.0

    def been(self) -> list[Callout]:
        """Where it has been since this was asked the last time."""
        been, self._been = self._been, []
        return been

    def _pace(self, route: Route) -> float:
        return route.length / max(route.seconds, 1.0) * self.scenario.vehicles.share_of_speed

    def _arrive(self) -> None:
        if self._callout is not None and not self._there:
            self._there, self._rest = True, float(self.rng.uniform(*STAYS_S))
            return
        if self._callout is not None:
            self._been.append(self._callout)
            self._callout = None
        else:
            self._rest = float(self.rng.uniform(*self.scenario.vehicles.rest_s))
        self._set_out(self._somewhere())

    def _set_out(self, goal: Spot) -> None:
        self._gone = 0.0
        self._route = self.streets.route(self.streets.nearest(self.lon, self.lat), goal, by_time=True)

    def _somewhere(self) -> Spot:
        """On a street by chance, the longer the likelier."""
        street = int(self.rng.choice(len(self.streets.length), p=self.streets.length / self.streets.length.sum()))
        line = self.streets.lines[street]
        return self.streets.nearest(*(float(value) for value in line[int(self.rng.integers(len(line)))]))
