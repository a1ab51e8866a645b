"""Who was there, on its way into a file: who, by which ways, their fixes within, and the circle that was asked about."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import shapely

from backend.exporters.layer import Layer, points, shapes_of
from backend.fixes.scale import EMPTY, Fixes
from backend.rules import units, whereabouts
from backend.rules.positions import millis
from backend.session import Work
from geo import fences
from geo.passages import passages, reach
from geo.tracks import metres
from wire.exports import ExportLayer, ExportOrder, Near
from wire.units import Unit
from wire.whereabouts import Stay, Whereabouts

A_DAY = timedelta(days=1)
KIND = ExportLayer.WHEREABOUTS
NAMING = ("whereabouts", "whereabouts_fixes")  # the layers in which people are named
FIGURES = {"stayed_s": "inside_s", "nearest_m": "nearest_m"}
TIMES = ("first_at", "last_at", "nearest_at")
Way = tuple[list[shapely.LineString], list[tuple[float, float, datetime]]]


def near(work: Work, order: ExportOrder) -> list[Layer]:
    """The circle, the fixes within, and those who were there with their ways, which is what there is without a map."""
    asked = order.near
    assert asked is not None
    found = whereabouts.whereabouts(work, asked.lon, asked.lat, asked.radius, asked.start, asked.end)
    known = {unit.id: unit for unit in units.all_units(work)}
    fixes = whereabouts.fixes_near(work, found, reach(found.radius))
    ways = {stay.unit_id: _ways(stay, found, fixes.get(stay.unit_id, EMPTY)) for stay in found.stays}
    return [_circle(asked), _fixes(ways, known), _stays(found, ways, known)]


def trace(work: Work, asked: Near, layers: Sequence[Layer]) -> None:
    """Who takes away where people were leaves the same trace as who asks for it. One who has no way is in the fixes alone."""
    named = {id for layer in layers if layer.name in NAMING for id in layer.table.column("unit_id").to_pylist()}
    whereabouts.note(work, asked.lon, asked.lat, asked.radius, asked.start, asked.end, len(named), "EXPORT")


def _ways(stay: Stay, found: Whereabouts, fixes: Fixes) -> Way:
    """On the days, counted from the beginning of the time that is asked about, on which the unit was there."""
    first, last = ((moment - found.start) // A_DAY for moment in (stay.first_at, stay.last_at))
    day = (fixes.at - millis(found.start)) // round(A_DAY.total_seconds() * 1000)
    fixes = fixes.pick((day >= first) & (day <= last))
    lines, within = list[shapely.LineString](), list[tuple[float, float, datetime]]()
    at, (lon, lat) = fixes.at / 1000, fixes.degrees()
    away = metres(found.lon, found.lat, lon, lat)
    for rows in passages(at, lon, lat, (found.lon, found.lat), found.radius, stay.nearest_at.timestamp(), found.hop_s):
        lines += [shapely.LineString(np.column_stack([lon[rows], lat[rows]]))] if len(rows) > 1 else []
        inside = rows[away[rows] <= found.radius]
        within += [(float(lon[row]), float(lat[row]), datetime.fromtimestamp(at[row], UTC)) for row in inside]
    return lines, within


def _circle(asked: Near) -> Layer:
    table = pa.table({"lon": [asked.lon], "lat": [asked.lat], "radius_m": [asked.radius]})
    for name in ("start", "end"):
        table = table.append_column(name, pa.array([getattr(asked, name)], pa.timestamp("ms", tz="UTC")))
    area = shapely.multipolygons([fences.around([(asked.lon, asked.lat)], asked.radius)])
    return Layer(KIND, "whereabouts_circle", table, shapes_of([area]), "MultiPolygon", plain=True)


def _fixes(ways: dict[str, Way], known: dict[str, Unit]) -> Layer:
    rows = [(id, known[id].name, *fix) for id, (_, within) in ways.items() for fix in within]
    kinds = {"unit_id": pa.string(), "name": pa.string(), "lon": pa.float64(), "lat": pa.float64(), "at": pa.timestamp("ms", tz="UTC")}
    table = pa.table({name: pa.array([row[at] for row in rows], kind) for at, (name, kind) in enumerate(kinds.items())})
    return Layer(KIND, "whereabouts_fixes", table, points(table), plain=True)


def _stays(found: Whereabouts, ways: dict[str, Way], known: dict[str, Unit]) -> Layer:
    """The nearest first. One who is known by a single fix has no way."""
    stays = found.stays
    table = pa.table({"unit_id": pa.array([stay.unit_id for stay in stays], pa.string())})
    for name in ("name", "code", "kind", "team"):
        table = table.append_column(name, pa.array([getattr(known[stay.unit_id], name) for stay in stays], pa.string()))
    for name in TIMES:
        table = table.append_column(name, pa.array([getattr(stay, name) for stay in stays], pa.timestamp("ms", tz="UTC")))
    for name, of in FIGURES.items():
        table = table.append_column(name, pa.array([getattr(stay, of) for stay in stays], pa.float64()))
    table = table.append_column("fixes", pa.array([stay.fixes for stay in stays], pa.int64()))
    for name in ("mocked", "unbelieved"):
        table = table.append_column(name, pa.array([getattr(stay, name) for stay in stays], pa.int64()))
    table = table.append_column("interpolated", pa.array([stay.interpolated for stay in stays], pa.bool_()))
    lines = [shapely.multilinestrings(ways[stay.unit_id][0]) if ways[stay.unit_id][0] else None for stay in stays]
    return Layer(KIND, "whereabouts", table, shapes_of(lines), "MultiLineString")
