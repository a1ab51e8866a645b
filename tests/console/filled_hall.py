"""A Hall filled from a seed, for tests and screenshots of the panes that need many things at once."""

import math
import random
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from console.hall.hall import Hall
from wire import bulk
from wire.cameras import Camera
from wire.cases import Case
from wire.codes import ComponentState, DutyState, GridKind, Kind, Role, Source, Status, UnitKind
from wire.components import Component
from wire.grids import Grid
from wire.people import User
from wire.tracks import TRACK
from wire.units import Positions, Unit

CENTRE = (-71.1097, 42.3736)
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
ME = User(id="u1", version=1, name="zhang", full_name="张敏", roles=[Role.DISPATCHER])
STATUSES = (Status.REPORTED, Status.PENDING_DISPATCH, Status.PENDING_DISPOSAL, Status.DISPOSING, Status.PENDING_REVIEW, Status.CLOSED)


def empty_hall() -> Hall:
    hall = Hall(ME)
    hall.clock.set(NOW)
    return hall


def filled_hall(cases: int = 300, units: int = 120, cameras: int = 60, components: int = 4000, seed: int = 1) -> Hall:
    hall, chance = empty_hall(), random.Random(seed)
    hall.cases.replace([_case(chance, number) for number in range(cases)])
    hall.units.replace([_unit(number) for number in range(units)])
    hall.fixes.apply(positions(chance, units))
    hall.cameras.replace([_camera(chance, number) for number in range(cameras)])
    hall.grids.replace(_grids())
    hall.components.set(_components(chance, components))
    return hall


def _spot(chance: random.Random, spread: float = 0.012) -> tuple[float, float]:
    return CENTRE[0] + chance.gauss(0, spread * 1.4), CENTRE[1] + chance.gauss(0, spread)


def _case(chance: random.Random, number: int) -> Case:
    lon, lat = _spot(chance)
    status = chance.choice(STATUSES)
    runs = status not in (Status.REPORTED, Status.PENDING_DISPATCH)
    dispatched = NOW - timedelta(hours=chance.uniform(0.2, 9)) if runs else None
    limit = timedelta(hours=8)
    return Case(
        id=f"case-{number}",
        version=1,
        number=f"140802202611210{number:04}",
        status=status,
        source=Source.INSPECTOR,
        kind=Kind.EVENT,
        class_code="0101",
        catalogue="1",
        lon=lon,
        lat=lat,
        address=f"人民路{number}号",
        description="暴露垃圾",
        reported_at=NOW - timedelta(hours=10),
        status_at=NOW - timedelta(hours=1),
        dispatched_at=dispatched,
        yellow_at=dispatched + limit * 0.8 if dispatched else None,
        deadline_at=dispatched + limit if dispatched else None,
        closed_at=NOW if status == Status.CLOSED else None,
        urgent=chance.random() < 0.06,
    )


def _unit(number: int) -> Unit:
    kind = UnitKind.TRUCK if number % 4 == 0 else UnitKind.INSPECTOR
    name = f"晋M{10000 + number}" if kind == UnitKind.TRUCK else f"监督员{number:03}"
    duty = DutyState.OFF_DUTY if number % 19 == 0 else DutyState.ON_DUTY
    return Unit(id=f"unit-{number}", version=1, code=f"T{number}", kind=kind, name=name, duty=duty)


def positions(chance: random.Random, units: int) -> Positions:
    spots = [_spot(chance) for _ in range(units)]
    ages = [chance.choice((5, 12, 20, 30, 40, 90, 400)) for _ in range(units)]
    return Positions(
        cursor=1,
        now=NOW,
        unit_ids=[f"unit-{number}" for number in range(units)],
        at=[int((NOW.timestamp() - age) * 1000) for age in ages],
        lon=[lon for lon, _ in spots],
        lat=[lat for _, lat in spots],
        speed=[chance.uniform(0, 3) for _ in range(units)],
        heading=[chance.choice((-1.0, chance.uniform(0, 360))) for _ in range(units)],
    )


def _camera(chance: random.Random, number: int) -> Camera:
    lon, lat = _spot(chance)
    azimuth = chance.uniform(0, 360) if number % 6 else None
    online = None if number % 13 == 0 else number % 7 != 0
    return Camera(
        id=f"camera-{number}", version=1, code=f"C{number:04}", name=f"路口{number}", lon=lon, lat=lat, azimuth=azimuth, view_angle=70, online=online
    )


def _grids(count: int = 6, step: float = 0.008) -> list[Grid]:
    west, south = CENTRE[0] - count * step / 2, CENTRE[1] - count * step / 2
    return [_grid(west + column * step, south + row * step, step, row * count + column) for row in range(count) for column in range(count)]


def _grid(west: float, south: float, step: float, number: int) -> Grid:
    ring = [(west, south), (west + step, south), (west + step, south + step), (west, south + step), (west, south)]
    code = f"{number:03}"
    name = f"第{number + 1}责任网格"
    return Grid(
        id=f"DUTY-{code}", version=1, kind=GridKind.DUTY, code=code, name=name, area_m2=5e5, lon=west + step / 2, lat=south + step / 2, rings=[[ring]]
    )


def _components(chance: random.Random, count: int) -> pa.Table:
    return bulk.encode(Component, [_component(chance, number) for number in range(count)])


def _component(chance: random.Random, number: int) -> Component:
    lon, lat = _spot(chance, 0.006)
    state = ComponentState.INTACT if number % 9 else ComponentState.DAMAGED
    code, class_code = f"{number:016}", f"0{number % 5 + 1}01"
    return Component(id=code, version=1, code=code, class_code=class_code, name="雨水箅子", state=state, lon=lon, lat=lat)


def track(minutes: int = 90) -> pa.Table:
    """A walk around the centre, one fix every ten seconds, with a gap in the middle."""
    at, lon, lat, speed, heading = [], [], [], [], []
    for step in range(minutes * 6):
        turn = step / (minutes * 6) * 2 * math.pi
        at.append(NOW + timedelta(seconds=step * 10 + (900 if step > minutes * 3 else 0)))
        lon.append(CENTRE[0] + 0.012 * math.sin(turn))
        lat.append(CENTRE[1] + 0.008 * math.sin(2 * turn))
        speed.append(abs(8 * math.sin(turn * 3)))
        heading.append((math.degrees(turn) + 90) % 360)
    return pa.table({"at": at, "lon": lon, "lat": lat, "speed": speed, "heading": heading, "accuracy": [5.0] * len(at)}, schema=TRACK)
