"""Who can see a place and be there first, and whom to send: through the door of a real backend, beside asking every ray and every way in turn."""

import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import requests
import sqlalchemy as sa

from backend.rules import cameras, positions, street_graph
from backend.session import SYSTEM, Database, Work
from backend.tables.places import StreetRow
from backend.tables.registers import EntryRow
from backend.tables.units import UnitRow
from bench import stage
from geo.grids import METRES_PER_DEGREE
from geo.sight import WIDTH_M, Eye, Obstacles, looks
from geo.streets import Streets
from tools.household import Household
from wire.cameras import CameraOrder
from wire.codes import DutyState, RegisterKind, Role, UnitKind, WorkState
from wire.units import Fix

CAMERAS, UNITS, CANDIDATES = 347, 1000, 300
LON, LAT = 111.0, 35.02
NORTH = 1 / METRES_PER_DEGREE
EAST = NORTH / float(np.cos(np.radians(LAT)))
SIDE, STEP, REACH = 9000, 100, 300  # m: of the city, of a block, of a camera
PLACES, RAYS, WAYS = 100, 101, 20
Place = tuple[float, float]
Numbers = np.ndarray[Any, np.dtype[np.float64]]


def main() -> None:
    print(f"{CAMERAS} cameras that reach {REACH} m and {UNITS:,} units, in a city of {SIDE / 1000:.0f} km with a crossing every {STEP} m and four")
    print(f"buildings to a block; {PLACES} places, over HTTP, the answer decoded. Recommendation: {CANDIDATES} units.\n")
    print("| what | p50 ms | p95 ms | longest | brute force, ms | × |\n|---|---:|---:|---:|---:|---:|")
    for kind in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database(kind, Path(name)) as url:
            household = Household(Path(name) / "log")
            try:
                measure(kind, url, Path(name) / "data", household)
            finally:
                household.end()
    print(f"\nBudget: sight 150 ms, recommendation 200 ms. Brute force, without HTTP and database: {RAYS} rays from every camera that looks at the")
    print(f"place, each asked at every wall of the city, and for each unit the way to the place by itself (measured with {WAYS} units).")


def measure(kind: str, url: str, folder: Path, household: Household) -> None:
    database, city = Database(url), City(np.random.default_rng(1))
    with database.write(SYSTEM) as work:
        city.build(work)
        city.man(work)
    address, client = stage.serve(household, url, folder), requests.Session()
    client.headers["Authorization"] = f"Bearer {stage.token(url, Role.DISPATCHER)}"
    with database.read() as work:
        streets = street_graph.graph(work)
    assert streets is not None

    def ask(path: str, listed: str, count: int, **params: float) -> None:
        answer = client.get(f"{address}{path}", params=params, timeout=60).json()
        assert len(answer[listed]) == count

    ask("/v1/sight", "units", UNITS, lon=LON, lat=LAT)  # the first makes the graph
    places = city.places(PLACES)
    taken, floor = [], []
    for lon, lat in places:
        taken.append(timed(lambda lon=lon, lat=lat: ask("/v1/sight", "units", UNITS, lon=lon, lat=lat)))
        floor.append(timed(lambda: client.get(f"{address}/v1/health", timeout=60).json()))
    brute = [timed(lambda place=place: city.cast(*place)) + city.ways(streets, *place) * UNITS for place in places[:3]]
    show(f"{kind}: who can see, who is there first", taken, brute)
    show(f"{kind}: floor, the health of the backend in the same seconds", floor)

    stage.fill(url, open_cases=1000)
    with database.write(SYSTEM) as work:
        work.session.execute(sa.delete(UnitRow).where(UnitRow.number > CANDIDATES))
    cases = client.get(f"{address}/v1/cases", params={"limit": PLACES, "status": "REPORTED"}, timeout=60).json()["cases"]
    taken = [timed(lambda case=case: ask(f"/v1/cases/{case['id']}/recommendation", "candidates", CANDIDATES)) for case in cases]
    brute = [city.ways(streets, case["lon"], case["lat"]) * CANDIDATES for case in cases[:3]]
    show(f"{kind}: whom to send", taken, brute)
    client.close()
    database.close()


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def show(what: str, taken: Sequence[float], brute: Sequence[float] = ()) -> None:
    middle, most = np.percentile(taken, [50, 95])
    beside = f"{np.median(brute):,.0f} | {np.median(brute) / middle:,.0f}" if brute else "|"
    print(f"| {what} | {middle:,.0f} | {most:,.0f} | {max(taken):,.0f} | {beside} |", flush=True)


class City:
    """Streets as a net, buildings in its meshes, cameras at its crossings, units anywhere."""

    def __init__(self, chance: np.random.Generator) -> None:
        self._chance = chance
        self._marks = np.arange(-SIDE / 2, SIDE / 2 + 1, STEP).tolist()
        self._rings = [self._ring(x + dx, y + dy) for x in self._marks[:-1] for y in self._marks[:-1] for dx in (15, 55) for dy in (15, 55)]
        self._eyes = [self._eye() for _ in range(CAMERAS)]

    def places(self, count: int) -> list[Place]:
        return [degrees(x, y) for x, y in self._chance.uniform(-SIDE / 3, SIDE / 3, (count, 2)).tolist()]

    def build(self, work: Work) -> None:
        for number, mark in enumerate(self._marks):
            work.session.add(_street(f"e{number}", [degrees(x, mark) for x in self._marks], oneway=number % 5 == 0))
            work.session.add(_street(f"n{number}", [degrees(mark, y) for y in self._marks], oneway=number % 5 == 1))
        work.session.execute(sa.insert(EntryRow), [_building(number, ring) for number, ring in enumerate(self._rings)])
        for number, eye in enumerate(self._eyes):
            named = dict.fromkeys(("id", "code", "name"), f"c{number}")
            lens = {"azimuth": eye.azimuth, "view_angle": eye.view_angle, "reach": eye.reach}
            cameras.put(work, CameraOrder(**named, lon=eye.lon, lat=eye.lat, **lens))

    def man(self, work: Work) -> None:
        texts = dict.fromkeys(("team", "plate", "phone"), "")
        for number in range(1, UNITS + 1):
            kind = UnitKind.INSPECTOR if number <= CANDIDATES or number % 2 else UnitKind.TRUCK
            named = {"id": f"u{number}", "code": f"u{number}", "name": f"u{number}", "number": number, "version": 1}
            work.session.add(UnitRow(kind=kind, duty=DutyState.ON_DUTY, state=WorkState.ON_DUTY, duty_grids=[], **named, **texts))
        work.session.flush()
        for number, (lon, lat) in enumerate(self.places(UNITS), start=1):
            at = work.at - timedelta(seconds=float(self._chance.uniform(0, 400)))
            positions.store(work, f"u{number}", [Fix(at=at, lon=lon, lat=lat)])

    def cast(self, lon: float, lat: float) -> int:
        """How many rays reach the place."""
        flat = Obstacles(lon, lat, []).flat
        walls = [np.vstack([flat(np.array(ring[k : k + 4])) for ring in self._rings]) for k in (0, 1)]
        seen = looks(lon, lat, self._eyes, Obstacles(lon, lat, []))
        return sum(_rays(flat(np.array([[eye.lon, eye.lat]]))[0], *walls) for eye, look in zip(self._eyes, seen, strict=True) if look is not None)

    def ways(self, streets: Streets, lon: float, lat: float) -> float:
        """Milliseconds for the way of one unit."""
        goal = streets.nearest(lon, lat)
        return timed(lambda: [streets.route(streets.nearest(*place), goal, by_time=True) for place in self.places(WAYS)]) / WAYS

    def _ring(self, x: float, y: float) -> list[Place]:
        wide, high = self._chance.uniform(15, 32, 2).tolist()
        return [degrees(x + dx, y + dy) for dx, dy in ((0, 0), (wide, 0), (wide, high), (0, high), (0, 0))]

    def _eye(self) -> Eye:
        x, y = self._chance.choice(self._marks, 2).tolist()
        return Eye(*degrees(x, y), float(self._chance.uniform(0, 360)), 90.0, float(REACH))


def degrees(x: float, y: float) -> Place:
    return LON + x * EAST, LAT + y * NORTH


def _rays(eye: Numbers, begin: Numbers, end: Numbers) -> int:
    side = np.array([eye[1], -eye[0]]) / max(float(np.hypot(*eye)), 1e-9) * WIDTH_M / 2
    return sum(not _crosses(eye, side * share, begin, end).any() for share in np.linspace(-1, 1, RAYS))


def _crosses(a: Numbers, b: Numbers, c: Numbers, d: Numbers) -> Numbers:
    def turn(p: Numbers, q: Numbers, r: Numbers) -> Numbers:
        return (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0])

    return (turn(a, b, c) * turn(a, b, d) < 0) & (turn(c, d, a) * turn(c, d, b) < 0)


def _street(id: str, line: list[Place], oneway: bool) -> StreetRow:
    around = {"lon": LON, "lat": LAT} | _box(line)
    return StreetRow(id=id, name=id, kind="tertiary", length_m=float(SIDE), line=[line], speed_kmh=None, oneway=oneway, **around)


def _building(number: int, ring: list[Place]) -> dict[str, Any]:
    texts = dict.fromkeys(("name", "category", "state", "operator", "address", "phone"), "")
    known = {"kind": RegisterKind.BUILDING, "id": f"b{number}", "code": f"b{number}", "lon": ring[0][0], "lat": ring[0][1], "lines": [ring]}
    return known | texts | _box(ring)


def _box(line: list[Place]) -> dict[str, float]:
    lons, lats = zip(*line, strict=True)
    return {"west": min(lons), "south": min(lats), "east": max(lons), "north": max(lats)}
