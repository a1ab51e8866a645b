"""Tracks as the console has them, analysed as the backend does it."""

import tomllib
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from console.hall.track import Track
from geo.tracks.analysis import analyse
from geo.tracks.cleaning import Fault
from geo.tracks.fixes import fixes
from geo.tracks.rules import TrackRules
from wire.codes import TrackFault, TrackSpanKind, UnitKind
from wire.tracks import TrackAnalysis, TrackSpan

RULES = Path(__file__).parents[2] / "resources" / "standards" / "tracks.toml"


def track_of(unit_id: str, found: pa.Table) -> Track:
    """The fixes, with what the backend would say of them."""
    rules = TrackRules(**tomllib.loads(RULES.read_text("utf-8"))["INSPECTOR"])
    at = found.column("at").cast(pa.int64()).to_numpy()
    start, end = int(at[0]) if len(at) else 0, int(at[-1]) + 1 if len(at) else 1
    told = analyse(fixes(at, found.column("lon").to_numpy(), found.column("lat").to_numpy()), start, end, rules)

    def moment(milliseconds: int) -> datetime:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)

    spans = [
        TrackSpan(
            kind=TrackSpanKind(span.kind),
            start=moment(span.start),
            end=moment(span.end),
            metres=span.length.metres,
            lon=span.stop.lon if span.stop else None,
            lat=span.stop.lat if span.stop else None,
            teleport=span.teleport,
        )
        for span in told.spans
    ]
    analysis = TrackAnalysis(
        unit_id=unit_id,
        kind=UnitKind.INSPECTOR,
        start=moment(start),
        end=moment(end),
        fixes=len(at),
        dropped={TrackFault(fault): wrong.tolist() for fault in Fault if len(wrong := told.cleaned.dropped(fault))},
        corrections=0,
        spans=spans,
        metres=told.length.metres,
        error_m=told.length.error_m,
        raw_m=told.raw_m,
        rules=asdict(rules),
    )
    return Track(unit_id, found, analysis)
