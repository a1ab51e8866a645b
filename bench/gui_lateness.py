"""The real desk on a hall at work: how late its GUI thread comes to its always-on timer, beside an empty Qt window in the same seconds.

PostgreSQL, the real backend and the real console, each in a process of its own under Xvfb. "Worked" is the processor time that the GUI thread
took between two ticks of the timer: it says what is ours, where lateness also says how busy the machine was.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import msgspec

from bench import stage
from bench.sitting import SHARES, Order, Sitting
from tools.household import Household
from tools.xvfb import environment, screen
from wire.codes import Role

OPEN, CLOSED, UNITS, CHANGES_PER_S = 20_000, 10_000, 2_000, 50
RUNS, STEADY_S = 3, 65.0  # more than a minute: once a minute the console keeps its picture
LIMIT_S = 300
LEAST_MS = 0.1


def sit(place: str, order: Order, display: str) -> Sitting:
    command = [sys.executable, "-m", "bench.sitting", place]
    order = msgspec.structs.replace(order, began=time.time())
    done = subprocess.run(
        command, input=msgspec.json.encode(order), stdout=subprocess.PIPE, env=environment(display), cwd=stage.ROOT, timeout=LIMIT_S, check=True
    )
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Sitting)


def one_round(order: Order, display: str, number: int) -> tuple[Sitting, Sitting, Sitting]:
    """A desk that knows nothing yet, the same desk again with its picture, and an empty window beside the second."""
    order = msgspec.structs.replace(order, state=f"{order.state}/{number}")
    first = sit("desk", msgspec.structs.replace(order, steady_s=1.0), display)
    with ThreadPoolExecutor(2) as both:
        empty = both.submit(sit, "empty", order, display)
        again = both.submit(sit, "desk", order, display)
    return first, again.result(), empty.result()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database("postgresql", Path(name)) as url, screen() as display:
        stage.fill(url, OPEN, CLOSED, UNITS)
        components = stage.fill_components(url)
        household = Household(Path(name) / "log")
        try:
            server = stage.serve(household, url, Path(name) / "data")
            token = stage.token(url, Role.DISPATCHER)
            household.start("traffic", [sys.executable, "-m", "bench.traffic", url, str(CHANGES_PER_S), str(UNITS)], ready="ready")
            basemap = str(stage.KEPT / "city" / "basemap.mbtiles")
            order = Order(server=server, token=token, state=f"{name}/state", basemap=basemap, began=0, steady_s=STEADY_S, units=UNITS)
            rounds = [one_round(order, display, number) for number in range(RUNS)]
        finally:
            household.end()
    firsts, desks, windows = zip(*rounds, strict=True)
    print(f"{__doc__.splitlines()[0]}\n\n{OPEN:,} open and {CLOSED:,} closed cases, {components:,} components, {UNITS:,} units moving once a second,")
    print(f"{CHANGES_PER_S} changes a second; medians of {RUNS} rounds of {STEADY_S:.0f} s.\n")
    show_lateness(firsts, desks, windows)
    show_times(firsts, desks)


def show_lateness(firsts: Sequence[Sitting], desks: Sequence[Sitting], windows: Sequence[Sitting]) -> None:
    print("| GUI thread, ms | p50 | p99 | p99.9 | longest |\n|---|---:|---:|---:|---:|")
    rows: list[tuple[str, Sequence[Sitting], Callable[[Sitting], list[float]]]] = [
        ("late, first start, from the first show until all is drawn", firsts, lambda sat: sat.start.late),
        ("worked, first start", firsts, lambda sat: sat.start.worked),
        ("late, start from the picture on the disk", desks, lambda sat: sat.start.late),
        ("worked, start from the picture on the disk", desks, lambda sat: sat.start.worked),
        ("late, at work", desks, lambda sat: sat.steady.late),
        ("worked, at work", desks, lambda sat: sat.steady.worked),
        ("floor: late, an empty window in the same seconds", windows, lambda sat: sat.steady.late),
        ("floor: worked, an empty window", windows, lambda sat: sat.steady.worked),
    ]
    for what, sittings, figures in rows:
        print(f"| {what} | " + " | ".join(f"{median(figures(sat)[at] for sat in sittings):.1f}" for at in range(len(SHARES))) + " |")
    ratios = " / ".join(f"{ours / floor:.1f}" for ours, floor in zip(*(_late(sat) for sat in (desks, windows)), strict=True))
    print(f"\nLate at work against the empty window: {ratios} times. Budget: p99.9 below 50 ms.\n")


def _late(sittings: Sequence[Sitting]) -> list[float]:
    """Of each share; a timer is never nearer to its time than LEAST_MS."""
    return [max(median(sat.steady.late[at] for sat in sittings), LEAST_MS) for at in range(len(SHARES))]


def show_times(firsts: Sequence[Sitting], desks: Sequence[Sitting]) -> None:
    print("| s after the process began | usable | confirmed by the backend | all on the map | processor until usable |\n|---|---:|---:|---:|---:|")
    for what, sittings in (("first start", firsts), ("from the picture on the disk", desks)):
        columns = [[getattr(sat, name) for sat in sittings] for name in ("usable_s", "fresh_s", "drawn_s", "usable_cpu_s")]
        print(f"| {what} | " + " | ".join(f"{median(column):.1f}" for column in columns) + " |")
    share = median(sat.cpu_s for sat in desks) / STEADY_S
    print(f"\nAt work the console's own process takes {share:.0%} of a core (its web view not counted).")


if __name__ == "__main__":
    main()
