"""By what people travelled, told by their speed alone, beside what they have written down themselves: the labels of GeoLife's day; a sanity figure.

The floor is to call everything by the commonest mode. Fixes that are not believed and those of stops have no mode, and are told apart.
"""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.tracks import REAL, RULES, read_walks
from geo.tracks.analysis import SpanKind, analyse
from geo.tracks.fixes import Fixes
from geo.tracks.modes import Mode, legs

MEANS = {"walk": Mode.WALKING, "run": Mode.WALKING, "bike": Mode.RIDING}  # all others are driven


class Label(NamedTuple):
    """Milliseconds since 1970, and what somebody has called it."""

    start: int
    end: int
    said: str


def main() -> None:
    if not REAL.is_dir():
        print("Real tracks with labels (GeoLife) are not on this machine: nothing was measured.")
        return
    walkers = [walker for walker in sorted(REAL.iterdir()) if (walker / "labels.txt").is_file()]
    told: Counter[tuple[str, str]] = Counter()
    for walker in walkers:
        told.update(compared(read_walks(walker), labels_of(walker / "labels.txt")))
    report(told, len(walkers))


def compared(given: Fixes, labels: list[Label]) -> Counter[tuple[str, str]]:
    """Fixes by their label and by what we say."""
    said = np.full(len(given), "dropped", object)
    found = analyse(given, int(given.at.min()), int(given.at.max()) + 1, RULES)
    kept = found.cleaned.kept
    mine = np.full(len(kept), "resting", object)
    for span in found.spans:
        if span.kind is SpanKind.TRIP:
            rows = np.flatnonzero((kept.at >= span.start) & (kept.at <= span.end))
            for leg in legs(kept.take(rows), RULES):
                mine[rows[leg.first : leg.last + 1]] = leg.mode.value
    order = np.argsort(kept.at)
    place = np.clip(np.searchsorted(kept.at[order], given.at), 0, len(kept) - 1)
    here = kept.at[order][place] == given.at
    said[here] = mine[order][place[here]]
    counts: Counter[tuple[str, str]] = Counter()
    for label in labels:
        within = (given.at >= label.start) & (given.at <= label.end)
        counts.update((label.said, name) for name in said[within])
    return counts


def labels_of(file: Path) -> list[Label]:
    """GMT, as the fixes."""
    rows = [line.split("\t") for line in file.read_text("ascii").splitlines()[1:] if line.strip()]
    return [Label(_millis(start), _millis(end), said.strip()) for start, end, said in rows]


def report(told: Counter[tuple[str, str]], people: int) -> None:
    labels = sorted({label for label, _ in told}, key=lambda label: -sum(count for (each, _), count in told.items() if each == label))
    columns = [*(mode.value for mode in Mode), "resting", "dropped"]
    fixes = sum(told.values())
    print(f"{people} people with labels, {fixes:,} fixes that have one. Thresholds: walk_mps {RULES.walk_mps:g}, drive_mps {RULES.drive_mps:g}, "
          f"pause_s {RULES.pause_s:g}, ride_s {RULES.ride_s:g}.\n")  # fmt: skip
    print(f"| label | {' | '.join(name.lower() for name in columns)} | as labelled, of those in motion |\n|---|{'---:|' * (len(columns) + 1)}")
    for label in labels:
        counts = [told[label, name] for name in columns]
        moving = sum(counts[: len(Mode)])
        right = told[label, mode_of(label).value]
        print(f"| {label} | {' | '.join(f'{count:,}' for count in counts)} | {f'{right / moving:.1%}' if moving else '—'} |")
    moving = {key: count for key, count in told.items() if key[1] in set(Mode)}
    right = sum(count for (label, said), count in moving.items() if said == mode_of(label).value)
    by_mode: Counter[Mode] = Counter()
    for (label, _), count in moving.items():
        by_mode[mode_of(label)] += count
    most, count = by_mode.most_common(1)[0]
    total = sum(moving.values())
    floor = f"floor, all {most.value.lower()}: {count / total:.1%}"
    print(f"\nOf {total:,} labelled fixes in motion {right / total:.1%} are as their label says; {floor}.")


def mode_of(label: str) -> Mode:
    return MEANS.get(label, Mode.DRIVING)


def _millis(text: str) -> int:
    return round(datetime.fromisoformat(text.strip().replace("/", "-") + "+00:00").timestamp() * 1000)
