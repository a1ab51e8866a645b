"""From the commit of a change to its receipt by a console: 50 that follow the feed while the hall changes, beside one in a quiet hall.

The backend, the writer and the consoles (in two processes, by the console's own client, wait=2) are processes of their own on this machine.
On PostgreSQL another process changes the hall, 500 a second. On SQLite the backend is the only writer, so there every change is a command over HTTP,
at a pace that a shift may have and as fast as the backend can: the ceiling.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

import msgspec
import numpy as np
import psutil

from bench import stage
from bench.pollers import Heard
from tools.household import Household
from wire.codes import Role

POLLERS, PROCESSES = 50, 2
OPEN, UNITS = 2_000, 200
ROUNDS, LISTEN_S = 3, 12.0
HANDS = 16  # more make no more changes


class Load(NamedTuple):
    """`per_s` changes are asked for, 0: as fast as the backend can; so many consoles listen."""

    what: str
    per_s: float
    consoles: int


QUIET = Load("quiet: the floor", 1, 1)
LOADS = {
    "postgresql": [Load("20 transactions a second by another process through the backend's unit of work", 500, POLLERS), QUIET],
    "sqlite": [
        Load("a command over HTTP each, 50 a second asked for", 50, POLLERS),
        Load(f"a command over HTTP each, {HANDS} hands as fast as it can", 0, POLLERS),
        Load("the same, but one console", 0, 1),
        QUIET,
    ],
}


class Round(NamedTuple):
    """`written_per_s` is what came through the feed; `late_ms` over all pollers; `worst_p99_ms` of the poller that had it worst."""

    written_per_s: float
    late_ms: np.ndarray
    worst_p99_ms: float
    gaps: int
    errors: int
    backend_cpu: float  # cores
    pollers_cpu: float


def main() -> None:
    print(f"{__doc__.splitlines()[0]}\n")
    print("| hall | changes/s | consoles | p50 ms | p95 ms | p99 ms | p99 of the worst console | gaps | backend, cores | consoles, cores |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for kind, loads in LOADS.items():
        rounds = measure(kind)
        for load in loads:
            show(f"{kind}, {load.what}", rounds[load], load.consoles)
        busy, floor = rounds[loads[0]], rounds[QUIET]
        print(f"| *{kind}: loaded to floor* | | | {ratio(busy, floor, 50)} | {ratio(busy, floor, 95)} | {ratio(busy, floor, 99)} | | | | |")
        ceilings = [(load, middle([each.written_per_s for each in rounds[load]])) for load in loads if not load.per_s]
    said = " and ".join(f"{rate:,.0f} with {load.consoles} console{'s' * (load.consoles > 1)}" for load, rate in ceilings)
    print(f"\nCeiling of SQLite, changes a second by commands over HTTP, each durable before it is answered: {said}.")
    print(f"Medians of {ROUNDS} rounds. Budget: p95 500 ms, p99 1,000 ms, no gap. What comes within 100 ms the backend sends together.")


def measure(kind: str) -> dict[Load, list[Round]]:
    """Rounds under each load, in turn."""
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database(kind, Path(name)) as url:
        stage.fill(url, OPEN, units=UNITS)
        household = Household(Path(name) / "log")
        rounds: dict[Load, list[Round]] = {load: [] for load in LOADS[kind]}
        try:
            server = stage.serve(household, url, Path(name) / "data")
            token = stage.token(url, Role.ADMIN)
            backend = psutil.Process(household.pid("backend"))
            for _ in range(ROUNDS):
                for load in LOADS[kind]:
                    with writing(kind, url, server, token, load.per_s):
                        rounds[load].append(listen(server, token, load.consoles, LISTEN_S, backend))
        finally:
            household.end()
    return rounds


def listen(server: str, token: str, count: int, seconds: float, backend: psutil.Process) -> Round:
    shares = [count // PROCESSES] * PROCESSES if count >= PROCESSES else [count]
    before, began = sum(backend.cpu_times()[:2]), time.monotonic()
    command = [sys.executable, "-m", "bench.pollers", server]
    processes = [
        subprocess.Popen([*command, str(share), str(seconds)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=stage.ROOT) for share in shares
    ]
    answers: list[Heard] = []
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(token.encode() + b"\n")
        process.stdin.close()
    for process in processes:
        assert process.stdout is not None
        answers.append(msgspec.json.decode(process.stdout.read(), type=Heard))
        process.wait()
    cpu = (sum(backend.cpu_times()[:2]) - before) / (time.monotonic() - began)
    late = [np.array(each) for heard in answers for each in heard.late_ms]
    everything = np.concatenate(late)
    return Round(
        written_per_s=len(everything) / count / seconds,
        late_ms=everything,
        worst_p99_ms=max(float(np.percentile(each, 99)) for each in late),
        gaps=sum(heard.gaps for heard in answers),
        errors=sum(heard.errors for heard in answers),
        backend_cpu=cpu,
        pollers_cpu=sum(heard.cpu_s for heard in answers) / seconds,
    )


@contextmanager
def writing(kind: str, url: str, server: str, token: str, per_s: float) -> Iterator[None]:
    """Changes come while the block runs."""
    words = {
        "postgresql": ["bench.traffic", url, str(per_s), "0"],
        "sqlite": ["bench.commands", server, str(1 if per_s == 1 else HANDS), str(per_s), str(UNITS)],
    }
    command = [sys.executable, "-m", *words[kind]]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=stage.ROOT) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdin.write(f"{token}\n")
        writer.stdin.flush()
        writer.stdout.readline()
        try:
            yield
        finally:
            writer.terminate()
    if writer.returncode:
        raise SystemExit("the writer has failed")


def show(what: str, rounds: list[Round], consoles: int) -> None:
    figures = [f"{middle([np.percentile(each.late_ms, share) for each in rounds]):,.0f}" for share in (50, 95, 99)]
    gaps, errors = sum(each.gaps for each in rounds), sum(each.errors for each in rounds)
    lost = f"{gaps}" if not errors else f"{gaps} ({errors} failed polls)"
    ends = [f"{middle([getattr(each, name) for each in rounds]):.2f}" for name in ("backend_cpu", "pollers_cpu")]
    rate, worst = middle([each.written_per_s for each in rounds]), middle([each.worst_p99_ms for each in rounds])
    print(f"| {what} | {rate:,.0f} | {consoles} | {' | '.join(figures)} | {worst:,.0f} | {lost} | {' | '.join(ends)} |", flush=True)


def ratio(busy: list[Round], quiet: list[Round], share: int) -> str:
    ours, floor = (middle([np.percentile(each.late_ms, share) for each in rounds]) for rounds in (busy, quiet))
    return f"{ours / floor:.1f} ×"


def middle(values: list[float]) -> float:
    return float(median(values))


if __name__ == "__main__":
    main()
