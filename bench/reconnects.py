"""A thousand and more reconnects of cameras that hang up again and again: does what the console holds grow?

Sixteen panes' worth of streams of the project's own camera server, each of which ends after a second; the politeness that would make it last for
hours is put aside. Memory is what the process has written and shares with no other, after its garbage has been collected.
"""

import gc
import os
import tempfile
import time
from pathlib import Path

import numpy as np

import media.pace
from bench import stage
from bench.video_films import SUB
from console.map.health import held
from console.workers.streams import StreamPool
from simulator.clips.library import prepare
from tools.household import Household

STREAMS, LASTS_S, WARM, WANTED, EVERY = 16, 1.0, 1_500, 4_000, 50
LIMIT_S = 900.0


def main() -> None:
    media.pace.OPENS_PER_S, media.pace.FIRST_PAUSE_S, media.pace.LONGEST_PAUSE_S = 200.0, 0.05, 0.05
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name:
        prepare(Path(name) / "clips", [SUB])
        household = Household(Path(name) / "log")
        try:
            port = stage.serve_cameras(household, Path(name) / "clips")
            report(*reconnect(port))
        finally:
            household.end()


def reconnect(port: str) -> tuple[list[tuple[int, float, int]], float]:
    """Opens so far, MB and threads by then; and how long it took."""
    pool, samples, began = StreamPool(), list[tuple[int, float, int]](), time.monotonic()
    urls = [f"rtsp://127.0.0.1:{port}/{SUB.name}/{number}?close_after={LASTS_S}" for number in range(STREAMS)]
    views = [pool.open(url, 480, 270) for url in urls]
    try:
        while time.monotonic() - began < LIMIT_S:
            workers = [pool.worker(url) for url in urls]
            opens = sum(worker.opens for worker in workers if worker is not None)
            if not samples or opens >= samples[-1][0] + EVERY:
                gc.collect()
                samples.append((opens, held(os.getpid()) / 1e6, len(os.listdir("/proc/self/task"))))
            if opens >= WANTED:
                break
            time.sleep(0.2)
    finally:
        for view in views:
            view.close()
        pool.stop()
        pool.join()
    return samples, time.monotonic() - began


def report(samples: list[tuple[int, float, int]], took_s: float) -> None:
    opens, memory, threads = (np.array(column, float) for column in zip(*samples, strict=True))
    settled = opens >= WARM
    pairs = [(one, other) for one in np.flatnonzero(settled) for other in np.flatnonzero(settled) if opens[other] > opens[one]]
    slope = float(np.median([(memory[other] - memory[one]) / (opens[other] - opens[one]) for one, other in pairs]))
    print(f"{__doc__.splitlines()[0]}\n\n{STREAMS} streams, {opens[-1]:,.0f} connections in {took_s:.0f} s, measured from the {WARM}th on.\n")
    print("| what | at first | in the middle | at the end |\n|---|---:|---:|---:|")
    middle = len(opens) // 2
    first = int(np.flatnonzero(settled)[0])
    for name, column in (("connections so far", opens), ("memory, MB", memory), ("threads", threads)):
        print(f"| {name} | {column[first]:,.1f} | {column[middle]:,.1f} | {column[-1]:,.1f} |")
    print(f"\nMedian slope of all pairs of samples (Theil–Sen): {slope * 1000:+.2f} MB in 1,000 reconnects.")


if __name__ == "__main__":
    main()
