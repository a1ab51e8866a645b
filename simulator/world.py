"""The world loop: pure and seeded. `step(seconds)` moves everybody and says what they want to tell the centre."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from simulator.people import Inspector
from simulator.problems import Problem, Problems
from simulator.scenario import Habits, Scenario
from simulator.trucks import Truck, rounds_of
from simulator.vehicles import Vehicle
from simulator.ways import View, Ways
from wire.callouts import Callout
from wire.codes import Kind, Source, TaskKind, TaskResult
from wire.tasks import Task

ZONE = ZoneInfo("Asia/Shanghai")
SHIFT = time(8, 30), time(18, 0)
HABITS, VEHICLES = 7, 8  # streams of chance of their own, so that nothing else happens otherwise
AWAY_DEGREES = 6e-5  # how far from the feet a problem lies: some 5 m


@dataclass(frozen=True)
class Signed:
    """An inspector begins or ends duty."""

    unit: str
    on: bool
    lon: float
    lat: float


@dataclass(frozen=True)
class Moved:
    unit: str
    lon: float
    lat: float
    speed: float  # m/s
    heading: float  # degrees from north
    signals: dict[str, bool] | None = None  # of a truck's terminal


@dataclass(frozen=True)
class Found:
    """Somebody wants to report a problem: the inspector `unit`, or by `source` a citizen, an office, or who patrols by `camera`."""

    problem: Problem
    lon: float
    lat: float
    address: str
    text: str
    unit: str | None
    source: str
    component: str | None
    camera: str | None = None


@dataclass(frozen=True)
class Looked:
    """An inspector was on site for a task."""

    task: Task
    result: TaskResult
    scene: str = "litter"  # what is to be seen there


@dataclass(frozen=True)
class Been:
    """A squad was where it was called out to."""

    callout: Callout


Said = Signed | Moved | Found | Looked | Been


@dataclass
class World:
    """`always` keeps everybody on duty whatever the hour; else they sign in at 08:30 and out at 18:00 of `now`. With `habits` some come late, and
    now and then somebody does what he should not.
    """

    ways: Ways
    scenario: Scenario
    inspectors: dict[str, Inspector]
    trucks: dict[str, Truck]
    problems: Problems
    now: datetime
    always: bool
    rng: np.random.Generator
    vehicles: dict[str, Vehicle] = field(default_factory=dict)
    resting: frozenset[str] = frozenset()  # who has no shift in the rotation of today
    views: Sequence[View] = ()  # of the cameras that somebody patrols by
    habits: Habits | None = None
    ways_of: np.random.Generator = field(default_factory=np.random.default_rng)  # by which people have their habits
    _due: dict[str, float] = field(default_factory=dict)  # seconds until a unit's next position
    _late: dict[str, float] = field(default_factory=dict)  # seconds until somebody comes after all

    def __post_init__(self) -> None:
        if self.habits is not None:
            late = [code for code in self.inspectors if self.ways_of.random() < self.habits.late]
            self._late = {code: float(self.ways_of.uniform(*self.habits.late_s)) for code in late}

    def step(self, seconds: float) -> list[Said]:
        self.now += timedelta(seconds=seconds)
        if self.habits is not None:
            for inspector in self.inspectors.values():
                if inspector.on_duty:
                    inspector.give_in(self.habits, seconds, self.ways_of)
        said: list[Said] = [*self._shift(seconds)]
        for inspector in self.inspectors.values():
            said += [Been(task) if isinstance(task, Callout) else Looked(task, self._result(task)) for task in inspector.step(seconds)]
        for truck in self.trucks.values():
            truck.step(seconds)
        for vehicle in self.vehicles.values():
            vehicle.step(seconds)
            said += map(Been, vehicle.been())
        return said + self._positions(seconds) + self._finds(seconds) + self._calls(seconds) + self._watches(seconds)

    def give(self, task: Task) -> None:
        """A task for one of ours; others are not our people."""
        if task.unit_id in self.inspectors:
            self.inspectors[task.unit_id].give(task)

    def take_away(self, task: Task) -> None:
        if task.unit_id in self.inspectors:
            self.inspectors[task.unit_id].take_away(task.id)

    def has(self, unit_id: str) -> bool:
        """Whether it is one of ours that can be called out."""
        return unit_id in self.inspectors or unit_id in self.vehicles

    def call_out(self, callout: Callout) -> None:
        if callout.unit_id in self.inspectors:
            self.inspectors[callout.unit_id].give(callout)
        elif callout.unit_id in self.vehicles:
            self.vehicles[callout.unit_id].call_out(callout)

    def follow(self, callout: Callout) -> None:
        """What it was called out to is somewhere else by now."""
        if callout.unit_id in self.inspectors:
            self.inspectors[callout.unit_id].follow(callout)
        elif callout.unit_id in self.vehicles:
            self.vehicles[callout.unit_id].follow(callout)

    def call_back(self, callout: Callout) -> None:
        if callout.unit_id in self.inspectors:
            self.inspectors[callout.unit_id].take_away(callout.id)
        elif callout.unit_id in self.vehicles:
            self.vehicles[callout.unit_id].call_back(callout.id)

    def find(self, inspector: Inspector, urgent: bool = False) -> Found:
        """What an inspector sees where he stands; `urgent`: something that cannot wait."""
        problem = self.problems.draw(self.rng, urgent=urgent)
        return self._found(problem, inspector.lon, inspector.lat, inspector.code, Source.INSPECTOR)

    def call(self) -> Found:
        """What a citizen complains of, anywhere."""
        source = self._one_of(self.scenario.sources)
        return self._found(self.problems.draw(self.rng), *self.ways.inside(self.rng), None, source)

    def _one_of(self, sources: dict[str, float]) -> str:
        shares = np.array(list(sources.values()))
        return str(self.rng.choice(list(sources), p=shares / shares.sum()))

    def watch(self) -> Found:
        """What somebody who goes from camera to camera sees in a picture: what has happened there, for parts are too small to be judged."""
        view = self.views[int(self.rng.integers(len(self.views)))]
        problem = self.problems.draw(self.rng, Kind.EVENT)
        lon, lat = view.place(self.rng)
        address = self.ways.address(lon, lat)
        text = problem.words(address.removesuffix("附近"), False, self.rng)
        return Found(problem, round(lon, 7), round(lat, 7), address, text, None, Source.VIDEO, None, view.code)

    def _found(self, problem: Problem, lon: float, lat: float, unit: str | None, source: str) -> Found:
        thing = self.ways.thing(problem.code, lon, lat) if problem.kind is Kind.COMPONENT else None
        if thing is not None:
            lon, lat = thing.lon, thing.lat
        else:
            lon, lat = (float(value + self.rng.normal(0, AWAY_DEGREES)) for value in (lon, lat))
        address = self.ways.address(lon, lat)
        text = problem.words(address.removesuffix("附近"), unit is None, self.rng)
        return Found(problem, round(lon, 7), round(lat, 7), address, text, unit, source, thing.code if thing and unit else None)

    def _shift(self, seconds: float) -> list[Signed]:
        wanted = self.always or SHIFT[0] <= self.now.astimezone(ZONE).time() < SHIFT[1]
        if wanted:
            self._late = {code: left - seconds for code, left in self._late.items() if left > seconds}
        absent = self.resting.union(self._late) if wanted else frozenset()
        changed = [each for each in self.inspectors.values() if each.on_duty != wanted and each.code not in absent]
        for inspector in changed:
            inspector.on_duty = wanted
        return [Signed(inspector.code, wanted, inspector.lon, inspector.lat) for inspector in changed]

    def _positions(self, seconds: float) -> list[Said]:
        said: list[Said] = []
        plan = self.scenario
        for units, period in ((self.inspectors, plan.people.period_s), (self.trucks, plan.trucks.period_s), (self.vehicles, plan.vehicles.period_s)):
            for code, unit in units.items():
                left = self._due.get(code, float(self.rng.uniform(0, period))) - seconds
                if left <= 0 and getattr(unit, "on_duty", True) and not getattr(unit, "silent", False):
                    said.append(
                        Moved(
                            code, round(unit.lon, 7), round(unit.lat, 7), round(unit.speed, 2), round(unit.heading, 1), getattr(unit, "signals", None)
                        )
                    )
                self._due[code] = left if left > 0 else max(left + period, 0.0)
        return said

    def _finds(self, seconds: float) -> list[Said]:
        free = [inspector for inspector in self.inspectors.values() if inspector.on_duty and not inspector.tasks]
        count = int(self.rng.poisson(self.scenario.rates.inspectors * seconds / 60)) if free else 0
        finders = [free[int(number)] for number in self.rng.integers(len(free), size=count)] if free else []
        for finder in finders:
            finder.look()
        return [replace(self.find(finder), source=self._one_of(self.scenario.finds)) for finder in finders]

    def _calls(self, seconds: float) -> list[Said]:
        return [self.call() for _ in range(int(self.rng.poisson(self.scenario.rates.citizens * seconds / 60)))]

    def _watches(self, seconds: float) -> list[Said]:
        rate = self.scenario.rates.patrollers if self.views else 0.0
        return [self.watch() for _ in range(int(self.rng.poisson(rate * seconds / 60)))]

    def _result(self, task: Task) -> TaskResult:
        chances, luck = self.scenario.chances, float(self.rng.random())
        if luck < chances.unable:
            return TaskResult.UNABLE
        if task.kind is TaskKind.VERIFY:
            return TaskResult.NOT_EXISTS if luck < chances.unable + chances.not_exists else TaskResult.EXISTS
        return TaskResult.NOT_PASS if luck < chances.unable + chances.not_pass else TaskResult.PASS


def world_of(
    ways: Ways,
    scenario: Scenario,
    start: datetime,
    seed: int = 1,
    inspectors: int = 110,
    trucks: int = 40,
    vehicles: int = 0,
    always: bool = True,
    habits: bool = False,
) -> World:
    """The first so many inspectors, trucks and vehicles of the city's roster, at work."""
    rng = np.random.default_rng(seed)
    by_duty = {duty: ways.walks_in(duty) for duty in ways.duties}
    walkers = [unit for unit in ways.units if unit["kind"] == "INSPECTOR"][:inspectors]
    drivers = [unit for unit in ways.units if unit["kind"] == "TRUCK"][:trucks]
    places = [[(lon, lat) for lon, lat in ways.about[name]] for name in ("sources", "dumps")]
    streams = iter(rng.spawn(len(walkers) + len(drivers)))
    people = {unit["code"]: Inspector(unit["code"], by_duty[unit["duty_grids"][0]], ways.walks, scenario, next(streams)) for unit in walkers}
    rounds = rounds_of(ways.drives, [unit["code"] for unit in drivers], *places) if drivers else []
    fleet = {each.code: Truck(each.code, ways.drives, each.ends[:1], each.ends[1:], scenario, next(streams)) for each in rounds}
    cars = [unit["code"] for unit in ways.units if unit["kind"] == "VEHICLE"][:vehicles]
    luck = np.random.default_rng([seed, VEHICLES]).spawn(len(cars))
    driven = {code: Vehicle(code, ways.drives, scenario, each) for code, each in zip(cars, luck, strict=True)}
    human = {"habits": scenario.habits, "ways_of": np.random.default_rng([seed, HABITS])} if habits else {}
    return World(ways, scenario, people, fleet, Problems.load(), start, always, rng, vehicles=driven, **human)  # type: ignore[arg-type]
