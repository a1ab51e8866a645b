"""What a place is called, and who answers for it: the nearest gate number or place with a name, else the street; grids, inspectors, departments."""

import math
from typing import Any

import numpy as np
import shapely
import sqlalchemy as sa

from backend import spatial
from backend.rules import shifts
from backend.rules.candidates import answers_for
from backend.session import Work
from backend.tables.people import DepartmentRow
from backend.tables.places import StreetRow
from backend.tables.registers import EntryRow
from backend.tables.units import UnitRow
from geo.grids import METRES_PER_DEGREE
from geo.tracks import metres
from wire.codes import DutyState, GridKind, Noun, RegisterKind, UnitKind
from wire.places_at import DepartmentAt, Direction, GridAt, InspectorAt, Landmark, PlaceAt
from wire.search import HitKind

GATE_M, STREET_M = 200.0, 1000.0  # farther off, a name says nothing of a place
HERE_M = 1.0  # nobody measures less
ON_STREET_M = 15.0
SIDES = list(Direction)
ZH = dict(zip(SIDES, ("北", "东北", "东", "东南", "南", "西南", "西", "西北"), strict=True))
EN = dict(zip(SIDES, ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"), strict=True))


def _side(name: str) -> sa.BindParameter[float]:
    return sa.bindparam(name, type_=sa.Double())


WEST, SOUTH, EAST, NORTH = (_side(name) for name in ("west", "south", "east", "north"))
NAMED = sa.select(EntryRow.kind, EntryRow.id, EntryRow.name, EntryRow.lon, EntryRow.lat).where(
    EntryRow.kind.in_((RegisterKind.GATE, RegisterKind.POI)),
    EntryRow.name != "",
    EntryRow.west.between(WEST, EAST),
    EntryRow.south.between(SOUTH, NORTH),
)
STREETS = sa.select(StreetRow.name, StreetRow.line).where(
    StreetRow.name != "", StreetRow.west <= EAST, StreetRow.east >= WEST, StreetRow.south <= NORTH, StreetRow.north >= SOUTH
)


def at(work: Work, lon: float, lat: float, people: bool = True) -> PlaceAt:
    """Without `people` nobody's telephone number is in it."""
    near, grids = landmark(work, lon, lat), spatial.grids_at(work.session, lon, lat)
    duty = next((grid.code for grid in grids if grid.kind is GridKind.DUTY), None)
    return PlaceAt(
        lon=lon,
        lat=lat,
        address=in_chinese(near),
        address_en=in_english(near),
        landmark=near,
        grids=[grid_at(grid) for grid in grids],
        inspectors=inspectors(work, duty) if people else [],
        departments=departments(work, lon, lat),
    )


def note_look(work: Work, seen: PlaceAt) -> None:
    """Somebody has seen whole phone numbers (DOMAIN 9.11)."""
    whose = ", ".join(inspector.unit_id for inspector in seen.inspectors if inspector.phone)
    work.audit("PHONE.SEEN", Noun.UNIT, "", f"{whose} at {seen.lon:.6f}, {seen.lat:.6f}")


def address(work: Work, lon: float, lat: float) -> str:
    """The place in Chinese words; empty where nothing with a name is near."""
    return in_chinese(landmark(work, lon, lat))


def landmark(work: Work, lon: float, lat: float, other_than: tuple[RegisterKind, str] | None = None) -> Landmark | None:
    """`other_than`: nothing is told by itself."""
    return _nearest_named(work, lon, lat, other_than) or _nearest_street(work, lon, lat)


def grid_at(grid: spatial.GridHere) -> GridAt:
    return GridAt(id=grid.id, kind=grid.kind, code=grid.code, name=grid.name)


def in_chinese(near: Landmark | None) -> str:
    """ "瑞祥路11号的东北方向13.8米"; on the spot the name alone."""
    if near is None or near.direction is None:
        return near.name if near else ""
    if near.kind is HitKind.STREET and near.away_m < ON_STREET_M:
        return f"{near.name}上"
    return f"{near.name}的{ZH[near.direction]}方向{_metres(near.away_m)}米"


def in_english(near: Landmark | None) -> str:
    """ "13.8 m north-east of 瑞祥路11号": names stay as they are on the signs."""
    if near is None or near.direction is None:
        return near.name if near else ""
    if near.kind is HitKind.STREET and near.away_m < ON_STREET_M:
        return f"on {near.name}"
    return f"{_metres(near.away_m)} m {EN[near.direction]} of {near.name}"


def inspectors(work: Work, duty_grid: str | None) -> list[InspectorAt]:
    """Who answers for a duty grid, those on duty first; their phones are whole."""
    if duty_grid is None:
        return []
    rows = work.session.scalars(sa.select(UnitRow).where(UnitRow.kind == UnitKind.INSPECTOR).order_by(UnitRow.id))
    rostered = shifts.grids_now(work)
    mine = sorted(
        (row for row in rows if answers_for(rostered.get(row.id, row.duty_grids), duty_grid)), key=lambda row: row.duty is not DutyState.ON_DUTY
    )
    return [InspectorAt(unit_id=row.id, name=row.name, phone=row.phone, team=row.team, duty=row.duty) for row in mine]


def departments(work: Work, lon: float, lat: float) -> list[DepartmentAt]:
    """For every trade the nearest department that answers for it, the nearest first; those without a place last."""
    rows = list(work.session.scalars(sa.select(DepartmentRow).order_by(DepartmentRow.id)))
    rows.sort(key=lambda row: math.inf if row.lon is None or row.lat is None else float(metres(lon, lat, row.lon, row.lat)))
    taken: set[str] = set()
    found = []
    for row in rows:
        trades = [trade for trade in row.trades if trade not in taken]
        taken.update(trades)
        if trades:
            found.append(DepartmentAt(id=row.id, name=row.name, phone=row.phone, trades=trades))
    return found


def _nearest_named(work: Work, lon: float, lat: float, other_than: tuple[RegisterKind, str] | None) -> Landmark | None:
    west, south, east, north = spatial.box_around(lon, lat, GATE_M)
    found = work.session.execute(NAMED, {"west": west, "south": south, "east": east, "north": north}).all()
    rows = [row for row in found if (row.kind, row.id) != other_than]
    if not rows:
        return None
    away = metres(lon, lat, [row.lon for row in rows], [row.lat for row in rows])
    nearest = int(away.argmin())
    row, far = rows[nearest], float(away[nearest])
    return _landmark(HitKind(row.kind), row.id, row.name, (row.lon, row.lat), (lon, lat), far) if far <= GATE_M else None


def _nearest_street(work: Work, lon: float, lat: float) -> Landmark | None:
    west, south, east, north = spatial.box_around(lon, lat, STREET_M)
    rows = work.session.execute(STREETS, {"west": west, "south": south, "east": east, "north": north}).all()
    if not rows:
        return None
    scale = np.array([METRES_PER_DEGREE * math.cos(math.radians(lat)), METRES_PER_DEGREE])
    flat = [shapely.MultiLineString([(np.array(line) - (lon, lat)) * scale for line in row.line]) for row in rows]
    nearest = int(np.argmin(shapely.distance(flat, shapely.Point(0, 0))))
    on_street = shapely.get_coordinates(shapely.shortest_line(flat[nearest], shapely.Point(0, 0)))[0]
    far = float(np.hypot(*on_street))
    place = (on_street / scale + (lon, lat)).tolist()
    return _landmark(HitKind.STREET, rows[nearest].name, rows[nearest].name, place, (lon, lat), far) if far <= STREET_M else None


def _landmark(kind: HitKind, id: str, name: str, there: Any, here: Any, away_m: float) -> Landmark:
    direction = _direction(there, here) if away_m >= HERE_M else None
    return Landmark(kind=kind, id=id, name=name, lon=there[0], lat=there[1], away_m=round(away_m, 1), direction=direction)


def _direction(start: Any, end: Any) -> Direction:
    """In which eighth of the compass one place lies from another."""
    east, north = (end[0] - start[0]) * math.cos(math.radians(start[1])), end[1] - start[1]
    return SIDES[round(math.degrees(math.atan2(east, north)) / 45) % len(SIDES)]


def _metres(away_m: float) -> str:
    return f"{away_m:.1f}" if away_m < 100 else f"{away_m:.0f}"
