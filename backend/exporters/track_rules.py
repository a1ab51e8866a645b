"""The rules by which a track was cleaned, in words: each with its threshold, and how many fixes it put aside."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from backend.exporters import words
from backend.exporters.layer import Layer
from wire.codes import TrackFault
from wire.exports import ExportFormat, ExportLayer

NAME = "track_cleaning"
SAYING = frozenset({ExportFormat.XLSX, ExportFormat.GPX, ExportFormat.KML})  # forms of a track that have a place for it; a report has its own


def said(fault: TrackFault, rules: Mapping[str, float], language: str) -> str:
    """One rule with its threshold; empty where the city does not have it."""
    if fault is TrackFault.OUTSIDE or (fault is TrackFault.MOCK and rules["believe_mock"]):
        return ""
    return words.of("cleaning", fault, language).format(**{name: f"{value:g}" for name, value in rules.items()})


def told(rules: Mapping[str, float], dropped: Mapping[TrackFault, int], language: str) -> list[tuple[str, int]]:
    """Each rule, and how many fixes it put aside."""
    return [(text, dropped.get(fault, 0)) for fault in TrackFault if (text := said(fault, rules, language))]


def layer(unit_id: str, rules: Mapping[str, float], dropped: Mapping[TrackFault, int], language: str) -> Layer:
    """Of one unit, without a place."""
    lines = told(rules, dropped, language)
    columns = {"rule": pa.array([rule for rule, _ in lines], pa.string()), "dropped": pa.array([count for _, count in lines], pa.int64())}
    table = pa.table(columns | {"unit_id": pa.array([unit_id] * len(lines), pa.string())})
    return Layer(ExportLayer.TRACK, NAME, table, np.full(len(lines), None, object))


def in_one(found: Sequence[Layer], language: str) -> str:
    """For files that have one place for text: each unit with its rules; empty where no track is among them."""
    rows = [row for each in found if each.name == NAME for row in each.table.to_pylist()]
    comma = "；" if language == "zh_CN" else "; "
    units = dict.fromkeys(row["unit_id"] for row in rows)
    lines = []
    for id in units:
        rules = comma.join(f"{row['rule']}: {row['dropped']:,}" for row in rows if row["unit_id"] == id)
        lines.append(f"{id}: {rules}")
    return "\n".join([words.layer(NAME, language), *lines]) if lines else ""
