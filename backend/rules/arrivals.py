"""When each unit could be at a place: inspectors walk, trucks and vehicles drive."""

from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from backend.rules import believed, fixes_then, past, shifts, street_graph
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.standards.recommending import StreetRules
from backend.tables.positions import LatestRow
from backend.tables.units import UnitRow
from geo.streets import WALKING, Spot, Streets
from geo.tracks import metres
from wire.codes import DutyState, Noun, UnitKind, WorkState
from wire.units import Unit

Numbers = NDArray[np.float64]


class Arrival(NamedTuple):
    """`metres` and `seconds` of the way from its newest fix; none where there is no fix, or no way."""

    unit_id: str
    kind: UnitKind
    duty: DutyState
    state: WorkState
    duty_grids: list[str]
    department_id: str | None
    fix_at: datetime | None
    fix_age_s: int | None
    metres: int | None
    seconds: int | None


class Placed(NamedTuple):
    """A unit with its newest fix as the tables have them; `at` in milliseconds since 1970."""

    id: str
    kind: UnitKind
    duty: DutyState
    state: WorkState
    duty_grids: list[str]
    department_id: str | None
    at: int | None
    lon: float
    lat: float


class Arrivals(NamedTuple):
    by_streets: bool
    units: list[Arrival]


def arrivals(work: Work, lon: float, lat: float, at_hand: bool = False, then: datetime | None = None) -> Arrivals:
    """Every unit once, by id. `at_hand`: along the streets only where their graph has been made already. `then`: as of an earlier moment, by the
    streets of now."""
    streets = street_graph.graph_at_hand(work) if at_hand else street_graph.graph(work)
    rows = _units(work) if then is None else _units_then(work, then)
    placed = [row for row in rows if row.at is not None]
    ways = _ways(streets, in_force(work).recommending.streets, lon, lat, placed)
    now_ms = round((then or work.at).timestamp() * 1000)
    return Arrivals(streets is not None, [_arrival(row, ways.get(row.id), now_ms) for row in rows])


def _units(work: Work) -> list[Placed]:
    of_unit = (UnitRow.id, UnitRow.kind, UnitRow.duty, UnitRow.state, UnitRow.duty_grids, UnitRow.department_id)
    placed = sa.and_(LatestRow.unit == UnitRow.number, believed.not_made_up(in_force(work).tracks))
    chosen = sa.select(*of_unit, LatestRow.at, LatestRow.lon, LatestRow.lat).outerjoin(LatestRow, placed).order_by(UnitRow.id)
    rostered = shifts.grids_now(work)
    found = (Placed(*row) for row in work.session.execute(chosen))
    return [each._replace(duty_grids=rostered.get(each.id, each.duty_grids)) for each in found]


def _units_then(work: Work, at: datetime) -> list[Placed]:
    changed = past.things(work, Noun.UNIT, Unit, at)
    then = [
        Placed(each.id, each.kind, each.duty, each.state, each.duty_grids, each.department_id, None, 0.0, 0.0)
        for each in changed.values()
        if each is not None
    ]
    where = fixes_then.positions(work, at)
    fixes = dict(zip(where.unit_ids, zip(where.at, where.lon, where.lat, strict=True), strict=True))
    units = sorted([*(row for row in _units(work) if row.id not in changed), *then], key=lambda each: each.id)
    tracks, made_up = in_force(work).tracks, frozenset(where.mocked)
    return [_placed(unit, fixes.get(unit.id) if unit.id not in made_up or tracks.of(unit.kind).believe_mock else None) for unit in units]


def _placed(unit: Placed, fix: tuple[int, float, float] | None) -> Placed:
    at, lon, lat = fix or (None, 0.0, 0.0)
    return unit._replace(at=at, lon=lon, lat=lat)


def _arrival(row: Placed, way: tuple[float, float] | None, now_ms: int) -> Arrival:
    known = way is not None and np.isfinite(way[1])
    return Arrival(
        unit_id=row.id,
        kind=row.kind,
        duty=row.duty,
        state=row.state,
        duty_grids=row.duty_grids,
        department_id=row.department_id,
        fix_at=None if row.at is None else datetime.fromtimestamp(row.at / 1000, UTC),
        fix_age_s=None if row.at is None else max(0, (now_ms - row.at) // 1000),
        metres=round(way[0]) if way and known else None,
        seconds=round(way[1]) if way and known else None,
    )


def _ways(streets: Streets | None, rules: StreetRules, lon: float, lat: float, placed: list[Placed]) -> dict[str, tuple[float, float]]:
    """Metres and seconds by unit."""
    found: dict[str, tuple[float, float]] = {}
    for drives in (False, True):
        mine = [row for row in placed if (row.kind is not UnitKind.INSPECTOR) == drives]
        if mine:
            place = np.array([row.lon for row in mine]), np.array([row.lat for row in mine])
            far, long = _straight(rules, lon, lat, *place, drives) if streets is None else _along(streets, lon, lat, *place, drives)
            found |= {row.id: (float(metres_), float(seconds)) for row, metres_, seconds in zip(mine, far, long, strict=True)}
    return found


def _straight(rules: StreetRules, lon: float, lat: float, lons: Numbers, lats: Numbers, drives: bool) -> tuple[Numbers, Numbers]:
    far = metres(lon, lat, lons, lats) * rules.detour
    return far, far / (rules.kmh / 3.6 if drives else WALKING)


def _along(streets: Streets, lon: float, lat: float, lons: Numbers, lats: Numbers, drives: bool) -> tuple[Numbers, Numbers]:
    """What lies beside the streets, at both ends, is walked."""
    goal, origins = streets.nearest(lon, lat), streets.spots(lons, lats)
    beside = np.array([spot.away for spot in origins]) + goal.away
    far = streets.lengths(origins, goal, driving=drives)
    long = streets.times(origins, goal) if drives else far / WALKING
    total, seconds = far + beside, long + beside / WALKING
    return _no_farther(total, seconds, origins, goal, metres(lon, lat, lons, lats))


def _no_farther(far: Numbers, seconds: Numbers, origins: list[Spot], goal: Spot, straight: Numbers) -> tuple[Numbers, Numbers]:
    """Who stands beside the place need not go to the street first."""
    reach = np.array([spot.away for spot in origins]) + goal.away
    near = straight <= reach
    return np.where(near, straight, far), np.where(near, np.minimum(seconds, straight / WALKING), seconds)
