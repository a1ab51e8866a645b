"""Inspectors on foot: they patrol the streets of their duty grid, stop, find something, and ride to the tasks they are given and to where
they are called out.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from geo.streets import METRES_PER_DEGREE, Route, Streets
from simulator.scenario import Habits, Scenario, Span
from wire.callouts import Callout
from wire.tasks import Task

LOITERS_DEGREES = 1e-3  # about where somebody who is astray has gone
SEEN_WITHIN_M = 40.0  # of the way, when a task lies off the streets


@dataclass
class Inspector:
    """Where one is and what one does. Positions are in lon/lat, speeds in m/s."""

    code: str
    home: Streets  # the streets of the duty grid
    city: Streets
    scenario: Scenario
    rng: np.random.Generator
    lon: float = 0.0
    lat: float = 0.0
    heading: float = 0.0
    speed: float = 0.0
    on_duty: bool = False
    tasks: deque[Task | Callout] = field(default_factory=deque)
    _route: Route | None = None
    _gone: float = 0.0
    _rest: float = 0.0
    _arrived: bool = False
    _astray: float = 0.0
    _silent: float = 0.0
    _beyond: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        self.lon, self.lat = self._goal()

    def walk_in(self, home: Streets) -> None:
        """From now on somewhere else."""
        self.home, self._route = home, None
        self.lon, self.lat = self._goal()

    def give(self, task: Task | Callout) -> None:
        if any(task.id == each.id for each in self.tasks):
            return
        first = self.tasks[0] if self.tasks else None
        self.tasks.append(task)
        if isinstance(task, Task) and task.ahead and not self._arrived:
            self.tasks = deque(sorted(self.tasks, key=_urgency))
        if self.tasks[0] is not first:
            self._route = None

    def follow(self, callout: Callout) -> None:
        """What it is about is somewhere else by now; who has arrived stays."""
        place = next((place for place, each in enumerate(self.tasks) if each.id == callout.id), None)
        if place is not None and not (place == 0 and self._arrived):
            self.tasks[place] = callout
            if place == 0:
                self._route = None

    def take_away(self, task_id: str) -> None:
        if self.tasks and self.tasks[0].id == task_id:
            self._route, self._arrived = None, False
        self.tasks = deque(task for task in self.tasks if task.id != task_id)

    def look(self) -> None:
        """Stands before something that one has found."""
        self._rest = max(self._rest, _within(self.scenario.people.look_s, self.rng))

    @property
    def silent(self) -> bool:
        """The terminal says nothing: switched off, or without a net."""
        return self._silent > 0

    def give_in(self, habits: Habits, seconds: float, rng: np.random.Generator) -> None:
        """Now and then somebody leaves the grid, stays where it is warm, or switches the terminal off."""
        strays, stays, quiet = rng.random(3) < np.array([habits.strays, habits.stays, habits.goes_silent]) * seconds / 3600
        if strays and not self.tasks and self._astray <= 0:
            self._astray, turn = _within(habits.stray_s, rng), float(rng.uniform(0, 2 * np.pi))
            far = _within(habits.stray_m, rng) / METRES_PER_DEGREE
            self._beyond = self.lon + far * np.cos(turn) / np.cos(np.radians(self.lat)), self.lat + far * np.sin(turn)
            self._route = None
        if stays:
            self._rest = max(self._rest, _within(habits.stay_s, rng))
        if quiet:
            self._silent = max(self._silent, _within(habits.silent_s, rng))

    def step(self, seconds: float) -> list[Task | Callout]:
        """Moves on; the tasks that were finished in this time."""
        done: list[Task | Callout] = []
        self._silent = max(self._silent - seconds, 0.0)
        self._astray = max(self._astray - seconds, 0.0)
        left = seconds
        while left > 1e-6 and self.on_duty:
            used = min(left, self._rest)
            if used > 0:
                self.speed, self._rest, left = 0.0, self._rest - used, left - used
                continue
            if self._arrived:
                done += self._finish()
                continue
            left -= self._walk(left)
        return done

    def _walk(self, seconds: float) -> float:
        """Goes along the route for so long or to its end; the seconds that it took."""
        if self._route is None:
            self._route, self._gone = self._planned(), 0.0
        pace = self.scenario.people.ride_m_s if self.tasks else self.scenario.people.walk_m_s
        step = min(seconds * pace, self._route.length - self._gone)
        self._gone += step
        self.lon, self.lat, self.heading = self._route.at(self._gone)
        self.speed = pace
        if self._gone >= self._route.length - 1e-6:
            self._arrive()
        return max(step / pace, 1e-3)

    def _arrive(self) -> None:
        self._route = None
        if self.tasks:
            self._arrived = True
            self.look()
        elif self.rng.random() < 0.5:
            self._rest = _within(self.scenario.people.stop_s, self.rng)

    def _finish(self) -> list[Task | Callout]:
        self._arrived = False
        return [self.tasks.popleft()] if self.tasks else []

    def _planned(self) -> Route:
        """To the task, wherever it is; else to somewhere in the duty grid, and back into it when one is outside."""
        if self.tasks:
            task = self.tasks[0]
            route = self.city.route(self.city.nearest(self.lon, self.lat), self.city.nearest(task.lon, task.lat))
        elif self._astray > 0 and self._beyond is not None:
            there = tuple(value + float(self.rng.normal(0, LOITERS_DEGREES)) for value in self._beyond)
            route = self.city.route(self.city.nearest(self.lon, self.lat), self.city.nearest(*there))
        else:
            streets = self.home if self.home.nearest(self.lon, self.lat).away < SEEN_WITHIN_M else self.city
            route = streets.route(streets.nearest(self.lon, self.lat), streets.nearest(*self._goal()))
        return route or _standing(self.lon, self.lat)

    def _goal(self) -> tuple[float, float]:
        """A point on a street of the duty grid, longer streets more often."""
        street = int(self.rng.choice(len(self.home.length), p=self.home.length / self.home.length.sum()))
        line = self.home.lines[street]
        lon, lat = line[int(self.rng.integers(len(line)))]
        return float(lon), float(lat)


def _urgency(task: Task | Callout) -> tuple[bool, datetime]:
    """An alarm comes before what is due."""
    return (False, task.sent_at) if isinstance(task, Callout) else (True, task.due_at)


def _standing(lon: float, lat: float) -> Route:
    return Route(np.array([[lon, lat], [lon, lat]]), np.zeros(2), 0.0)


def _within(span: Span, rng: np.random.Generator) -> float:
    return float(rng.uniform(*span))
