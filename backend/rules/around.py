"""What lies around a place: counts and the nearest of each kind, and whom to call."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np
import sqlalchemy as sa

from backend import spatial
from backend.rules import masks, places
from backend.rules.cases import DONE
from backend.session import Work
from backend.tables.cameras import CameraRow
from backend.tables.cases import CaseRow
from backend.tables.places import ComponentRow
from backend.tables.positions import LatestRow
from backend.tables.registers import EntryRow
from backend.tables.sensors import SensorRow
from backend.tables.units import UnitRow
from geo.tracks import Box, metres
from wire.around import Around, Contact, ContactKind, Group, Nearby
from wire.codes import GridKind, RegisterKind, UnitKind


class Circle(NamedTuple):
    lon: float
    lat: float
    radius_m: float

    @property
    def box(self) -> Box:
        return spatial.box_around(self.lon, self.lat, self.radius_m)


class Inside(NamedTuple):
    """The rows within a circle, nearest first, with their metres."""

    rows: list[Any]
    away: list[float]


def around(work: Work, circle: Circle, nearest: int) -> Around:
    """Cases are the open ones. Whatever lies on the rim is within."""
    cases, units = _cases(work, circle), _units(work, circle)
    components, entities, bicycles = _components(work, circle), _entries(work, circle, RegisterKind.STREET_ENTITY), _bicycles(work, circle)
    return Around(
        **circle._asdict(),
        cases=_group(cases, nearest),
        units=_group(units, nearest),
        cameras=_group(_of(work, circle, CameraRow, CameraRow.name, sa.literal("")), nearest),
        sensors=_group(_of(work, circle, SensorRow, SensorRow.name, SensorRow.kind), nearest),
        components=_group(components, nearest),
        classes=dict(Counter(row.code for row in components.rows)),
        entities=_group(entities, nearest),
        categories=dict(Counter(row.code for row in entities.rows)),
        bicycles=_group(bicycles, nearest),
        contacts=[*_departments(work, circle, cases), *_inspectors(work, circle, units), *_operators(bicycles)],
    )


def cases(work: Work, circle: Circle, nearest: int) -> Group:
    """The open ones."""
    return _group(_cases(work, circle), nearest)


def _cases(work: Work, circle: Circle) -> Inside:
    more = (CaseRow.number.label("name"), CaseRow.status.label("code"), CaseRow.department_id)
    return _within(work, circle, sa.select(CaseRow.id, CaseRow.lon, CaseRow.lat, *more).where(CaseRow.status.not_in(DONE), *_boxed(CaseRow, circle)))


def _units(work: Work, circle: Circle) -> Inside:
    columns = (UnitRow.id, LatestRow.lon, LatestRow.lat, LatestRow.at, UnitRow.name, UnitRow.kind.label("code"), UnitRow.phone)
    seen = sa.select(*columns).join(LatestRow, LatestRow.unit == UnitRow.number)
    return _within(work, circle, seen.where(*_boxed(LatestRow, circle)))


def _components(work: Work, circle: Circle) -> Inside:
    columns = (ComponentRow.id, ComponentRow.lon, ComponentRow.lat, ComponentRow.name, ComponentRow.class_code.label("code"))
    return _within(work, circle, sa.select(*columns).where(spatial.within_box(work.session, circle.box)))


def _entries(work: Work, circle: Circle, kind: RegisterKind) -> Inside:
    west, _, east, _ = circle.box
    columns = (EntryRow.id, EntryRow.lon, EntryRow.lat, EntryRow.name, EntryRow.category.label("code"), EntryRow.operator)
    inside = (EntryRow.kind == kind, EntryRow.west.between(west, east), *_boxed(EntryRow, circle))
    return _within(work, circle, sa.select(*columns).where(*inside))


def _bicycles(work: Work, circle: Circle) -> Inside:
    return _entries(work, circle, RegisterKind.BICYCLE)


def _of(work: Work, circle: Circle, table: Any, name: Any, code: Any) -> Inside:
    chosen = sa.select(table.id, table.lon, table.lat, name.label("name"), code.label("code"))
    return _within(work, circle, chosen.where(*_boxed(table, circle)))


def _boxed(table: Any, circle: Circle) -> tuple[Any, Any]:
    west, south, east, north = circle.box
    return table.lon.between(west, east), table.lat.between(south, north)


def _within(work: Work, circle: Circle, chosen: Any) -> Inside:
    """`chosen` begins with id, lon and lat. By position and in columns: a dense square kilometre has 10,000 rows."""
    rows = work.session.connection().execute(chosen).all()  # past the objects
    if not rows:
        return Inside([], [])
    away = metres(circle.lon, circle.lat, [row[1] for row in rows], [row[2] for row in rows])
    inside = np.flatnonzero(away <= circle.radius_m)
    ids = np.array([rows[number][0] for number in inside.tolist()], np.str_)
    order = inside[np.lexsort((ids, away[inside]))]
    return Inside([rows[number] for number in order.tolist()], away[order].tolist())


def _group(inside: Inside, nearest: int) -> Group:
    first = zip(inside.rows[:nearest], inside.away[:nearest], strict=True)
    return Group(count=len(inside.rows), nearest=[_nearby(row, far) for row, far in first])


def _nearby(row: Any, away_m: float) -> Nearby:
    at = datetime.fromtimestamp(row.at / 1000, UTC) if hasattr(row, "at") else None
    return Nearby(id=row.id, name=row.name, code=row.code, lon=row.lon, lat=row.lat, away_m=round(away_m, 1), at=at)


def _departments(work: Work, circle: Circle, cases: Inside) -> list[Contact]:
    """Those that answer for the place, with how many of the open cases here are theirs."""
    theirs = Counter(row.department_id for row in cases.rows)
    found = places.departments(work, circle.lon, circle.lat)
    return [Contact(kind=ContactKind.DEPARTMENT, id=each.id, name=each.name, phone=each.phone, count=theirs[each.id]) for each in found]


def _inspectors(work: Work, circle: Circle, units: Inside) -> list[Contact]:
    """Those of the duty grid, and those who are here; here a phone is masked."""
    grids = spatial.grids_at(work.session, circle.lon, circle.lat)
    duty = next((grid.code for grid in grids if grid.kind is GridKind.DUTY), None)
    found = {each.unit_id: (each.name, each.phone) for each in places.inspectors(work, duty)}
    found |= {row.id: (row.name, row.phone) for row in units.rows if row.code is UnitKind.INSPECTOR}
    return [Contact(kind=ContactKind.INSPECTOR, id=id, name=name, phone=masks.phone(phone)) for id, (name, phone) in found.items()]


def _operators(bicycles: Inside) -> list[Contact]:
    counts: Sequence[tuple[str, int]] = Counter(row.operator for row in bicycles.rows if row.operator).most_common()
    return [Contact(kind=ContactKind.OPERATOR, id=name, name=name, count=count) for name, count in counts]
