"""From the commit of a change to its receipt by a console: 50 that follow the feed while the hall changes, beside one in a quiet hall.

The backend, the writer and the consoles (in two processes, by the console's own client, wait=2) are processes of their own on this machine.
"""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import NamedTuple

import msgspec
import numpy as np
import psutil
import requests

from bench import stage
from bench.pollers import Heard
from tools.household import Household
from wire.codes import DutyState, Role

POLLERS, PROCESSES = 50, 2
OPEN, UNITS = 2_000, 200
ROUNDS, LOADED_S, QUIET_S = 3, 12.0, 12.0
COMMANDS_PER_S, HANDS = 50, 4  # over HTTP on SQLite


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
    for kind, load in (("postgresql", 500), ("sqlite", COMMANDS_PER_S)):
        busy, quiet = measure(kind, load)
        show(f"{kind}, {HOW[kind]}", busy, POLLERS)
        show(f"{kind}, quiet: the floor", quiet, 1)
        print(f"| *{kind}: loaded to floor* | | | {ratio(busy, quiet, 50)} | {ratio(busy, quiet, 95)} | {ratio(busy, quiet, 99)} | | | | |")
    print(f"\nMedians of {ROUNDS} rounds. Budget: p95 500 ms, p99 1,000 ms, no gap. What comes within 100 ms the backend sends together.")


HOW = {
    "postgresql": "20 transactions a second by another process through the backend's unit of work",
    "sqlite": f"a command over HTTP each, {COMMANDS_PER_S} a second asked for",
}


def measure(kind: str, per_s: int) -> tuple[list[Round], list[Round]]:
    """Rounds under load and rounds in a quiet hall, in turn."""
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database(kind, Path(name)) as url:
        stage.fill(url, OPEN, units=UNITS)
        household = Household(Path(name) / "log")
        try:
            server = stage.serve(household, url, Path(name) / "data")
            token = stage.token(url, Role.ADMIN)
            backend = psutil.Process(household.pid("backend"))
            busy, quiet = [], []
            for _ in range(ROUNDS):
                with writing(kind, url, server, token, per_s):
                    busy.append(listen(server, token, POLLERS, LOADED_S, backend))
                with writing(kind, url, server, token, 1):
                    quiet.append(listen(server, token, 1, QUIET_S, backend))
        finally:
            household.end()
    return busy, quiet


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
def writing(kind: str, url: str, server: str, token: str, per_s: int) -> Iterator[None]:
    """Changes come while the block runs."""
    if kind == "postgresql":
        writer = subprocess.Popen([sys.executable, "-m", "bench.traffic", url, str(per_s), "0"], stdout=subprocess.PIPE, text=True, cwd=stage.ROOT)
        assert writer.stdout is not None
        writer.stdout.readline()
        try:
            yield
        finally:
            writer.terminate()
            writer.wait()
        return
    ending = threading.Event()
    threads = [threading.Thread(target=_command, args=(server, token, hand, per_s, ending)) for hand in range(min(HANDS, per_s))]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ending.set()
        for thread in threads:
            thread.join()


def _command(server: str, token: str, hand: int, per_s: int, ending: threading.Event) -> None:
    """One of four hands: units of its own sign out and in again, through the public route."""
    hands = min(HANDS, per_s)
    session, due = requests.Session(), time.monotonic()
    session.trust_env = False
    session.headers["Authorization"] = f"Bearer {token}"
    for unit, duty in cycle((unit, duty) for unit in range(hand, UNITS, hands) for duty in (DutyState.OFF_DUTY, DutyState.ON_DUTY)):
        session.post(f"{server}/v1/units/u{unit}/duty", json={"duty": duty}, timeout=30).raise_for_status()
        due += hands / per_s
        if ending.wait(max(due - time.monotonic(), 0)):
            break
    session.close()


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
