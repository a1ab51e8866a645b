"""What this console knows by itself of a text, a place or what lies around it: at once, and when there is no backend to ask."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from heapq import nsmallest

import numpy as np
import shapely

from console import words
from console.hall.chosen import Row
from console.hall.hall import Hall
from console.hall.people import doing
from console.map.hands.area import Disc, Shown, away, within
from wire.around import Around, Contact, ContactKind, Group, Nearby
from wire.cameras import Camera
from wire.cases import Case
from wire.codes import GridKind, Noun, RegisterKind, UnitKind
from wire.entry_cards import EntryCard
from wire.grids import Grid
from wire.places_at import GridAt, InspectorAt, PlaceAt
from wire.search import Found, Hit, HitKind
from wire.units import Unit

MOST_HITS = 20
NEAREST = 5
BESIDE_M = 200.0  # of an entry, where its cases are looked for
CODE_DIGITS = 8  # as many figures may be a component's code, and are looked for among all of them


def search(hall: Hall, text: str, limit: int = MOST_HITS) -> Found:
    """What has `text` in its number, name or code; what begins with it first."""
    wanted = text.strip().casefold()
    if not wanted:
        return Found(hits=[])
    scored = [(score, make) for make, spellings in _things(hall) if (score := _score(wanted, spellings)) is not None]
    best = [make() for _, make in nsmallest(limit, scored, key=lambda each: each[0])]
    component = _component(hall, text.strip())
    return Found(hits=[component, *best] if component else best)


def _score(wanted: str, spellings: Sequence[str]) -> int | None:
    found = [spelling.casefold().find(wanted) for spelling in spellings]
    return min((at for at in found if at >= 0), default=None)


def _things(hall: Hall) -> Iterator[tuple[Callable[[], Hit], Sequence[str]]]:
    """Whatever can be found, by how it may be spelt; a hit is made only of what was."""
    for unit in hall.units:
        yield partial(_unit, hall, unit), (unit.name, unit.code, unit.plate)
    for case in hall.cases:
        yield partial(_case, hall, case), (case.number, words.number_short(case.number), case.address)
    for camera in hall.cameras:
        yield partial(_camera, camera), (camera.name, camera.code)
    for grid in hall.grids:
        yield partial(_grid, grid), (grid.name, grid.code)


def _unit(hall: Hall, unit: Unit) -> Hit:
    fix = hall.fixes.get(unit.id)
    detail = " · ".join(part for part in (words.of(unit.kind), words.of(doing(unit)), unit.team) if part)
    lon, lat = (fix.lon, fix.lat) if fix else (None, None)
    return Hit(kind=HitKind.UNIT, id=unit.id, title=unit.name, detail=detail, lon=lon, lat=lat)


def _case(hall: Hall, case: Case) -> Hit:
    name = words.class_name(hall.classes.get((case.kind, case.class_code)), case.class_code)
    detail = f"{name} · {words.of(case.status)} · {case.address}"
    return Hit(kind=HitKind.CASE, id=case.id, title=case.number, detail=detail, lon=case.lon, lat=case.lat)


def _camera(camera: Camera) -> Hit:
    return Hit(kind=HitKind.CAMERA, id=camera.id, title=camera.name, detail=camera.code, lon=camera.lon, lat=camera.lat)


def _grid(grid: Grid) -> Hit:
    return Hit(kind=HitKind.GRID, id=grid.id, title=grid.name, detail=words.of(grid.kind), lon=grid.lon, lat=grid.lat)


def _component(hall: Hall, text: str) -> Hit | None:
    found = hall.components.get(text) if text.isdecimal() and len(text) >= CODE_DIGITS else None
    if found is None:
        return None
    return Hit(kind=HitKind.COMPONENT, id=found.id, title=found.name, detail=found.code, lon=found.lon, lat=found.lat)


def place(hall: Hall, lon: float, lat: float) -> PlaceAt:
    """Grids, and the inspectors of the duty grid with their masked phones; no address."""
    spot = shapely.Point(lon, lat)
    holding = [grid for grid in hall.grids if any(_polygon(rings).intersects(spot) for rings in grid.rings)]
    holding.sort(key=lambda grid: grid.area_m2)
    duty = {code for grid in holding if grid.kind is GridKind.DUTY for code in (grid.id, grid.code)}
    inspectors = [unit for unit in hall.units if unit.kind is UnitKind.INSPECTOR and duty.intersection(unit.duty_grids)]
    return PlaceAt(
        lon=lon,
        lat=lat,
        address="",
        address_en="",
        landmark=None,
        grids=[GridAt(id=grid.id, kind=grid.kind, code=grid.code, name=grid.name) for grid in holding],
        inspectors=[InspectorAt(unit_id=unit.id, name=unit.name, phone=unit.phone, team=unit.team, duty=unit.duty) for unit in inspectors],
        departments=[],
    )


def _polygon(rings: Sequence[Sequence[tuple[float, float]]]) -> shapely.Polygon:
    return shapely.Polygon(rings[0], rings[1:])


def entry(hall: Hall, kind: RegisterKind, id: str) -> EntryCard | None:
    """As its register was fetched, without words for where it lies; none where the register is not here."""
    found = hall.entries.entry(kind, id)
    if found is None:
        return None
    spot = (found.lon, found.lat)
    cases = _group(hall, *spot, within(hall, Shown([Noun.CASE]), Disc(*spot, BESIDE_M)))
    return EntryCard(entry=found, address="", address_en="", grids=place(hall, *spot).grids, radius_m=BESIDE_M, cases=cases)


def around(hall: Hall, lon: float, lat: float, metres: float) -> Around:
    """Without what this console has not fetched; whom to call as far as it knows."""
    kinds = (*(Noun.CASE, Noun.UNIT, Noun.CAMERA, Noun.SENSOR, Noun.COMPONENT), RegisterKind.STREET_ENTITY, RegisterKind.BICYCLE)
    rows = {kind: within(hall, Shown([kind]), Disc(lon, lat, metres)) for kind in kinds}
    groups = {kind: _group(hall, lon, lat, found) for kind, found in rows.items()}
    return Around(
        lon=lon,
        lat=lat,
        radius_m=metres,
        cases=groups[Noun.CASE],
        units=groups[Noun.UNIT],
        cameras=groups[Noun.CAMERA],
        sensors=groups[Noun.SENSOR],
        components=groups[Noun.COMPONENT],
        classes=dict(Counter(row.category for row in rows[Noun.COMPONENT]).most_common()),
        entities=groups[RegisterKind.STREET_ENTITY],
        categories=dict(Counter(row.category for row in rows[RegisterKind.STREET_ENTITY])),
        bicycles=groups[RegisterKind.BICYCLE],
        contacts=[*_departments(hall, rows[Noun.CASE]), *_inspectors(hall, lon, lat, rows[Noun.UNIT])],
    )


def _departments(hall: Hall, cases: list[Row]) -> list[Contact]:
    """Those that have the open cases here, with how many."""
    theirs = Counter(case.department_id for row in cases if (case := hall.cases.get(row.id)))
    found = [(department, count) for id, count in theirs.most_common() if (department := hall.departments.get(id or ""))]
    return [Contact(kind=ContactKind.DEPARTMENT, id=each.id, name=each.name, phone=each.phone, count=count) for each, count in found]


def _inspectors(hall: Hall, lon: float, lat: float, units: list[Row]) -> list[Contact]:
    """Those of the duty grid, and those who are here."""
    found = {each.unit_id: (each.name, each.phone) for each in place(hall, lon, lat).inspectors}
    here = [unit for row in units if row.category == UnitKind.INSPECTOR and (unit := hall.units.get(row.id))]
    found |= {unit.id: (unit.name, unit.phone) for unit in here}
    return [Contact(kind=ContactKind.INSPECTOR, id=id, name=name, phone=phone) for id, (name, phone) in found.items()]


def _group(hall: Hall, lon: float, lat: float, rows: list[Row]) -> Group:
    metres = away(lon, lat, [row.lon for row in rows], [row.lat for row in rows])
    return Group(count=len(rows), nearest=[_nearby(hall, rows[at], float(metres[at])) for at in np.argsort(metres, kind="stable")[:NEAREST]])


def _nearby(hall: Hall, row: Row, metres: float) -> Nearby:
    fix = hall.fixes.get(row.id) if row.kind is Noun.UNIT else None
    code = row.state if row.kind is Noun.CASE else row.category
    name = words.number_short(row.code) if row.kind is Noun.CASE else row.name
    return Nearby(id=row.id, name=name, code=code, lon=row.lon, lat=row.lat, away_m=metres, at=fix.at if fix else None)
