"""The layers of the city as the hall sees them: numbers of people masked, streams of cameras left out."""

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
import pyarrow as pa
import shapely
import sqlalchemy as sa

from backend import spatial
from backend.exporters.cases import cases
from backend.exporters.hauls import haul_lines, haul_places
from backend.exporters.layer import NOWHERE, Layer, many, named, points, shapes_of, with_text
from backend.exporters.then import as_of, seen
from backend.exporters.track import track
from backend.exporters.washes import coverage, density, heat, scores
from backend.exporters.whereabouts import near
from backend.rules import cameras, components, geofences, grids, registers, sensors, units
from backend.session import Work
from backend.tables.places import ComponentRow, StreetRow
from geo.grids import shape_of
from geo.tracks import Box
from wire import bulk
from wire.cameras import Camera
from wire.codes import ComponentState, FenceKind, Noun, RegisterKind
from wire.components import Component
from wire.coverage import Covered
from wire.exports import ExportFormat, ExportLayer, ExportOrder
from wire.geofences import Geofence
from wire.grids import Grid
from wire.registers import Entry
from wire.sensors import Sensor
from wire.units import Unit

REGISTERS = {
    ExportLayer.STREET_ENTITY: RegisterKind.STREET_ENTITY,
    ExportLayer.BICYCLE: RegisterKind.BICYCLE,
    ExportLayer.FLOOD_POINT: RegisterKind.FLOOD_POINT,
    ExportLayer.GATE: RegisterKind.GATE,
    ExportLayer.POI: RegisterKind.POI,
    ExportLayer.DRAIN: RegisterKind.DRAIN,
    ExportLayer.BUILDING: RegisterKind.BUILDING,
}
MAIN = frozenset({"motorway", "trunk", "ring", "express", "expressway", "primary", "arterial", "main"})
MIDDLE = frozenset({"secondary", "tertiary", "collector", "street"})
ALARMS = ("OK", "WARN", "DANGER")  # no threshold passed, one, two or more
ONLINE = {None: "UNKNOWN", True: "ONLINE", False: "OFFLINE"}


def read(work: Work, order: ExportOrder, covered: Sequence[Covered] = ()) -> list[Layer]:
    """Every layer of the order, through its filters; a track is several: its fixes, its visits of geofences, its trips,
    stops and gaps, the ways between fixes; and in a report the geofences that it was within. `covered`: where inspectors were."""
    found = chain.from_iterable(_read(work, order, kind, covered) for kind in dict.fromkeys(order.layers))
    return [_filtered(layer, order) for layer in found]


def _read(work: Work, order: ExportOrder, kind: ExportLayer, covered: Sequence[Covered]) -> list[Layer]:
    if kind is ExportLayer.TRACK:
        found = track(work, order)
        beneath = order.format is ExportFormat.HTML and ExportLayer.GEOFENCES not in order.layers
        return [*found, _visited(work, order, found)] if beneath else found
    if kind is ExportLayer.WHEREABOUTS:
        return near(work, order)
    if kind is ExportLayer.COVERAGE:
        return [coverage(work, order, covered)]
    if kind in REGISTERS:
        return [_entries(work, order, kind)]
    return [READERS[kind](work, order)]


def _filtered(layer: Layer, order: ExportOrder) -> Layer:
    if layer.kind in order.ids and "id" in layer.table.column_names:
        layer = layer.where(np.isin(np.array(layer.table.column("id").to_pylist(), object), order.ids[layer.kind]))
    return layer if order.box is None or layer.geometry == NOWHERE else layer.within(order.box)


def _units(work: Work, order: ExportOrder) -> Layer:
    """Where each was last seen; one that never was has no place."""
    found = as_of(work, order, Noun.UNIT, Unit, units.all_units(work))
    table = named(bulk.encode(Unit, found), "version")
    fixes = seen(work, order)
    for name, kind in (("lon", pa.float64()), ("lat", pa.float64()), ("speed", pa.float64()), ("heading", pa.float64()), ("mock", pa.bool_())):
        table = table.append_column(name, pa.array([getattr(fixes.get(each.id), name, None) for each in found], kind))
    times = [fixes[each.id].at if each.id in fixes else None for each in found]
    table = table.append_column("at", pa.array(times, pa.timestamp("ms", tz="UTC")))
    return Layer(ExportLayer.UNITS, "units", table, points(table))


def _cameras(work: Work, order: ExportOrder) -> Layer:
    found = as_of(work, order, Noun.CAMERA, Camera, cameras.all_cameras(work))
    table = named(bulk.encode(Camera, found), "version", "sub_url", "main_url", "ptz_url", "playback_url", "online")
    table = table.append_column("state", pa.array([ONLINE[each.online] for each in found], pa.string()))
    return Layer(ExportLayer.CAMERAS, "cameras", table, points(table))


def _sensors(work: Work, order: ExportOrder) -> Layer:
    found = as_of(work, order, Noun.SENSOR, Sensor, sensors.all_sensors(work))
    table = named(bulk.encode(Sensor, found), "version")
    table = table.append_column("alarm", pa.array([_alarm(each) for each in found], pa.string()))
    return Layer(ExportLayer.SENSORS, "sensors", table, points(table))


def _alarm(sensor: Sensor) -> str:
    if sensor.value is None:
        return "SILENT"
    return ALARMS[min(sum(sensor.value >= level for level in sensor.levels), 2)]


def _components(work: Work, order: ExportOrder) -> Layer:
    table = components.table_of_components(work) if order.box is None else _components_within(work, order.box)
    table = named(table, "version", "code")
    majors = [code[:2] if code[:2] in ("01", "02", "03", "04") else "" for code in table.column("class_code").to_pylist()]
    table = with_text(table, "major", majors, after="class_code")
    damaged = [state != ComponentState.INTACT for state in table.column("state").to_pylist()]
    table = table.append_column("damaged", pa.array(damaged, pa.bool_()))
    return Layer(ExportLayer.COMPONENTS, "components", table, points(table))


def _components_within(work: Work, box: Box) -> pa.Table:
    chosen = sa.select(ComponentRow).where(spatial.within_box(work.session, box)).order_by(ComponentRow.id)
    return bulk.encode(Component, [components.component_of(row) for row in work.session.scalars(chosen)])


def _geofences(work: Work, order: ExportOrder) -> Layer:
    """What each covers, and of a corridor the line in its middle as WKT: its own edges are not drawn."""
    found = as_of(work, order, Noun.GEOFENCE, Geofence, geofences.all_geofences(work))
    table = named(bulk.encode(Geofence, found), "version")
    lines = [shapely.LineString(each.places).wkt if each.kind is FenceKind.CORRIDOR else None for each in found]
    table = table.append_column("axis", pa.array(lines, pa.string()))
    areas = shapes_of([geofences.area(each.kind, each.places, each.radius_m) for each in found])
    return Layer(ExportLayer.GEOFENCES, "geofences", table, many(areas, shapely.multipolygons), "MultiPolygon")


def _visited(work: Work, order: ExportOrder, found: list[Layer]) -> Layer:
    """The geofences that a track was within, beneath it."""
    ids = {id for layer in found if layer.name == "track_visits" for id in layer.table.column("fence_id").to_pylist()}
    fences = _geofences(work, order)
    return fences.where(np.array([id in ids for id in fences.table.column("id").to_pylist()], bool))


def _grids(work: Work, _: ExportOrder) -> Layer:
    """The large ones first, so that they are drawn beneath."""
    found = sorted(grids.grids(work), key=lambda each: -each.area_m2)
    table = named(bulk.encode(Grid, found), "version")
    return Layer(ExportLayer.GRIDS, "grids", table, many(shapes_of([shape_of(each.rings) for each in found]), shapely.multipolygons), "MultiPolygon")


def _streets(work: Work, _: ExportOrder) -> Layer:
    rows = work.session.scalars(sa.select(StreetRow).order_by(StreetRow.id)).all()
    names = ("id", "name", "kind", "length_m", "speed_kmh", "oneway", "lon", "lat")
    kinds = (pa.string(), pa.string(), pa.string(), pa.float64(), pa.float64(), pa.bool_(), pa.float64(), pa.float64())
    table = pa.table({name: pa.array([getattr(row, name) for row in rows], kind) for name, kind in zip(names, kinds, strict=True)})
    table = with_text(table, "rank", [_rank(row.kind) for row in rows], after="kind")
    lines = shapes_of([shapely.multilinestrings([part for part in row.line if len(part) > 1]) for row in rows])
    return Layer(ExportLayer.STREETS, "streets", table, lines, "MultiLineString")


def _rank(kind: str) -> str:
    return "MAIN" if kind in MAIN else "MIDDLE" if kind in MIDDLE else "OTHER"


def _entries(work: Work, order: ExportOrder, kind: ExportLayer) -> Layer:
    found = registers.entries(work, REGISTERS[kind], order.box)
    table = named(bulk.encode(Entry, found), "kind")
    if kind is ExportLayer.DRAIN:
        lines = shapes_of([shapely.multilinestrings([line for line in each.lines if len(line) > 1]) for each in found])
        return Layer(kind, kind.value, table, lines, "MultiLineString")
    if kind is ExportLayer.BUILDING:
        rings = [shapely.multipolygons([shapely.polygons(line) for line in each.lines if len(line) > 2]) for each in found]
        return Layer(kind, kind.value, table, shapes_of(rings), "MultiPolygon")
    return Layer(kind, kind.value, table, points(table))


READERS: dict[ExportLayer, Callable[[Work, ExportOrder], Layer]] = {
    ExportLayer.CASES: cases,
    ExportLayer.UNITS: _units,
    ExportLayer.CAMERAS: _cameras,
    ExportLayer.SENSORS: _sensors,
    ExportLayer.COMPONENTS: _components,
    ExportLayer.GEOFENCES: _geofences,
    ExportLayer.GRIDS: _grids,
    ExportLayer.STREETS: _streets,
    ExportLayer.HAUL_PLACES: haul_places,
    ExportLayer.HAUL_LINES: haul_lines,
    ExportLayer.HEAT: heat,
    ExportLayer.DENSITY: density,
    ExportLayer.SCORES: scores,
}
