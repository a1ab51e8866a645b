"""The track of a unit, or of all of a kind: fixes, when it was within geofences, and the ways between fixes by how fast it went."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

import msgspec
import numpy as np
import pyarrow as pa
import shapely
import sqlalchemy as sa

from backend.exporters import track_rules, track_spans
from backend.exporters.layer import Layer, points
from backend.refusals import Malformed, Unknown
from backend.rules import track_analysis, tracks
from backend.session import Work
from backend.tables.units import UnitRow
from geo.tracks import paces
from geo.tracks.cleaning import Fault
from wire.codes import TrackFault
from wire.exports import ExportFormat, ExportLayer, ExportOrder
from wire.tracks import TRACK, FenceVisit

AT = TRACK.field("at").type
SPEEDS = (0.5, 2.0, 6.0, 12.0)  # m/s: standing, walking, riding, driving, fast, as the map has them
BANDS = ("STANDING", "WALKING", "RIDING", "DRIVING", "FAST")
GAP = "GAP"


def track(work: Work, order: ExportOrder) -> list[Layer]:
    """The fixes as points, all or the believed ones, its visits of geofences where each begins, its trips, stops and gaps, and a line for each run of
    ways of one band; unit by unit, and by which rules they were cleaned. Of fixes as they came each that is not believed says by which rule."""
    if order.start is None or order.end is None:
        raise Malformed("A track is that of one unit from one time to another; name all three.")
    if order.unit_kind is not None or order.beside:
        tracks.check(order.start, order.end, tracks.LONGEST_TOGETHER)
    of_units = [_of(work, order, unit_id, order.start, order.end) for unit_id in _units(work, order)]
    return [_together([layers[place] for layers in of_units]) for place in range(len(of_units[0]))]


def _units(work: Work, order: ExportOrder) -> list[str]:
    """Their ids; `Unknown` where there is none."""
    if order.unit_kind is None:
        return list(dict.fromkeys([order.unit_id or "", *order.beside]))
    found = list(work.session.scalars(sa.select(UnitRow.id).where(UnitRow.kind == order.unit_kind).order_by(UnitRow.id)))
    if not found:
        raise Unknown("unit", order.unit_kind)
    return found


def _together(layers: list[Layer]) -> Layer:
    first = layers[0]
    table, shapes = pa.concat_tables([layer.table for layer in layers]), np.concatenate([layer.shapes for layer in layers])
    return replace(first, table=table, shapes=shapes)


def _of(work: Work, order: ExportOrder, unit_id: str, start: datetime, end: datetime) -> list[Layer]:
    found = tracks.track(work, unit_id, start, end)
    told, breaks = track_analysis.judged(work, unit_id, start, end)
    cleaned, visits, spans = told.cleaned, track_analysis.visited(work, told), track_analysis.spans(told)
    faults = np.array([*Fault, None], object)[cleaned.fault]
    if believed := order.track == "cleaned" and order.format is not ExportFormat.HTML:
        found, breaks = found.filter(pa.array(cleaned.fault < 0)), breaks[cleaned.fault < 0]
    at = found.column("at").cast(pa.int64()).to_numpy() / 1000
    lon, lat = found.column("lon").to_numpy(), found.column("lat").to_numpy()
    said = found.column("speed").to_numpy(zero_copy_only=False).astype(np.float64)
    speed = paces(at, lon, lat, said)
    breaks[:1] = False  # no way leads to the first
    band = np.array([*BANDS, GAP])[np.where(breaks, len(BANDS), np.searchsorted(SPEEDS, speed))] if len(at) else np.array([], str)
    fixes = found.set_column(found.column_names.index("speed"), "speed", pa.array(speed, pa.float64()))
    fixes = fixes.append_column("unit_id", pa.array([unit_id] * len(at), pa.string()))
    fixes = fixes.append_column("segment", pa.array(np.cumsum(breaks), pa.int64()))
    fixes = fixes.append_column("fences", pa.array(_fences(at, visits), pa.string()))
    fixes = fixes.append_column("span", track_spans.of_fixes(at, spans))
    if not believed:
        fixes = fixes.append_column("fault", pa.array(faults, pa.string()))
    layers = [Layer(ExportLayer.TRACK, "track", fixes, points(fixes)), visits_layer(unit_id, visits), _ways(unit_id, found, band, speed)]
    if order.format is not ExportFormat.HTML:  # a report tells of them by itself
        layers.insert(2, track_spans.layer(unit_id, spans))
        dropped = {TrackFault(fault): len(cleaned.dropped(fault)) for fault in Fault}
        layers.append(track_rules.layer(unit_id, asdict(told.rules), dropped, order.language))
    return layers


def _fences(at: np.ndarray, visits: Sequence[FenceVisit]) -> list[str]:
    """Of each fix, seconds since 1970: the names of the geofences that the unit was within."""
    held: list[list[str]] = [[] for _ in range(len(at))]
    for visit in visits:
        first, last = np.searchsorted(at, visit.start.timestamp() - 1e-4), np.searchsorted(at, visit.end.timestamp() + 1e-4)
        for names in held[first:last]:
            names.append(visit.name)
    return ["; ".join(names) for names in held]


def visits_layer(unit_id: str, visits: Sequence[FenceVisit]) -> Layer:
    """When one unit was within geofences, each where it came in or was seen there first."""
    kinds = {"name": pa.string(), "start": AT, "end": AT, "inside_s": pa.float64(), "unseen_s": pa.float64(), "came": pa.bool_(), "left": pa.bool_()}
    kinds |= dict.fromkeys(("lon", "lat", "last_lon", "last_lat"), pa.float64())
    rows = [msgspec.structs.asdict(visit) | {"inside_s": (visit.end - visit.start).total_seconds()} for visit in visits]
    columns = {name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()}
    ids = {"fence_id": pa.array([row["fence_id"] for row in rows], pa.string()), "unit_id": pa.array([unit_id] * len(rows), pa.string())}
    table = pa.table(columns | ids)
    return Layer(ExportLayer.TRACK, "track_visits", table, points(table))


def _ways(unit_id: str, found: pa.Table, band: np.ndarray, speed: np.ndarray) -> Layer:
    places = np.column_stack([found.column("lon").to_numpy(), found.column("lat").to_numpy()])
    starts = [row for row in range(1, len(places)) if row == 1 or band[row] != band[row - 1]]
    ends = [*starts[1:], len(places)] if starts else []
    runs = list(zip(starts, ends, strict=True))
    at = found.column("at")
    table = pa.table(
        {
            "band": pa.array([str(band[start]) for start, _ in runs], pa.string()),
            "speed": pa.array([float(speed[start:end].mean()) for start, end in runs], pa.float64()),
            "start": at.take(pa.array([start - 1 for start, _ in runs], pa.int64())),
            "end": at.take(pa.array([end - 1 for _, end in runs], pa.int64())),
            "unit_id": pa.array([unit_id] * len(runs), pa.string()),
        }
    )
    lines = np.empty(len(runs), object)
    lines[:] = [shapely.LineString(places[start - 1 : end]) for start, end in runs]
    return Layer(ExportLayer.TRACK, "track_ways", table, lines, "LineString", plain=True)
