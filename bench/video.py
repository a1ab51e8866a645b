"""The video wall, beside bare decoding and beside other players of the same streams in the same minutes: what it costs, and how old what it shows is.

The project's own camera server, each way in a process of its own under Xvfb without a GPU, taken in turns. Each picture of the films carries its
number; what is on the screen is read from outside, out of the memory of Xvfb, and set against the moment at which the camera sent that number.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import av
import numpy as np

from bench import figures, stage
from bench.video_films import HEVC, MAIN, SUB, make
from bench.video_glass import Place
from bench.video_sitting import DEBIAN_PYTHON, Desk, EndedByItself, Sitting, Way, desk, sit
from simulator.clips.library import Take
from tools.household import Household

RUNS = 3
WALL = Way("our video wall, painted", "wall")
DECODE = Way("floor: PyAV decodes, and throws away", "decode", shows=False)
FFMPEG = Way("floor: ffmpeg -f null, a process each", "ffmpeg", shows=False)
PLAYERS = (
    Way("QMediaPlayer", "qmediaplayer", ("default",)),
    Way("QMediaPlayer, for low latency", "qmediaplayer", ("low",)),
    Way("libmpv, for low latency, a process each", "libmpv", python=DEBIAN_PYTHON),
)


class Case(NamedTuple):
    title: str
    take: Take
    count: int
    ways: tuple[Way, ...] = (WALL, FFMPEG)
    steady_s: float = 3.0


CASES = (
    Case("16 small streams, 640 x 360 at 15", SUB, 16, (WALL, FFMPEG, DECODE, *PLAYERS), 5.0),
    Case("1 small stream", SUB, 1, (WALL, FFMPEG, *PLAYERS)),
    *(Case(f"{count} small streams", SUB, count) for count in (4, 9, 25)),
    Case("16 small streams in H.265", HEVC, 16),
    Case("4 large streams, 1920 x 1080 at 25", MAIN, 4, (WALL, FFMPEG, DECODE)),
)
HEAD = "way | over ffmpeg | all pictures after, s | pictures/s | glass to glass p50, ms | p95, ms | GUI late p95, ms | p99.9, ms | memory, MB"
Sat = dict[tuple[str, Way], list[Sitting]]


def main() -> None:
    ways = {way for case in CASES for way in case.ways if is_here(way)}
    sat: Sat = {}
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, desk(Path(name) / "screen") as at:
        make(Path(name) / "clips")
        household = Household(Path(name) / "log")
        try:
            port = stage.serve_cameras(household, Path(name) / "clips")
            for run in range(RUNS):
                for case in CASES:
                    one_round(run, case, [way for way in case.ways if way in ways], port, at, sat)
        finally:
            household.end()
    report(sat)


def one_round(run: int, case: Case, ways: Sequence[Way], port: str, at: Desk, sat: Sat) -> None:
    """The others show their pictures where the wall has shown its own. Of a player that breaks down there is a run less."""
    places: list[Place] = []
    for way in ways:
        urls = [f"rtsp://127.0.0.1:{port}/{case.take.name}/{run}-{way.module}-{number}" for number in range(case.count)]
        try:
            sitting, taken = sit(way, urls, places, case.take, at, case.steady_s)
        except EndedByItself as error:
            if way not in PLAYERS:
                raise
            print(f"{way.title} broke down: {error}", file=sys.stderr)
            continue
        places = places or taken
        sat.setdefault((case.title, way), []).append(sitting)


def is_here(way: Way) -> bool:
    if way.module == "libmpv":
        return Path(DEBIAN_PYTHON).exists() and not subprocess.run([DEBIAN_PYTHON, "-c", "import mpv"], capture_output=True).returncode
    return way is not FFMPEG or shutil.which("ffmpeg") is not None


def report(sat: Sat) -> None:
    print(f"{__doc__.splitlines()[0]}\n\n{' '.join(__doc__.splitlines()[2:])}\n")
    print(f"{RUNS} rounds of {'–'.join(f'{each:.0f}' for each in sorted({case.steady_s for case in CASES}))} s; ", end="")
    print(f"load average at the end {os.getloadavg()[0]:.1f}. Processor time per stream and second:\n")
    for case in CASES:
        rows = [figures.Row(way.title, [each.cpu_ms for each in sat[case.title, way]]) for way in case.ways if (case.title, way) in sat]
        print(figures.table(case.title, rows), end="\n\n")
    print(f"### What is seen\n\n| streams | {HEAD} |\n|---|---{'|---:' * 8}|")
    for case in CASES:
        for way in case.ways:
            if way.shows and (case.title, way) in sat:
                show(case, way, sat)
    print(f"\nBudget: at most 1.7 times bare ffmpeg with 16 small streams, the GUI timer late by at most 50 ms at p99.9. {versions()}")


def show(case: Case, way: Way, sat: Sat) -> None:
    own, floor = sat[case.title, way], sat.get((case.title, FFMPEG), [])
    over = f"{median(each.cpu_ms for each in own) / median(each.cpu_ms for each in floor):.2f} ×" if floor else "–"
    first_s, rate, rss = (median(getattr(each, name) for each in own) for name in ("first_s", "pictures_per_s", "rss_mb"))
    old, late = ([ms for each in own for ms in getattr(each, name)] for name in ("old_ms", "late_ms"))
    cells = [over, f"{first_s:.1f}" if np.isfinite(first_s) else "some never", f"{rate:.1f}"]
    cells += [*shares(old, (50, 95), ".0f"), *shares(late, (95, 99.9), ".1f"), f"{rss:.0f}"]
    print(f"| {case.title.partition(',')[0]} | {way.title} | {' | '.join(cells)} |")


def shares(values: list[float], percents: tuple[float, ...], form: str) -> list[str]:
    """Of all rounds together."""
    return [f"{np.percentile(values, percent):{form}}" if values else "–" for percent in percents]


def versions() -> str:
    if not shutil.which("ffmpeg"):
        return "ffmpeg is not installed here: `python3 tools/prepare.py peers`."
    version = subprocess.run(["ffmpeg", "-version"], capture_output=True, text=True, check=True).stdout.split()[2]
    return f"Here ffmpeg is {version}; PyAV, and we, decode with FFmpeg {av.ffmpeg_version_info}."


if __name__ == "__main__":
    main()
