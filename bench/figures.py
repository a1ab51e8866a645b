"""Rows of figures as Markdown: what was measured, its median, and how many times the first row it is."""

import math
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple


class Row(NamedTuple):
    """`samples` in `unit`; a peer with fewer samples than ours says so itself, by how many there are."""

    name: str
    samples: Sequence[float]
    unit: str = "ms"


def table(title: str, rows: Sequence[Row]) -> str:
    """The first row is ours, the others are set against it."""
    ours = median(rows[0].samples)
    lines = [f"### {title}", "", "| what | median | least–most | runs | to ours |", "|---|---:|---:|---:|---:|"]
    for row in rows:
        middle = median(row.samples)
        spread = f"{min(row.samples):,.1f}–{max(row.samples):,.1f}"
        lines.append(f"| {row.name} | {middle:,.1f} {row.unit} | {spread} | {len(row.samples)} | {middle / ours:,.1f} × |")
    return "\n".join(lines)


def times(ask: Callable[[], object], runs: int) -> list[float]:
    """Milliseconds of each, after one that is not counted."""
    ask()
    found = []
    for _ in range(runs):
        begin = time.perf_counter()
        ask()
        found.append((time.perf_counter() - begin) * 1000)
    return found


def share(part: int, whole: int) -> str:
    """With its interval of 95 % (Wilson)."""
    if not whole:
        return "–"
    share, z = part / whole, 1.96
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole**2)) / (1 + z * z / whole)
    return f"{share:.1%} ({max(middle - half, 0):.0%}–{min(middle + half, 1):.0%})"
