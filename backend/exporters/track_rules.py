"""The rules by which a track was cleaned, in words: each with its threshold, and how many fixes it put aside."""

import json
from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from backend.exporters import words
from backend.exporters.layer import NOWHERE, Layer
from wire.codes import TrackFault
from wire.exports import ExportLayer

NAME = "track_cleaning"
FOR_PEOPLE = ("rule", "dropped", "unit_id")  # columns; the others tell a program the same


class Told(NamedTuple):
    """One rule: in words, its thresholds by name, and how many fixes it put aside."""

    fault: TrackFault
    says: str
    thresholds: dict[str, float]
    dropped: int


def said(fault: TrackFault, rules: Mapping[str, float], language: str) -> str:
    """One rule with its threshold; empty where the city does not have it."""
    if fault is TrackFault.OUTSIDE or (fault is TrackFault.MOCK and rules["believe_mock"]):
        return ""
    return words.of("cleaning", fault, language).format(**{name: f"{value:g}" for name, value in rules.items()})


def told(rules: Mapping[str, float], dropped: Mapping[TrackFault, int], language: str) -> list[Told]:
    """Each rule that the city has, those that put nothing aside too."""
    return [
        Told(fault, text, {name: rules[name] for name in _asked(fault, language)}, dropped.get(fault, 0))
        for fault in TrackFault
        if (text := said(fault, rules, language))
    ]


def _asked(fault: TrackFault, language: str) -> list[str]:
    """The thresholds that a rule speaks of."""
    return [name for _, name, *_ in Formatter().parse(words.of("cleaning", fault, language)) if name]


def layer(unit_id: str, rules: Mapping[str, float], dropped: Mapping[TrackFault, int], language: str) -> Layer:
    """Of one unit, without a place: a row for each rule; `thresholds` as JSON."""
    lines = told(rules, dropped, language)
    columns = {
        "rule": pa.array([each.says for each in lines], pa.string()),
        "dropped": pa.array([each.dropped for each in lines], pa.int64()),
        "unit_id": pa.array([unit_id] * len(lines), pa.string()),
        "fault": pa.array([each.fault.value for each in lines], pa.string()),
        "thresholds": pa.array([json.dumps(each.thresholds) for each in lines], pa.string()),
    }
    return Layer(ExportLayer.TRACK, NAME, pa.table(columns), np.full(len(lines), None, object), NOWHERE)


def as_data(found: Sequence[Layer]) -> list[dict[str, Any]]:
    """For files that have a place for data beside their rows: each rule of each unit, with its thresholds by name."""
    rows = [row for each in found if each.name == NAME for row in each.table.to_pylist()]
    return [row | {"thresholds": json.loads(row["thresholds"])} for row in rows]


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
