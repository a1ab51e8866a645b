"""Stops and trips of tracks beside movingpandas by the same radius and time: how far both agree, whether they are right where the truth is known, and
how long each takes; the floor is one pass over the fixes for their length.

The peer runs in a Python of its own (`tools/prepare.py peers`). Real tracks (GeoLife) are read where they lie; the output says so when they do not.
"""

import json
import subprocess
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench import tracks_modes
from bench.tracks_modes import plt_rows
from geo.tracks import length_m
from geo.tracks.analysis import Analysis, SpanKind, analyse
from geo.tracks.fixes import Fixes, fixes
from geo.tracks.rules import TrackRules

ROOT = Path(__file__).resolve().parents[1]
PEER = ROOT / "var" / "peers" / "bin" / "python"
REAL = ROOT.parent / "shared" / "data" / "tracks_geolife_beijing"
RULES = TrackRules(**tomllib.loads((ROOT / "resources" / "standards" / "tracks.toml").read_text("utf-8"))["INSPECTOR"])
WALKERS, HOURS, EVERY_S, NOISE_M, DRIFT = 12, 6, 5, 4.0, 0.9
MOST_FIXES = 60_000  # of real ones: the peer takes its time
EAST, NORTH = 91_190.0, 111_195.0  # metres of a degree
BEGAN_MS = 1_795_000_000_000

Pairs = list[list[int]]  # from and to, milliseconds


class Case(NamedTuple):
    """A track, and when it truly rested where that is known."""

    track: Fixes
    rests: Pairs | None = None


def main() -> None:
    peer = PEER.exists()
    print(f"A stop is within {RULES.stop_m:g} m for {RULES.stop_s:g} s at least; silence of {RULES.gap_s:g} s ends a track. Shares are of fixes.\n")
    if not peer:
        print("movingpandas is not here (`python3 tools/prepare.py peers`): nothing is compared.\n")
    report(f"{WALKERS} simulated inspectors, {HOURS} h each, a fix each {EVERY_S} s, {NOISE_M:g} m of drifting noise", simulated(), peer)
    if REAL.is_dir():
        report("GeoLife, real people at 1 to 5 s", real(), peer)
        tracks_modes.report(REAL, RULES)
    else:
        print("Real tracks (GeoLife) are not on this machine: only simulated ones were measured.")


def report(title: str, cases: list[Case], peer: bool) -> None:
    count = sum(len(case.track) for case in cases)
    floor = _took(lambda: [length_m(case.track.lon, case.track.lat) for case in cases])
    found: list[Analysis] = []
    ours_s = _took(lambda: found.extend(_analysed(case.track) for case in cases))
    stops = [_pairs(each, SpanKind.STOP) for each in found]
    trips = [_pairs(each, SpanKind.TRIP) for each in found]
    print(f"### {title}\n\n{len(cases)} tracks, {count:,} fixes.\n\n| what | ours | movingpandas |\n|---|---:|---:|")
    theirs = ask(cases) if peer else None
    rows = [("stops", f"{sum(map(len, stops))}"), ("trips", f"{sum(map(len, trips))}")]
    their = ["—"] * 2 if theirs is None else [f"{sum(len(each[name]) for each in theirs['tracks'])}" for name in ("stops", "trips")]
    rest = [_resting(case.track, pairs) for case, pairs in zip(cases, stops, strict=True)]
    if all(case.rests is not None for case in cases):
        truth = [_resting(case.track, case.rests or []) for case in cases]
        rows.append(("resting or not, as it was in truth", _share(rest, truth)))
        their.append("—" if theirs is None else _share(_their_rest(cases, theirs), truth))
        rows.append(("true rests", f"{sum(len(case.rests or []) for case in cases)}"))
        their.append("")
    rows.append(("both say the same of a fix", "" if theirs is None else _share(rest, _their_rest(cases, theirs))))
    their.append("")
    rows.append(("cleaning, stops, trips, gaps and lengths, ms a thousand fixes", f"{ours_s / count * 1e6:.2f}"))
    their.append("—" if theirs is None else f"{sum(sum(each['seconds']) for each in theirs['tracks']) / count * 1e6:.2f} (stops and trips alone)")
    rows.append(("floor: the length of the line, ms a thousand fixes", f"{floor / count * 1e6:.3f}"))
    their.append("")
    for (name, ours), other in zip(rows, their, strict=True):
        print(f"| {name} | {ours} | {other} |")
    print(f"\nmovingpandas {theirs['version']}.\n" if theirs else "", flush=True)


def ask(cases: list[Case]) -> dict[str, Any]:
    """What the peer finds in the fixes that we believe: it is not asked to clean."""
    kept = [case.track for case in cases]
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "tracks.npz"
        first = np.cumsum([0, *(len(track) for track in kept)])[:-1]
        columns = {column: np.concatenate([getattr(track, column) for track in kept]) for column in ("at", "lon", "lat")}
        np.savez(file, **columns, first=first, stop_m=RULES.stop_m, stop_s=RULES.stop_s, gap_s=RULES.gap_s)
        done = subprocess.run([PEER, ROOT / "bench" / "tracks_peer.py", file], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def simulated() -> list[Case]:
    """Walks of 3 to 20 minutes at 1.3 m/s with a turn now and then, and rests of 4 to 30 minutes between them."""
    rng = np.random.default_rng(4)
    return [_walk(rng) for _ in range(WALKERS)]


def _walk(rng: np.random.Generator) -> Case:
    steps = HOURS * 3600 // EVERY_S
    moving, rests, n = np.zeros(steps, bool), [], 0
    while n < steps:
        walks, waits = (int(rng.uniform(*span) * 60 / EVERY_S) for span in ((3, 20), (4, 30)))
        moving[n : n + walks] = True
        if n + walks < steps:
            rests.append([n + walks, min(n + walks + waits, steps) - 1])
        n += walks + waits
    way = np.cumsum(np.where(rng.random(steps) < 0.02, rng.choice([90, -90, 45], steps), 0)) + rng.uniform(0, 360)
    noise = np.zeros((2, steps))
    for step in range(1, steps):
        noise[:, step] = DRIFT * noise[:, step - 1] + rng.normal(0, NOISE_M * np.sqrt(1 - DRIFT**2), 2)
    x, y = (np.cumsum(moving * 1.3 * EVERY_S * turn(np.radians(way))) for turn in (np.sin, np.cos))
    at = BEGAN_MS + np.arange(steps) * EVERY_S * 1000
    track = fixes(at, 111 + (x + noise[0]) / EAST, 35 + (y + noise[1]) / NORTH)
    return Case(track, [[int(at[low]), int(at[high])] for low, high in rests if (high - low) * EVERY_S >= RULES.stop_s])


def real() -> list[Case]:
    """Days of GeoLife as files go, without the fixes that we do not believe, until there are enough."""
    cases: list[Case] = []
    for walker in sorted(REAL.iterdir()):
        given = read_walks(walker)
        if len(given) and sum(len(case.track) for case in cases) + len(given) <= MOST_FIXES:
            cases.append(Case(analyse(given, int(given.at.min()), int(given.at.max()) + 1, RULES).cleaned.kept))
    return cases


def read_walks(walker: Path) -> Fixes:
    """All fixes of somebody of GeoLife, as the files go."""
    rows = [row for file in sorted(walker.rglob("*.plt")) for row in plt_rows(file)]
    return fixes(*zip(*rows, strict=True)) if rows else fixes([], [], [])


def _analysed(track: Fixes) -> Analysis:
    return analyse(track, int(track.at[0]), int(track.at[-1]) + 1, RULES)


def _pairs(found: Analysis, kind: SpanKind) -> Pairs:
    return [[span.start, span.end] for span in found.spans if span.kind is kind]


def _resting(track: Fixes, pairs: Pairs) -> NDArray[np.bool_]:
    """Of each fix whether it lies in one of the stretches."""
    inside = np.zeros(len(track), bool)
    for start, end in pairs:
        inside |= (track.at >= start) & (track.at <= end)
    return inside


def _their_rest(cases: list[Case], theirs: dict[str, Any]) -> list[NDArray[np.bool_]]:
    return [_resting(case.track, each["stops"]) for case, each in zip(cases, theirs["tracks"], strict=True)]


def _share(one: list[NDArray[np.bool_]], other: list[NDArray[np.bool_]]) -> str:
    return f"{np.mean(np.concatenate(one) == np.concatenate(other)):.1%}"


def _took(do: Any) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began
