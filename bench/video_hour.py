"""Sixteen panes for an hour: a tour that turns as many pages as in an hour, only sooner. Does what the console holds grow?

An hour of a usual tour is 240 pages of 15 s. Here a page stays for 2 s; the next one is opened beforehand as always, and what nobody looks at any
more ends after 2 s instead of 15, so that every page opens 16 cameras of 64 and lets 16 others go. The politeness that would make this last for an
hour, four connections to a host in a second, is put aside. Memory is what the process has written and shares with no other, after its garbage has
been collected. What grows is the median slope of all pairs of samples after the first 160 pages (Theil–Sen), stretched to an hour, with the interval
in which the true one lies (95 %): of the whole, and of either half by itself, for what only settles grows less in the second.
"""

import gc
import os
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

import media.pace
from bench import stage
from bench.slopes import slope_of
from bench.video_films import SUB
from console.garbage import Garbage
from console.hall.hall import Hall
from console.hall.streams import StreamState
from console.hall.tours import Group, Tour
from console.map.health import held
from console.widgets import theme
from console.widgets.video_patrol import Patrol
from console.widgets.video_wall import VideoWall
from console.workers.streams import StreamPool
from simulator.clips.library import prepare
from tools.household import Household
from wire.cameras import Camera
from wire.people import User

PANES, CAMERAS, DWELL_S, LINGER_S = 16, 64, 2, 2.0
HOUR, WARM, EVERY = 240, 160, 2  # pages
TURNS = int(os.environ.get("VIDEO_HOUR", str(HOUR + WARM)))
LOOK_MS = 100


class Sample(NamedTuple):
    """After so many pages; `live` of the panes showed a live picture on the page before."""

    turns: int
    held_mb: float
    rss_mb: float
    threads: int
    files: int
    live: int


class Turning(QObject):
    """Looks at the wall between two pages, and takes a sample when one turns."""

    def __init__(self, wall: VideoWall, patrol: Patrol) -> None:
        super().__init__(wall)
        self.samples: list[Sample] = []
        self._wall, self._turns, self._live = wall, -1, 0  # the first page turns nothing
        self._looks = QTimer(self, interval=LOOK_MS)
        self._looks.timeout.connect(self._look)
        self._looks.start()
        patrol.paged.connect(self._on_paged)

    def _look(self) -> None:
        self._live = sum(pane.state() == StreamState.LIVE for pane in self._wall.panes)

    def _on_paged(self) -> None:
        self._turns += 1
        if self._turns > 0 and self._turns % EVERY == 0:
            gc.collect()
            process = psutil.Process()
            memory = held(process.pid) / 1e6, process.memory_info().rss / 1e6
            self.samples.append(Sample(self._turns, *memory, process.num_threads(), process.num_fds(), self._live))
        if self._turns >= TURNS:
            QApplication.exit(0)


def main() -> None:
    media.pace.OPENS_PER_S = 200.0
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name:
        prepare(Path(name) / "clips", [SUB])
        household = Household(Path(name) / "log")
        try:
            port = stage.serve_cameras(household, Path(name) / "clips")
            report(*turn(port))
        finally:
            household.end()


def turn(port: str) -> tuple[list[Sample], float]:
    """The samples of a tour, and how long it took."""
    application = QApplication([])
    theme.wear(application, "dark")
    garbage = Garbage(application)  # as the console has it
    hall, pool = Hall(User(id="u", version=1, name="bench", full_name="Bench", roles=[])), StreamPool(LINGER_S)
    urls = [f"rtsp://127.0.0.1:{port}/{SUB.name}/{number}" for number in range(CAMERAS)]
    hall.cameras.put(Camera(id=f"c{n}", version=1, code=f"{n:03}", name=f"c{n}", lon=0, lat=0, sub_url=url) for n, url in enumerate(urls))
    wall = VideoWall(hall, pool)
    wall.resize(1920, 1080)
    wall.show()
    patrol, began = Patrol(wall, hall, pool), time.monotonic()
    turning = Turning(wall, patrol)
    patrol.start(Tour(name="hour", groups=[Group("all", [f"c{number}" for number in range(CAMERAS)])], dwell_s=DWELL_S, layout=str(PANES)))
    application.exec()
    took_s = time.monotonic() - began
    patrol.stop()
    wall.hide()
    pool.stop()
    pool.join()
    garbage.end()
    return turning.samples, took_s


def report(samples: list[Sample], took_s: float) -> None:
    settled = [sample for sample in samples if sample.turns >= (WARM if TURNS > WARM + EVERY else TURNS // 3)]
    parts = {"whole": settled, "first half": settled[: len(settled) // 2], "second half": settled[len(settled) // 2 :]}
    print(f"{__doc__.splitlines()[0]}\n\n{' '.join(__doc__.splitlines()[2:])}\n")
    print(f"{TURNS} pages of {PANES} panes, {TURNS * PANES:,} streams opened, in {took_s / 60:.1f} min.\n")
    print("| MB | part | pages | at first | median | least–most | grows in an hour, MB | between |\n|---|---|---:|---:|---:|---:|---:|---:|")
    for name, at in (("its own memory", 1), ("all resident (RSS)", 2)):
        for part, some in parts.items():
            pages, memory = np.array([sample.turns for sample in some], float), np.array([sample[at] for sample in some], float)
            grown = [HOUR * slope for slope in slope_of(pages, memory)]
            print(
                f"| {name} | {part} | {pages[0]:.0f}–{pages[-1]:.0f} | {samples[0][at]:,.1f} | {np.median(memory):,.1f}"
                f" | {memory.min():,.1f}–{memory.max():,.1f} | {grown[0]:+.1f} | {grown[1]:+.1f} and {grown[2]:+.1f} |"
            )
    print("\n| what | warm, at first | median | at the end |\n|---|---:|---:|---:|")
    for name, at in (("threads", 3), ("open files", 4), (f"live panes of {PANES} when a page ends", 5)):
        column = [sample[at] for sample in settled]
        print(f"| {name} | {column[0]} | {np.median(column):.0f} | {column[-1]} |")


if __name__ == "__main__":
    main()
