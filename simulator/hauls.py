"""Labelled trips of muck trucks: what each truck really did, second by second, and what its device said of it every half minute.

Lawful trips stop at lights and in jams, cut a corner, lose their receiver in tunnels and between houses, and have sensors that lie once in a
while; others break a rule. The labels are read off the truth (`simulator/haul_truth.py`), never off the reports.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from geo.grids import METRES_PER_DEGREE
from geo.streets import Route, Spot, Streets, streets_of
from simulator.haul_truth import MIDDLE, Label, Truth, labels_of
from wire.codes import AlarmKind, HaulPlaceKind
from wire.hauls import FAULTS, HaulPermitOrder, HaulPlaceOrder
from wire.units import Fix, Signals

Numbers = NDArray[np.float64]
Place = tuple[float, float]

ZONE = ZoneInfo("Asia/Shanghai")
SIDE_M, BLOCK_M = 9_000.0, 500.0
BESIDE_M = 72.0  # of a street that runs beside every third one
PERIOD_S = 30.0
YARD_M = 80.0  # half of a side of a site or ground
DAY = date(2026, 3, 16)
PLANTED = (*FAULTS, AlarmKind.DEVIATION, AlarmKind.DEVIATION)  # the commonest three times
SHARE = 0.55  # of trips that break a rule


@dataclass(frozen=True)
class Labelled:
    """A trip with a load and part of the way back. `fixes` are in order of time; `hours` on the road."""

    fixes: list[Fix]
    until: float  # seconds since 1970: what is after the last fix belongs to it as well
    permits: list[HaulPermitOrder]
    labels: list[Label]
    hours: float


@dataclass(frozen=True)
class Country:
    """Streets on which the trips go, and the places along them."""

    streets: Streets
    places: list[HaulPlaceOrder]

    def of(self, kind: HaulPlaceKind) -> list[HaulPlaceOrder]:
        return [place for place in self.places if place.kind is kind]


def degrees(x: float, y: float) -> Place:
    return MIDDLE[0] + x / (METRES_PER_DEGREE * float(np.cos(np.radians(MIDDLE[1])))), MIDDLE[1] + y / METRES_PER_DEGREE


def country(seed: int = 1) -> Country:
    """A net of streets, a site or ground at some of its crossings, forbidden areas in the middle of blocks and over a street."""
    rng = np.random.default_rng([seed, 0])
    marks = np.arange(-SIDE_M / 2, SIDE_M / 2 + 1, BLOCK_M)
    beside = [y + BESIDE_M for y in marks[::3]]
    rows = sorted([*marks.tolist(), *beside])
    lines = [np.array([degrees(x, y) for x in marks]) for y in rows] + [np.array([degrees(x, y) for y in rows]) for x in marks]
    speeds = [50 / 3.6 if number % 3 == 0 else 40 / 3.6 for number in range(len(lines))]
    crossings = rng.permutation([(x, y) for x in marks[1:-1] for y in marks[1:-1]])
    places = [_yard(number, x, y) for number, (x, y) in enumerate(crossings[:24].tolist())]
    places += [_shut(number, x, y, rng) for number, (x, y) in enumerate(crossings[24:34].tolist())]
    return Country(streets_of(lines, speeds), places)


def trips(count: int, seed: int = 1, on: Country | None = None) -> Iterator[Labelled]:
    """Each with a chance of its own: the same seed makes the same trips."""
    ground = on or country(seed)
    for number in range(count):
        yield Maker(ground, np.random.default_rng([seed, 1, number]), number).trip()


class Maker:
    """One trip."""

    def __init__(self, ground: Country, rng: np.random.Generator, number: int) -> None:
        self._ground, self._rng, self._number = ground, rng, number
        self._wrong = PLANTED[int(rng.integers(len(PLANTED)))] if rng.random() < SHARE else None

    def trip(self) -> Labelled:
        site, tip = self._ends()
        approved = self._way(site, tip)
        driven = self._driven(approved, site, tip)
        permit = self._permit(site, tip, approved)
        truth = self._truth(driven, tip, permit)
        permits = [] if self._wrong is AlarmKind.NO_PERMIT and self._rng.random() < 0.5 else [permit]
        labels = labels_of(truth, permits, self._ground.places, ZONE)
        return Labelled(self._fixes(truth), float(truth.at[-1]), permits, labels, len(truth.at) / 3600)

    def _ends(self) -> tuple[HaulPlaceOrder, HaulPlaceOrder]:
        """A site and a ground that are no shorter apart than three kilometres, with no forbidden area on the quickest way."""
        sites, tips = self._ground.of(HaulPlaceKind.SITE), self._ground.of(HaulPlaceKind.GROUND)
        while True:
            site, tip = (each[int(self._rng.integers(len(each)))] for each in (sites, tips))
            way = self._way(site, tip)
            if way.length > 3_000 and not _enters(way, self._ground.of(HaulPlaceKind.FORBIDDEN)):
                return site, tip

    def _way(self, origin: HaulPlaceOrder, goal: HaulPlaceOrder) -> Route:
        return self._between(*(self._ground.streets.nearest(*_middle(place)) for place in (origin, goal)))

    def _between(self, origin: Spot, goal: Spot) -> Route:
        route = self._ground.streets.route(origin, goal, by_time=True)
        assert route is not None, "the net hangs together"
        return route

    def _driven(self, approved: Route, site: HaulPlaceOrder, tip: HaulPlaceOrder) -> Numbers:
        """Lon and lat of the way that is taken: the approved one, or round about it somewhere on the way."""
        if self._wrong not in (AlarmKind.DEVIATION, AlarmKind.FORBIDDEN_AREA):
            return approved.points
        streets, begin = self._ground.streets, float(self._rng.uniform(0.15, 0.4)) * approved.length
        lon, lat, heading = approved.at(begin)
        if self._wrong is AlarmKind.FORBIDDEN_AREA:
            shut = self._ground.of(HaulPlaceKind.FORBIDDEN)
            over = min(shut, key=lambda place: np.hypot(*(np.array(_middle(place)) - (lon, lat))))
            via = streets.nearest(*_middle(over))
        else:
            side = np.radians(heading + (90 if self._rng.random() < 0.5 else -90))
            away = float(self._rng.choice([BESIDE_M, BLOCK_M, 2 * BLOCK_M])) / METRES_PER_DEGREE
            ahead = approved.at(min(begin + 700.0, approved.length))
            via = streets.nearest(ahead[0] + away * np.sin(side) / np.cos(np.radians(lat)), ahead[1] + away * np.cos(side))
        there = self._between(streets.nearest(lon, lat), via)
        on = self._between(via, streets.nearest(*_middle(tip)))
        before = approved.points[approved.metres < begin]
        return np.vstack([before, there.points, on.points[1:]])

    def _permit(self, site: HaulPlaceOrder, tip: HaulPlaceOrder, approved: Route) -> HaulPermitOrder:
        expired = timedelta(days=3) if self._wrong is AlarmKind.NO_PERMIT else timedelta(0)
        windows = [[("07:00", "19:00")], [("20:00", "05:30")], []][int(self._rng.integers(3))]
        if self._wrong is AlarmKind.WINDOW:
            windows = windows or [("20:00", "05:30")]
        return HaulPermitOrder(
            id=f"P{self._number}",
            number=f"渣运{self._number:04d}",
            company_id="C1",
            site_id=site.id,
            ground_id=tip.id,
            route=[(float(lon), float(lat)) for lon, lat in approved.points],
            starts=DAY - timedelta(days=10),
            ends=DAY + timedelta(days=1) - (expired + timedelta(days=1 if expired else 0)),
            windows=windows,
            volume_m3=20_000.0,
            truck_ids=[f"T{self._number}"],
        )

    def _truth(self, driven: Numbers, tip: HaulPlaceOrder, permit: HaulPermitOrder) -> Truth:
        rng, drive = self._rng, Drive(self._rng, self._wrong)
        loading, unloading = int(rng.integers(300, 720)), int(rng.integers(120, 300))
        road = drive.along(driven)
        back = drive.home(self._between(self._ground.streets.nearest(*_middle(tip)), self._ground.streets.nearest(*self._home())).points)
        lonlat = np.vstack([np.repeat(driven[:1], loading, 0), road.places, np.repeat(driven[-1:], unloading, 0), back.places])
        speed = np.concatenate([np.zeros(loading), road.speed, np.zeros(unloading), back.speed])
        total, begin, end = len(speed), loading, loading + len(road.speed)
        loaded = np.zeros(total, np.bool_)
        loaded[loading // 2 : end + unloading // 2] = True
        cover, raised = np.zeros(total, np.bool_), np.zeros(total, np.bool_)
        cover[:begin] = True
        cover[end : end + unloading] = True
        raised[end + 20 : end + unloading - 10] = True
        if self._wrong is AlarmKind.UNCOVERED:
            first = begin if rng.random() < 0.5 else int(rng.uniform(begin, begin + 0.4 * (end - begin)))
            cover[first : min(end, first + int(rng.integers(240, 900)))] = True
        if road.tipped is not None:
            first, last = (begin + moment for moment in road.tipped)
            raised[first + 15 : last - 10] = True
            cover[first:last] = True
            loaded[first + (last - first) // 2 :] = False
            raised[end : end + unloading] = False
        heard = np.ones(total, np.bool_)
        for first, long in self._silences(begin, end):
            heard[first : first + long] = False
        at = self._start(permit, begin, end) + np.arange(total, dtype=np.float64)
        return Truth(at, lonlat, speed, loaded, cover, raised, heard, on_road=(begin, end), yards=(permit.site_id, tip.id))

    def _silences(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """Tunnels, and a receiver that is switched off."""
        if self._rng.random() < 0.3:
            yield int(self._rng.integers(begin, end)), int(self._rng.integers(50, 230))
        if self._wrong is AlarmKind.OFFLINE:
            yield int(self._rng.uniform(begin + 60, begin + 0.6 * (end - begin))), int(self._rng.integers(480, 1100))

    def _start(self, permit: HaulPermitOrder, begin: int, end: int) -> float:
        """Seconds since 1970 of the first second: within the window with all of the way, or (planted) partly out of it."""
        opens, shuts = permit.windows[0] if permit.windows else ("00:30", "23:00")
        first, last = (datetime.combine(DAY, time.fromisoformat(text), ZONE) for text in (opens, shuts))
        last += timedelta(days=1) if last <= first else timedelta(0)
        if self._wrong is AlarmKind.WINDOW:
            late = float(self._rng.uniform(0.0, 0.6)) * (end - begin)
            return (last.timestamp() - begin - late) if self._rng.random() < 0.6 else first.timestamp() - begin - 300 - late
        room = (last - first).total_seconds() - end - 120
        return first.timestamp() - begin + 60 + float(self._rng.uniform(begin, max(room, begin + 1)))

    def _home(self) -> Place:
        return degrees(*self._rng.uniform(-SIDE_M / 3, SIDE_M / 3, 2).tolist())

    def _fixes(self, truth: Truth) -> list[Fix]:
        """What the device says: a report in half a minute, more or less, with the errors of a receiver and of sensors."""
        rng, usual = self._rng, float(self._rng.uniform(4, 11))
        errors = _wander(rng, len(truth.at), usual)
        accuracy = np.full(len(truth.at), usual * 1.2)
        for first, last in _canyons(rng, len(truth.at)):
            errors[first:last] += _wander(rng, last - first, float(rng.uniform(12, 24)))
            accuracy[first:last] = rng.uniform(25, 45)
        moments = np.cumsum(PERIOD_S + rng.uniform(-2, 2, int(len(truth.at) / (PERIOD_S - 2)) + 1)).astype(np.int64)  # to the very end
        has_load, has_cover, has_ignition = (bool(rng.random() < share) for share in (0.7, 1.0, 0.6))
        fixes = []
        for second in moments[moments < len(truth.at)].tolist():
            if not truth.heard[second]:
                continue
            lon, lat = truth.lonlat[second]
            east, north = errors[second] if rng.random() > 1 / 300 else rng.normal(0, 150, 2)
            lie = [bool(rng.random() < 1 / 600) for _ in range(3)]
            fixes.append(
                Fix(
                    at=datetime.fromtimestamp(float(truth.at[second]), UTC),
                    lon=float(lon + east / (METRES_PER_DEGREE * np.cos(np.radians(lat)))),
                    lat=float(lat + north / METRES_PER_DEGREE),
                    speed=max(0.0, float(truth.speed[second] + rng.normal(0, 0.3)) + (9.0 if rng.random() < 1 / 500 else 0.0)),
                    accuracy=float(accuracy[second]),
                    signals=Signals(
                        loaded=bool(truth.loaded[second]) ^ lie[0] if has_load else None,
                        cover_open=bool(truth.cover[second]) ^ lie[1] if has_cover else None,
                        body_raised=bool(truth.raised[second]) ^ lie[2],
                        ignition=True if has_ignition else None,
                    ),
                )
            )
        return fixes


@dataclass(frozen=True)
class Driven:
    """Second by second: (n, 2) lon/lat, m/s; `tipped` is from which second to which it stood and tipped."""

    places: Numbers
    speed: Numbers
    tipped: tuple[int, int] | None = None


class Drive:
    """Along a line at a driver's pace, with lights, jams, and what is planted."""

    def __init__(self, rng: np.random.Generator, wrong: AlarmKind | None) -> None:
        self._rng, self._wrong = rng, wrong

    def along(self, line: Numbers) -> Driven:
        metres = _metres(line)
        whole, pace = float(metres[-1]), float(self._rng.uniform(28, 46)) / 3.6
        fast = self._fast(whole)
        halts = self._halts(whole)
        planted = float(self._rng.uniform(0.3, 0.7)) * whole
        stand = {AlarmKind.LONG_STOP: (1_500, 2_700), AlarmKind.DUMPING: (100, 260)}.get(self._wrong) if self._wrong else None
        if stand:
            halts.append((planted, int(self._rng.integers(*stand))))
        halts.sort()
        gone, tipped = 0.0, None
        passed: list[float] = []
        speeds: list[float] = []
        while gone < whole:
            if halts and gone >= halts[0][0]:
                at, long = halts.pop(0)
                if self._wrong is AlarmKind.DUMPING and at == planted:
                    tipped = (len(speeds), len(speeds) + long)
                passed += [gone] * long
                speeds += [0.0] * long
                continue
            now = float(self._rng.normal(21.0, 0.4)) if fast[0] <= gone <= fast[1] else pace * float(self._rng.uniform(0.92, 1.08))
            gone = min(gone + now, whole)
            passed.append(gone)
            speeds.append(now)
        return Driven(_at(line, metres, np.array(passed)), np.array(speeds), tipped)

    def home(self, line: Numbers) -> Driven:
        """Empty: ten minutes of it at most."""
        metres, pace = _metres(line), float(self._rng.uniform(30, 48)) / 3.6
        passed = np.arange(1, min(600, int(metres[-1] / pace)), dtype=np.float64) * pace
        return Driven(_at(line, metres, passed), np.full(len(passed), pace))

    def _fast(self, whole: float) -> tuple[float, float]:
        if self._wrong is not AlarmKind.SPEED:
            return (-1.0, -1.0)
        begin = float(self._rng.uniform(0.1, 0.3)) * whole
        return begin, begin + float(self._rng.uniform(1_600, 2_600))

    def _halts(self, whole: float) -> list[tuple[float, int]]:
        """Lights at one crossing in three, now and then a jam."""
        lights = [(at, int(self._rng.integers(15, 85))) for at in np.arange(BLOCK_M, whole, BLOCK_M).tolist() if self._rng.random() < 0.3]
        jam = [(float(self._rng.uniform(0.1, 0.9)) * whole, int(self._rng.integers(180, 660)))] if self._rng.random() < 0.12 else []
        return lights + jam


def _yard(number: int, x: float, y: float) -> HaulPlaceOrder:
    kind = HaulPlaceKind.SITE if number % 3 else HaulPlaceKind.GROUND
    return HaulPlaceOrder(id=f"Y{number}", kind=kind, name=f"{kind} {number}", outline=_square(x, y, YARD_M))


def _shut(number: int, x: float, y: float, rng: np.random.Generator) -> HaulPlaceOrder:
    half = float(rng.uniform(300, 420))
    return HaulPlaceOrder(id=f"F{number}", kind=HaulPlaceKind.FORBIDDEN, name=f"禁区{number}", outline=_square(x, y, half))


def _square(x: float, y: float, half: float) -> list[Place]:
    return [degrees(x + dx * half, y + dy * half) for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def _middle(place: HaulPlaceOrder) -> Place:
    lon, lat = np.mean(place.outline, axis=0)
    return float(lon), float(lat)


def _enters(way: Route, shut: list[HaulPlaceOrder]) -> bool:
    corners = [(np.min(place.outline, axis=0), np.max(place.outline, axis=0)) for place in shut]
    points = np.array([way.at(metres)[:2] for metres in np.arange(0, way.length, 50.0)])
    return any(bool(np.all((points >= low) & (points <= high), axis=1).any()) for low, high in corners)


def _metres(line: Numbers) -> Numbers:
    scale = np.array([METRES_PER_DEGREE * np.cos(np.radians(line[:, 1].mean())), METRES_PER_DEGREE])
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line * scale, axis=0).T))])


def _at(line: Numbers, metres: Numbers, passed: Numbers) -> Numbers:
    return np.column_stack([np.interp(passed, metres, line[:, 0]), np.interp(passed, metres, line[:, 1])])


def _wander(rng: np.random.Generator, count: int, sigma: float, memory_s: float = 60.0) -> Numbers:
    """(count, 2) metres east and north of an error that forgets itself within a minute."""
    keep = float(np.exp(-1 / memory_s))
    steps = rng.normal(0, sigma * np.sqrt(1 - keep**2), (count, 2))
    errors = np.empty((count, 2))
    last = rng.normal(0, sigma, 2)
    for number in range(count):
        last = keep * last + steps[number]
        errors[number] = last
    return errors


def _canyons(rng: np.random.Generator, count: int) -> Iterator[tuple[int, int]]:
    """Stretches between high houses."""
    for _ in range(int(rng.poisson(count / 2400))):
        first = int(rng.integers(count))
        yield first, min(count, first + int(rng.integers(60, 240)))
