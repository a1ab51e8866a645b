"""A Hall with something on every overlay, for tests and pictures of the map's layers."""

import random
from datetime import timedelta

import msgspec

from console.hall.basic import Squares
from console.hall.columns import Columns
from console.hall.hall import Hall
from tests.console.filled_hall import CENTRE, NOW, filled_hall
from wire import bulk
from wire.codes import FenceKind, GridKind, HaulPlaceKind, RegisterKind, SensorKind, Source, UnitKind
from wire.coverage import Covered
from wire.geofences import Geofence
from wire.grids import Grid
from wire.hauls import HaulPlace
from wire.registers import Entry, Line, Register
from wire.sensors import Sensor

LON, LAT = CENTRE
STEP, ACROSS, UP = 0.0011, 20, 20  # of the basic grids
COUNTS = {RegisterKind.STREET_ENTITY: 900, RegisterKind.BICYCLE: 500, RegisterKind.FLOOD_POINT: 12, RegisterKind.GATE: 300, RegisterKind.POI: 80}
SOURCES = (Source.INSPECTOR, Source.WECHAT, Source.VIDEO, Source.SENSOR, Source.LEADER)


def rich_hall(seed: int = 1) -> Hall:
    hall, chance = filled_hall(seed=seed), random.Random(seed)
    hall.cases.replace(
        [msgspec.structs.replace(case, version=2, source=chance.choice(SOURCES), grid_code=square_at(case.lon, case.lat)) for case in hall.cases]
    )
    hall.units.replace([msgspec.structs.replace(unit, version=2, kind=list(UnitKind)[at % 3]) for at, unit in enumerate(hall.units)])
    hall.cameras.replace([msgspec.structs.replace(camera, version=2, reach=80.0) for camera in hall.cameras])
    for kind, count in COUNTS.items():
        add_register(hall, kind, [entry(kind, number, *_spot(chance)) for number in range(count)])
    add_register(hall, RegisterKind.DRAIN, [_drain(number, *_spot(chance)) for number in range(60)])
    add_register(hall, RegisterKind.BUILDING, [_building(number, *_spot(chance)) for number in range(150)])
    hall.sensors.replace([_sensor(chance, number) for number in range(40)])
    hall.geofences.replace(_fences())
    hall.hauls.places.replace(_haul_places())
    hall.grids.put(
        [_grid(GridKind.DISTRICT, "1", "云泽区", LON - 0.05, LAT - 0.04, 0.1), _grid(GridKind.STREET, "2", "古城街道", LON - 0.04, LAT - 0.03, 0.06)]
    )
    squares = basic_grids()
    hall.basic.set(Squares(bulk.encode(Grid, squares)))
    hall.basic.cover([Covered(code=each.code, at=NOW - timedelta(hours=chance.choice((0.5, 3, 7, 20)))) for each in squares[::2]], NOW)
    return hall


def add_register(hall: Hall, kind: RegisterKind, entries: list[Entry], version: int = 1) -> None:
    hall.registers.put([Register(id=kind, version=version, kind=kind, count=len(entries), at=NOW)])
    hall.entries.set(kind, Columns(Entry, bulk.encode(Entry, entries)))


def entry(kind: RegisterKind, number: int, lon: float, lat: float, **more: object) -> Entry:
    made = Entry(id=f"{kind}-{number}", kind=kind, code=f"{number:05}", name=f"永兴面馆{number}", lon=lon, lat=lat, category=f"类{number % 3}")
    return msgspec.structs.replace(made, **more)


def basic_grids() -> list[Grid]:
    west, south = LON - ACROSS / 2 * STEP, LAT - UP / 2 * STEP
    return [
        _grid(GridKind.BASIC, _code(column, row), "", west + column * STEP, south + row * STEP, STEP) for row in range(UP) for column in range(ACROSS)
    ]


def square_at(lon: float, lat: float) -> str | None:
    column, row = int((lon - LON) // STEP + ACROSS / 2), int((lat - LAT) // STEP + UP / 2)
    return _code(column, row) if 0 <= column < ACROSS and 0 <= row < UP else None


def _code(column: int, row: int) -> str:
    return f"14080200101{row:02}{column:02}"


def _spot(chance: random.Random) -> tuple[float, float]:
    return LON + chance.gauss(0, 0.012), LAT + chance.gauss(0, 0.008)


def _drain(number: int, lon: float, lat: float) -> Entry:
    line: Line = [(lon, lat), (lon + 0.002, lat + 0.001), (lon + 0.003, lat + 0.003)]
    return entry(RegisterKind.DRAIN, number, lon, lat, lines=[line])


def _building(number: int, lon: float, lat: float) -> Entry:
    ring: Line = [(lon, lat), (lon + 0.0004, lat), (lon + 0.0004, lat + 0.0003), (lon, lat + 0.0003), (lon, lat)]
    return entry(RegisterKind.BUILDING, number, lon, lat, lines=[ring])


def _sensor(chance: random.Random, number: int) -> Sensor:
    lon, lat = _spot(chance)
    value = None if number % 11 == 0 else chance.uniform(0, 55)
    at = None if value is None else NOW - timedelta(minutes=600 if number % 9 == 0 else 5)
    kind = list(SensorKind)[number % 5]
    return Sensor(
        id=f"s{number}", version=1, code=f"S{number}", name=f"{number}号测点", kind=kind, lon=lon, lat=lat, levels=[20.0, 40.0], value=value, at=at
    )


def _fences() -> list[Geofence]:
    triangle = [(LON - 0.012, LAT - 0.004), (LON - 0.004, LAT - 0.005), (LON - 0.006, LAT + 0.003)]
    way = [(LON - 0.01, LAT + 0.007), (LON, LAT + 0.006), (LON + 0.01, LAT + 0.009)]
    return [
        Geofence(id="g1", version=1, name="赛事封控区", kind=FenceKind.CIRCLE, places=[(LON + 0.006, LAT + 0.003)], radius_m=350),
        Geofence(id="g2", version=1, name="考点周边", kind=FenceKind.POLYGON, places=triangle),
        Geofence(id="g3", version=1, name="游行路线", kind=FenceKind.CORRIDOR, places=way, radius_m=60),
    ]


def _haul_places() -> list[HaulPlace]:
    found = []
    for number, kind in enumerate(HaulPlaceKind):
        west, south = LON - 0.008 + 0.006 * number, LAT - 0.002 + 0.002 * number
        ring = [(west, south), (west + 0.004, south), (west + 0.004, south + 0.003), (west, south + 0.003)]
        found.append(HaulPlace(id=f"hp{number}", version=1, kind=kind, name=f"东湖{number}号", outline=ring, lon=west + 0.002, lat=south + 0.001))
    return found


def _grid(kind: GridKind, code: str, name: str, west: float, south: float, side: float) -> Grid:
    ring = [(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)]
    place = {"lon": west + side / 2, "lat": south + side / 2}
    return Grid(id=f"{kind}-{code}", version=1, kind=kind, code=code, name=name, area_m2=1e4, rings=[[ring]], **place)
