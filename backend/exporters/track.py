"""The track of a unit, or of all of a kind: fixes, and the ways between them by how fast it went."""

from datetime import datetime

import numpy as np
import pyarrow as pa
import shapely
import sqlalchemy as sa

from backend.exporters.layer import Layer, points
from backend.refusals import Malformed, Unknown
from backend.rules import track_analysis, tracks
from backend.session import Work
from backend.tables.units import UnitRow
from geo.tracks import paces
from wire.exports import ExportFormat, ExportLayer, ExportOrder

SPEEDS = (0.5, 2.0, 6.0, 12.0)  # m/s: standing, walking, riding, driving, fast, as the map has them
BANDS = ("STANDING", "WALKING", "RIDING", "DRIVING", "FAST")
GAP = "GAP"


def track(work: Work, order: ExportOrder) -> list[Layer]:
    """The fixes as points, all or the believed ones, and a line for each run of ways of one band; unit by unit."""
    if order.start is None or order.end is None:
        raise Malformed("A track is that of one unit from one time to another; name all three.")
    if order.unit_kind is not None:
        tracks.check(order.start, order.end, tracks.LONGEST_TOGETHER)
    of_units = [_of(work, order, unit_id, order.start, order.end) for unit_id in _units(work, order)]
    return [_together([layers[place] for layers in of_units]) for place in range(2)]


def _units(work: Work, order: ExportOrder) -> list[str]:
    """Their ids; `Unknown` where there is none."""
    if order.unit_kind is None:
        return [order.unit_id or ""]
    found = list(work.session.scalars(sa.select(UnitRow.id).where(UnitRow.kind == order.unit_kind).order_by(UnitRow.id)))
    if not found:
        raise Unknown("unit", order.unit_kind)
    return found


def _together(layers: list[Layer]) -> Layer:
    first = layers[0]
    table, shapes = pa.concat_tables([layer.table for layer in layers]), np.concatenate([layer.shapes for layer in layers])
    return Layer(first.kind, first.name, table, shapes, first.geometry, first.plain)


def _of(work: Work, order: ExportOrder, unit_id: str, start: datetime, end: datetime) -> tuple[Layer, Layer]:
    found = tracks.track(work, unit_id, start, end)
    cleaned, breaks = track_analysis.judged(work, unit_id, start, end)
    if order.track == "cleaned" and order.format is not ExportFormat.HTML:
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
    return Layer(ExportLayer.TRACK, "track", fixes, points(fixes)), _ways(unit_id, found, band, speed)


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
