"""How GeoLife's people went, by the speed of their cleaned trips, beside what they wrote down themselves: whether speeds are sane, no feature.

By the pace that seven in eight minutes of a labelled stretch stay below: on foot below 2.5 m/s, by bicycle below 6.5 m/s, on wheels above. A stretch
of less than a minute in motion is left out.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from geo.tracks.analysis import SpanKind, analyse
from geo.tracks.fixes import Fixes, fixes
from geo.tracks.measures import steps_m
from geo.tracks.rules import TrackRules

FOOT, BICYCLE, WHEELS = "on foot", "bicycle", "on wheels"
MODES = {"walk": FOOT, "run": FOOT, "bike": BICYCLE} | dict.fromkeys(("bus", "car", "taxi", "train", "subway", "motorcycle"), WHEELS)
BELOW = {FOOT: 2.5, BICYCLE: 6.5}  # m/s
SHARE, LEAST_MS = 0.875, 60_000


class Stretch(NamedTuple):
    """What somebody wrote down, and the fixes of that time."""

    mode: str
    start: int
    end: int
    track: Fixes


def stretches(folder: Path) -> Iterator[Stretch]:
    """All that are labelled, with the fixes there are of them."""
    for file in sorted(folder.glob("*/labels.txt")):
        rows = np.array([row for each in sorted(file.parent.glob("*.plt")) for row in plt_rows(each)])
        for line in file.read_text("ascii").splitlines()[1:]:
            begun, ended, mode = line.split("\t")
            start, end = (_millis(text.replace("/", "-").replace(" ", "T")) for text in (begun, ended))
            within = rows[(rows[:, 0] >= start) & (rows[:, 0] <= end)]
            if len(within) > 1 and mode in MODES:
                yield Stretch(MODES[mode], start, end, fixes(*within.T))


def guess(stretch: Stretch, rules: TrackRules) -> str:
    """Empty: there is too little of it in motion."""
    found = analyse(stretch.track, stretch.start, stretch.end + 1, rules)
    kept, trips = found.cleaned.kept, [span for span in found.spans if span.kind is SpanKind.TRIP]
    if sum(trip.end - trip.start for trip in trips) < LEAST_MS:
        return ""
    paces = []
    for trip in trips:
        rows = kept.take((kept.at >= trip.start) & (kept.at <= trip.end))
        minutes = (rows.at[1:] - trip.start) // LEAST_MS
        way, seconds = (np.bincount(minutes, each) for each in (steps_m(rows.lon, rows.lat), np.diff(rows.at) / 1000))
        paces += (way[seconds > 0] / seconds[seconds > 0]).tolist()
    pace = float(np.quantile(paces, SHARE)) if paces else 0.0
    return next((mode for mode, most in BELOW.items() if pace < most), WHEELS)


def report(folder: Path, rules: TrackRules) -> None:
    told = Counter((stretch.mode, guess(stretch, rules)) for stretch in stretches(folder))
    judged = {pair: count for pair, count in told.items() if pair[1]}
    print("### GeoLife: how they went, by their own labels and by the speed of our trips\n")
    print(f"| labelled | {' | '.join((FOOT, BICYCLE, WHEELS))} | too short |\n|---|---:|---:|---:|---:|")
    for mode in (FOOT, BICYCLE, WHEELS):
        print(f"| {mode} | {' | '.join(str(told[mode, found]) for found in (FOOT, BICYCLE, WHEELS, ''))} |")
    alike = sum(count for (mode, found), count in judged.items() if mode == found)
    print(f"\n{alike} of {sum(judged.values())} alike.\n", flush=True)


def plt_rows(file: Path) -> list[tuple[float, float, float]]:
    """Milliseconds since 1970 UTC, longitude and latitude."""
    lines = (line.split(",") for line in file.read_text("ascii").splitlines()[6:])
    return [(_millis(f"{day}T{at}"), float(lon), float(lat)) for lat, lon, _, _, _, day, at in lines]


def _millis(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)
