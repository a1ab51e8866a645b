"""What the figures of `map_points` say: tables with a ratio to ours, whether what is wanted holds, who is before us and why, who is missing and why.

All of it is made from what the run printed; reasons that were found out once are data (`map_reasons.toml`).
"""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np

PEERS = {
    "ours": "Yiping",
    "markercluster": "Leaflet.markercluster",
    "circles": "Leaflet circleMarker, preferCanvas",
    "folium": "folium MarkerCluster",
    "maplibre": "MapLibre GL, software WebGL",
}
REASONS: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("map_reasons.toml").read_text("utf-8"))
FRAME_MS = 33

Round = dict[str, Any]  # what one process said
Figures = dict[str, float | None]  # by key of the column


class Column(NamedTuple):
    """`most` is what is wanted of us: up to so many points at most this, of more than any size says what the largest does."""

    title: str
    key: str
    samples: str  # of a round
    percent: float
    unit: str = "ms"
    most: Mapping[int, float] = {}


EVER = {0: FRAME_MS}
COLUMNS = (
    Column("the page alone", "page", "page", 50),
    Column("loaded", "loaded", "loaded", 50),
    Column("drawn", "drawn", "drawn", 50, most={500_000: 1500, 1_000_000: 3000}),
    Column("pan p50", "pan50", "pan", 50),
    Column("pan p95", "pan", "pan", 95, most=EVER),
    Column("pan, processor a frame", "work", "work", 50),
    Column("zoom p95", "zoom", "zoom", 95, most=EVER),
    Column("pan p95 while 2,000 move at 1 Hz", "together", "together", 95, most=EVER),
    Column("… and seen after", "late", "late", 50),
    Column("2,000 move, at rest: longest frame", "longest", "longest", 50),
    Column("… and seen after", "lag", "lag", 50),
    Column("renderer", "renderer", "renderer", 50, "MB"),
    Column("with its console", "whole", "whole", 50, "MB"),
)


def figures_of(rounds: Sequence[Round | str]) -> Figures:
    """Medians of the rounds that came to an end."""
    ended = [spent for spent in rounds if isinstance(spent, dict)]

    def figure(column: Column) -> float | None:
        samples = [np.percentile(spent[column.samples], column.percent) for spent in ended if column.samples in spent]
        return float(median(samples)) if samples else None

    return {column.key: figure(column) for column in COLUMNS}


def wanted(column: Column, count: int) -> float | None:
    """Of that many points."""
    sizes = sorted(column.most)
    return next((column.most[size] for size in sizes if count <= size), column.most[sizes[-1]]) if sizes else None


def report(count: int, measured: Mapping[str, Sequence[Round | str]], absent: Mapping[str, str]) -> str:
    """One size as Markdown; `absent` says why a map was not asked at all."""
    figures = {name: figures_of(rounds) for name, rounds in measured.items()}
    asked = {name: row for name, row in figures.items() if any(value is not None for value in row.values())}
    said = [f"### {count:,} points", _table(count, asked), _met(count, figures["ours"]), behind(asked), _missing(count, measured, figures, absent)]
    return "\n\n".join(part for part in said if part) + "\n"


def _table(count: int, figures: Mapping[str, Figures]) -> str:
    others = [name for name in figures if name != "ours"]
    head = ["what", PEERS["ours"], "wanted", *(title for name in others for title in (PEERS[name], "to ours"))]
    lines = [f"| {' | '.join(head)} |", "|---|" + "---:|" * (len(head) - 1)]
    for column in COLUMNS:
        ours, most = figures.get("ours", {}).get(column.key), wanted(column, count)
        holds = "" if most is None or ours is None else f"≤ {most:,.0f}: {'met' if ours <= most else '**missed**'}"
        cells = [text for name in others for text in _pair(figures[name][column.key], ours)]
        lines.append(f"| {' | '.join([f'{column.title}, {column.unit}', _said(ours), holds, *cells])} |")
    return "\n".join(lines)


def _said(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def _pair(theirs: float | None, ours: float | None) -> tuple[str, str]:
    return _said(theirs), "" if theirs is None or not ours else f"{theirs / ours:,.2f} ×"


def _met(count: int, ours: Figures) -> str:
    asked = [
        (column, value, most) for column in COLUMNS if (value := ours.get(column.key)) is not None and (most := wanted(column, count)) is not None
    ]
    missed = [f"{column.title} takes {value:,.1f} {column.unit} of the {most:,.0f} that are wanted" for column, value, most in asked if value > most]
    if not asked:
        return ""
    return f"What is wanted does not hold: {'; '.join(missed)}." if missed else f"All {len(asked)} figures that are wanted hold."


def behind(figures: Mapping[str, Figures]) -> str:
    """In which columns who is before us, and why."""
    ours, others = figures.get("ours", {}), {name: row for name, row in figures.items() if name != "ours"}
    if not others:
        return ""
    lost = [
        f"- {column.title}: {PEERS[name]}, {_said(theirs)} {column.unit} to our {_said(mine)} ({_why(column, name, ours, row)})."
        for column in COLUMNS
        for name, row in others.items()
        if (mine := ours.get(column.key)) is not None and (theirs := row[column.key]) is not None and round(theirs) < round(mine)
    ]
    return "\n".join(["Before ours:", "", *lost]) if lost else "Ours leads every column."


def _why(column: Column, name: str, ours: Figures, theirs: Figures) -> str:
    fitting = [each for each in REASONS["behind"] if each["column"] == column.samples and each.get("map", name) == name]
    for each in fitting:
        try:
            return str(each["why"]).format(ours=ours["work"], theirs=theirs["work"], page=ours["page"])
        except TypeError:  # the run does not have the figure that the reason goes by
            continue
    return "not explained yet"


def _missing(count: int, measured: Mapping[str, Sequence[Round | str]], figures: Mapping[str, Figures], absent: Mapping[str, str]) -> str:
    """Who is not in a column, or not in the table at all, and why."""
    lines = [
        f"- {PEERS[name]} failed at {count:,} points: {said}."
        for name, rounds in measured.items()
        for said in sorted({spent for spent in rounds if isinstance(spent, str)})
    ]
    lines += [f"- {PEERS[name]} was not asked at {count:,} points: {why}." for name, why in absent.items()]
    for each in REASONS["nothing"]:
        row = figures.get(each["map"], {})
        without = [column.title for column in COLUMNS if column.key in each["columns"] and row.get(column.key) is None]
        if without and any(value is not None for value in row.values()):
            lines.append(f"- {PEERS[each['map']]} has no figure where units move: {each['why']}.")
    return "\n".join(["Not there:", "", *lines]) if lines else ""


def last_word(errors: str) -> str:
    """What a process that failed died of, and what its page complained of last."""
    lines = errors.strip().splitlines()
    died = next((line for line in reversed(lines) if line.split(":")[0].endswith(("Error", "Ended"))), "")
    page = next((line.removeprefix("page: ") for line in reversed(lines) if line.startswith("page: ")), "")
    reason = died.partition(": ")[2] or died or (lines[-1] if lines else "no word")
    return f"{reason}; its page said: {page}" if page and page not in reason else reason


def why_absent(name: str, count: int, written: tuple[int, float] | None) -> str:
    """A reason not to ask a map at a size; empty when there is none. `written`: folium's last page, its points and the seconds that it took."""
    took = f": {written[1]:,.0f} s of Python for {written[0]:,} points in this run" if written else ""
    fitting = (each for each in REASONS["absent"] if each["map"] == name and count >= each["from"])
    return next((str(each["why"]).format(written=took) for each in fitting), "")
