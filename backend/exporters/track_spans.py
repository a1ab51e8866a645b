"""Trips, stops and gaps of a track as rows, which follow each other and fill its period."""

from collections.abc import Sequence

import msgspec
import numpy as np
import pyarrow as pa
import shapely

from backend.exporters.layer import Layer, points
from wire.exports import ExportLayer
from wire.tracks import TRACK, TrackSpan

NAME = "track_spans"
AT = TRACK.field("at").type


def layer(unit_id: str, spans: Sequence[TrackSpan]) -> Layer:
    """Of one unit; only a stop has a place, and only a trip an error. `metres` of a gap: straight over it."""
    kinds = {"kind": pa.string(), "start": AT, "end": AT, "seconds": pa.float64(), "metres": pa.float64(), "error_m": pa.float64()}
    kinds |= {"lon": pa.float64(), "lat": pa.float64(), "spread_m": pa.float64(), "teleport": pa.bool_()}
    rows = [msgspec.structs.asdict(span) | {"kind": span.kind.value, "seconds": (span.end - span.start).total_seconds()} for span in spans]
    columns = {name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()}
    table = pa.table(columns | {"unit_id": pa.array([unit_id] * len(rows), pa.string())})
    return Layer(ExportLayer.TRACK, NAME, table, points(table), everywhere=True)


def of_fixes(at: np.ndarray, spans: Sequence[TrackSpan]) -> pa.Array:
    """Of each fix, seconds since 1970: what kind of span it is in."""
    starts = np.array([span.start.timestamp() for span in spans])
    kinds = np.array([span.kind.value for span in spans], object)
    return pa.array(kinds[np.searchsorted(starts, at + 1e-4) - 1] if len(kinds) else [], pa.string())


def stops(found: Sequence[Layer]) -> list[Layer]:
    """Those with a place alone, for files of places; none where there is none."""
    placed = [each.where(~np.asarray(shapely.is_missing(each.shapes), bool)) for each in found if each.name == NAME]
    return [each for each in placed if each.table.num_rows]
