"""What OGC API Features shows of the city: collections as GeoJSON. No person's name, phone or words, and no address of a stream."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from backend import spatial
from backend.refusals import Unknown
from backend.rules import geofences
from backend.session import Work
from backend.tables.cameras import CameraRow
from backend.tables.cases import CaseRow
from backend.tables.maps import GeofenceRow
from backend.tables.places import ComponentRow, GridRow, StreetRow
from backend.tables.positions import LatestRow
from backend.tables.registers import EntryRow
from backend.tables.sensors import SensorRow
from backend.tables.units import UnitRow
from geo.grids import rings_of
from geo.tracks import Box
from wire.codes import RegisterKind

Feature = dict[str, Any]
Span = tuple[datetime | None, datetime | None]


@dataclass(frozen=True)
class Window:
    """Which features are asked for; a span without an end is open on that side."""

    limit: int
    offset: int = 0
    box: Box | None = None
    span: Span | None = None


@dataclass(frozen=True)
class Page:
    features: list[Feature]
    matched: int


def _place(row: Any) -> Feature:
    return {"type": "Point", "coordinates": [row.lon, row.lat]}


@dataclass(frozen=True)
class Collection:
    """`corners` are the columns west, south, east, north of each feature; `geometry` makes one from a row and its `shape` columns.

    `time` is the column that a span is about, in what `tick` makes of a time; `box` is the condition of lying in a box, where an index knows it.
    `only` are the rows of the source that belong to it.
    """

    id: str
    title: str
    description: str
    source: Any
    key: Any
    corners: tuple[Any, Any, Any, Any]
    properties: list[Any]
    shape: tuple[Any, ...] = ()
    geometry: Callable[[Any], Feature] = field(default=_place)
    time: Any = None
    tick: Callable[[datetime], Any] = field(default=lambda moment: moment)
    box: Callable[[Work, Box], Any] | None = None
    only: tuple[Any, ...] = ()


def collection(id: str) -> Collection:
    found = next((each for each in COLLECTIONS if each.id == id), None)
    if found is None:
        raise Unknown("collection", id)
    return found


def page(work: Work, of: Collection, window: Window) -> Page:
    """A part of a collection in order of ids, and how many features match altogether."""
    conditions = _conditions(work, of, window)
    matched = work.session.scalar(sa.select(sa.func.count()).select_from(of.source).where(*conditions)) or 0
    rows = work.session.execute(_select(of).where(*conditions).order_by(of.key).limit(window.limit).offset(window.offset))
    return Page([_feature(of, row) for row in rows], matched)


def one(work: Work, of: Collection, id: str) -> Feature:
    row = work.session.execute(_select(of).where(of.key == id, *of.only)).first()
    if row is None:
        raise Unknown("entry" if of.only else of.id.removesuffix("s"), id)
    return _feature(of, row)


def extent(work: Work, of: Collection) -> tuple[Box, Span | None] | None:
    """The box around all features of a collection, and the time from the first to the last; none when there are none."""
    west, south, east, north = of.corners
    edges = [sa.func.min(west), sa.func.min(south), sa.func.max(east), sa.func.max(north)]
    times = [sa.func.min(of.time), sa.func.max(of.time)] if of.time is not None else []
    found = work.session.execute(sa.select(*edges, *times).select_from(of.source).where(*of.only)).one()
    if found[0] is None:
        return None
    return (found[0], found[1], found[2], found[3]), ((_moment(found[4]), _moment(found[5])) if times else None)


def _select(of: Collection) -> sa.Select[Any]:
    named = [column.label(f"p_{column.key}") for column in of.properties]
    return sa.select(of.key.label("fid"), of.corners[0].label("lon"), of.corners[1].label("lat"), *of.shape, *named).select_from(of.source)


def _feature(of: Collection, row: Any) -> Feature:
    properties = {column.key: _value(column.key, getattr(row, f"p_{column.key}")) for column in of.properties}
    return {"type": "Feature", "id": row.fid, "geometry": of.geometry(row), "properties": properties}


def _conditions(work: Work, of: Collection, window: Window) -> list[Any]:
    conditions = [*of.only, *([_in_box(work, of, window.box)] if window.box is not None else [])]
    if window.span is not None and of.time is not None:
        start, end = window.span
        conditions += [of.time >= of.tick(start)] if start else []
        conditions += [of.time <= of.tick(end)] if end else []
    return conditions


def _value(name: str, value: Any) -> Any:
    return _moment(value) if name == "at" else value


def _moment(value: Any) -> datetime:
    """Fixes keep milliseconds, everything else is a time already."""
    return datetime.fromtimestamp(value / 1000, UTC) if isinstance(value, int) else value


def _in_box(work: Work, of: Collection, box: Box) -> Any:
    if of.box is not None:
        return of.box(work, box)
    west, south, east, north = of.corners
    return sa.and_(east >= box[0], west <= box[2], north >= box[1], south <= box[3])


def _point(table: Any) -> tuple[Any, Any, Any, Any]:
    return table.lon, table.lat, table.lon, table.lat


def _box(table: Any) -> tuple[Any, Any, Any, Any]:
    return table.west, table.south, table.east, table.north


def _polygons(row: Any) -> Feature:
    return {"type": "MultiPolygon", "coordinates": row.rings}


def _lines(row: Any) -> Feature:
    return {"type": "MultiLineString", "coordinates": row.line}


def _outlines(row: Any) -> Feature:
    """Of a building: each outline is a polygon of its own, closed."""
    rings = [line if line[0] == line[-1] else [*line, line[0]] for line in row.lines]
    return {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings if len(ring) > 3]}


def _pipes(row: Any) -> Feature:
    return {"type": "MultiLineString", "coordinates": row.lines}


def _covered(row: Any) -> Feature:
    """What a geofence covers: circles and corridors as polygons, too."""
    return {"type": "MultiPolygon", "coordinates": rings_of(geofences.area(row.kind, row.places, row.radius_m))}


def _of(table: Any, *names: str) -> list[Any]:
    return [getattr(table, name) for name in names]


def _register(kind: RegisterKind, title: str, description: str) -> Collection:
    """The entries of a register, without their phones."""
    return Collection(
        id=title.lower().replace(" ", "-"),
        title=title,
        description=description,
        source=EntryRow,
        key=EntryRow.id,
        corners=_box(EntryRow) if kind in SHAPES else _point(EntryRow),
        properties=_of(EntryRow, "code", "name", "category", "state", "operator", "address", "value", "at"),
        shape=(EntryRow.lines,) if kind in SHAPES else (),
        geometry=SHAPES.get(kind, _place),
        only=(EntryRow.kind == kind,),
    )


SHAPES: dict[RegisterKind, Callable[[Any], Feature]] = {RegisterKind.DRAIN: _pipes, RegisterKind.BUILDING: _outlines}
COLLECTIONS = (
    Collection(
        id="cases",
        title="Cases",
        description="Problems reported in the city, open and closed.",
        source=CaseRow,
        key=CaseRow.id,
        corners=_point(CaseRow),
        properties=_of(CaseRow, "number", "status", "source", "kind", "class_code", "catalogue", "grid_code", "duty_grid", "component_code")
        + _of(CaseRow, "department_id", "reported_at", "status_at", "dispatched_at", "deadline_at", "disposed_at", "closed_at")
        + _of(CaseRow, "close_kind", "void_kind", "urgent", "rework_count", "photo_count"),
        time=CaseRow.reported_at,
    ),
    Collection(
        id="components",
        title="Components",
        description="Physical public assets.",
        source=ComponentRow,
        key=ComponentRow.id,
        corners=_point(ComponentRow),
        properties=_of(ComponentRow, "class_code", "name", "state", "grid_code", "owner_id", "maintainer_id", "note"),
        box=lambda work, box: spatial.within_box(work.session, box),
    ),
    Collection(
        id="units",
        title="Units",
        description="Inspectors, trucks and vehicles, each where it was last seen.",
        source=sa.join(UnitRow, LatestRow, UnitRow.id == LatestRow.unit_id),
        key=UnitRow.id,
        corners=_point(LatestRow),
        properties=_of(UnitRow, "kind", "duty", "team", "plate", "department_id") + _of(LatestRow, "at", "speed", "heading", "mock"),
        time=LatestRow.at,
        tick=lambda moment: int(moment.timestamp() * 1000),
    ),
    Collection(
        id="cameras",
        title="Cameras",
        description="Cameras of the city, without their streams.",
        source=CameraRow,
        key=CameraRow.id,
        corners=_point(CameraRow),
        properties=_of(CameraRow, "code", "name", "azimuth", "view_angle", "reach", "online"),
    ),
    Collection(
        id="grids",
        title="Grids",
        description="Districts, streets, communities, duty grids and basic grids.",
        source=GridRow,
        key=GridRow.id,
        corners=_box(GridRow),
        properties=_of(GridRow, "kind", "code", "name", "area_m2", "parent"),
        shape=(GridRow.rings,),
        geometry=_polygons,
    ),
    Collection(
        id="streets",
        title="Streets",
        description="Street lines with their names.",
        source=StreetRow,
        key=StreetRow.id,
        corners=_box(StreetRow),
        properties=_of(StreetRow, "name", "kind", "length_m"),
        shape=(StreetRow.line,),
        geometry=_lines,
    ),
    Collection(
        id="sensors",
        title="Sensors",
        description="Sensors of the city, each with its newest reading.",
        source=SensorRow,
        key=SensorRow.id,
        corners=_point(SensorRow),
        properties=_of(SensorRow, "code", "name", "kind", "value", "at"),
    ),
    Collection(
        id="geofences",
        title="Geofences",
        description="Areas that people of the hall have drawn.",
        source=GeofenceRow,
        key=GeofenceRow.id,
        corners=_box(GeofenceRow),
        properties=_of(GeofenceRow, "name", "kind", "radius_m", "note"),
        shape=(GeofenceRow.kind, GeofenceRow.places, GeofenceRow.radius_m),
        geometry=_covered,
    ),
    _register(RegisterKind.STREET_ENTITY, "Street entities", "Shops and firms that answer for their frontage."),
    _register(RegisterKind.BICYCLE, "Bicycles", "Shared bicycles, each where it was left."),
    _register(RegisterKind.FLOOD_POINT, "Flood points", "Places where water gathers."),
    _register(RegisterKind.DRAIN, "Drains", "Pipes under the streets."),
    _register(RegisterKind.BUILDING, "Buildings", "Outlines of buildings."),
    _register(RegisterKind.GATE, "Gates", "Gate numbers."),
    _register(RegisterKind.POI, "Pois", "Places that people name."),
)
